"""What the gate does beside: fetch files, show "typing", remind, forget what is old, end what was begun to be forgotten."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import sqlalchemy as sa

from bot.catalogue import load_catalogue
from bot.clock import now
from bot.errors import DeliveryError
from bot.gate import reminders
from bot.gate.connector import Connector
from bot.gate.watch import CaseWatch
from bot.messages import Attachment, Reply
from bot.settings import Settings
from bot.store import Database, Transaction, forgetting, inbox, media, outbox, people, timers
from bot.store.timers import Timer

log = logging.getLogger(__name__)

KINDS = ("fetch_file", "purge", "show_typing", reminders.KIND)
LOOK_EVERY_SECONDS = 1.0
TAKEN_FOR = timedelta(minutes=2)
FILE_TRIES = 6
PURGE_EVERY = timedelta(days=1)
TYPING_AFTER_SECONDS, TYPING_EVERY_SECONDS = 1.0, 4.0  # Telegram shows "typing" for five seconds (Bot API, sendChatAction)


class Chores:
    """Takes timers and looks after waiting people until it is stopped."""

    def __init__(self, database: Database, connectors: Mapping[str, Connector], settings: Settings) -> None:
        self._database, self._connectors, self._settings = database, connectors, settings
        self._cases = CaseWatch(database, connectors, settings)
        self._shown: dict[str, float] = {}

    async def run(self) -> None:
        """Work until cancelled."""
        await self._database.write(timers.ensure, "purge", now())
        await asyncio.gather(
            self._repeat(self._take_timers, LOOK_EVERY_SECONDS), self._repeat(self._show_typing, 1.0), self._cases.run()
        )

    async def _repeat(self, chore: Callable[[], Awaitable[None]], seconds: float) -> None:
        while True:
            try:
                await chore()
            except sa.exc.DBAPIError as error:
                log.error("chores.database_failed error=%s", type(error.orig).__name__)
            except Exception:
                # The outermost place of a chore: the others must go on.
                log.exception("chores.failed")
            await asyncio.sleep(seconds)

    async def _take_timers(self) -> None:
        while (timer := await self._database.write(timers.take, KINDS, now(), now() + TAKEN_FOR)) is not None:
            if timer.kind == "purge":
                await self._purge(timer)
            elif timer.kind == "show_typing":
                await self._type(timer)
            elif timer.kind == reminders.KIND:
                if await self._database.write(reminders.remind, self._settings, timer, now()):
                    log.info("chores.reminded")
            else:
                await self._fetch(timer)
        for person in await self._database.read(forgetting.forgotten_people):
            await self._database.write(forgetting.end_forgetting, person)

    async def _purge(self, timer: Timer) -> None:
        purged = await self._database.write(
            forgetting.purge, now(), self._settings.keep_chat_days, self._settings.keep_person_days,
            self._settings.keep_case_days, self._settings.keep_audit_days,
        )  # fmt: skip
        log.info("chores.purged people=%s messages=%s updates=%s", purged.people, purged.messages, purged.updates)
        await self._database.write(timers.postpone, timer.id, now() + PURGE_EVERY)

    async def _type(self, timer: Timer) -> None:
        """Show that a counsellor is writing."""
        await self._database.write(timers.end, timer.id)
        person = await self._database.read(people.load, timer.person) if timer.person else None
        connector = self._connectors.get(person.channel) if person else None
        if person is not None and connector is not None and connector.bot == person.bot:
            address = await self._database.read(people.address, person.pseudonym)
            if address:
                await connector.show_typing(address)

    async def _fetch(self, timer: Timer) -> None:
        wanted = await self._database.read(_attachment, timer)
        connector = self._connectors.get(wanted[0].channel) if wanted else None
        if wanted is None or connector is None:
            await self._database.write(timers.end, timer.id)
            return
        person, attachment = wanted
        try:
            if attachment.size is not None and attachment.size > media.MAX_BYTES:
                raise DeliveryError("too_large")
            content = await connector.fetch(attachment)
        except DeliveryError as error:
            if error.retry and timer.tries < FILE_TRIES:
                pause = error.retry_after or 2.0**timer.tries
                await self._database.write(timers.postpone, timer.id, now() + timedelta(seconds=pause))
            else:
                log.warning("chores.file_lost channel=%s reason=%s", person.channel, error.reason)
                await self._database.write(_give_up, timer, person, self._settings)
            return
        await self._database.write(_keep, timer, person, attachment.mime, content)

    async def _show_typing(self) -> None:
        for pseudonym, channel, bot in await self._database.read(inbox.long_waiting, now(), TYPING_AFTER_SECONDS):
            connector = self._connectors.get(channel)
            if connector and connector.bot == bot and self._is_typing_due(pseudonym):
                address = await self._database.read(people.address, pseudonym)
                if address:
                    await connector.show_typing(address)

    def _is_typing_due(self, pseudonym: str) -> bool:
        """Whether "typing" was last shown to a person long enough ago."""
        present = asyncio.get_running_loop().time()
        self._shown = {p: at for p, at in self._shown.items() if present - at < TYPING_EVERY_SECONDS}
        if pseudonym in self._shown:
            return False
        self._shown[pseudonym] = present
        return True


def _attachment(tx: Transaction, timer: Timer) -> tuple[people.PersonRow, Attachment] | None:
    person = people.load(tx, timer.person) if timer.person else None
    payload = inbox.payload(tx, timer.payload["message"])
    if person is None or payload is None or "attachment" not in payload:
        return None
    return person, Attachment(**payload["attachment"])


def _keep(tx: Transaction, timer: Timer, person: people.PersonRow, mime: str, content: bytes) -> None:
    media.add(tx, person.pseudonym, timer.payload["message"], mime, content, now())
    timers.end(tx, timer.id)


def _give_up(tx: Transaction, timer: Timer, person: people.PersonRow, settings: Settings) -> None:
    language = person.language or settings.language
    rendered = load_catalogue(settings.data, settings.office).render("utter_file_lost", {}, language)
    outbox.add(tx, person, [Reply(rendered.text, language, answer_id="utter_file_lost")], now())
    timers.end(tx, timer.id)
