"""A case's way from state to state: each step by the table of transitions, on the row that the counsellor has seen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.cases.transitions import CLAIMED, CLOSED, TRANSITIONS, allows
from bot.errors import CaseChangedError
from bot.messages import Reply
from bot.store import media, outbox, people
from bot.store.cases import CaseRow, change, load, lock_person, open_of
from bot.store.counsellors import CounsellorRow
from bot.store.database import Transaction
from bot.store.tables import cases, counsellors, messages

NOTHING_OPEN = dict.fromkeys(  # what belongs to one counsellor's talk, and ends with it
    ("transfer_to", "transfer_language", "transfer_asked_at", "transfer_refused_at", "told_silent_at", "kept_until",
     "help_wanted_at")
) | {"help_takes_over": False}  # fmt: skip
NOTHING_PERSONAL = {"person": None, "summary": None, "wishes": None, "place": None, "alias": "", "follow_up_on": None}


def locked(tx: Transaction, case_id: int) -> CaseRow | None:
    """Return a case as it is now, with the person's row held until the end of the transaction."""
    seen = load(tx, case_id)
    if seen is None or seen.person is None:
        return seen
    lock_person(tx, seen.person)
    return load(tx, case_id)


def claim(tx: Transaction, case_id: int, epoch: int, counsellor: int, now: datetime) -> CaseRow:
    """Take a waiting case.

    Raises:
        CaseChangedError: it is not waiting any more, or has changed.
    """
    return _move(tx, case_id, "claim", epoch, now, **_taken(counsellor, now))


def release(tx: Transaction, case_id: int, epoch: int, counsellor: int, now: datetime) -> CaseRow:
    """Give a case back to the line.

    Raises:
        CaseChangedError: it is not this counsellor's any more.
    """
    return _move(tx, case_id, "release", epoch, now, counsellor, **_waiting(now))


def expire(tx: Transaction, case_id: int, epoch: int, now: datetime) -> CaseRow:
    """Take a case back whose counsellor is silent.

    Raises:
        CaseChangedError: something has happened meanwhile.
    """
    return _move(tx, case_id, "expire", epoch, now, **_waiting(now))


def transfer(
    tx: Transaction, case_id: int, epoch: int, counsellor: int, now: datetime, *, to_counsellor: int | None = None,
    to_language: str | None = None, is_lead: bool = False,
) -> CaseRow:  # fmt: skip
    """Hand a case to a colleague, or to the line for those who speak a language.

    Raises:
        CaseChangedError: it is not this counsellor's any more.
    """
    if to_counsellor is not None:
        return _move(tx, case_id, "transfer", epoch, now, counsellor, is_lead, **_taken(to_counsellor, now))
    values = {**_waiting(now), "group_language": to_language}
    return _move(tx, case_id, "transfer_to_group", epoch, now, counsellor, is_lead, **values)


def relieve(tx: Transaction, case_id: int, epoch: int, counsellor: int, now: datetime) -> CaseRow:
    """Take a chat over whose counsellor has called for somebody to do so.

    Raises:
        CaseChangedError: it is not offered, or not any more.
    """
    return _move(tx, case_id, "relieve", epoch, now, counsellor, **_taken(counsellor, now))


def hand_back(tx: Transaction, case_id: int, epoch: int, counsellor: int, now: datetime) -> CaseRow:
    """Leave the chat to the bot.

    Raises:
        CaseChangedError: it is not this counsellor's any more.
    """
    return _move(tx, case_id, "hand_back", epoch, now, counsellor, **_closed("other", now))


def close(
    tx: Transaction, case_id: int, epoch: int, counsellor: int | None, now: datetime, *, outcome: str,
    follow_up_on: str | None = None, is_lead: bool = False,
) -> CaseRow:  # fmt: skip
    """End a case.

    Raises:
        CaseChangedError: it is not this counsellor's any more.
    """
    values = {**_closed(outcome, now), "follow_up_on": follow_up_on}
    return _move(tx, case_id, "close", epoch, now, counsellor, is_lead, **values)


def leave(tx: Transaction, case_id: int, epoch: int, now: datetime) -> CaseRow:
    """The person does not want to wait any longer.

    Raises:
        CaseChangedError: a counsellor has taken the case meanwhile.
    """
    return _move(tx, case_id, "leave", epoch, now, **_closed("left", now))


def reopen(tx: Transaction, case_id: int, epoch: int, counsellor: int, now: datetime) -> CaseRow:
    """Take up a closed case again.

    Raises:
        CaseChangedError: it is open, or the person has another open case or has been forgotten.
    """
    row = locked(tx, case_id)
    other = open_of(tx, row.person) if row is not None and row.person is not None else None
    if other is not None:
        raise changed(tx, other, other.id)
    values = {**_taken(counsellor, now), "closed_at": None, "outcome": None, "follow_up_on": None}
    return _move(tx, case_id, "reopen", epoch, now, **values)


def reply(tx: Transaction, case_id: int, epoch: int, counsellor: CounsellorRow, text: Reply, now: datetime) -> int:
    """Put a counsellor's message in the line to the person; return its id.

    Raises:
        CaseChangedError: the chat is not this counsellor's any more.
    """
    row = own(tx, case_id, epoch, counsellor.id)
    person = people.load(tx, row.person or "")
    if person is None or person.is_forgotten:
        raise CaseChangedError(case_id, "erased")
    [number] = outbox.add(tx, person, [text], now, author=f"counsellor:{counsellor.id}", case_id=case_id)
    written = {"first_reply_at": row.first_reply_at or now, "last_counsellor_at": now, "due_since": None}
    change(tx, case_id, **written, told_silent_at=None, kept_until=None)
    return number


