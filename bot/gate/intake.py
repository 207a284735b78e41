"""The way in: everything that people send is kept here before a messenger hears that it arrived."""

from __future__ import annotations

import sqlalchemy as sa

from bot import metrics
from bot.catalogue import load_catalogue
from bot.clock import now
from bot.gate.limits import Buckets
from bot.messages import Incoming, Reply
from bot.settings import Settings
from bot.store import Database, Transaction, inbox, outbox, people
from bot.store.inbox import Received

_NOTICES_PER_HOUR = 6
_ATTEMPTS = 5


class Intake:
    """Keeps messages, once each, within a person's limit. Used by all connectors."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._limit = Buckets(settings.messages_per_minute, 60)
        self._notices = Buckets(_NOTICES_PER_HOUR, 3600)

    async def accept(self, channel: str, bot: str, incoming: Incoming) -> Received:
        """Keep a message; when this returns it is on disk.

        A message over the person's limit is not kept; the person is told so, not more often than every ten minutes.
        """
        key = f"{channel}:{bot}:{incoming.address}"
        if not self._limit.take(key):
            metrics.LIMITED.labels(channel).inc()
            if self._notices.take(key):
                await self._database.write(_tell, self._settings, channel, bot, incoming.address)
            return Received(None, None)
        received = await self._keep(channel, bot, incoming)
        (metrics.DUPLICATES if received.message is None else metrics.RECEIVED).labels(channel).inc()
        return received

    async def set_reachable(self, channel: str, bot: str, address: str, reason: str | None) -> None:
        """A person has blocked the bot (`reason`), or unblocked it (None)."""
        await self._database.write(_set_reachable, channel, bot, address, reason)

    async def report_failed(self, channel: str, bot: str, address: str, message_id: str, reason: str) -> None:
        """The messenger says, after it took a message, that it could not deliver it."""
        metrics.FAILED.labels(channel, reason).inc()
        await self._database.write(_report_failed, channel, bot, address, message_id, reason)

    async def _keep(self, channel: str, bot: str, incoming: Incoming) -> Received:
        for attempt in range(_ATTEMPTS):
            try:
                return await self._database.write(inbox.receive, channel, bot, incoming, now())
            except sa.exc.IntegrityError:  # another server was faster with the same update or the same new person
                if attempt == _ATTEMPTS - 1:
                    raise
        raise AssertionError("not reached")


def _tell(tx: Transaction, settings: Settings, channel: str, bot: str, address: str) -> None:
    person = people.find(tx, channel, bot, address)
    if person is not None:
        language = person.language or settings.language
        rendered = load_catalogue(settings.data, settings.office).render("utter_too_fast", {}, language)
        outbox.add(tx, person, [Reply(rendered.text, language, answer_id="utter_too_fast")], now())


def _set_reachable(tx: Transaction, channel: str, bot: str, address: str, reason: str | None) -> None:
    person = people.find(tx, channel, bot, address)
    if person is None:
        return
    if reason is None:
        people.set_unreachable(tx, person.pseudonym, None)
    else:
        outbox.fail_all(tx, person.pseudonym, reason, now())


def _report_failed(tx: Transaction, channel: str, bot: str, address: str, message_id: str, reason: str) -> None:
    person = people.find(tx, channel, bot, address)
    if person is not None:
        outbox.failed_later(tx, person.pseudonym, message_id, reason)
