"""What open consoles follow: short marks that change when something that they show has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.cases.transitions import CLOSED
from bot.store import office
from bot.store.database import Transaction
from bot.store.tables import cases, media, messages, notes, people

_ASKED_AT_ONCE = 300  # SQLite before 3.32 takes 999 values in a statement


@dataclass(frozen=True)
class Marks:
    """One look: `board` stands for all lists, `of_cases` for a followed case with its person's conversation."""

    board: tuple[Any, ...]
    of_cases: dict[int, tuple[Any, ...]]


def look(tx: Transaction, followed: Collection[int]) -> Marks:
    """Return the marks of the lists and of the followed cases, by a few short queries however many are followed."""
    numbers = sorted(followed)
    of_cases: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(numbers), _ASKED_AT_ONCE):
        of_cases |= _of_cases(tx, numbers[start : start + _ASKED_AT_ONCE])
    return Marks(_board(tx), of_cases)


def own_texts(tx: Transaction, case_ids: Iterable[int]) -> dict[int, list[str]]:
    """Return the texts of cases: what both wrote while a counsellor had the chat."""
    found: dict[int, list[str]] = {}
    for number in case_ids:
        sealed = tx.connection.execute(sa.select(messages.c.payload).where(messages.c.case_id == number)).scalars()
        found[number] = [tx.keys.content.open_json(payload).get("text", "") for payload in sealed]
    return found


def keep_once(tx: Transaction, message: int, nonce: str) -> None:
    """Mark a counsellor's message with the number that its page gave it: sent again after a lost answer, it is refused.

    Raises:
        sqlalchemy.exc.IntegrityError: a message with this number is kept already.
    """
    tx.connection.execute(sa.update(messages).where(messages.c.id == message).values(channel_update_id=f"reply:{nonce}"))


def case_of_medium(tx: Transaction, medium: str) -> list[int]:
    """Return the cases of the person whose file it is, the latest first."""
    query = sa.select(cases.c.id).join(media, media.c.person == cases.c.person).where(media.c.id == medium)
    return list(tx.connection.execute(query.order_by(cases.c.id.desc())).scalars())


def _board(tx: Transaction) -> tuple[Any, ...]:
    c = cases.c
    is_calm = sa.func.sum(sa.case((c.is_calmed, 1), else_=0))
    query = sa.select(
        sa.func.count(), sa.func.sum(c.epoch), sa.func.sum(c.priority), is_calm, sa.func.max(c.danger_at), sa.func.max(c.id),
        sa.func.count(c.due_since), sa.func.max(c.due_since), sa.func.count(c.country), sa.func.max(c.reason),
        sa.func.count(c.help_wanted_at), sa.func.max(c.help_wanted_at), sa.func.count(c.told_silent_at),
        sa.func.sum(c.group_step), sa.func.sum(sa.case((c.help_takes_over, 1), else_=0)),
    )  # fmt: skip
    return tuple(tx.connection.execute(query.where(c.state != CLOSED)).one())


def _of_cases(tx: Transaction, numbers: list[int]) -> dict[int, tuple[Any, ...]]:
    c, p, m = cases.c, people.c, messages.c
    found: dict[int, tuple[Any, ...]] = {}
    columns = (c.epoch, c.state, c.danger_at, c.is_calmed, c.due_since, c.language, c.country, c.place, c.reason, c.follow_up_on,
               c.transfer_asked_at, c.transfer_refused_at, c.told_silent_at, c.help_wanted_at,
               c.help_takes_over)  # fmt: skip
    state = sa.select(c.id, c.person, *columns, c.rating, p.unreachable, p.language.label("spoken"), p.forgotten_at)
    persons: dict[int, str | None] = {}
    called: dict[int, datetime] = {}
    for row in tx.connection.execute(state.outerjoin(people, p.pseudonym == c.person).where(c.id.in_(numbers))):
        found[row.id], persons[row.id] = tuple(row)[2:], row.person
        if row.help_wanted_at is not None:
            called[row.id] = row.help_wanted_at
    wanted = sorted({person for person in persons.values() if person})
    failed = sa.func.sum(sa.case((m.status == "failed", 1), else_=0))
    lines = sa.select(m.person, sa.func.max(m.seq), sa.func.count(m.finished_at), sa.func.max(m.finished_at), failed)
    lines = lines.add_columns(sa.func.count(m.danger), sa.func.count()).where(m.person.in_(wanted)).group_by(m.person)
    threads: dict[str, tuple[Any, ...]] = {row[0]: tuple(row)[1:] for row in tx.connection.execute(lines)}
    files = sa.select(media.c.person, sa.func.count()).where(media.c.person.in_(wanted)).group_by(media.c.person)
    pictures: dict[str, int] = {row[0]: row[1] for row in tx.connection.execute(files)}
    written = sa.select(notes.c.case_id, sa.func.count()).where(notes.c.case_id.in_(numbers)).group_by(notes.c.case_id)
    visits = office.visits(tx, called)
    private: dict[int, int] = {row[0]: row[1] for row in tx.connection.execute(written)}
    beside = {
        number: (threads.get(person or ""), pictures.get(person or ""), private.get(number, 0), visits.get(number, 0))
        for number, person in persons.items()
    }
    return {number: (*mark, *beside[number]) for number, mark in found.items()}
