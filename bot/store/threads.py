"""A person's conversation as a counsellor sees it: what the person, the bot and colleagues wrote, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.database import Transaction
from bot.store.tables import counsellors, media, messages, notes, people

LINES_AT_ONCE = 200
_UNREACHABLE = ("blocked", "gone", "unsubscribed", "channel_off")  # reasons of `DeliveryError.unreachable`


@dataclass(frozen=True)
class FileRow:
    """A file of a message that can be shown or played."""

    id: str
    mime: str
    size: int


@dataclass(frozen=True)
class ThreadLine:
    """One line. `text` is what was said; `payload` holds all of it (`Incoming.payload` or `Reply.payload`).

    `delivery` of a line to the person is waiting, sent, failed or unreachable; of one from the person received, done or
    parked. `replaces` is the `seq` of the line that an edit corrects.
    """

    id: int
    seq: int
    direction: str
    author: str
    kind: str
    text: str
    payload: dict[str, Any]
    delivery: str
    error: str | None
    danger: str | None
    case_id: int | None
    files: tuple[FileRow, ...]
    replaces: int | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class NoteRow:
    """A private note of a counsellor."""

    id: int
    counsellor: int | None
    name: str
    text: str
    created_at: datetime


def thread(tx: Transaction, person: str, after_seq: int = 0, limit: int = LINES_AT_ONCE) -> list[ThreadLine] | None:
    """Return the lines behind the `after_seq`-th, in order; the last `limit` ones when it is 0.

    Returns:
        None when the person has been forgotten.
    """
    state = tx.connection.execute(sa.select(people.c.forgotten_at).where(people.c.pseudonym == person)).first()
    if state is None or state.forgotten_at is not None:
        return None
    c = messages.c
    query = sa.select(messages).where(c.person == person, c.seq > after_seq, c.kind != "delete_bubbles")
    query = query.order_by(c.seq.desc() if not after_seq else c.seq).limit(limit)
    rows = sorted(tx.connection.execute(query), key=lambda row: row.seq)
    files = _files(tx, person)
    first_of: dict[str, int] = {}
    lines = []
    for row in rows:
        number = row.channel_message_id if row.direction == "in" else None
        replaces = first_of.get(number) if number else None
        if number:
            first_of[number] = row.seq
        lines.append(_line(tx, row, files, replaces))
    return lines


def add_note(tx: Transaction, case_id: int, counsellor: int, text: str, now: datetime) -> int:
    """Keep a private note; return its id."""
    values = {"case_id": case_id, "counsellor": counsellor, "text": tx.keys.content.seal_json(text), "created_at": now}
    return int(tx.connection.execute(sa.insert(notes).values(**values)).inserted_primary_key[0])


def notes_of(tx: Transaction, case_id: int) -> list[NoteRow]:
    """Return the notes of a case, in order."""
    query = sa.select(notes, counsellors.c.display_name).outerjoin(counsellors, counsellors.c.id == notes.c.counsellor)
    rows = tx.connection.execute(query.where(notes.c.case_id == case_id).order_by(notes.c.id))
    return [
        NoteRow(row.id, row.counsellor, row.display_name or "", tx.keys.content.open_json(row.text), row.created_at)
        for row in rows
    ]


def answered(tx: Transaction, person: str, limit: int = 40) -> list[tuple[int | None, str]]:
    """Return what the bot answered a person last, in order: (message that was answered, id of the answer)."""
    c = messages.c
    query = sa.select(c.answers, c.payload).where(c.person == person, c.direction == "out", c.author == "bot")
    rows = tx.connection.execute(query.where(c.kind == "bubble").order_by(c.seq.desc()).limit(limit)).all()
    found = [(row.answers, tx.keys.content.open_json(row.payload).get("answer_id", "")) for row in reversed(rows)]
    return [(message, answer_id) for message, answer_id in found if answer_id]


def _files(tx: Transaction, person: str) -> dict[int, list[FileRow]]:
    c = media.c
    found: dict[int, list[FileRow]] = {}
    for row in tx.connection.execute(sa.select(c.message, c.id, c.mime, c.size).where(c.person == person).order_by(c.created_at)):
        found.setdefault(row.message, []).append(FileRow(row.id, row.mime, row.size))
    return found


def _line(tx: Transaction, row: Any, files: dict[int, list[FileRow]], replaces: int | None) -> ThreadLine:
    payload = tx.keys.content.open_json(row.payload)
    delivery = row.status
    if row.direction == "out":
        delivery = {"to_send": "waiting", "sending": "waiting"}.get(row.status, row.status)
        if delivery == "failed" and row.error in _UNREACHABLE:
            delivery = "unreachable"
    own = tuple(files.get(row.id, ())) if row.direction == "in" else ()
    return ThreadLine(
        row.id, row.seq, row.direction, row.author, row.kind, payload.get("text", ""), payload, delivery, row.error, row.danger,
        row.case_id, own, replaces, row.created_at, row.finished_at,
    )  # fmt: skip
