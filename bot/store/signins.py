"""Signing in: sessions, one-time links and failed tries. Tokens are kept as hashes: a copy of the database opens nothing."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store import counsellors
from bot.store.counsellors import CounsellorRow
from bot.store.database import Transaction
from bot.store.tables import console_sessions, invitations, login_tries

LINK_VALID_FOR = timedelta(hours=72)
TRIES_WITHIN = timedelta(minutes=15)
_SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SessionRow:
    """An open session: who, and the word that each form must bring along."""

    counsellor: CounsellorRow
    csrf: str
    seen_at: datetime


def begin(tx: Transaction, counsellor: int, now: datetime, hours: int) -> str:
    """Begin a session; return its token, which only the browser keeps."""
    token = secrets.token_urlsafe(32)
    tx.connection.execute(sa.delete(console_sessions).where(console_sessions.c.expires_at <= now))
    values = {
        "token_hash": _hash(token), "counsellor": counsellor, "csrf": secrets.token_urlsafe(24), "created_at": now,
        "seen_at": now, "expires_at": now + timedelta(hours=hours),
    }  # fmt: skip
    tx.connection.execute(sa.insert(console_sessions).values(**values))
    return token


def read(tx: Transaction, token: str, now: datetime, idle_minutes: int) -> SessionRow | None:
    """Return a session that is neither over nor idle for too long, of an account that is still switched on."""
    c = console_sessions.c
    is_open = sa.and_(c.token_hash == _hash(token), c.expires_at > now, c.seen_at > now - timedelta(minutes=idle_minutes))
    row = tx.connection.execute(sa.select(c.counsellor, c.csrf, c.seen_at).where(is_open)).first()
    account = counsellors.load(tx, row.counsellor) if row else None
    return SessionRow(account, row.csrf, row.seen_at) if row and account and account.is_active else None


def is_stale(session: SessionRow, now: datetime) -> bool:
    """Whether it is time to write down again that a session is in use."""
    return now - session.seen_at > _SEEN_EVERY


def touch(tx: Transaction, token: str, now: datetime) -> None:
    """A session is in use."""
    tx.connection.execute(sa.update(console_sessions).where(console_sessions.c.token_hash == _hash(token)).values(seen_at=now))


def end(tx: Transaction, token: str) -> None:
    """End a session."""
    tx.connection.execute(sa.delete(console_sessions).where(console_sessions.c.token_hash == _hash(token)))


def end_all(tx: Transaction, counsellor: int) -> None:
    """End all sessions and links of an account: its password or its rights have changed."""
    for table in (console_sessions, invitations):
        tx.connection.execute(sa.delete(table).where(table.c.counsellor == counsellor))


def invite(tx: Transaction, counsellor: int, now: datetime) -> str:
    """Make a one-time link for a password; return its token. Earlier links of the account stop working."""
    token = secrets.token_urlsafe(32)
    tx.connection.execute(sa.delete(invitations).where(invitations.c.counsellor == counsellor))
    values = {"token_hash": _hash(token), "counsellor": counsellor, "expires_at": now + LINK_VALID_FOR}
    tx.connection.execute(sa.insert(invitations).values(**values))
    return token


def invited(tx: Transaction, token: str, now: datetime) -> CounsellorRow | None:
    """Return whose one-time link it is."""
    c = invitations.c
    number = tx.connection.execute(sa.select(c.counsellor).where(c.token_hash == _hash(token), c.expires_at > now)).scalar()
    account = counsellors.load(tx, number) if number is not None else None
    return account if account and account.is_active else None


def accept(tx: Transaction, token: str, password_hash: str, now: datetime) -> CounsellorRow | None:
    """Set a password with a one-time link, which is used up by that; None when it does not hold any more."""
    account = invited(tx, token, now)
    if account is None:
        return None
    set_password(tx, account.id, password_hash)
    return account


def set_password(tx: Transaction, counsellor: int, password_hash: str) -> None:
    """Set a password; all sessions and links of the account end."""
    end_all(tx, counsellor)
    counsellors.update(tx, counsellor, password_hash=password_hash)


def tries(tx: Transaction, key: str, now: datetime) -> int:
    """Return how often a sign-in failed lately; `key` names a login or an address and is kept as a keyed hash."""
    c = login_tries.c
    mine = sa.and_(c.login_hash == _keyed(tx, key), c.tried_at > now - TRIES_WITHIN)
    return int(tx.connection.execute(sa.select(sa.func.count()).where(mine)).scalar_one())


def note_try(tx: Transaction, key: str, now: datetime) -> None:
    """A sign-in failed."""
    tx.connection.execute(sa.delete(login_tries).where(login_tries.c.tried_at <= now - TRIES_WITHIN))
    tx.connection.execute(sa.insert(login_tries).values(login_hash=_keyed(tx, key), tried_at=now))


def forget_tries(tx: Transaction, key: str) -> None:
    """A sign-in worked."""
    tx.connection.execute(sa.delete(login_tries).where(login_tries.c.login_hash == _keyed(tx, key)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()  # 256 random bits need no slow hash


def _keyed(tx: Transaction, key: str) -> str:
    return tx.keys.content.hash("console try", key)
