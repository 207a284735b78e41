"""Rasa's working memory on disk: the events that each turn added, encrypted."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.store.database import Transaction
from bot.store.tables import turns


def count(tx: Transaction, person: str) -> int:
    """Return the number of the next turn; another server may have held the last one."""
    last = tx.connection.execute(sa.select(sa.func.max(turns.c.number)).where(turns.c.person == person)).scalar()
    return 0 if last is None else last + 1


def load(tx: Transaction, person: str) -> list[dict[str, Any]]:
    """Return all events of a person's working memory, in order."""
    query = sa.select(turns.c.events).where(turns.c.person == person).order_by(turns.c.number)
    return [event for sealed in tx.connection.execute(query).scalars() for event in tx.keys.content.open_json(sealed)]


def add(tx: Transaction, person: str, number: int, events: list[dict[str, Any]], *, anew: bool) -> None:
    """Keep the events of one turn; `anew` drops those of the turns before."""
    if anew:
        drop(tx, person)
    tx.connection.execute(sa.insert(turns).values(person=person, number=number, events=tx.keys.content.seal_json(events)))


def drop(tx: Transaction, person: str) -> None:
    """Forget a person's working memory."""
    tx.connection.execute(sa.delete(turns).where(turns.c.person == person))
