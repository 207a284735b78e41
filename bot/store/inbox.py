"""What people send: kept before anything else happens with it, once, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.messages import TEXT, Incoming
from bot.store import forgetting, outbox, people
from bot.store.database import Transaction
from bot.store.tables import messages, seen_updates, timers

PEOPLE_AT_ONCE = 64  # how many waiting people one look returns


@dataclass(frozen=True)
class Received:
    """What became of an incoming message; `message` is None for one that came before."""

    person: str | None
    message: int | None
    is_new_person: bool = False


@dataclass(frozen=True)
class Waiting:
    """A message of a person that has no answer yet."""

    id: int
    seq: int
    kind: str
    payload: dict[str, Any]
    tries: int
    created_at: datetime


def receive(tx: Transaction, channel: str, bot: str, incoming: Incoming, now: datetime) -> Received:
    """Keep a message, unless it was kept before.

    Raises:
        sqlalchemy.exc.IntegrityError: with PostgreSQL, another server kept the same message or the same new person in this
            moment; asking again gives the right answer.
    """
    if _is_known(tx, channel, bot, incoming.update_id):
        return Received(None, None)
    known = people.find(tx, channel, bot, incoming.address)
    person = known or people.add(tx, channel, bot, incoming.address, now)
    people.note_message(tx, person.pseudonym, now, incoming.language_hint)
    if incoming.language and not person.language_chosen:
        people.set_language(tx, person.pseudonym, incoming.language, True)
    outbox.hurry(tx, person.pseudonym, "unanswered", now)
    seq = people.next_seq(tx, person.pseudonym)
    status = "received"
    if incoming.is_edit:
        status = _correct(tx, person.pseudonym, incoming)
    values = {
        "person": person.pseudonym, "seq": seq, "direction": "in", "author": "person", "kind": incoming.kind,
        "payload": tx.keys.content.seal_json(incoming.payload()), "status": status, "channel": channel, "bot": bot,
        "channel_update_id": incoming.update_id, "channel_message_id": incoming.message_id, "tries": 0, "due_at": now,
        "created_at": now, "finished_at": None if status == "received" else now,
    }  # fmt: skip
    number = tx.connection.execute(sa.insert(messages).values(**values)).inserted_primary_key[0]
    if incoming.attachment is not None:
        content = tx.keys.content.seal_json({"message": number})
        fetch = {"person": person.pseudonym, "kind": "fetch_file", "due_at": now, "payload": content, "tries": 0}
        tx.connection.execute(sa.insert(timers).values(**fetch))
    return Received(person.pseudonym, number, known is None)


def waiting_people(tx: Transaction, now: datetime) -> list[str]:
    """Return who has messages without an answer that may be handled now, longest waiting first."""
    query = (
        sa.select(messages.c.person)
        .where(messages.c.direction == "in", messages.c.status == "received")
        .group_by(messages.c.person)
        .having(sa.func.max(messages.c.due_at) <= now)
        .order_by(sa.func.min(messages.c.id))
        .limit(PEOPLE_AT_ONCE)
    )
    return list(tx.connection.execute(query).scalars())


def waiting_messages(tx: Transaction, person: str) -> list[Waiting]:
    """Return a person's messages without an answer, in order."""
    c = messages.c
    query = sa.select(c.id, c.seq, c.kind, c.payload, c.tries, c.created_at)
    query = query.where(c.person == person, c.direction == "in", c.status == "received").order_by(c.seq)
    return [Waiting(r.id, r.seq, r.kind, tx.keys.content.open_json(r.payload), r.tries, r.created_at) for r in _rows(tx, query)]


def payload(tx: Transaction, message: int) -> dict[str, Any] | None:
    """Return what a message holds, None when it is gone."""
    sealed = tx.connection.execute(sa.select(messages.c.payload).where(messages.c.id == message)).scalar()
    return tx.keys.content.open_json(sealed) if sealed else None


def begin(tx: Transaction, ids: Sequence[int], danger: str | None) -> None:
    """Count one more try, and keep the sign of danger before the turn can fail."""
    values: dict[str, Any] = {"tries": messages.c.tries + 1}
    if danger:
        values["danger"] = danger
    tx.connection.execute(sa.update(messages).where(messages.c.id.in_(ids)).values(**values))


def postpone(tx: Transaction, ids: Sequence[int], until: datetime) -> None:
    """A turn failed: the lane tries again, not before `until`."""
    tx.connection.execute(sa.update(messages).where(messages.c.id.in_(ids)).values(due_at=until))


def finish(tx: Transaction, ids: Sequence[int], now: datetime, error: str | None = None) -> None:
    """Messages are answered, or parked with an error."""
    values = {"status": "parked" if error else "done", "error": error, "finished_at": now}
    tx.connection.execute(sa.update(messages).where(messages.c.id.in_(ids)).values(**values))


def long_waiting(tx: Transaction, now: datetime, seconds: float) -> list[tuple[str, str, str]]:
    """Return (person, channel, bot) of everybody whose answer takes longer than some seconds: they see "typing"."""
    c = messages.c
    is_late = sa.and_(c.created_at <= now - timedelta(seconds=seconds), c.created_at >= now - timedelta(minutes=1))
    query = sa.select(c.person, c.channel, c.bot).where(c.direction == "in", c.status == "received", is_late).distinct()
    return [(row.person, row.channel, row.bot) for row in _rows(tx, query)]


def _rows(tx: Transaction, query: Any) -> list[sa.engine.Row]:
    return list(tx.connection.execute(query))


def _is_known(tx: Transaction, channel: str, bot: str, update_id: str) -> bool:
    c = messages.c
    same = sa.and_(c.channel == channel, c.bot == bot, c.channel_update_id == update_id)
    if tx.connection.execute(sa.select(c.id).where(same)).first():
        return True
    hashed = forgetting.update_hash(tx, channel, bot, update_id)
    return tx.connection.execute(sa.select(seen_updates.c.hash).where(seen_updates.c.hash == hashed)).first() is not None


def _correct(tx: Transaction, person: str, incoming: Incoming) -> str:
    """An edited text is a new turn only when it corrects the person's latest message; return the status of its row."""
    c = messages.c
    mine = sa.and_(c.person == person, c.direction == "in")
    latest = tx.connection.execute(sa.select(c.id, c.channel_message_id, c.status).where(mine).order_by(c.seq.desc())).first()
    if latest is None or latest.channel_message_id != incoming.message_id:
        return "done"
    if latest.status == "received":  # not answered yet: only the corrected text is
        tx.connection.execute(sa.update(messages).where(c.id == latest.id).values(status="done"))
    return "received" if incoming.kind == TEXT else "done"
