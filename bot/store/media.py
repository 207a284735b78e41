"""Files of people and pictures for people: encrypted rows, at most 20 MB each."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.store.database import Transaction
from bot.store.tables import media

MAX_BYTES = 20_000_000  # Telegram gives bots no larger file (Bot API, getFile)


@dataclass(frozen=True)
class Medium:
    """A file, decrypted."""

    mime: str
    content: bytes


def add(tx: Transaction, person: str, message: int, mime: str, content: bytes, now: datetime) -> str:
    """Keep a file; return its id.

    Raises:
        ValueError: it is larger than `MAX_BYTES`.
    """
    if len(content) > MAX_BYTES:
        raise ValueError(f"{len(content)} bytes are more than {MAX_BYTES}")
    number = secrets.token_urlsafe(16)
    sealed = tx.keys.content.seal(content)
    values = {"id": number, "person": person, "message": message, "mime": mime[:64], "size": len(content), "content": sealed}
    tx.connection.execute(sa.insert(media).values(**values, created_at=now))
    return number


def load(tx: Transaction, number: str) -> Medium | None:
    """Return a file, None when there is none any more."""
    row = tx.connection.execute(sa.select(media.c.mime, media.c.content).where(media.c.id == number)).first()
    return Medium(row.mime, tx.keys.content.open(row.content)) if row else None


def owner(tx: Transaction, number: str) -> str | None:
    """Return whose file it is."""
    owner: str | None = tx.connection.execute(sa.select(media.c.person).where(media.c.id == number)).scalar()
    return owner
