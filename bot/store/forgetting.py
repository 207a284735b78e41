"""Forgetting: a person who asks for it, and everybody after the time that the settings say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.messages import Reply
from bot.store import outbox, people
from bot.store.database import Transaction
from bot.store.tables import lanes, media, messages, parts, seen_updates, timers, turns
from bot.store.tables import people as people_table

BUBBLES_DELETABLE_FOR = timedelta(hours=48)  # Telegram Bot API, deleteMessage
UPDATES_REMEMBERED_FOR = timedelta(hours=48)
DELETE_AT_ONCE = 100  # Telegram Bot API, deleteMessages


@dataclass(frozen=True)
class Purged:
    """How many rows retention has deleted."""

    people: int
    messages: int
    updates: int


def forget(tx: Transaction, person: people.PersonRow, farewell: Sequence[Reply], now: datetime) -> None:
    """Erase all of a person but the address, which the farewell still needs; `end_forgetting` erases that.

    From here on a message from the same address comes from a new person. Of its messages a keyed hash of the update ids
    stays for 48 hours, so that a messenger that delivers one again does not bring the person back.
    """
    _remember_updates(tx, person, now)
    mine = person.pseudonym
    bubbles = _young_bubbles(tx, mine, now)
    for table in (timers, turns, media, messages):
        tx.connection.execute(sa.delete(table).where(table.c.person == mine))
    tx.connection.execute(
        sa.update(people_table)
        .where(people_table.c.pseudonym == mine)
        .values(address_hash=None, forgotten_at=now, language=None, language_hint=None)
    )
    for start in range(0, len(bubbles), DELETE_AT_ONCE):
        outbox.add_order(tx, person, "delete_bubbles", {"ids": bubbles[start : start + DELETE_AT_ONCE]}, now)
    outbox.add(tx, person, farewell, now)


def end_forgetting(tx: Transaction, person: str) -> bool:
    """Erase a forgotten person's last row when nothing is left to send; return whether this was the case."""
    c = messages.c
    is_open = sa.and_(c.person == person, c.direction == "out", c.status.in_(("to_send", "sending")))
    if tx.connection.execute(sa.select(c.id).where(is_open)).first():
        return False
    return _erase(tx, [person]) > 0


def forgotten_people(tx: Transaction) -> list[str]:
    """Return who is being forgotten: a process may have died before the end."""
    query = sa.select(people_table.c.pseudonym).where(people_table.c.forgotten_at.is_not(None))
    return list(tx.connection.execute(query).scalars())


def purge(tx: Transaction, now: datetime, keep_chat_days: int, keep_person_days: int) -> Purged:
    """Delete what has been kept long enough."""
    c = people_table.c
    silent = sa.select(c.pseudonym).where(c.last_message_at < now - timedelta(days=keep_person_days))
    gone = _erase(tx, list(tx.connection.execute(silent).scalars()))
    old = messages.c.created_at < now - timedelta(days=keep_chat_days)
    is_over = messages.c.status.in_(("done", "parked", "sent", "failed"))
    chat = tx.connection.execute(sa.delete(messages).where(old, is_over)).rowcount
    quiet = sa.select(c.pseudonym).where(c.last_message_at < now - timedelta(days=keep_chat_days))
    tx.connection.execute(sa.delete(turns).where(turns.c.person.in_(quiet)))
    updates = sa.delete(seen_updates).where(seen_updates.c.seen_at < now - UPDATES_REMEMBERED_FOR)
    return Purged(gone, int(chat), int(tx.connection.execute(updates).rowcount))


def _remember_updates(tx: Transaction, person: people.PersonRow, now: datetime) -> None:
    c = messages.c
    mine = sa.and_(c.person == person.pseudonym, c.created_at > now - UPDATES_REMEMBERED_FOR)
    known = tx.connection.execute(sa.select(c.channel_update_id).where(mine, c.channel_update_id.is_not(None))).scalars()
    # A brain has no address key, and needs none: the gate looks updates up with the key that it hashes with here.
    rows = [{"hash": update_hash(tx, person.channel, person.bot, update), "seen_at": now} for update in known]
    if rows:
        tx.connection.execute(sa.insert(seen_updates), rows)


def update_hash(tx: Transaction, channel: str, bot: str, update_id: str) -> str:
    """Return the keyed hash of an update."""
    return tx.keys.content.hash("update", channel, bot, update_id)


def _young_bubbles(tx: Transaction, person: str, now: datetime) -> list[str]:
    """Return the messenger's ids of bubbles, ours and the person's, that it still lets a bot delete."""
    c = messages.c
    young = sa.and_(c.person == person, c.created_at > now - BUBBLES_DELETABLE_FOR)
    received = sa.select(c.channel_message_id).where(young, c.channel_message_id.is_not(None))
    sent = (
        sa.select(parts.c.channel_message_id)
        .join(messages, c.id == parts.c.message)
        .where(young, parts.c.channel_message_id.is_not(None))
    )
    return [number for query in (received, sent) for number in tx.connection.execute(query).scalars()]


def _erase(tx: Transaction, who: Sequence[str]) -> int:
    for person in who:
        for table in (timers, turns, lanes, media, messages):
            tx.connection.execute(sa.delete(table).where(table.c.person == person))
        tx.connection.execute(sa.delete(people_table).where(people_table.c.pseudonym == person))
    return len(who)
