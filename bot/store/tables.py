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
    sa.Column("author", sa.String(64), nullable=False),  # person, bot, system (lines of the hand-over), counsellor:<id>
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("status", sa.String(12), nullable=False),  # in: received, done, parked; out: to_send, sending, sent, failed
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("bot", sa.String(32), nullable=False),
    sa.Column("channel_update_id", sa.String(64)),
    sa.Column("channel_message_id", sa.String(64)),
    sa.Column("answers", _ID),  # out: the id of the message that it answers
    sa.Column("danger", sa.String(32)),
    sa.Column("case_id", _ID),  # in: came while a counsellor had the chat, so the bot never answers it; out: the case's lines
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

counsellors = sa.Table(
    "counsellors",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("login", sa.String(64), nullable=False, unique=True),
    sa.Column("display_name", sa.String(64), nullable=False),
    sa.Column("password_hash", sa.String(255)),  # null until the person has chosen one
    sa.Column("role", sa.String(16), nullable=False),  # counsellor, lead, admin
    sa.Column("languages", sa.Text, nullable=False),  # JSON: codes, best first
    sa.Column("countries", sa.Text, nullable=False),  # JSON: ISO 3166-1 alpha-2
    sa.Column("hours", sa.Text, nullable=False),  # JSON: {"mon": [["09:00", "17:00"]], …}
    sa.Column("time_zone", sa.String(64), nullable=False),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("is_away", sa.Boolean, nullable=False),
    sa.Column("is_active", sa.Boolean, nullable=False),
    sa.Column("is_on_call", sa.Boolean, nullable=False),
    sa.Column("interface", sa.String(8), nullable=False),  # de, en
    sa.Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)


def _counsellor(**kwargs: Any) -> sa.Column[Any]:
    return sa.Column("counsellor", _ID, sa.ForeignKey("counsellors.id", ondelete=kwargs.pop("ondelete")), **kwargs)


cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(32), sa.ForeignKey("people.pseudonym", ondelete="SET NULL")),  # null: erased
    sa.Column("state", sa.String(8), nullable=False),  # waiting, claimed, closed: bot/cases/transitions.py
    sa.Column("epoch", sa.Integer, nullable=False),  # counts transitions: whoever acts on an older one is refused
    sa.Column("reason", sa.String(16), nullable=False),
    sa.Column("danger", sa.String(32)),
    sa.Column("danger_at", UtcTime),
    sa.Column("danger_told", sa.String(128), nullable=False),  # kinds whose fixed text went out in the claimed chat
    sa.Column("is_calmed", sa.Boolean, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("language", sa.String(8)),
    sa.Column("group_language", sa.String(8)),  # a colleague asked for counsellors of this language
    sa.Column("country", sa.String(2)),
    sa.Column("place", sa.String(64)),
    sa.Column("summary", sa.LargeBinary),
    sa.Column("wishes", sa.LargeBinary),
    sa.Column("alias", sa.String(32), nullable=False),
    sa.Column("group_step", sa.Integer, nullable=False),
    _counsellor(ondelete="SET NULL"),
    sa.Column("opened_at", UtcTime, nullable=False),
    sa.Column("waiting_since", UtcTime, nullable=False),
    sa.Column("stepped_at", UtcTime, nullable=False),  # when the present group was asked
    sa.Column("claimed_at", UtcTime),
    sa.Column("first_reply_at", UtcTime),
    sa.Column("last_person_at", UtcTime, nullable=False),
    sa.Column("last_counsellor_at", UtcTime),
    sa.Column("due_since", UtcTime),  # since when it is the counsellor's turn to write; null: the person's turn
    sa.Column("told_long_wait_at", UtcTime),
    sa.Column("alerted_at", UtcTime),
    sa.Column("closed_at", UtcTime),
    sa.Column("outcome", sa.String(16)),
    sa.Column("follow_up_on", sa.String(10)),
    sa.Column("rating", sa.Integer),
    sa.Column("transfer_to", _ID),  # whom the person is asked about, while the answer is open
    sa.Column("transfer_language", sa.String(8)),
    sa.Column("transfer_asked_at", UtcTime),
    sa.Column("transfer_refused_at", UtcTime),
    sa.Column("told_silent_at", UtcTime),  # "are you still there?" went out; null again when the person writes
    sa.Column("kept_until", UtcTime),
    sa.Column("help_wanted_at", UtcTime),  # the counsellor needs a colleague
    sa.Column("help_takes_over", sa.Boolean, nullable=False, server_default=sa.false()),  # ... who may take the chat over
    sa.Index("cases_queue", "state", "priority", "waiting_since"),
    sa.Index("cases_of_counsellor", "counsellor", "state"),
    sa.Index("cases_of_person", "person"),
    sqlite_autoincrement=True,
)
sa.Index(
    "cases_one_open", cases.c.person, unique=True, sqlite_where=sa.text("state <> 'closed'"),
    postgresql_where=sa.text("state <> 'closed'"),
)  # fmt: skip

notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("case_id", _ID, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
    _counsellor(ondelete="SET NULL"),
    sa.Column("text", sa.LargeBinary, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

console_sessions = sa.Table(
    "console_sessions",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _counsellor(ondelete="CASCADE", nullable=False),
    sa.Column("csrf", sa.String(64), nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("seen_at", UtcTime, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False),
)

login_tries = sa.Table(
    "login_tries",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("login_hash", sa.String(64), nullable=False),
    sa.Column("tried_at", UtcTime, nullable=False),
    sa.Index("login_tries_of_login", "login_hash", "tried_at"),
    sqlite_autoincrement=True,
)

invitations = sa.Table(  # one-time links: a first or a new password
    "invitations",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    _counsellor(ondelete="CASCADE", nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False),
)

holidays = sa.Table(
    "holidays",
    metadata,
    sa.Column("day", sa.String(10), primary_key=True),
    sa.Column("name", sa.String(64), nullable=False),
)

audit = sa.Table(  # who read or changed what; no text of anybody
    "audit",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("counsellor", _ID),
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("case_id", _ID),
    sa.Column("detail", sa.String(64)),
    sa.Index("audit_in_order", "at"),
    sqlite_autoincrement=True,
)

canned = sa.Table(  # the office's own replies: nobody's data
    "canned",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("title", sa.String(64), nullable=False),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("created_by", _ID),
    sqlite_autoincrement=True,
)

fact_reports = sa.Table(  # answers that somebody says are wrong: no person, no text
    "fact_reports",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("answer", sa.String(64), nullable=False),
    sa.Column("facts", sa.Text, nullable=False),  # JSON: ids of records
    sa.Column("sources", sa.Text, nullable=False),  # JSON: names of pages with their dates
    sa.Column("country", sa.String(2)),
    sa.Column("city", sa.String(64)),
    sa.Column("language", sa.String(8)),
    sa.Column("reported_on", sa.String(10), nullable=False),  # the day alone: no minute leads back to a chat
    sa.Index("fact_reports_of_answer", "answer", "country"),
    sqlite_autoincrement=True,
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