def own(tx: Transaction, case_id: int, epoch: int, counsellor: int) -> CaseRow:
    """Return a case that a counsellor has, held until the end of the transaction.

    Raises:
        CaseChangedError: the chat is not this counsellor's any more.
    """
    row = locked(tx, case_id)
    if row is None or row.person is None or row.state != CLAIMED or row.epoch != epoch or row.counsellor != counsellor:
        raise changed(tx, row, case_id)
    return row


def ask_transfer(
    tx: Transaction, case_id: int, epoch: int, counsellor: int, now: datetime, *, to_counsellor: int | None = None,
    to_language: str | None = None,
) -> CaseRow:  # fmt: skip
    """Note that the person is asked whether somebody else may go on; the case stays where it is.

    Raises:
        CaseChangedError: it is not this counsellor's any more, or a question is open already.
    """
    row = own(tx, case_id, epoch, counsellor)
    if row.transfer_asked_at is not None:
        raise changed(tx, row, case_id)
    change(tx, case_id, transfer_to=to_counsellor, transfer_language=to_language, transfer_asked_at=now, transfer_refused_at=None)
    return row


def refuse_transfer(tx: Transaction, case_id: int, now: datetime) -> None:
    """The person does not want it: all stays as it is."""
    change(tx, case_id, transfer_to=None, transfer_language=None, transfer_asked_at=None, transfer_refused_at=now)


def want_help(
    tx: Transaction, case_id: int, epoch: int, counsellor: int, at: datetime | None, *, takes_over: bool = False
) -> CaseRow:
    """Note that a counsellor needs a colleague, or does no longer; return the case as it was before.

    `takes_over`: whoever comes may take the chat over.

    Raises:
        CaseChangedError: it is not this counsellor's any more.
    """
    row = own(tx, case_id, epoch, counsellor)
    since = at and (row.help_wanted_at or at)
    change(tx, case_id, help_wanted_at=since, help_takes_over=takes_over and at is not None)
    return row


def attach(tx: Transaction, message: int, field: str, mime: str, content: bytes, now: datetime) -> None:
    """Keep a file with a message of this transaction, in a field of its reply: image, audio or file."""
    query = sa.select(messages.c.person, messages.c.payload).where(messages.c.id == message)
    row = tx.connection.execute(query).one()
    payload = {**tx.keys.content.open_json(row.payload), field: media.add(tx, row.person, message, mime, content, now)}
    sealed = tx.keys.content.seal_json(payload)
    tx.connection.execute(sa.update(messages).where(messages.c.id == message).values(payload=sealed))


def end_for_erasure(tx: Transaction, person: str, now: datetime) -> None:
    """Take everything of a person out of their cases; an open one ends as erased."""
    c = cases.c
    is_open = sa.and_(c.person == person, c.state != CLOSED)
    values = {**NOTHING_OPEN, **_closed("erased", now), "state": TRANSITIONS["erase"].after, "epoch": c.epoch + 1}
    tx.connection.execute(sa.update(cases).where(is_open).values(**values))
    tx.connection.execute(sa.update(cases).where(c.person == person).values(**NOTHING_PERSONAL))


def changed(tx: Transaction, row: CaseRow | None, case_id: int) -> CaseChangedError:
    """Return the error that says how a case is now."""
    if row is None or row.person is None:
        return CaseChangedError(case_id, "erased", row.epoch if row else 0)
    query = sa.select(counsellors.c.display_name).where(counsellors.c.id == row.counsellor)
    holder = row.counsellor if row.state == CLAIMED else None
    name = tx.connection.execute(query).scalar() if holder is not None else None
    return CaseChangedError(row.id, row.state, row.epoch, holder, name)


def _move(
    tx: Transaction, case_id: int, name: str, epoch: int, now: datetime, by: int | None = None, is_lead: bool = False,
    **values: Any,
) -> CaseRow:  # fmt: skip
    transition, row = TRANSITIONS[name], locked(tx, case_id)
    if row is None or row.person is None or row.epoch != epoch or not allows(name, row.state):
        raise changed(tx, row, case_id)
    if transition.by_owner and row.state == CLAIMED and row.counsellor != by and not is_lead:
        raise changed(tx, row, case_id)
    if transition.by_invited and (row.counsellor == by or row.help_wanted_at is None or not row.help_takes_over):
        raise changed(tx, row, case_id)
    mine = sa.and_(cases.c.id == case_id, cases.c.epoch == epoch)
    values = {**NOTHING_OPEN, **values, "state": transition.after, "epoch": epoch + 1}
    if transition.after == CLAIMED:
        values["claimed_at"] = row.claimed_at or now  # the first claim: how long the person has waited
    if not tx.connection.execute(sa.update(cases).where(mine).values(**values)).rowcount:
        raise changed(tx, load(tx, case_id), case_id)
    moved = load(tx, case_id)
    assert moved is not None
    return moved


def _taken(counsellor: int, now: datetime) -> dict[str, Any]:
    return {"counsellor": counsellor, "due_since": now, "group_language": None}


def _waiting(now: datetime) -> dict[str, Any]:
    """Back in the line: at the place that the first wish for a person has earned (`waiting_since` stays)."""
    return {
        "counsellor": None,
        "due_since": None,
        "stepped_at": now,
        "group_step": 0,
        "told_long_wait_at": None,
        "alerted_at": None,
    }


def _closed(outcome: str, now: datetime) -> dict[str, Any]:
    return {"closed_at": now, "outcome": outcome, "due_since": None}
