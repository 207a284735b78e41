"""Looks after cases while time passes, in whichever gate lives: also when the brain is dead."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

import sqlalchemy as sa

from bot.cases import watch
from bot.clock import now
from bot.errors import DeliveryError
from bot.gate.connector import Connector
from bot.gate.listener import Listener
from bot.messages import Part
from bot.settings import Settings
from bot.store import Database, inbox, timers
from bot.store.timers import Timer

log = logging.getLogger(__name__)

KINDS = ("danger_text", "alert")
LOOK_EVERY_SECONDS = 1.0
HEAR_AFTER = timedelta(seconds=10)  # a message that no brain has begun to look at by then
TAKEN_FOR = timedelta(minutes=1)
ALERT_TRIES = 6


class CaseWatch:
    """Takes what is due until it is stopped."""

    def __init__(self, database: Database, connectors: Mapping[str, Connector], settings: Settings) -> None:
        self._database, self._connectors, self._settings = database, connectors, settings
        self._listener = Listener()

    async def run(self) -> None:
        """Work until cancelled. Each chore keeps its own time: none waits for the listener or for Telegram."""
        chores = (self._hear, self._hand_over, self._move, self._take_timers)
        try:
            await asyncio.gather(*map(self._repeat, chores))
        finally:
            await self._listener.close()

    async def _repeat(self, chore: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await chore()
            except sa.exc.DBAPIError as error:
                log.error("watch.database_failed error=%s", type(error.orig).__name__)
            except Exception:
                # The outermost place of a chore: the others must go on.
                log.exception("watch.failed")
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _hear(self) -> None:
        """Look for danger where the brain does not: it is dead, or still training."""
        for message, person, text in await self._database.read(inbox.unheard, now() - HEAR_AFTER):
            danger = await self._listener.find(text)
            if danger is None:
                await self._database.write(inbox.mark, inbox.HEARD, ids=[message])
            else:
                await self._database.write(watch.hear_danger, self._settings, message, person, danger, now())

    async def _hand_over(self) -> None:
        late = now() - timedelta(seconds=self._settings.unanswered_seconds)
        for person in await self._database.read(inbox.unanswered, late):
            if await self._database.write(watch.give_to_counsellors, self._settings, person, now()):
                log.warning("case.opened_unanswered")

    async def _move(self) -> None:
        if await self._database.read(watch.is_anything_due, self._settings, now()):
            for move in (watch.take_back, watch.ask_silent, watch.ask_further):
                while await self._database.write(move, self._settings, now()):
                    pass

    async def _take_timers(self) -> None:
        while (timer := await self._database.write(timers.take, KINDS, now(), now() + TAKEN_FOR)) is not None:
            if timer.kind == "danger_text":
                await self._database.write(watch.tell_danger, self._settings, timer, now())
            else:
                await self._alert(timer)

    async def _alert(self, timer: Timer) -> None:
        """Write to the counsellors' Telegram group; a few tries, then the console's own alarm must do."""
        text = await self._database.read(watch.alert_text, self._settings, timer, now())
        connector = self._connectors.get("telegram")
        if text is not None and connector is not None and self._settings.alert_chat:
            try:
                await connector.send(self._settings.alert_chat, Part("text", {"text": text}))
            except DeliveryError as error:
                if error.retry and timer.tries < ALERT_TRIES:
                    pause = error.retry_after or 2.0**timer.tries
                    await self._database.write(timers.postpone, timer.id, now() + timedelta(seconds=pause))
                    return
                log.error("watch.alert_lost reason=%s", error.reason)
        await self._database.write(timers.end, timer.id)
