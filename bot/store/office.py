"""The office's own records: holidays, canned replies, and who read or changed what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Transaction
from bot.store.tables import audit, canned, counsellors
from bot.store.tables import holidays as holidays_table

READ = "case.read"  # the action of whoever opens a conversation


@dataclass(frozen=True)
class CannedRow:
    """A reply that counsellors use again; `text` may hold {counsellor}, {office}, {contact} and {date}."""

    id: int
    title: str
    language: str
    text: str
    created_by: int | None


@dataclass(frozen=True)
class AuditRow:
    """Who did what when. No text of a person is here."""

    id: int
    at: datetime
    counsellor: int | None
    name: str
    action: str
    case: int | None
    detail: str


def holidays(tx: Transaction) -> list[tuple[str, str]]:
    """Return the days on which nobody works, as (ISO date, name), in order."""
    query = sa.select(holidays_table.c.day, holidays_table.c.name).order_by(holidays_table.c.day)
    return [(row.day, row.name) for row in tx.connection.execute(query)]


def add_holiday(tx: Transaction, day: str, name: str) -> None:
    """Keep a day on which nobody works; a second name for the same day replaces the first."""
    remove_holiday(tx, day)
    tx.connection.execute(sa.insert(holidays_table).values(day=day, name=name))


def remove_holiday(tx: Transaction, day: str) -> None:
    """Work on a day after all."""
    tx.connection.execute(sa.delete(holidays_table).where(holidays_table.c.day == day))


def canned_replies(tx: Transaction, language: str | None = None) -> list[CannedRow]:
    """Return canned replies by language and title."""
    query = sa.select(canned).order_by(canned.c.language, canned.c.title)
    if language is not None:
        query = query.where(canned.c.language == language)
    return [CannedRow(r.id, r.title, r.language, r.text, r.created_by) for r in tx.connection.execute(query)]


def save_canned(tx: Transaction, number: int | None, title: str, language: str, text: str, by: int) -> None:
    """Keep a canned reply, new or changed."""
    if number is None:
        tx.connection.execute(sa.insert(canned).values(title=title, language=language, text=text, created_by=by))
        return
    tx.connection.execute(sa.update(canned).where(canned.c.id == number).values(title=title, language=language, text=text))


def remove_canned(tx: Transaction, number: int) -> None:
    """Drop a canned reply."""
    tx.connection.execute(sa.delete(canned).where(canned.c.id == number))


def record(
    tx: Transaction, now: datetime, counsellor: int | None, action: str, case: int | None = None, detail: str = ""
) -> None:
    """Write down that somebody read or changed something; `detail` is a short code, never text of a person."""
    values = {"at": now, "counsellor": counsellor, "action": action, "case_id": case, "detail": detail[:64]}
    tx.connection.execute(sa.insert(audit).values(**values))


def visits(tx: Transaction, since: Mapping[int, datetime]) -> dict[int, int]:
    """Return how often somebody has opened cases, each since a time of its own; those never opened are left out."""
    if not since:
        return {}
    query = sa.select(audit.c.case_id, audit.c.at).where(audit.c.at >= min(since.values()), audit.c.case_id.in_(since))
    rows = tx.connection.execute(query.where(audit.c.action == READ))
    return dict(Counter(row.case_id for row in rows if row.at >= since[row.case_id]))


def visitors(tx: Transaction, case: int, since: datetime, holder: int | None) -> list[str]:
    """Return the names of those who have opened a case since a time, the first who came first, without its holder."""
    query = sa.select(counsellors.c.display_name).join(audit, counsellors.c.id == audit.c.counsellor).order_by(audit.c.id)
    query = query.where(audit.c.at >= since, audit.c.case_id == case, audit.c.action == READ, audit.c.counsellor != holder)
    return list(dict.fromkeys(tx.connection.execute(query).scalars()))


def records(
    tx: Transaction, *, before: int | None = None, counsellor: int | None = None, case: int | None = None, limit: int = 100
) -> list[AuditRow]:
    """Return what was done, the latest first."""
    query = sa.select(audit, counsellors.c.display_name).order_by(audit.c.id.desc()).limit(limit)
    query = query.outerjoin(counsellors, counsellors.c.id == audit.c.counsellor)
    for column, value in ((audit.c.counsellor, counsellor), (audit.c.case_id, case)):
        if value is not None:
            query = query.where(column == value)
    if before is not None:
        query = query.where(audit.c.id < before)
    return [
        AuditRow(r.id, r.at, r.counsellor, r.display_name or "", r.action, r.case_id, r.detail or "")
        for r in tx.connection.execute(query)
    ]
