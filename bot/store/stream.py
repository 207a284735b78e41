"""What an open page follows: a person's conversation in order, and who of many has something new."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.database import Transaction
from bot.store.tables import messages, people

_OPEN = ("to_send", "sending")
_ASKED_AT_ONCE = 500  # SQLite before 3.32 takes 999 values in a statement
_LATE_IDS = 50  # PostgreSQL gives ids before the commit, so a smaller id can appear after a larger one


@dataclass(frozen=True)
class Line:
    """One line of a conversation: what the person sent, or a bubble that was sent to the person."""

    seq: int
    direction: str
    author: str
    kind: str
    payload: dict[str, Any]
    message_id: str | None
    created_at: datetime


@dataclass(frozen=True)
class News:
    """Who has something new since the last look; `last_id` and `underway` (person, first open seq) are for the next one."""

    last_id: int
    underway: frozenset[tuple[str, int]]
    people: frozenset[str]


def conversation(tx: Transaction, person: str, after: int, limit: int) -> list[Line] | None:
    """Return the lines behind the `after`-th, in order; None when the person is forgotten.

    It ends before the first bubble that is still on its way: whoever has seen line 7 will never be shown a line 6.
    """
    c = messages.c
    underway = sa.select(sa.func.min(c.seq)).where(c.direction == "out", c.status.in_(_OPEN), c.person == person)
    state = sa.select(people.c.forgotten_at, underway.scalar_subquery().label("end")).where(people.c.pseudonym == person)
    known = tx.connection.execute(state).first()
    if known is None or known.forgotten_at is not None:
        return None
    is_shown = sa.or_(c.direction == "in", sa.and_(c.status == "sent", c.kind == "bubble"))
    query = sa.select(c.seq, c.direction, c.author, c.kind, c.payload, c.channel_message_id, c.created_at)
    query = query.where(c.person == person, c.seq > after, is_shown).order_by(c.seq).limit(limit)
    if known.end is not None:
        query = query.where(c.seq < known.end)
    return [
        Line(r.seq, r.direction, r.author, r.kind, tx.keys.content.open_json(r.payload), r.channel_message_id, r.created_at)
        for r in tx.connection.execute(query)
    ]


def look(tx: Transaction, channel: str, followed: Collection[str], last: News | None) -> News:
    """Find out who of a channel has something new, by a few short looks however many are followed.

    Args:
        tx: the transaction.
        channel: whose messages count.
        followed: the people who are followed now.
        last: what the look before returned, None for the first, which has nothing to compare with.

    Returns:
        Who wrote or was written to, whose bubbles were sent, and who of the followed was forgotten; perhaps a few too many.
    """
    c = messages.c
    newest = tx.connection.execute(sa.select(sa.func.max(c.id))).scalar() or 0
    is_open = sa.and_(c.direction == "out", c.status.in_(_OPEN), c.channel == channel)
    first_open = sa.select(c.person, sa.func.min(c.seq)).where(is_open).group_by(c.person)
    underway = frozenset((row[0], row[1]) for row in tx.connection.execute(first_open))
    if last is None:
        return News(newest, underway, frozenset(followed))
    known = last.last_id - (0 if tx.connection.dialect.name == "sqlite" else _LATE_IDS)
    is_shown = sa.or_(c.direction == "in", c.status == "sent")
    fresh = sa.select(c.person).where(c.id > known, c.channel == channel, is_shown).distinct()
    stirred = set(tx.connection.execute(fresh).scalars()) | _forgotten(tx, list(followed))
    return News(newest, underway, frozenset(stirred | {person for person, _ in last.underway - underway}))


def _forgotten(tx: Transaction, followed: list[str]) -> set[str]:
    here: set[str] = set()
    for start in range(0, len(followed), _ASKED_AT_ONCE):
        asked = people.c.pseudonym.in_(followed[start : start + _ASKED_AT_ONCE])
        query = sa.select(people.c.pseudonym).where(asked, people.c.forgotten_at.is_(None))
        here |= set(tx.connection.execute(query).scalars())
    return set(followed) - here
