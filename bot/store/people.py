"""People: found by a keyed hash of their address, known to everybody else by a random pseudonym."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Transaction
from bot.store.tables import lanes, people


@dataclass(frozen=True)
class PersonRow:
    """What is kept about a person; the address stays sealed."""

    pseudonym: str
    channel: str
    bot: str
    language: str | None
    language_chosen: bool
    language_hint: str | None
    unreachable: str | None
    is_forgotten: bool


_COLUMNS = (
    people.c.pseudonym, people.c.channel, people.c.bot, people.c.language, people.c.language_chosen, people.c.language_hint,
    people.c.unreachable, people.c.forgotten_at.label("is_forgotten"),
)  # fmt: skip


def find(tx: Transaction, channel: str, bot: str, address: str) -> PersonRow | None:
    """Return the person behind an address, None when nobody is known there."""
    hashed = tx.keys.addresses.hash(channel, bot, address)
    return _as_row(tx.connection.execute(sa.select(*_COLUMNS).where(people.c.address_hash == hashed)).first())


def load(tx: Transaction, pseudonym: str) -> PersonRow | None:
    """Return a person, None when the person has been forgotten."""
    return _as_row(tx.connection.execute(sa.select(*_COLUMNS).where(people.c.pseudonym == pseudonym)).first())


def add(tx: Transaction, channel: str, bot: str, address: str, now: datetime) -> PersonRow:
    """Keep a new person under a new pseudonym."""
    pseudonym = secrets.token_hex(12)
    tx.connection.execute(
        sa.insert(people).values(
            pseudonym=pseudonym, address_hash=tx.keys.addresses.hash(channel, bot, address),
            address=tx.keys.addresses.seal(address.encode()), channel=channel, bot=bot, language_chosen=False, last_seq=0,
            created_at=now, last_message_at=now,
        )
    )  # fmt: skip
    tx.connection.execute(sa.insert(lanes), [{"person": pseudonym, "direction": direction} for direction in ("in", "out")])
    return PersonRow(pseudonym, channel, bot, None, False, None, None, False)


def address(tx: Transaction, pseudonym: str) -> str | None:
    """Return where answers to a person go, None when the person is gone."""
    sealed = tx.connection.execute(sa.select(people.c.address).where(people.c.pseudonym == pseudonym)).scalar()
    return tx.keys.addresses.open(sealed).decode() if sealed else None


def next_seq(tx: Transaction, pseudonym: str, count: int = 1) -> int:
    """Take the next numbers of a person's messages, under the row's lock; return the first."""
    mine = people.c.pseudonym == pseudonym
    tx.connection.execute(sa.update(people).where(mine).values(last_seq=people.c.last_seq + count))
    last: int = tx.connection.execute(sa.select(people.c.last_seq).where(mine)).scalar_one()
    return last - count + 1


def note_message(tx: Transaction, pseudonym: str, now: datetime, language_hint: str | None) -> None:
    """A person wrote: keep when, and that they can be reached again."""
    values: dict[str, object] = {"last_message_at": now, "unreachable": None}
    if language_hint:
        values["language_hint"] = language_hint[:16]
    tx.connection.execute(sa.update(people).where(people.c.pseudonym == pseudonym).values(**values))


def set_language(tx: Transaction, pseudonym: str, language: str | None, is_chosen: bool) -> None:
    """Keep the language that a person writes or has chosen."""
    values = {"language": language, "language_chosen": is_chosen}
    tx.connection.execute(sa.update(people).where(people.c.pseudonym == pseudonym).values(**values))


def set_unreachable(tx: Transaction, pseudonym: str, reason: str | None) -> None:
    """Keep why nothing can be sent to a person; None: it can again."""
    tx.connection.execute(sa.update(people).where(people.c.pseudonym == pseudonym).values(unreachable=reason))


def _as_row(row: sa.engine.Row | None) -> PersonRow | None:
    return None if row is None else PersonRow(**{**row._mapping, "is_forgotten": row.is_forgotten is not None})
