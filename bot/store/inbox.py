"""What people send: kept before anything else happens with it, once, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.messages import TEXT, Incoming
from bot.store import cases, forgetting, outbox, people
from bot.store.database import Transaction
from bot.store.tables import messages, seen_updates, timers

HEARD, UNANSWERED = "heard", "unanswered"  # marks of messages that the brain is late with
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
    case_id: int | None = None  # a counsellor had the chat when it came: never answered by the bot


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
    case_id = cases.note_message(tx, person.pseudonym, now) if known else None
    status = "received"
    if incoming.is_edit:
        status = _correct(tx, person.pseudonym, incoming)
    values = {
        "person": person.pseudonym, "seq": seq, "direction": "in", "author": "person", "kind": incoming.kind,
        "payload": tx.keys.content.seal_json(incoming.payload()), "status": status, "channel": channel, "bot": bot,
        "channel_update_id": incoming.update_id, "channel_message_id": incoming.message_id, "tries": 0, "due_at": now,
        "created_at": now, "finished_at": None if status == "received" else now, "case_id": case_id,
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
    query = sa.select(c.id, c.seq, c.kind, c.payload, c.tries, c.created_at, c.case_id)
    query = query.where(c.person == person, c.direction == "in", c.status == "received").order_by(c.seq)
    opened = tx.keys.content.open_json
    return [Waiting(r.id, r.seq, r.kind, opened(r.payload), r.tries, r.created_at, r.case_id) for r in _rows(tx, query)]


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


def mark_danger(tx: Transaction, ids: Sequence[int], danger: str) -> None:
    """Keep a sign of danger in messages."""
    tx.connection.execute(sa.update(messages).where(messages.c.id.in_(ids)).values(danger=danger))


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


def unheard(tx: Transaction, before: datetime) -> list[tuple[int, str, str]]:
    """Return (id, person, text) of messages that came before a time and that no brain has begun to look at."""
    c = messages.c
    is_unheard = sa.and_(c.direction == "in", c.status == "received", c.tries == 0, c.error.is_(None), c.created_at <= before)
    rows = tx.connection.execute(sa.select(c.id, c.person, c.payload).where(is_unheard).order_by(c.id).limit(PEOPLE_AT_ONCE))
    return [(row.id, row.person, tx.keys.content.open_json(row.payload).get("text", "")) for row in rows]


def unanswered(tx: Transaction, before: datetime) -> list[str]:
    """Return whose messages came before a time and have no answer, where nobody has been told so."""
    c = messages.c
    is_late = sa.and_(c.direction == "in", c.status == "received", c.created_at <= before, c.case_id.is_(None))
    query = sa.select(c.person).where(is_late, sa.or_(c.error.is_(None), c.error != UNANSWERED)).distinct()
    return list(tx.connection.execute(query.limit(PEOPLE_AT_ONCE)).scalars())


def mark(tx: Transaction, mark: str, *, ids: Sequence[int] = (), person: str | None = None) -> int:
    """Note on waiting messages what was done about them (`HEARD`, `UNANSWERED`); return how many there were."""
    c = messages.c
    which = c.id.in_(ids) if person is None else c.person == person
    is_new = sa.or_(c.error.is_(None), c.error != mark)
    waits = sa.and_(which, c.direction == "in", c.status == "received", is_new)
    return int(tx.connection.execute(sa.update(messages).where(waits).values(error=mark)).rowcount)


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
