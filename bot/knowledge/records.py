"""From the rows of the YAML files to typed records: facts, entries, programmes, contacts, countries.

A fact inside an entry takes over what it does not say itself: date, confidence, sources, note on the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bot.knowledge.dates import PartialDate
from bot.knowledge.files import Row
from bot.knowledge.model import Contact, Country, CountryNote, Entry, Fact, Origin, Programme, Source

SECTIONS = (
    "housing", "health", "medicines", "work", "education", "social_support", "reintegration", "travel", "safety",
    "practical",
)  # fmt: skip
_SOURCED = ("as_of", "collected_on", "date_note", "confidence", "sources", "review_on")


class Reader:
    """Makes records; knows the sources that they name.

    Every method takes one row of a file and raises KeyError or ValueError when the row is not what its schema asks for;
    `bot.knowledge.load` turns that into a `DataError` with file and line.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources

    def programme(self, row: Row) -> Programme:
        """Make a programme from a row of programmes.yml."""
        prefix = f"programmes.{row['id']}"
        parts: dict[str, Any] = {
            part: tuple(self._fact(fact, prefix, row, "amount" if "currency" in fact else "rule") for fact in row[part])
            for part in ("benefits", "eligibility", "conditions", "exclusions", "application")
            if part in row
        }
        return Programme(
            id=row["id"],
            names=row["names"],
            provider=row["provider"],
            status=row["status"],
            countries=_set(row.get("countries")),
            lands=_set(row.get("lands")),
            audience=row.get("audience"),
            valid_from=date_of(row.get("valid_from")),
            valid_to=date_of(row.get("valid_to")),
            steps=tuple(row.get("steps", ())),
            **parts,
            **self._sourced(row),
        )

    def entry(self, group: str, section: str, row: Row) -> Entry:
        """Make an entry of procedure.yml or leaving.yml (`group`); `section` is the heading it stands under."""
        return Entry(
            id=row["id"],
            section=section,
            topic=row["topic"],
            facts=tuple(self._fact(fact, f"{group}.{row['id']}", row, "rule") for fact in row["facts"]),
            when=row.get("when"),
            legal_basis=row.get("legal_basis"),
            **self._sourced(row),
        )

    def country_note(self, row: Row) -> CountryNote:
        """Make a note from a row of country_notes.yml."""
        return CountryNote(
            countries=frozenset(row["countries"]),
            kind=row["kind"],
            text=row["text"],
            caution=row.get("caution"),
            since=date_of(row.get("since")),
            **self._sourced(row),
        )

    def contact(self, group: str, row: Row) -> Contact:
        """Make a contact from a row of contacts.yml; `group` is the heading it stands under."""
        lists = ("phones", "channels", "languages", "languages_sometimes", "topics", "pages")
        texts = ("english_name", "email", "web", "address", "hours", "cost", "country", "audience")
        optional: dict[str, Any] = {name: tuple(row.get(name, ())) for name in lists}
        optional |= {name: row.get(name) for name in texts}
        return Contact(
            id=row["id"],
            group=group,
            name=row["name"],
            has_interpreters=row.get("has_interpreters", False),
            lands=_set(row.get("lands")),
            dangers=frozenset(row.get("dangers", ())),
            **optional,
            **self._sourced(row),
        )

    def country(self, row: Row) -> Country:
        """Make a country from its whole sheet."""
        code = row["country"]
        prefix = f"countries.{code}"
        profile = {
            name: self._fact(Row(row[name], id=name).like(row[name]), prefix, row, "statement")
            for name in ("capital", "languages", "time_zone")
        }
        emergency = {
            service: self._fact(Row(number, text=number["number"]).like(number), prefix, row, "emergency")
            for number in row["emergency"]
            for service in number["services"]
        }
        return Country(
            code=code,
            names=row["names"],
            currency=row["currency"],
            emergency=emergency,
            statements={
                section: tuple(self._fact(fact, prefix, row, _statement_kind(section, fact)) for fact in row[section])
                for section in SECTIONS
            },
            holes=tuple(row.get("holes", ())),
            **profile,
        )

    def _fact(self, row: Row, prefix: str, entry: Row, kind: str) -> Fact:
        inherited = {name: entry[name] for name in _SOURCED if name in entry and name not in row}
        if "as_of" in row:  # a fact with a date of its own does not take over how the entry's date was found
            inherited = {name: value for name, value in inherited.items() if name not in ("collected_on", "date_note")}
        figures = row.get("value", [])
        values = tuple(decimal(figure) for figure in (figures if isinstance(figures, list) else [figures]))
        texts: dict[str, Any] = {name: row.get(name) for name in ("unit", "currency", "place", "topic", "item", "line")}
        return Fact(
            id=f"{prefix}.{row['id']}",
            kind=row.get("kind", kind),
            text=row["text"],
            value=values[0] if len(values) == 1 else None,
            values=values,
            countries=_set(row.get("countries")),
            **texts,
            **self._sourced(Row(inherited | row).like(row if row.line else entry)),
        )

    def _sourced(self, row: Row) -> dict[str, Any]:
        return {
            "as_of": date_of(row.get("as_of")),
            "collected_on": date_of(row.get("collected_on")),
            "date_note": row.get("date_note"),
            "confidence": row["confidence"],
            "sources": tuple(self._sources[source] for source in row["sources"]),
            "note": row.get("note"),
            "review_on": date_of(row.get("review_on")),
            "origin": origin_of(row),
        }


