"""What the sheet of a country tells by itself: a fact names its line (`line`), and its figures fill the line in.

So a further fact is told by adding it to data/knowledge/countries, and its text, where it has one of its own, to
data/answers/country_facts.yml.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot import values
from bot.answers.model import Answer, Situation, fact_value, is_told, notes_of
from bot.catalogue import MAX_SOURCES_SHOWN, SourceNote
from bot.knowledge.model import Fact

FIGURE = "figure_"  # lines of figures are shared by all countries, the others are one country's own
MAX_LINES = 5
MAX_STATEMENTS = 3
SECTORS = ("first", "second", "third")


@dataclass(frozen=True)
class Told:
    """One line of an answer, with where it comes from."""

    line: values.Value
    notes: tuple[SourceNote, ...] = ()

    @property
    def is_statement(self) -> bool:
        """Whether it is a sentence about one country, not a figure."""
        return not str(self.line["id"]).startswith(FIGURE)


def told_by_sheet(situation: Situation, *sections: str) -> list[Told]:
    """Return the lines that sections of the country's sheet tell today, figures first, in the order of the sheet."""
    sheet = situation.knowledge.country(situation.country or "")
    if sheet is None:
        return []
    facts = [fact for section in sections for fact in sheet.statements.get(section, ()) if fact.line and is_told(fact, situation)]
    told = [Told(values.answer(fact.line or "", **_filling(fact)), notes_of([fact], situation)) for fact in facts]
    return sorted(told, key=lambda line: line.is_statement)


def _filling(fact: Fact) -> dict[str, values.Value]:
    """Return the values of a figure's line, by the unit of the fact."""
    unit = fact.unit or ""
    if not (fact.line or "").startswith(FIGURE):
        return {}
    if fact.line == f"{FIGURE}sectors":
        names = (fact.topic or "").split(", ")
        return {place: values.term(f"sector_{name}") for place, name in zip(SECTORS, names, strict=True)}
    if len(fact.values) == 2:
        return {"from": values.number(fact.values[0]), "to": values.number(fact.values[1])}
    if unit.startswith("percent") and fact.value is not None:
        return {"value": values.percent(fact.value)}
    name = "years" if unit.startswith("years") else "to" if unit.startswith("age") else "value"
    return {name: fact_value(fact)}


def pages_of(told: Iterable[Told], max_sources: int = MAX_SOURCES_SHOWN) -> list[list[Told]]:
    """Part lines into pages that fit a phone, none with more sources than the last line of an answer names.

    A statement takes the room of two figures.
    """
    pages: list[list[Told]] = []
    for line in told:
        if not pages or not _fits([*pages[-1], line], max_sources):
            pages.append([])
        pages[-1].append(line)
    return pages


def _fits(page: Sequence[Told], max_sources: int) -> bool:
    statements = sum(line.is_statement for line in page)
    names = {note.name for line in page for note in line.notes}
    return (
        len(page) + statements <= MAX_LINES + 1
        and len(page) <= MAX_LINES
        and statements <= MAX_STATEMENTS
        and len(names) <= max_sources
    )


def paged(
    situation: Situation,
    intent: str,
    answer_id: str,
    told: Sequence[Told],
    *,
    beside: Iterable[SourceNote] = (),
    kept: Sequence[str],
) -> Answer:
    """Answer with the page that was asked for, and a button to the next one.

    Args:
        situation: names the page (`page`), the first when it does not.
        intent: the question, which the button asks again.
        answer_id: what the first page is; further ones are `utter_home_more`.
        told: all lines.
        beside: sources that the first page rests on besides.
        kept: what is offered beside the next page and the way to a person.
    """
    notes = tuple(beside)
    pages = pages_of(told, MAX_SOURCES_SHOWN - len({note.name for note in notes}))
    asked = str(situation.named.get("page", ""))
    number = min(int(asked) if asked.isdecimal() else 1, len(pages)) or 1
    page = pages[number - 1] if pages else []
    shown = {"country": values.country(situation.country or ""), "figures": values.lines(line.line for line in page)}
    following = [{"id": f"{intent}?page={number + 1}", "title": values.term("more")}] if number < len(pages) else []
    return Answer(
        answer_id if number == 1 else "utter_home_more",
        shown,
        buttons=(*following, *kept[: 3 - len(following)], "request_human"),
        sources=(*(note for line in page for note in line.notes), *(notes if number == 1 else ())),
    )
