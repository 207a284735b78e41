"""What goes to people: bubbles, cut into parts, each sent once, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.messages import Part, Reply
from bot.store import people
from bot.store.database import Transaction
from bot.store.tables import messages, parts

_OPEN = ("to_send", "sending")


@dataclass(frozen=True)
class PartRow:
    """A part that is not sent yet; `was_sending` says that a process died while it sent it."""

    position: int
    part: Part
    tries: int
    was_sending: bool


@dataclass(frozen=True)
class Outgoing:
    """The next bubble for a person. `parts` is None as long as it has not been cut."""

    id: int
    seq: int
    kind: str
    payload: dict[str, Any]
    created_at: datetime
    parts: list[PartRow] | None


def add(
    tx: Transaction, person: people.PersonRow, replies: Sequence[Reply], now: datetime, *, author: str = "bot",
    answers: int | None = None, case_id: int | None = None,
) -> list[int]:  # fmt: skip
    """Put bubbles in the line to a person; return their ids. `case_id` is that of the case whose lines they are."""
    return [_insert(tx, person, "bubble", reply.payload(), now, author, answers, case_id) for reply in replies]


def add_order(tx: Transaction, person: people.PersonRow, kind: str, payload: dict[str, Any], now: datetime) -> int:
    """Put something in the line that is no bubble: `delete_bubbles` with the ids to delete."""
    return _insert(tx, person, kind, payload, now, "bot", None)


def waiting_people(tx: Transaction, now: datetime, limit: int) -> list[str]:
    """Return to whom something may be sent now, longest waiting first."""
    c = messages.c
    query = (
        sa.select(c.person)
        .where(c.direction == "out", c.status.in_(_OPEN))
        .group_by(c.person)
        .having(sa.func.max(c.due_at) <= now)
        .order_by(sa.func.min(c.id))
        .limit(limit)
    )
    return list(tx.connection.execute(query).scalars())


def next_outgoing(tx: Transaction, person: str) -> Outgoing | None:
    """Return the bubble that is next for a person, with the parts that are left."""
    c = messages.c
    query = sa.select(c.id, c.seq, c.kind, c.payload, c.created_at)
    query = query.where(c.person == person, c.direction == "out", c.status.in_(_OPEN)).order_by(c.seq).limit(1)
    row = tx.connection.execute(query).first()
    if row is None:
        return None
    every = tx.connection.execute(sa.select(parts).where(parts.c.message == row.id).order_by(parts.c.position)).all()
    left = [
        PartRow(p.position, Part(**tx.keys.content.open_json(p.payload)), p.tries, p.status == "sending")
        for p in every
        if p.status in _OPEN
    ]
    payload = tx.keys.content.open_json(row.payload)
    return Outgoing(row.id, row.seq, row.kind, payload, row.created_at, left if every else None)


def cut(tx: Transaction, message: int, cut_parts: Sequence[Part]) -> None:
    """Keep the parts of a bubble, so that the first is never repeated for the second."""
    rows = [
        {"message": message, "position": n, "payload": tx.keys.content.seal_json(vars(p)), "status": "to_send", "tries": 0}
        for n, p in enumerate(cut_parts)
    ]
    tx.connection.execute(sa.insert(parts), rows)


def begin(tx: Transaction, message: int, position: int) -> None:
    """A part is on its way from now on."""
    tx.connection.execute(_part(message, position).values(status="sending", tries=parts.c.tries + 1))
    tx.connection.execute(sa.update(messages).where(messages.c.id == message).values(status="sending"))


def sent(tx: Transaction, message: int, position: int, channel_message_id: str | None, now: datetime, is_last: bool) -> None:
    """The messenger took a part; with the last one the bubble is sent."""
    done = {"status": "sent", "channel_message_id": channel_message_id, "finished_at": now}
    tx.connection.execute(_part(message, position).values(**done))
    if is_last:
        tx.connection.execute(sa.update(messages).where(messages.c.id == message).values(status="sent", finished_at=now))


def postpone(tx: Transaction, message: int, position: int, until: datetime, reason: str) -> None:
    """The messenger did not take a part: not again before `until`."""
    tx.connection.execute(_part(message, position).values(status="to_send"))
    values = {"status": "to_send", "due_at": until, "error": reason[:64]}
    tx.connection.execute(sa.update(messages).where(messages.c.id == message).values(**values))


def hurry(tx: Transaction, person: str, reason: str, now: datetime) -> None:
    """Bubbles that wait for a reason that has gone may be sent now: Viber takes more as soon as the person has written."""
    c = messages.c
    mine = sa.and_(c.person == person, c.direction == "out", c.status == "to_send", c.error == reason, c.due_at > now)
    tx.connection.execute(sa.update(messages).where(mine).values(due_at=now))


def fail(tx: Transaction, message: int, reason: str, now: datetime) -> None:
    """A bubble cannot be delivered; this stays visible."""
    open_parts = sa.and_(parts.c.message == message, parts.c.status.in_(_OPEN))
    tx.connection.execute(sa.update(parts).where(open_parts).values(status="failed", finished_at=now))
    values = {"status": "failed", "error": reason[:64], "finished_at": now}
    tx.connection.execute(sa.update(messages).where(messages.c.id == message).values(**values))


def fail_all(tx: Transaction, person: str, reason: str, now: datetime) -> int:
    """Nothing can be sent to a person any more; return how many bubbles this ended."""
    people.set_unreachable(tx, person, reason)
    c = messages.c
    query = sa.select(c.id).where(c.person == person, c.direction == "out", c.status.in_(_OPEN))
    failed = list(tx.connection.execute(query).scalars())
    for message in failed:
        fail(tx, message, reason, now)
    return len(failed)


def failed_later(tx: Transaction, person: str, channel_message_id: str, reason: str) -> None:
    """The messenger reports, after it took a part, that it could not deliver it."""
    query = (
        sa.select(parts.c.message)
        .join(messages, messages.c.id == parts.c.message)
        .where(messages.c.person == person, parts.c.channel_message_id == channel_message_id)
    )
    for message in list(tx.connection.execute(query).scalars()):
        tx.connection.execute(sa.update(messages).where(messages.c.id == message).values(status="failed", error=reason[:64]))


def _part(message: int, position: int) -> Any:
    return sa.update(parts).where(parts.c.message == message, parts.c.position == position)


def _insert(
    tx: Transaction, person: people.PersonRow, kind: str, payload: dict[str, Any], now: datetime, author: str,
    answers: int | None, case_id: int | None = None,
) -> int:  # fmt: skip
    values = {
        "person": person.pseudonym, "seq": people.next_seq(tx, person.pseudonym), "direction": "out", "author": author,
        "kind": kind, "payload": tx.keys.content.seal_json(payload), "channel": person.channel, "bot": person.bot,
        "status": "failed" if person.unreachable else "to_send", "error": person.unreachable, "answers": answers,
        "case_id": case_id, "tries": 0, "due_at": now, "created_at": now,
    }  # fmt: skip
    number: int = tx.connection.execute(sa.insert(messages).values(**values)).inserted_primary_key[0]
    return number
