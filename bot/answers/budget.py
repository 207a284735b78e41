"""How far money goes: support against what life costs."""

from __future__ import annotations

from bot import values
from bot.answers.costs import with_prices
from bot.answers.model import Answer, Situation, fact_value, notes_of
from bot.answers.options import TRAVEL

BUDGET = (
    "rent_1br_outside",
    "cost_single_no_rent",
    "cost_family4_no_rent",
    "bread_kg",
    "rice_kg",
    "oil_cooking_l",
    "wage_min_month",
)


def ask_budget(situation: Situation) -> Answer:
    """The figures that decide how far money goes, beside the support that is possible."""
    answer = with_prices(situation, BUDGET, "utter_budget", limit=4)
    if answer.id != "utter_budget":
        return answer
    note = situation.knowledge.country_note(situation.country or "")
    if note is not None and note.kind in ("visa_free", "suspended", "restricted"):
        support = values.answer("support_line_none")
        return Answer(answer.id, {**answer.values, "support": support}, sources=(*answer.sources, *notes_of([note], situation)))
    facts = {name: situation.knowledge.fact(f"programmes.{TRAVEL}.startup_{end}") for name, end in
             (("adult", "adult"), ("minor", "minor"), ("cap", "family_cap"))}  # fmt: skip
    support = values.answer("support_line", **{name: fact_value(fact) for name, fact in facts.items()})
    sources = (*answer.sources, *notes_of([facts["adult"]], situation))
    return Answer(answer.id, {**answer.values, "support": support}, sources=sources)
