"""Forgetting: a person who asks for it, and everybody after the time that the settings say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.messages import Reply
from bot.store import case_moves, fact_reports, outbox, people
from bot.store.database import Transaction
from bot.store.tables import audit, cases, lanes, media, messages, notes, parts, seen_updates, timers, turns
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
    _remember_updates(tx, person, now, sa.true())
    mine = person.pseudonym
    bubbles = _young_bubbles(tx, mine, now)
    _leave_cases(tx, mine, now)
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


def clear_chat(tx: Transaction, person: people.PersonRow, kept: Sequence[int], now: datetime) -> None:
    """Delete what was written so far, by everybody, with its files: who comes to the chat now sees only what comes after.

    What is known of the person (language, country) stays, and a bubble that is still on its way.

    Args:
        tx: the transaction.
        person: whose chat.
        kept: messages that stay: the ones with the wish itself, and those after them.
        now: the time.
    """
    c = messages.c
    is_over = sa.and_(c.status.in_(("done", "parked", "sent", "failed")), c.id.not_in(kept), c.id < max(kept))
    _remember_updates(tx, person, now, is_over)
    tx.connection.execute(sa.delete(messages).where(c.person == person.pseudonym, is_over))


def end_forgetting(tx: Transaction, person: str) -> bool:
    """Erase a forgotten person's last row when nothing is left to send; return whether this was the case."""
    c = messages.c
    is_open = sa.and_(c.person == person, c.direction == "out", c.status.in_(("to_send", "sending")))
    if tx.connection.execute(sa.select(c.id).where(is_open)).first():
        return False
    return _erase(tx, [person], None) > 0


def forgotten_people(tx: Transaction) -> list[str]:
    """Return who is being forgotten: a process may have died before the end."""
    query = sa.select(people_table.c.pseudonym).where(people_table.c.forgotten_at.is_not(None))
    return list(tx.connection.execute(query).scalars())


def purge(
    tx: Transaction,
    now: datetime,
    keep_chat_days: int,
    keep_person_days: int,
    keep_case_days: int = 90,
    keep_audit_days: int = 365,
) -> Purged:
    """Delete what has been kept long enough. A chat with a case stays until some days after the case was closed."""
    c = people_table.c
    silent = sa.select(c.pseudonym).where(c.last_message_at < now - timedelta(days=keep_person_days))
    gone = _erase(tx, list(tx.connection.execute(silent).scalars()), now)
    _purge_cases(tx, now, keep_case_days, keep_audit_days)
    fact_reports.purge(tx, now)
    has_case = sa.select(cases.c.person).where(cases.c.person.is_not(None))
    old = messages.c.created_at < now - timedelta(days=keep_chat_days)
    is_over = messages.c.status.in_(("done", "parked", "sent", "failed"))
    chat = tx.connection.execute(sa.delete(messages).where(old, is_over, messages.c.person.not_in(has_case))).rowcount
    quiet = sa.select(c.pseudonym).where(c.last_message_at < now - timedelta(days=keep_chat_days))
    tx.connection.execute(sa.delete(turns).where(turns.c.person.in_(quiet)))
    updates = sa.delete(seen_updates).where(seen_updates.c.seen_at < now - UPDATES_REMEMBERED_FOR)
    return Purged(gone, int(chat), int(tx.connection.execute(updates).rowcount))


def _purge_cases(tx: Transaction, now: datetime, keep_case_days: int, keep_audit_days: int) -> None:
    """Take the texts out of cases that have been over for long; the figures of a case stay as long as the audit log."""
    c = cases.c
    is_over = sa.and_(c.closed_at < now - timedelta(days=keep_case_days), c.state == "closed")
    tx.connection.execute(sa.delete(notes).where(notes.c.case_id.in_(sa.select(c.id).where(is_over))))
    tx.connection.execute(sa.update(cases).where(is_over).values(**case_moves.NOTHING_PERSONAL))
    old = now - timedelta(days=keep_audit_days)
    tx.connection.execute(sa.delete(cases).where(c.state == "closed", c.closed_at < old))
    tx.connection.execute(sa.delete(audit).where(audit.c.at < old))


def _leave_cases(tx: Transaction, person: str, now: datetime) -> None:
    tx.connection.execute(sa.delete(notes).where(notes.c.case_id.in_(sa.select(cases.c.id).where(cases.c.person == person))))
    case_moves.end_for_erasure(tx, person, now)


def _remember_updates(tx: Transaction, person: people.PersonRow, now: datetime, which: sa.ColumnElement[bool]) -> None:
    c = messages.c
    mine = sa.and_(c.person == person.pseudonym, c.created_at > now - UPDATES_REMEMBERED_FOR, which)
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


def _erase(tx: Transaction, who: Sequence[str], now: datetime | None) -> int:
    for person in who:
        if now is not None:
            _leave_cases(tx, person, now)
        for table in (timers, turns, lanes, media, messages):
            tx.connection.execute(sa.delete(table).where(table.c.person == person))
        tx.connection.execute(sa.delete(people_table).where(people_table.c.pseudonym == person))
    return len(who)
