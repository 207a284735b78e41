"""The way out: sends bubbles part by part, in order, each once.

A part is marked `sending` before the call and `sent` after it. One that a process left `sending` when it died is sent
again: the only way in which a person can get something twice.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from bot import metrics
from bot.clock import now
from bot.errors import DeliveryError
from bot.gate.connector import Connector
from bot.gate.limits import Pace
from bot.messages import Part, Reply
from bot.store import Database, Transaction, forgetting, outbox, people
from bot.store.lanes import Lane
from bot.store.outbox import Outgoing, PartRow
from bot.store.people import PersonRow

log = logging.getLogger(__name__)

LANES_AT_ONCE = 16
LOOK_EVERY_SECONDS = 0.5
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1, 300
MAX_TRIES = 15  # with the growing pauses about an hour
MAX_AGE = timedelta(hours=24)  # an answer that comes a day late would only confuse


class Sender:
    """Sends until it is stopped. A person's bubbles go out one after the other; people do not wait for each other."""

    def __init__(self, database: Database, connectors: Mapping[str, Connector]) -> None:
        self._database, self._connectors = database, connectors
        self._paces = {name: Pace(connector.messages_per_second) for name, connector in connectors.items()}
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until cancelled; what is being sent then is finished first."""
        try:
            while True:
                seen = self._database.changes.seen
                try:
                    await self._start_lanes()
                except sa.exc.DBAPIError as error:
                    log.error("sender.database_failed error=%s", type(error.orig).__name__)
                    await asyncio.sleep(1)
                await self._database.changes.wait(seen, LOOK_EVERY_SECONDS)
        finally:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _start_lanes(self) -> None:
        while len(self._running) < LANES_AT_ONCE:
            waiting = await self._database.read(outbox.waiting_people, now(), 4 * LANES_AT_ONCE)
            lane = await self._database.lanes.take("out", waiting)
            if lane is None:
                return
            task = asyncio.get_running_loop().create_task(self._work(lane))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _work(self, lane: Lane) -> None:
        person = None
        try:
            person = await self._database.read(people.load, lane.person)
            address = await self._database.read(people.address, lane.person)
            connector = self._connectors.get(person.channel) if person else None
            if person is None or address is None:
                return
            if connector is None or connector.bot != person.bot:
                await self._database.write(outbox.fail_all, lane.person, "channel_off", now())
                return
            while (outgoing := await self._database.read(outbox.next_outgoing, lane.person)) is not None:
                if not await self._send(connector, person, address, outgoing):
                    break
        except Exception:
            # The outermost place of a lane: what was not sent is still in the database.
            log.exception("sender.failed")
            await asyncio.sleep(1)
        finally:
            await self._database.lanes.release(lane)
            self._database.changes.wake()
        if person is not None and person.is_forgotten:  # not before: it deletes the row that the lane has locked
            await self._database.write(forgetting.end_forgetting, person.pseudonym)

    async def _send(self, connector: Connector, person: PersonRow, address: str, outgoing: Outgoing) -> bool:
        """Send one bubble; return whether the next may follow."""
        left = outgoing.parts
        if left is None:
            cut = _cut(connector, outgoing)
            await self._database.write(_cut_and_begin, outgoing.id, cut)
            left = [PartRow(position, part, 1, False) for position, part in enumerate(cut)]
        else:
            await self._database.write(outbox.begin, outgoing.id, left[0].position)
        for row, following in zip(left, [*left[1:], None], strict=True):
            await self._paces[person.channel].wait()
            begun = time.perf_counter()
            try:
                number = await connector.send(address, row.part)
            except DeliveryError as error:
                return await self._not_taken(person, outgoing, row, error)
            finally:
                metrics.SEND.labels(person.channel).observe(time.perf_counter() - begun)
            metrics.SENT.labels(person.channel).inc()
            await self._database.write(_sent, outgoing.id, row.position, number, following.position if following else None)
        return True

    async def _not_taken(self, person: PersonRow, outgoing: Outgoing, row: PartRow, error: DeliveryError) -> bool:
        """Write down why; return whether the next bubble may follow."""
        if error.unreachable:
            count = await self._database.write(outbox.fail_all, person.pseudonym, error.reason, now())
            metrics.FAILED.labels(person.channel, error.reason).inc(count)
            return False
        is_over = now() - outgoing.created_at > MAX_AGE or (error.retry_after is None and row.tries >= MAX_TRIES)
        if not error.retry or is_over:
            metrics.FAILED.labels(person.channel, error.reason).inc()
            log.error("sender.gave_up channel=%s message=%s reason=%s", person.channel, outgoing.id, error.reason)
            await self._database.write(outbox.fail, outgoing.id, error.reason, now())
            return True
        pause = error.retry_after
        if pause is None:
            pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (row.tries - 1))
        metrics.RETRIED.labels(person.channel, error.reason).inc()
        until = now() + timedelta(seconds=pause)
        await self._database.write(outbox.postpone, outgoing.id, row.position, until, error.reason)
        return False


def _cut(connector: Connector, outgoing: Outgoing) -> list[Part]:
    if outgoing.kind != "bubble":
        return [Part(outgoing.kind, outgoing.payload)]
    return connector.cut(Reply.from_payload(outgoing.payload))


def _cut_and_begin(tx: Transaction, message: int, parts: list[Part]) -> None:
    outbox.cut(tx, message, parts)
    outbox.begin(tx, message, 0)


def _sent(tx: Transaction, message: int, position: int, number: str | None, following: int | None) -> None:
    outbox.sent(tx, message, position, number, now(), following is None)
    if following is not None:
        outbox.begin(tx, message, following)
