"""The brain's work: takes what people wrote from the database, lane by lane, and puts the replies there.

A lane is one person. What waits in a lane is handled in order, by one process at a time; people are handled side by side.
Replies, "done", the new language and what Rasa remembers are written in one transaction: a process that dies before it has
done nothing, one that dies after it has done all.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from bot import metrics
from bot.brain import converse, get_brain
from bot.brain.brain import FAULT, Brain
from bot.brain.choices import command, is_stop
from bot.brain.model import Message, Person
from bot.brain.session import Turn
from bot.clock import now
from bot.errors import StoreError
from bot.lexicon import DANGER_KINDS
from bot.messages import TEXT, Reply
from bot.safety import find_danger
from bot.store import Database, Transaction, forgetting, inbox, media, outbox, people, timers, turns
from bot.store.inbox import Waiting
from bot.store.lanes import Lane
from bot.store.people import PersonRow

log = logging.getLogger(__name__)

LANES_AT_ONCE = 8
FAILURES_TO_PARK = 3
DEATHS_TO_PARK = 8  # a message that kills the process each time must not do so for ever
LOOK_EVERY_SECONDS = 0.5  # should a notice of a change get lost
_TELLS_WHO_THIS_IS = (
    "utter_greet", "utter_privacy", "utter_bot", FAULT, *(f"utter_{kind}" for kind in DANGER_KINDS),
)  # fmt: skip
UNASKED = ("reminder",)  # timers that write to a person unasked; `/stop` drops them


class LaneWorker:
    """Runs lanes until it is stopped. Owns no data: all of it is in the database and the brain's memory."""

    def __init__(self, database: Database, brain: Brain | None = None) -> None:
        self._database = database
        self._brain = brain or get_brain()
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until cancelled; lanes that run then are finished first."""
        try:
            while True:
                seen = self._database.changes.seen
                try:
                    await self._start_lanes()
                except sa.exc.DBAPIError as error:
                    log.error("lanes.database_failed error=%s", type(error.orig).__name__)
                    await asyncio.sleep(1)
                await self._database.changes.wait(seen, LOOK_EVERY_SECONDS)
        finally:
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _start_lanes(self) -> None:
        while len(self._running) < LANES_AT_ONCE:
            waiting = await self._database.read(inbox.waiting_people, now())
            lane = await self._database.lanes.take("in", waiting)
            if lane is None:
                return
            task = asyncio.get_running_loop().create_task(self._work(lane))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _work(self, lane: Lane) -> None:
        try:
            while await self._handle_next(lane.person):
                pass
        except Exception:
            # The outermost place of a lane: the messages are still there and are tried again.
            log.exception("lanes.failed")
            await asyncio.sleep(1)
        finally:
            await self._database.lanes.release(lane)
            self._database.changes.wake()

    async def _handle_next(self, pseudonym: str) -> bool:
        """Answer what waits first; return whether there may be more."""
        row = await self._database.read(people.load, pseudonym)
        waiting = await self._database.read(inbox.waiting_messages, pseudonym)
        if row is None or not waiting:
            return False
        batch = together(waiting)
        ids = [message.id for message in batch]
        text = "\n".join(message.payload["text"] for message in batch)
        metrics.LANE_WAIT.observe((now() - batch[0].created_at).total_seconds())
        danger = find_danger(text)
        await self._database.write(inbox.begin, ids, danger.kind if danger else None)
        person = Person(pseudonym, row.language, row.language_chosen, row.language_hint, row.channel)
        tries = max(message.tries for message in batch) + 1
        replies = [] if tries > DEATHS_TO_PARK else await self._converse(person, batch, text)
        if not replies or any(reply.answer_id == FAULT for reply in replies):
            self._brain.memory.forget(pseudonym)
            if tries < FAILURES_TO_PARK:
                await self._database.write(inbox.postpone, ids, now() + timedelta(seconds=2 ** (tries - 1)))
                return False
            metrics.PARKED.inc()
            log.error("lanes.parked message=%s", ids[-1])
            fallback = f"utter_{danger.kind}" if danger else FAULT
            reply = self._brain.say(fallback, self._brain.language(person), lines="")
            await self._database.write(_park, row, ids, reply)
            return True
        try:
            await self._database.write(_commit, row, person, ids, replies, self._brain.memory.take_turn(pseudonym))
        except Exception:
            self._brain.memory.forget(pseudonym)  # it knows a turn that the database does not
            raise
        return True

    async def _converse(self, person: Person, batch: Sequence[Waiting], text: str) -> list[Reply]:
        """Hold the turn; no replies when what is remembered of the person cannot be read."""
        try:
            await self._recall(person)
        except StoreError:
            log.exception("lanes.memory_unreadable")
            return []
        last = batch[-1]
        place = last.payload.get("place")
        message = Message(text, str(last.id), last.payload.get("choice"), last.kind, tuple(place) if place else None)
        begun = time.perf_counter()
        replies = await converse(person, message)
        metrics.TURN.observe(time.perf_counter() - begun)
        if batch[0].seq == 1 and not is_introduced(person.channel, replies):
            replies = [*replies, self._brain.introduce(self._brain.language(person))]
        return replies

    async def _recall(self, person: Person) -> None:
        """Let the brain remember what any server has written down of a person."""
        number = await self._database.read(turns.count, person.pseudonym)
        if self._brain.memory.number(person.pseudonym) != number:
            events = await self._database.read(turns.load, person.pseudonym)
            self._brain.memory.recall(person.pseudonym, events, number)


def is_introduced(channel: str, replies: Sequence[Reply]) -> bool:
    """Whether the first replies to somebody say who answers here, or must say nothing else because of danger."""
    return channel == "web" or replies[0].answer_id in _TELLS_WHO_THIS_IS


def together(waiting: Sequence[Waiting]) -> list[Waiting]:
    """Return what is read as one message: texts that wait one after the other ("hi" "brother" "i have question").

    A press, a place, a file or a command stands alone.
    """
    batch = [waiting[0]]
    if not _is_plain(waiting[0]):
        return batch
    for message in waiting[1:]:
        if not _is_plain(message):
            break
        batch.append(message)
    return batch


def _is_plain(message: Waiting) -> bool:
    text = message.payload["text"]
    return message.kind == TEXT and message.payload.get("choice") is None and not command(text) and not is_stop(text)


def _commit(
    tx: Transaction, row: PersonRow, person: Person, ids: Sequence[int], replies: Sequence[Reply], turn: Turn | None
) -> None:
    """Write everything that a turn has changed."""
    time_now = now()
    if person.wants_erasure:
        forgetting.forget(tx, row, replies, time_now)
        return
    inbox.finish(tx, ids, time_now)
    people.set_language(tx, row.pseudonym, person.language, person.language_chosen)
    if person.wants_silence:
        timers.drop(tx, row.pseudonym, UNASKED)
    if turn:
        turns.add(tx, row.pseudonym, turn.number, turn.events, anew=turn.anew)
    stored = [_with_files(tx, row, ids[-1], reply) for reply in replies]
    outbox.add(tx, row, stored, time_now, answers=ids[-1])


def _park(tx: Transaction, row: PersonRow, ids: Sequence[int], reply: Reply) -> None:
    """Give messages up. What was remembered may be the reason, so the next message begins without it."""
    turns.drop(tx, row.pseudonym)
    inbox.finish(tx, ids, now(), error="turn failed")
    outbox.add(tx, row, [reply], now(), answers=ids[-1])


def _with_files(tx: Transaction, row: PersonRow, message: int, reply: Reply) -> Reply:
    """Put a reply's picture and sound into the database, where the gate finds them."""
    for name, mime in (("image", "image/png"), ("audio", "audio/ogg")):
        if path := getattr(reply, name):
            number = media.add(tx, row.pseudonym, message, mime, Path(path).read_bytes(), now())
            reply = replace(reply, image=number) if name == "image" else replace(reply, audio=number)
    return reply