def origin_of(row: Row) -> Origin | None:
    """Return where a record stands, None for one that was read from no file."""
    return Origin(row.path, row.line) if row.path else None


def date_of(text: str | int | None) -> PartialDate | None:
    """Read a date as it stands in a file; None stays None."""
    return None if text is None else PartialDate.parse(text)


def decimal(figure: str | float) -> Decimal:
    """Read a figure as it is written: YAML has made 3.4 a float, whose shortest form is what stands in the file."""
    text = str(figure)
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise ValueError(f"{text!r} is no figure; write digits with a point, without blanks")
    return Decimal(text)


def _statement_kind(section: str, row: Row) -> str:
    # Money in a country sheet ages like the prices and wages of the tables; all else like a statement.
    if "currency" not in row:
        return "statement"
    return "wage" if section == "work" else "price"


def _set(codes: list[str] | None) -> frozenset[str] | None:
    return None if codes is None else frozenset(codes)


def programme_facts(programme: Programme) -> Iterator[Fact]:
    """Yield the programme itself as a fact of its date and sources, then its facts."""
    yield _as_fact(programme, f"programmes.{programme.id}", "rule", programme.names["en"])
    for name in ("benefits", "eligibility", "conditions", "exclusions", "application"):
        yield from getattr(programme, name)


def entry_facts(group: str, entry: Entry) -> Iterator[Fact]:
    """Yield the entry itself as a fact of its date and sources, then its facts."""
    yield _as_fact(entry, f"{group}.{entry.id}", "rule", entry.topic)
    yield from entry.facts


def contact_facts(contact: Contact) -> Iterator[Fact]:
    """Yield the contact as a fact of its date and sources."""
    yield _as_fact(contact, f"contacts.{contact.id}", contact.kind, contact.name)


def country_facts(country: Country) -> Iterator[Fact]:
    """Yield every fact of a country sheet."""
    yield from (country.capital, country.languages, country.time_zone)
    yield from country.emergency.values()
    for statements in country.statements.values():
        yield from statements


def _as_fact(record: Programme | Entry | Contact, fact_id: str, kind: str, text: str) -> Fact:
    return Fact(
        id=fact_id,
        kind=kind,
        text=text,
        as_of=record.as_of,
        confidence=record.confidence,
        sources=record.sources,
        collected_on=record.collected_on,
        date_note=record.date_note,
        note=record.note,
        review_on=record.review_on,
        origin=record.origin,
    )
