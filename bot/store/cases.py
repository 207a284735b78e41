"""Cases as rows: opened, looked up, listed. What changes their state is in `case_moves.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.cases.alias import alias_of
from bot.cases.transitions import CLAIMED, CLOSED, DANGER, NORMAL, PRIORITIES, WAITING
from bot.store.database import Transaction
from bot.store.people import PersonRow
from bot.store.tables import cases, people

WAITS_LOOKED_AT = 20
WAITS_OF_DAYS = 14


@dataclass(frozen=True)
class CaseRow:
    """One case, as the table has it; `summary` and `wishes` are open, and None where there are none or a list left them out."""

    id: int
    person: str | None
    state: str
    epoch: int
    reason: str
    danger: str | None
    danger_at: datetime | None
    danger_told: str
    is_calmed: bool
    priority: int
    language: str | None
    group_language: str | None
    country: str | None
    place: str | None
    summary: dict[str, Any] | None
    wishes: dict[str, Any] | None
    alias: str
    group_step: int
    counsellor: int | None
    opened_at: datetime
    waiting_since: datetime
    stepped_at: datetime
    claimed_at: datetime | None
    first_reply_at: datetime | None
    last_person_at: datetime
    last_counsellor_at: datetime | None
    due_since: datetime | None
    told_long_wait_at: datetime | None
    alerted_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    follow_up_on: str | None
    rating: int | None
    transfer_to: int | None
    transfer_language: str | None
    transfer_asked_at: datetime | None
    transfer_refused_at: datetime | None
    told_silent_at: datetime | None
    kept_until: datetime | None
    help_wanted_at: datetime | None
    help_takes_over: bool

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has taken it yet."""
        return self.state == WAITING

    @property
    def is_danger(self) -> bool:
        """Whether the case is red: a sign of danger that nobody has called off."""
        return self.danger is not None and not self.is_calmed

    @property
    def is_erased(self) -> bool:
        """Whether the person has been forgotten."""
        return self.person is None


@dataclass(frozen=True)
class OpenCase:
    """What became of the wish to open a case; `is_raised`: it was open and has become more urgent."""

    case: CaseRow
    is_new: bool
    is_raised: bool


def open_case(
    tx: Transaction, person: PersonRow, reason: str, now: datetime, *, danger: str | None = None, language: str | None = None,
    country: str | None = None, place: str | None = None, summary: dict[str, Any] | None = None,
    wishes: dict[str, Any] | None = None,
) -> OpenCase:  # fmt: skip
    """Open a case, or bring the person's open one up to date: a person has one at most.

    `language` is the one that the person speaks, where it is another than the one of the answers.
    """
    lock_person(tx, person.pseudonym)
    priority = DANGER if danger else PRIORITIES[reason]
    known = open_of(tx, person.pseudonym)
    facts = {"language": language, "country": country, "place": place and place[:64]}
    if known is None:
        values = {
            "person": person.pseudonym, "state": WAITING, "epoch": 1, "reason": reason, "danger": danger,
            "danger_at": now if danger else None, "danger_told": "", "is_calmed": False, "priority": priority,
            **facts, "language": language or person.language,
            "summary": _sealed(tx, summary), "wishes": _sealed(tx, wishes), "group_step": 0, "opened_at": now,
            "alias": alias_of(tx.keys.content.hash("alias", person.pseudonym)), "waiting_since": now, "stepped_at": now,
            "last_person_at": now,
        }  # fmt: skip
        number = tx.connection.execute(sa.insert(cases).values(**values)).inserted_primary_key[0]
        return OpenCase(_loaded(tx, number), True, False)
    changed: dict[str, Any] = {name: value for name, value in facts.items() if value}
    if summary:
        changed["summary"] = _sealed(tx, summary)
    if wishes:
        changed["wishes"] = _sealed(tx, {**(known.wishes or {}), **wishes})
    is_raised = priority < known.priority
    if is_raised:
        changed |= {"priority": priority, "reason": reason}
    if danger:
        changed |= {"danger": danger, "danger_at": now, "is_calmed": False}
    if changed:
        change(tx, known.id, **changed)
    return OpenCase(_loaded(tx, known.id), False, is_raised)


def lock_person(tx: Transaction, person: str) -> None:
    """Hold a person's row until the end of the transaction: whoever opens, claims or answers waits for each other there."""
    tx.connection.execute(sa.select(people.c.pseudonym).where(people.c.pseudonym == person).with_for_update()).first()


def change(tx: Transaction, case_id: int, **values: Any) -> None:
    """Set columns of a case that belong to no transition."""
    tx.connection.execute(sa.update(cases).where(cases.c.id == case_id).values(**values))


def set_wishes(tx: Transaction, case_id: int, wishes: dict[str, Any]) -> None:
    """Keep what the person would like, beside what was wished before."""
    known = load(tx, case_id)
    if known is not None:
        change(tx, case_id, wishes=_sealed(tx, {**(known.wishes or {}), **wishes}))


def keep_summary(tx: Transaction, case_id: int, summary: dict[str, Any], **known: Any) -> None:
    """Keep what has been learned of the person; `known` are columns of the same name."""
    change(tx, case_id, summary=_sealed(tx, summary), **known)


def load(tx: Transaction, case_id: int) -> CaseRow | None:
    """Return a case."""
    row = tx.connection.execute(sa.select(cases).where(cases.c.id == case_id)).first()
    return None if row is None else _row(tx, row)


def open_of(tx: Transaction, person: str) -> CaseRow | None:
    """Return a person's open case."""
    query = sa.select(cases).where(cases.c.person == person, cases.c.state != CLOSED)
    row = tx.connection.execute(query).first()
    return None if row is None else _row(tx, row)


