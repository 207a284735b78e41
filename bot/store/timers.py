"""Timers: things to do at a time, as rows, taken by one process only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.database import Transaction
from bot.store.tables import timers


@dataclass(frozen=True)
class Timer:
    """A timer that this process has taken."""

    id: int
    person: str | None
    kind: str
    payload: dict[str, Any]
    tries: int


def add(tx: Transaction, kind: str, due_at: datetime, payload: dict[str, Any], person: str | None = None) -> None:
    """Set a timer."""
    values = {"person": person, "kind": kind, "due_at": due_at, "payload": tx.keys.content.seal_json(payload), "tries": 0}
    tx.connection.execute(sa.insert(timers).values(**values))


def take(tx: Transaction, kinds: tuple[str, ...], now: datetime, until: datetime) -> Timer | None:
    """Take the timer that is due longest. If it is not ended before `until`, it is due again: its process died."""
    c = timers.c
    query = sa.select(timers).where(c.due_at <= now, c.kind.in_(kinds)).order_by(c.due_at).limit(1)
    row = tx.connection.execute(query.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    mine = sa.and_(c.id == row.id, c.due_at == row.due_at)
    if not tx.connection.execute(sa.update(timers).where(mine).values(due_at=until, tries=c.tries + 1)).rowcount:
        return None
    return Timer(row.id, row.person, row.kind, tx.keys.content.open_json(row.payload), row.tries + 1)


def end(tx: Transaction, timer: int) -> None:
    """What a timer was for is done, or given up."""
    tx.connection.execute(sa.delete(timers).where(timers.c.id == timer))


def end_taken(tx: Transaction, timer: Timer) -> bool:
    """End a timer that is still this taker's; False when it has been dropped, or was taken again meanwhile."""
    mine = sa.and_(timers.c.id == timer.id, timers.c.tries == timer.tries)
    return bool(tx.connection.execute(sa.delete(timers).where(mine)).rowcount)


def due_times(tx: Transaction, person: str, kind: str) -> list[datetime]:
    """Return when the timers of a person are due."""
    mine = sa.and_(timers.c.person == person, timers.c.kind == kind)
    return list(tx.connection.execute(sa.select(timers.c.due_at).where(mine)).scalars())


def postpone(tx: Transaction, timer: int, until: datetime) -> None:
    """Do it later."""
    tx.connection.execute(sa.update(timers).where(timers.c.id == timer).values(due_at=until))


def ensure(tx: Transaction, kind: str, due_at: datetime) -> None:
    """Set a timer that belongs to nobody, unless there is one of its kind."""
    if not tx.connection.execute(sa.select(timers.c.id).where(timers.c.kind == kind)).first():
        add(tx, kind, due_at, {})


def drop(tx: Transaction, person: str, kinds: tuple[str, ...]) -> int:
    """Drop timers of a person; return how many there were."""
    mine = sa.and_(timers.c.person == person, timers.c.kind.in_(kinds))
    return int(tx.connection.execute(sa.delete(timers).where(mine)).rowcount)
