"""Money that can be: a first answer at once, an estimate when more is known, and what rules support out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot import values
from bot.answers.conversation import ask_country
from bot.answers.model import Answer, AnswerFunction, Choice, Situation, notes_of
from bot.answers.support_form import (
    Known,
    ask_next,
    button,
    change,
    household_of,
    is_minor_alone,
    pages,
    people_line,
    question,
    reason_lines,
)
from bot.knowledge.dates import PartialDate
from bot.knowledge.model import Fact, Sourced
from bot.support import MINOR_ALONE, Estimate, Part, estimate
from bot.support.names import named_programmes

MAX_LINES = 5  # of a list that people read on a phone
_GRAVE = ("trafficking", "asylum_claim", "protection")  # conditions that are told beside the sums; the others on demand
_ASKED_ANEW = {"minors": None, "people": None}  # whoever changes the adults is asked for the children, too
_MONEY_FIRST = ("cash", "in_kind", "paid", "advice")


def ask_financial_support(situation: Situation) -> Answer:
    """Say which money can be: generally at first, worked out when people or the wish for it are told."""
    if named := programme_named(situation, "ask_financial_support"):
        return named
    known = household_of(situation)
    if known.household is None:
        asked = ask_country(situation)
        return replace(asked, slots={**asked.slots, **known.told})
    page = situation.named.get("page", "")
    if page == "country":
        return ask_country(situation)
    if answer := stopped(situation):
        return answer
    if page in pages():
        return question(page, known.told | (_ASKED_ANEW if page == "adults" else {}))
    if page in ("change", "more"):
        return change(situation, known, is_more=page == "more")
    if page.startswith(("start", "after_")) or (known.was_asked and page != "result"):
        return ask_next(situation, known, page) or show_estimate(situation, known)
    if "people" in known.told and not known.has_people and situation.slots.get("adults") is not None:
        return question("adults", known.told)  # other people than it was worked out for
    if page == "result" or known.has_people:
        return show_estimate(situation, known)
    return replace(_in_general(situation), slots=known.told)


def _in_general(situation: Situation) -> Answer:
    """What holds for the country, whoever asks."""
    country = situation.country or ""
    note = situation.knowledge.country_note(country)
    shown = {"country": values.country(country)}
    sources = notes_of([note], situation) if note else ()
    answer_id = "utter_financial_support"
    if note is not None and note.kind in ("visa_free", "six_month_rule"):
        answer_id = f"utter_financial_support_{'turkey' if note.kind == 'six_month_rule' else 'visa_free'}"
    elif situation.people is not None:
        answer_id, shown["people"] = "utter_financial_support_people", values.number(situation.people)
    buttons = (button("work_it_out", page="start"), "ask_reintegration", "ask_counselling_centre", "request_human")
    return Answer(answer_id, shown, buttons=buttons, sources=sources)


def stopped(situation: Situation, buttons: tuple[Choice, ...] | None = None) -> Answer | None:
    """Return what is said instead of any programme: to minors alone, of a stopped country, to EU citizens; None else.

    Who may be exploited is told of the specialist centres first; the amounts are one button away.
    """
    known = household_of(situation)
    special = situation.slots.get("special")
    if is_minor_alone(situation) or (known.household and known.household.is_minor_alone):
        return _to_minors(situation)
    if special == "trafficking" and situation.named.get("page") not in ("result", "change", "more", *pages()):
        return Answer("utter_support_trafficking", buttons=(
            "request_human", "report_violence", button("show_amounts", page="result"), "ask_stay_options",
        ), slots=known.told)  # fmt: skip
    if known.household is None:
        return None
    result = estimate(known.household, situation.knowledge, situation.today)
    if result.stopped_by is None:
        return None
    reason, shown = result.reasons[0], {"country": values.country(known.household.country)}
    default = ("ask_counselling_centre", "ask_stay_options", button("country", page="country"), "request_human")
    return Answer(reason.line, shown, buttons=buttons or default, sources=notes_of(reason.records, situation), slots=known.told)


def show_estimate(situation: Situation, known: Known | None = None) -> Answer:
    """Say what can be for this household, line by line, with what is not known."""
    known = known or household_of(situation)
    if known.household is None:
        return ask_country(situation)
    result = estimate(known.household, situation.knowledge, situation.today)
    grave = [condition for condition in result.conditions if condition.id in _GRAVE]
    remarks = [*result.reasons[:1], *grave[:1]] or list(result.conditions[:1])
    lines = _grouped(result.parts, MAX_LINES - (len(remarks) > 1))
    shown = {
        "country": values.country(known.household.country),
        "people": people_line(known.household),
        "parts": values.lines([_line(parts, situation) for parts in lines]),
        "total": _total(result),
        "remarks": reason_lines(remarks),
    }
    named = [record for parts in lines for part in parts for record in part.records]
    figures = [record for record in named if isinstance(record, Fact) and record.value is not None]
    sources = notes_of(figures or named, situation)
    buttons = (button("change_something", page="change"), "ask_counselling_centre", "ask_budget", "request_human")
    return Answer("utter_support_estimate", shown, buttons=buttons, sources=sources, slots=known.told)


def _grouped(parts: Sequence[Part], most: int) -> list[list[Part]]:
    """Put together the parts that are told in one line; of too many lines those with the least money in them are left out."""
    lines: dict[str, list[Part]] = {}
    for part in parts:
        if part.is_counted:
            lines.setdefault(part.line, []).append(part)
    ranked = sorted(lines.values(), key=lambda group: min(_rank(part) for part in group))
    kept = {group[0].line for group in ranked[:most]}
    return [group for line, group in lines.items() if line in kept]


def _rank(part: Part) -> int:
    """Money before advice, the known before the unknown."""
    return _MONEY_FIRST.index(part.form) + 2 * (not part.is_known)


def _line(parts: Sequence[Part], situation: Situation) -> values.Value:
    programme = situation.knowledge.programmes[parts[0].programme]
    name = values.latin(programme.names["de"].rstrip(")").split("(")[-1])  # "Zentren für … (ZME)": the short name
    return values.answer(parts[0].line, name=name, amount=_amount([p for p in parts if p.form in ("cash", "in_kind")]))


def _amount(parts: Sequence[Part]) -> values.Value:
    records = [record for part in parts for record in part.records]
    dates = sorted((record.as_of for record in records if record.as_of), key=lambda day: day.earliest)
    highs = [part.high for part in parts if part.high is not None]
    if parts and len(highs) == len(parts):
        return values.answer("amount_up_to", amount=values.money(sum(highs, Decimal(0)), "EUR"), date=_day(dates))
    return values.answer("amount_unknown", date=_day(dates)) if dates else values.answer("amount_too_old")


def _day(dates: Sequence[PartialDate]) -> values.Value:
    """The oldest date, in digits: the line is short, the source below names the day."""
    oldest = dates[0]
    return values.latin(f"{oldest.month:02}/{oldest.year}" if oldest.month else str(oldest.year))


def _total(result: Estimate) -> values.Value:
    if not result.cash_high:
        return values.latin("")
    return values.answer("support_total", amount=values.money_range(result.cash_low, result.cash_high, "EUR"))


def _to_minors(situation: Situation) -> Answer:
    buttons = ("request_human", "ask_stay_options", button("over_18", special="none", page="adults"))
    return Answer(situation.knowledge.support_rules.minors.line, buttons=buttons, slots=household_of(situation).told)


def protecting_minors(intent: str, answer: AnswerFunction) -> AnswerFunction:
    """Return the answer of an intent that names a guardian instead to who is under 18 and alone (support_rules.yml, minors)."""

    def protected(situation: Situation) -> Answer:
        minors = situation.knowledge.support_rules.minors
        told = intent in minors.when_told and situation.named.get("special") == MINOR_ALONE
        if is_minor_alone(situation) and (told or intent in minors.in_place_of):
            return _to_minors(situation)
        return answer(situation)

    return protected


def explaining_programmes(intent: str, answer: AnswerFunction, *, ended_only: bool = False) -> AnswerFunction:
    """Return the answer of an intent that first explains the programmes that a message names; to minors alone it does not."""

    def explained(situation: Situation) -> Answer:
        named = programme_named(situation, intent, ended_only=ended_only)
        if named is not None and is_minor_alone(situation):
            return _to_minors(situation)
        return named or answer(situation)

    return explained


def programme_named(situation: Situation, intent: str, *, ended_only: bool = False) -> Answer | None:
    """Explain the programmes that a question names: what they are, what became of those that ended; None if it names none.

    With `ended_only`, a question is answered itself unless it is about what there is no more: "can I get ERRIN again".
    """
    rules = situation.knowledge.support_rules
    if not situation.text or "page" in situation.named:
        return None
    names = [name for name in named_programmes(situation.text, rules) if intent not in name.is_left_to]
    if ended_only and not any(name.ended_on or name.now for name in names):
        return None
    by_id = {name.id: name for name in rules.names}
    after = [by_id[name.now] for name in names if name.now]
    lines, records = [], list[Sourced]()
    for name in dict.fromkeys((*names, *after)):
        shown = {"name": values.latin(name.name)}
        if name.ended_on:
            shown["date"] = values.date(PartialDate(name.ended_on.year, name.ended_on.month))
        if name.now:
            shown["now"] = values.latin(by_id[name.now].name)
        lines.append(values.answer(name.line, **shown))
        records.append(situation.knowledge.fact(name.fact))
    if not lines:
        return None
    buttons = ("ask_financial_support", "ask_reintegration", "ask_counselling_centre", "request_human")
    shown = {"programmes": values.lines(lines[:MAX_LINES])}
    return Answer("utter_programme_named", shown, buttons=buttons, sources=notes_of(records, situation))
