"""The tables. `migrations/` builds them; a test compares both.

Texts, places and files of people stand in `payload`, `events` and `content` columns only, encrypted (`bot/keys.py`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData()


class UtcTime(sa.types.TypeDecorator):
    """An aware time in UTC, kept as microseconds since 1970: SQLite has no times, and numbers compare alike everywhere."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        """Return the number for the database."""
        return None if value is None else round(value.timestamp() * 1_000_000)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        """Return the time."""
        return None if value is None else datetime.fromtimestamp(value / 1_000_000, UTC)


_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")  # SQLite counts up only plain INTEGER keys


def _person(**kwargs: Any) -> sa.Column[Any]:
    return sa.Column("person", sa.String(32), sa.ForeignKey("people.pseudonym", ondelete="CASCADE"), **kwargs)


people = sa.Table(
    "people",
    metadata,
    sa.Column("pseudonym", sa.String(32), primary_key=True),
    sa.Column("address_hash", sa.String(64), unique=True),  # null once the person is being forgotten
    sa.Column("address", sa.LargeBinary, nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("bot", sa.String(32), nullable=False),
    sa.Column("language", sa.String(8)),
    sa.Column("language_chosen", sa.Boolean, nullable=False, default=False),
    sa.Column("language_hint", sa.String(16)),
    sa.Column("unreachable", sa.String(32)),  # why nothing can be sent: blocked, unsubscribed, gone
    sa.Column("last_seq", sa.Integer, nullable=False, default=0),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("last_message_at", UtcTime, nullable=False),
    sa.Column("forgotten_at", UtcTime),
)

messages = sa.Table(
    "messages",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    _person(nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("direction", sa.String(3), nullable=False),  # in, out
    sa.Column("author", sa.String(64), nullable=False),  # person, bot
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("status", sa.String(12), nullable=False),  # in: received, done, parked; out: to_send, sending, sent, failed
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("bot", sa.String(32), nullable=False),
    sa.Column("channel_update_id", sa.String(64)),
    sa.Column("channel_message_id", sa.String(64)),
    sa.Column("answers", _ID),  # out: the id of the message that it answers
    sa.Column("danger", sa.String(32)),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("error", sa.String(64)),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("finished_at", UtcTime),
    sa.UniqueConstraint("person", "seq", name="messages_in_order"),
    sa.UniqueConstraint("channel", "bot", "channel_update_id", name="messages_once"),
    sa.Index("messages_open", "direction", "status", "person", "seq"),
    sqlite_autoincrement=True,
)

parts = sa.Table(
    "parts",
    metadata,
    sa.Column("message", _ID, sa.ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("status", sa.String(12), nullable=False),  # to_send, sending, sent, failed
    sa.Column("channel_message_id", sa.String(64)),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Column("finished_at", UtcTime),
)

turns = sa.Table(  # Rasa's working memory: the events that each turn added
    "turns",
    metadata,
    _person(primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("events", sa.LargeBinary, nullable=False),
)

lanes = sa.Table(  # a row to lock while one process handles a person's messages in one direction (PostgreSQL)
    "lanes",
    metadata,
    _person(primary_key=True),
    sa.Column("direction", sa.String(3), primary_key=True),
)

timers = sa.Table(
    "timers",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    _person(nullable=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, default=0),
    sa.Index("timers_due", "due_at"),
    sqlite_autoincrement=True,
)

media = sa.Table(
    "media",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    _person(nullable=False),
    sa.Column("message", _ID, sa.ForeignKey("messages.id", ondelete="CASCADE"), nullable=False),
    sa.Column("mime", sa.String(64), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
)

seen_updates = sa.Table(  # updates of people who were erased: a hash, no person, 48 hours
    "seen_updates",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("seen_at", UtcTime, nullable=False),
)

keyring = sa.Table(  # which keys the rows were made with
    "keyring",
    metadata,
    sa.Column("name", sa.String(16), primary_key=True),
    sa.Column("fingerprint", sa.String(32), nullable=False),
)
