"""What people say is wrong: the answer and the facts behind it, never who said so or in which words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.doubts import Doubt
from bot.store.database import Transaction
from bot.store.tables import fact_reports

KEPT_FOR = timedelta(days=365)
_MAX_FACTS = 50  # an answer has a few; this keeps a row small whatever happens
_SAME = ("answer", "facts", "country", "city")


@dataclass(frozen=True)
class FactReport:
    """Reports of the same answer about the same facts, together.

    `id` is the first one's number, `count` how many there are, `first_on` and `last_on` their days (ISO).
    """

    id: int
    answer: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    country: str | None
    city: str | None
    languages: tuple[str, ...]
    count: int
    first_on: str
    last_on: str


def add(tx: Transaction, doubt: Doubt, language: str | None, now: datetime) -> None:
    """Keep that somebody says an answer is wrong."""
    row = {
        "answer": doubt.answer,
        "facts": json.dumps(doubt.facts[:_MAX_FACTS], ensure_ascii=False),
        "sources": json.dumps(doubt.sources[:_MAX_FACTS], ensure_ascii=False),
        "country": doubt.country,
        "city": (doubt.city or "")[:64] or None,
        "language": language,
        "reported_on": now.date().isoformat(),
    }
    tx.connection.execute(sa.insert(fact_reports).values(**row))


def every(tx: Transaction) -> list[FactReport]:
    """Return what is reported, the most often first."""
    groups: dict[tuple[str, ...], list[sa.Row[tuple[object, ...]]]] = {}
    for row in tx.connection.execute(sa.select(fact_reports).order_by(fact_reports.c.id)):
        groups.setdefault(tuple(str(getattr(row, name)) for name in _SAME), []).append(row)
    found = [_together(rows) for rows in groups.values()]
    return sorted(found, key=lambda report: (-report.count, report.id))


def done(tx: Transaction, number: int) -> int:
    """Take a report and all like it off; return how many there were."""
    c = fact_reports.c
    row = tx.connection.execute(sa.select(fact_reports).where(c.id == number)).first()
    if row is None:
        return 0
    same = [c[name].is_not_distinct_from(getattr(row, name)) for name in _SAME]
    return int(tx.connection.execute(sa.delete(fact_reports).where(*same)).rowcount)


def purge(tx: Transaction, now: datetime) -> int:
    """Delete what has been kept for a year; return how many there were."""
    before = (now - KEPT_FOR).date().isoformat()
    return int(tx.connection.execute(sa.delete(fact_reports).where(fact_reports.c.reported_on < before)).rowcount)


def _together(rows: Sequence[sa.Row[tuple[object, ...]]]) -> FactReport:
    first = rows[0]._mapping
    return FactReport(
        id=first["id"],
        answer=first["answer"],
        facts=tuple(json.loads(first["facts"])),
        sources=tuple(dict.fromkeys(source for row in rows for source in json.loads(row._mapping["sources"]))),
        country=first["country"],
        city=first["city"],
        languages=tuple(dict.fromkeys(row._mapping["language"] for row in rows if row._mapping["language"])),
        count=len(rows),
        first_on=first["reported_on"],
        last_on=rows[-1]._mapping["reported_on"],
    )