def last_of(tx: Transaction, person: str) -> CaseRow | None:
    """Return a person's latest case, open or not."""
    row = tx.connection.execute(sa.select(cases).where(cases.c.person == person).order_by(cases.c.id.desc())).first()
    return None if row is None else _row(tx, row)


def claimed_case(tx: Transaction, person: str) -> int | None:
    """Return the id of a person's case if a counsellor has the chat."""
    query = sa.select(cases.c.id).where(cases.c.person == person, cases.c.state == CLAIMED)
    found: int | None = tx.connection.execute(query).scalar()
    return found


def note_message(tx: Transaction, person: str, now: datetime) -> int | None:
    """A person wrote: keep it on the open case; return the case's id when a counsellor has the chat."""
    query = sa.select(cases.c.id, cases.c.state, cases.c.due_since).where(cases.c.person == person, cases.c.state != CLOSED)
    row = tx.connection.execute(query).first()
    if row is None:
        return None
    is_claimed = row.state == CLAIMED
    due_since = (row.due_since or now) if is_claimed else None
    change(tx, row.id, last_person_at=now, due_since=due_since, told_silent_at=None, kept_until=None)
    return int(row.id) if is_claimed else None


def queue(tx: Transaction, now: datetime) -> list[CaseRow]:
    """Return who waits, the most urgent first, without summaries."""
    c = cases.c
    return _list(tx, sa.and_(c.state == WAITING), c.priority, c.waiting_since, c.id)


def mine(tx: Transaction, counsellor: int) -> list[CaseRow]:
    """Return a counsellor's chats: danger first, then those where the counsellor's turn has lasted longest."""
    c = cases.c
    turn = sa.case((c.due_since.is_(None), 1), else_=0)
    return _list(tx, sa.and_(c.state == CLAIMED, c.counsellor == counsellor), c.priority, turn, c.due_since, c.id)


def claimed(tx: Transaction) -> list[CaseRow]:
    """Return all chats that counsellors have."""
    c = cases.c
    return _list(tx, c.state == CLAIMED, c.counsellor, c.priority, c.id)


def closed_of(tx: Transaction, counsellor: int, limit: int = 50) -> list[CaseRow]:
    """Return the cases that a counsellor had last."""
    c = cases.c
    return _list(tx, sa.and_(c.state == CLOSED, c.counsellor == counsellor), c.closed_at.desc(), limit=limit)


def earlier(tx: Transaction, person: str) -> list[CaseRow]:
    """Return all cases of a person, the latest first."""
    return _list(tx, cases.c.person == person, cases.c.id.desc())


def follow_ups(tx: Transaction, counsellor: int | None, until_day: str) -> list[CaseRow]:
    """Return closed cases to look after until a day (ISO), of one counsellor or all."""
    c = cases.c
    due = sa.and_(c.state == CLOSED, c.follow_up_on <= until_day, c.person.is_not(None))
    return _list(tx, due if counsellor is None else sa.and_(due, c.counsellor == counsellor), c.follow_up_on, c.id)


def callbacks(tx: Transaction) -> list[CaseRow]:
    """Return who waits for a counsellor to come back to them at a time of their choice."""
    c = cases.c
    return _list(tx, sa.and_(c.state == WAITING, c.reason == "callback"), c.waiting_since)


def recent_waits(tx: Transaction, now: datetime) -> list[timedelta]:
    """Return how long the cases claimed last have waited, the shortest first."""
    c = cases.c
    query = sa.select(c.waiting_since, c.claimed_at).where(c.claimed_at > now - timedelta(days=WAITS_OF_DAYS))
    rows = tx.connection.execute(query.order_by(c.claimed_at.desc()).limit(WAITS_LOOKED_AT))
    return sorted(row.claimed_at - row.waiting_since for row in rows)


def loads(tx: Transaction) -> dict[int, int]:
    """Return how many chats each counsellor has."""
    c = cases.c
    query = sa.select(c.counsellor, sa.func.count()).where(c.state == CLAIMED).group_by(c.counsellor)
    return {row[0]: row[1] for row in tx.connection.execute(query)}


def rate(tx: Transaction, person: str, rating: int) -> bool:
    """Keep a person's rating of the case closed last; return whether there is one to rate."""
    last = last_of(tx, person)
    if last is None or last.state != CLOSED or last.claimed_at is None:
        return False
    change(tx, last.id, rating=rating)
    return True


def calm(tx: Transaction, case_id: int, counsellor: int, now: datetime) -> None:
    """A counsellor says that it is no crisis; the sign stays on record."""
    row = load(tx, case_id)
    if row is not None and row.danger is not None:
        change(tx, case_id, is_calmed=True, priority=NORMAL if row.reason == "danger" else PRIORITIES[row.reason])


def _list(tx: Transaction, where: Any, *order: Any, limit: int | None = None) -> list[CaseRow]:
    shown = [column for column in cases.c if column.name != "summary"]
    return [_row(tx, row) for row in tx.connection.execute(sa.select(*shown).where(where).order_by(*order).limit(limit))]


def _loaded(tx: Transaction, case_id: int) -> CaseRow:
    row = load(tx, case_id)
    assert row is not None
    return row


def _sealed(tx: Transaction, value: dict[str, Any] | None) -> bytes | None:
    return None if value is None else tx.keys.content.seal_json(value)


def _row(tx: Transaction, row: Any) -> CaseRow:
    values = dict(row._mapping)
    for name in ("summary", "wishes"):
        values[name] = tx.keys.content.open_json(values[name]) if values.get(name) else None
    return CaseRow(**values)
