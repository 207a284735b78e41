"""When somebody should look at a fact again: the review date of every record, and the list of what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from typing import Any

from bot.knowledge.collection import Knowledge
from bot.knowledge.dates import PartialDate
from bot.knowledge.model import (
    Contact,
    CountryNote,
    Embassy,
    Entry,
    Fact,
    Freshness,
    FreshnessRule,
    HomeContact,
    Origin,
    Place,
    PriceRow,
    Programme,
    Sourced,
)


@dataclass(frozen=True)
class Due:
    """A fact to look at again.

    `subject` is what it belongs to, to look at together: a programme, a country, the prices of a town from one source.
    `changes_on` is the day since which it is told with a warning or withheld, as `freshness` says; None while it is fresh.
    """

    id: str
    subject: str
    origin: Origin | None
    dated: PartialDate | None
    review_on: date
    age_days: int
    freshness: Freshness
    changes_on: date | None


def kind_of(record: Sourced) -> str:
    """Return the key of freshness.yml by which a record ages."""
    if isinstance(record, (Fact, Contact)):
        return record.kind
    if isinstance(record, PriceRow):
        return "crowd_price" if record.is_crowd else "wage" if record.item.category == "wages" else "price"
    return "office" if isinstance(record, Place) else "rule"


def record_id(record: Sourced) -> str:
    """Return how a record is named in reports and on the list of what is due."""
    if isinstance(record, Fact):
        return record.id
    if isinstance(record, PriceRow):
        return price_id(record.country, record.city, record.item.id)
    if isinstance(record, CountryNote):
        return f"country_notes.{'+'.join(sorted(record.countries))}"
    if isinstance(record, Place):
        kind = "embassies" if isinstance(record, Embassy) else "contacts_home" if isinstance(record, HomeContact) else "centres"
        return ".".join(part for part in (kind, record.name, record.city) if part)
    if isinstance(record, Entry):
        return f"{record.origin.path.stem if record.origin else 'procedure'}.{record.id}"
    group = {Programme: "programmes", Contact: "contacts"}.get(type(record), type(record).__name__.lower())
    return f"{group}.{getattr(record, 'id', '') or getattr(record, 'name', '')}"


def price_id(country: str, city: str | None, item: str) -> str:
    """Return how the price of an item in a place is named; `city` None: the whole country."""
    return ".".join(("prices", country, city or "-", item))


def review_date(record: Sourced, rules: Mapping[str, FreshnessRule]) -> date:
    """Return the day on which to look at a record again: its own, else its date and the days of its kind."""
    if record.review_on:
        return record.review_on.latest
    dated, rule = record.as_of or record.collected_on, rules[kind_of(record)]
    if dated is None:
        return date.min
    return dated.latest + timedelta(days=rule.warns_after_days if rule.review_after_days is None else rule.review_after_days)


def records(knowledge: Knowledge) -> Iterator[Sourced]:
    """Yield every record with a source, whatever file it is from, once."""
    seen: set[tuple[str, Origin | None]] = set()
    for field in fields(knowledge):
        for record in _within(getattr(knowledge, field.name)):
            key = (record_id(record), record.origin)
            if key not in seen:
                seen.add(key)
                yield record


def due(knowledge: Knowledge, today: date, within_days: int = 0, reported: Iterable[str] = ()) -> list[Due]:
    """Return what to look at again until some days from now, the most urgent first.

    Left out is what is never told: what nobody is sure of, programmes that have ended, figures that a newer one replaces.

    Args:
        knowledge: the office's records included.
        today: the day in Germany.
        within_days: how far to look ahead.
        reported: ids of records that people say are wrong: they are due at once.
    """
    marked = frozenset(reported)
    until = today + timedelta(days=within_days)
    found = []
    for record in _told(knowledge):
        named, review_on = record_id(record), review_date(record, knowledge.freshness_rules)
        if review_on > until and named not in marked:
            continue
        found.append(_due(record, named, review_on, knowledge, today))
    order = {Freshness.WITHHELD: 0, Freshness.OLD: 1, Freshness.FRESH: 2}
    return sorted(found, key=lambda one: (one.id not in marked, order[one.freshness], one.review_on, one.id))


def _due(record: Sourced, named: str, review_on: date, knowledge: Knowledge, today: date) -> Due:
    rule, dated = knowledge.freshness_rules[kind_of(record)], record.as_of or record.collected_on
    freshness = knowledge.judge(kind_of(record), record.as_of, today)
    days = {Freshness.WITHHELD: rule.withheld_after_days, Freshness.OLD: rule.warns_after_days}.get(freshness)
    changed = record.as_of.latest + timedelta(days=days + 1) if record.as_of and days is not None else None
    age = dated.age_days(today) if dated else 0
    return Due(named, _subject(record, named), record.origin, dated, review_on, age, freshness, changed)


def _told(knowledge: Knowledge) -> Iterator[Sourced]:
    ended = {f"programmes.{one.id}" for one in knowledge.programmes.values() if one.status == "ended"}
    newest: dict[str, Sourced] = {}
    for record in records(knowledge):
        named = record_id(record)
        is_crowd = isinstance(record, PriceRow) and record.is_crowd
        if not (record.is_tellable or is_crowd) or ".".join(named.split(".")[:2]) in ended:
            continue
        # Of a series of figures only the newest is told; the others are history.
        series = f"{named}.{is_crowd}" if isinstance(record, PriceRow) else named
        if isinstance(record, Fact) and record.id.startswith("indicators."):
            series = named.rpartition(".")[0]
        before = newest.get(series)
        if before is None or (record.as_of and before.as_of and record.as_of > before.as_of):
            newest[series] = record
    return iter(newest.values())


def _subject(record: Sourced, named: str) -> str:
    parts = named.split(".")
    if isinstance(record, PriceRow):
        return f"{'.'.join(parts[:3])}, {record.sources[0].name}"
    if isinstance(record, Place):
        return named
    return ".".join(parts[:2])


def _within(content: Any) -> Iterator[Sourced]:
    if isinstance(content, Mapping):
        for value in content.values():
            yield from _within(value)
    elif isinstance(content, (tuple, list)):
        for value in content:
            yield from _within(value)
    elif is_dataclass(content) and not isinstance(content, type):
        if isinstance(content, Sourced):
            yield content
        for field in fields(content):
            if field.name != "sources":
                yield from _within(getattr(content, field.name))
