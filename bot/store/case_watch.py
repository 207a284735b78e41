"""Which cases are due for something: a silent counsellor, a group that did not answer, somebody who waits too long."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from bot.cases.transitions import CLAIMED, WAITING
from bot.store.cases import CaseRow, load
from bot.store.database import Transaction
from bot.store.tables import cases

_AT_ONCE = 100


def silent(tx: Transaction, before: datetime) -> list[CaseRow]:
    """Return claimed cases where it has been the counsellor's turn since before a time."""
    c = cases.c
    return _cases(tx, sa.and_(c.state == CLAIMED, c.due_since <= before), c.due_since)


def unclaimed(tx: Transaction, before: datetime) -> list[CaseRow]:
    """Return waiting cases whose present group has been asked before a time, and whose person has not been told."""
    c = cases.c
    is_due = sa.and_(c.state == WAITING, c.stepped_at <= before, c.told_long_wait_at.is_(None))
    return _cases(tx, is_due, c.stepped_at)


def quiet(tx: Transaction, before: datetime) -> list[CaseRow]:
    """Return claimed cases whose person has not answered a counsellor's message since before a time, and was not asked yet.

    Nobody is asked where there was any sign of danger: whoever threatens them may read along.
    """
    c = cases.c
    waits = sa.and_(c.due_since.is_(None), c.last_counsellor_at <= before, c.told_silent_at.is_(None), c.danger.is_(None))
    return _cases(tx, sa.and_(c.state == CLAIMED, c.transfer_asked_at.is_(None), waits), c.last_counsellor_at)


def tell_silent(tx: Transaction, case: CaseRow, now: datetime, until: datetime) -> bool:
    """Note that the person is asked; return whether the case was still as it was seen."""
    c = cases.c
    same = sa.and_(
        c.id == case.id, c.epoch == case.epoch, c.due_since.is_(None), c.told_silent_at.is_(None), c.danger.is_(None),
        c.last_counsellor_at == case.last_counsellor_at,
    )  # fmt: skip
    values = {"told_silent_at": now, "kept_until": until}
    return bool(tx.connection.execute(sa.update(cases).where(same).values(**values)).rowcount)


def step(tx: Transaction, case: CaseRow, group: int, now: datetime) -> bool:
    """Ask the next group; return whether the case was still as it was seen."""
    return _change(tx, case, group_step=group, stepped_at=now)


def tell_long_wait(tx: Transaction, case: CaseRow, now: datetime) -> bool:
    """Note that the person hears that it takes longer; return whether the case was still as it was seen."""
    return _change(tx, case, told_long_wait_at=now, alerted_at=now)


def told_danger(tx: Transaction, case: CaseRow, danger: str) -> bool:
    """Note that the fixed text about a danger goes out; return whether the case was still as it was seen."""
    told = ",".join(filter(None, (case.danger_told, danger)))
    return _change(tx, case, danger_told=told)


def _change(tx: Transaction, case: CaseRow, **values: object) -> bool:
    c = cases.c
    same = sa.and_(
        c.id == case.id, c.epoch == case.epoch, c.group_step == case.group_step, c.danger_told == case.danger_told,
        c.told_long_wait_at.is_(None) if case.told_long_wait_at is None else sa.true(),
    )  # fmt: skip
    return bool(tx.connection.execute(sa.update(cases).where(same).values(**values)).rowcount)


def _cases(tx: Transaction, where: object, order: object) -> list[CaseRow]:
    numbers = tx.connection.execute(sa.select(cases.c.id).where(where).order_by(order).limit(_AT_ONCE)).scalars()
    return [case for case in (load(tx, number) for number in list(numbers)) if case is not None]
