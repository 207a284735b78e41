"""The short form before an estimate: what is known of the household, and one question after the other for the rest.

Only what changes the result is asked. A button says which question comes next (`page`), so that nothing has to be kept but
the answers themselves; a typed number goes the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot import values
from bot.answers.model import Answer, Choice, Situation, notes_of
from bot.support import MINOR_ALONE, Estimate, Household, Reason, estimate
from bot.support.names import said_status
from bot.support.travellers import read_children, read_travellers

INTENT = "ask_financial_support"
MAX_REMARKS = 4
_QUESTIONS = ("adults", "minors", "stay", "status", "special")
_TRIED = {  # values that show whether a question changes the result
    "adults": (1, 2),
    "minors": (0, 1),
    "stay": ("short", "long"),
    "status": ("procedure", "rejected", "protection"),
    "special": ("none", "illness", "pregnant"),
}
_SAID = {"duldung": "rejected"}  # statuses that are told by one word


@dataclass(frozen=True)
class Known:
    """What is known of the household; `household` is None without a country.

    `told` are the slots that this very message fills; `was_asked`: it answers a question of the form.
    """

    household: Household | None
    told: dict[str, Any]
    was_asked: bool = False

    @property
    def has_people(self) -> bool:
        """Whether it is known who would travel."""
        return self.household is not None and self.household.adults is not None


def pages() -> tuple[str, ...]:
    """Return the questions, by the names of their pages."""
    return _QUESTIONS


def button(title: str, **given: str | int) -> Choice:
    """Return a button with a term as its title, that fills slots or turns a page of the form."""
    return {"id": f"{INTENT}?{_query(given)}", "title": values.term(title)}


def household_of(situation: Situation) -> Known:
    """Gather what the person has said, now or before; a text counts that tells adults from people under 18."""
    slots = situation.slots
    adults, minors, status = _number(slots.get("adults")), _number(slots.get("minors")), slots.get("status")
    told: dict[str, Any] = {}
    if says_of_age(situation) and adults == 0:
        adults = told["adults"] = None
    was_asked = any(name in situation.named for name in _QUESTIONS)
    if situation.text and not was_asked and "page" not in situation.named:
        if told := told_travellers(situation):
            adults, minors = told["adults"], told["minors"]
        if said := said_status(situation.text, situation.knowledge.support_rules):
            status = told["status"] = said
    if situation.people is not None and told.get("adults") is None:
        if situation.people == 1 and adults is None:
            adults = 1
        if adults is not None and minors is None and situation.people >= adults:
            minors = situation.people - adults
    if situation.country is None:
        return Known(None, told, was_asked)
    return Known(Household(situation.country, adults, minors, status, slots.get("special"), slots.get("stay")), told, was_asked)


def says_of_age(situation: Situation) -> bool:
    """Whether somebody presses the button that they are 18 or older."""
    return situation.named.get("page") == "adults" and situation.named.get("special") == "none"


def is_minor_alone(situation: Situation) -> bool:
    """Whether somebody has said, now or before, to be under 18 and alone: in words, by a button, or by who travels."""
    adults, minors = (_number(situation.slots.get(name)) for name in ("adults", "minors"))
    household = Household(situation.country or "", adults, minors, special=situation.slots.get("special"))
    return household.is_minor_alone and not says_of_age(situation)


def told_travellers(situation: Situation) -> dict[str, Any]:
    """Return the slots of who travels that the words of this very message fill: adults, minors and people; {} if none.

    A bare number of people ("4 people") makes void what was said of adults and minors before.
    """
    if travellers := read_travellers(situation.text, situation.spoken):
        return {"adults": travellers[0], "minors": travellers[1], "people": sum(travellers)}
    adults, minors = (_number(situation.slots.get(name)) for name in ("adults", "minors"))
    if "people" in situation.named:
        people = situation.people or 0
        if adults is not None and people == adults + (minors or 0):
            return {}
        if adults is None and minors and people > minors:  # "I have 2 kids", and then "we are 4"
            return {"adults": people - minors, "minors": minors, "people": people}
        return {"adults": None, "minors": None, "people": situation.people}
    if minors := read_children(situation.text):
        if adults is None and (situation.people or 0) > minors:  # "we are 5", and then "3 children"
            adults = (situation.people or 0) - minors
        return {"adults": adults, "minors": minors, "people": adults + minors if adults is not None else None}
    return {}


def ask_next(situation: Situation, known: Known, page: str) -> Answer | None:
    """Return the next question that is not answered and would change the result; None when there is none."""
    last = page.removeprefix("after_") if page.startswith("after_") else ""
    last = last or next((name for name in reversed(_QUESTIONS) if name in situation.named), "")
    following = _QUESTIONS[_QUESTIONS.index(last) + 1 :] if last in _QUESTIONS else _QUESTIONS
    for name in following:
        if known.household and getattr(known.household, name) is None and _matters(name, known.household, situation):
            return question(name, known.told)
    return None


def _matters(name: str, household: Household, situation: Situation) -> bool:
    """Whether an answer to a question can change the estimate."""
    change: Callable[..., Household] = replace
    outcomes = {
        _outcome(estimate(change(household, **{name: value}), situation.knowledge, situation.today)) for value in _TRIED[name]
    }
    return len(outcomes) > 1


def _outcome(result: Estimate) -> tuple[Any, ...]:
    parts = tuple((part.id, part.low, part.high) for part in result.parts)
    reasons = tuple(reason.id for reason in result.reasons), tuple(condition.id for condition in result.conditions)
    return parts, reasons, result.stopped_by


def question(name: str, told: dict[str, Any]) -> Answer:
    """Ask one question; every one can be skipped."""
    after = f"after_{name}"
    choices: dict[str, tuple[Choice, ...]] = {
        "adults": (
            *(_counted("adults", number) for number in (1, 2)),
            button("under_18_alone", special=MINOR_ALONE),
            button("skip", page=after),
        ),
        "minors": (*(_counted("minors", number) for number in (0, 1, 2)), button("skip", page=after)),
        "stay": (button("stay_short", stay="short"), button("stay_long", stay="long"), button("skip", stay="unsaid")),
        "status": (
            *(button(f"status_{status}", status=status) for status in ("procedure", "rejected", "protection")),
            button("skip", status="unsaid"),
        ),
        "special": (
            *(button(f"special_{special}", special=special) for special in ("illness", "pregnant", "trafficking")),
            button("none_or_skip", special="none"),
        ),
    }
    return Answer(f"utter_support_ask_{name}", buttons=choices[name], asks_for=name, slots=told)


def _counted(name: str, number: int) -> Choice:
    return {"id": f"{INTENT}?{_query({name: number})}", "title": values.count(name, number)}


def _query(given: Mapping[str, str | int]) -> str:
    return "&".join(f"{name}={value}" for name, value in given.items())


def change(situation: Situation, known: Known, is_more: bool = False) -> Answer:
    """Show what was counted with and what has to be minded; every value can be changed by a button."""
    household = known.household
    assert household is not None
    result = estimate(household, situation.knowledge, situation.today)
    remarks = (*result.conditions, *result.reasons)[:MAX_REMARKS]
    lines = [("who_travels", people_line(household))]
    has_stay = household.stay is not None or _matters("stay", household, situation)
    if has_stay:
        lines.append(("time_in_germany", _term("stay", household.stay, "short", "long")))
    status = _SAID.get(household.status or "", household.status)
    lines.append(("status", _term("status", status, "procedure", "rejected", "protection")))
    lines.append(("situation", _term("special", household.special, "illness", "pregnant", "trafficking")))
    country = button("country", page="country")
    first = (button("who_travels", page="adults"), button("status", page="status"), button("situation", page="special"))
    buttons: tuple[Choice, ...] = (*first, button("more", page="more") if has_stay else country)
    if is_more:
        buttons = (button("time_in_germany", page="stay"), country, button("show_result", page="result"), "request_human")
    shown = {
        "known": values.lines([values.answer("support_known", name=values.term(n), value=v) for n, v in lines]),
        "remarks": reason_lines(remarks),
    }
    records = [record for remark in remarks for record in remark.records]
    return Answer("utter_support_change", shown, buttons=buttons, sources=notes_of(records, situation), slots=known.told)


def reason_lines(reasons: Sequence[Reason]) -> values.Value:
    """The lines of reasons or conditions, each once."""
    return values.lines([values.answer(line) for line in dict.fromkeys(reason.line for reason in reasons)])


def people_line(household: Household) -> values.Value:
    """The people that an estimate is for."""
    adults = values.count("adults", household.counted_adults)
    if not household.counted_minors:
        return adults
    return values.answer("support_people", adults=adults, minors=values.count("minors", household.counted_minors))


def _term(name: str, value: str | None, *known: str) -> values.Value:
    return values.term(f"{name}_{value}" if value in known else "not_said")


def _number(value: object) -> int | None:
    return int(str(value)) if str(value).isdecimal() else None
