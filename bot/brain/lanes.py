"""The brain's work: takes what people wrote from the database, lane by lane, and puts the replies there.

A lane is one person. What waits in a lane is handled in order, by one process at a time; people are handled side by side.
Replies, "done", the new language and what Rasa remembers are written in one transaction (`outcome.py`): a process that dies
before it has done nothing, one that dies after it has done all. While a counsellor has the chat, the bot only listens.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot import metrics
from bot.brain import get_brain
from bot.brain.brain import FAULT, Brain
from bot.brain.choices import chosen, command, is_stop
from bot.brain.model import Message, Person
from bot.brain.outcome import CLEAR_FIRST, Batch, commit, hear, park
from bot.brain.session import last_answer
from bot.brain.understanding import SHORT_WORDS, listen
from bot.cases.desk_state import DeskState, desk_state
from bot.catalogue import load_catalogue
from bot.clock import now
from bot.errors import StoreError
from bot.lexicon import DANGER_KINDS
from bot.messages import TEXT, Reply
from bot.safety import find_danger
from bot.settings import Settings
from bot.store import Database, Transaction, inbox, people, turns
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
_IN_ANY_STATE = ("delete_my_data", "change_language")  # intents of commands
_CONSENT = {"transfer_yes": "yes", "transfer_no": "no"}  # to a colleague
_CHOICES_IN_ANY_STATE = ("erase", "keep", "delete_my_data", "change_language")


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
        row, waiting, desk = await self._database.read(_look, self._brain.settings, pseudonym)
        if row is None or not waiting:
            return False
        messages = together(waiting)
        ids = tuple(message.id for message in messages)
        text = "\n".join(message.payload["text"] for message in messages)
        metrics.LANE_WAIT.observe((now() - messages[0].created_at).total_seconds())
        danger = find_danger(text)
        batch = Batch(ids, tuple(message.kind for message in messages), danger.kind if danger else None)
        await self._database.write(inbox.begin, ids, batch.danger)
        person = Person(pseudonym, row.language, row.language_chosen, row.language_hint, row.channel)
        if desk is not None:
            person.desk = desk.as_metadata()
        if messages[0].case_id is not None or (desk is not None and desk.is_claimed):
            if not await self._is_command(person, messages[0]):
                asked = desk is not None and desk.asks_transfer
                return await self._hear(row, person, batch, text, messages[0] if asked else None)
            batch = replace(batch, is_command=True)
        tries = max(message.tries for message in messages) + 1
        replies = [] if tries > DEATHS_TO_PARK else await self._converse(person, messages, text)
        if not replies or any(reply.answer_id == FAULT for reply in replies):
            self._brain.memory.forget(pseudonym)
            if tries < FAILURES_TO_PARK:
                await self._database.write(inbox.postpone, ids, now() + timedelta(seconds=2 ** (tries - 1)))
                return False
            metrics.PARKED.inc()
            log.error("lanes.parked message=%s", ids[-1])
            fallback = f"utter_{batch.danger}" if batch.danger else FAULT
            reply = self._brain.say(fallback, self._brain.language(person), lines="")
            await self._database.write(park, self._brain.settings, row, batch, reply)
            return True
        batch = replace(batch, danger=batch.danger or person.turn.danger)
        if person.turn.step == CLEAR_FIRST:
            await self._brain.memory.clear(pseudonym)
        turn = self._brain.memory.take_turn(pseudonym)
        try:
            counts = await self._database.write(commit, self._brain.settings, row, person, batch, replies, turn)
        except Exception:
            self._brain.memory.forget(pseudonym)  # it knows a turn that the database does not
            raise
        if not counts:
            self._brain.memory.forget(pseudonym)
        return True

    async def _hear(self, row: PersonRow, person: Person, batch: Batch, text: str, answer: Waiting | None) -> bool:
        """Look for danger in what goes to a counsellor: by the word lists, and by the model while it lives.

        `answer` is what may answer an open question: whether a colleague may go on.
        """
        if answer is not None and not batch.danger:
            batch = replace(batch, consent=self._pressed(answer, self._brain.language(person)))
        if not batch.danger and text.strip():
            try:
                parsed, _ = await listen(text, self._brain.parse, {"language": person.language})
                batch = replace(batch, danger=parsed.get("danger"))
                if answer is not None and batch.consent is None:
                    batch = replace(batch, consent=self._typed(text, parsed["intent"]), is_typed=True)
            except Exception:
                # Whatever is wrong with the model, the message must reach the counsellor.
                log.exception("lanes.parse_failed")
        await self._database.write(hear, self._brain.settings, row, batch)
        return True

    def _pressed(self, message: Waiting, language: str) -> bool | None:
        """Return the answer that a press, or the words or number of a button, give to the open question."""
        catalogue = load_catalogue(self._brain.settings.data)
        buttons = [catalogue.button({role: choice}, catalogue.languages[language]) for choice, role in _CONSENT.items()]
        offered = [{"id": button.id, "title": button.title} for button in buttons]
        choice = message.payload.get("choice") or chosen(message.payload["text"], offered)
        return {"yes": True, "no": False}.get(_CONSENT.get(choice or "", ""))

    def _typed(self, text: str, intent: Mapping[str, Any]) -> bool | None:
        if len(text.split()) > SHORT_WORDS or (intent.get("confidence") or 0) < self._brain.thresholds.maybe:
            return None
        return {"affirm": True, "deny": False}.get(intent.get("name") or "")

    async def _is_command(self, person: Person, message: Waiting) -> bool:
        """Whether a message means the program even while a counsellor has the chat: deletion, language, silence."""
        text, choice = message.payload["text"], message.payload.get("choice")
        if is_stop(text) or command(text) in _IN_ANY_STATE:
            return True
        if choice is None:  # a Viber button comes as its title; a plain "yes" is meant for the counsellor
            with contextlib.suppress(StoreError):
                await self._recall(person)
            tracker = await self._brain.memory.retrieve(person.pseudonym)
            offered = last_answer(tracker).buttons if tracker is not None else ()
            choice = next((button["id"] for button in offered if button["title"] == text), None)
        return choice in _CHOICES_IN_ANY_STATE or str(choice).startswith("language:")

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
        replies = await self._brain.converse(person, message)
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


def _look(tx: Transaction, settings: Settings, pseudonym: str) -> tuple[PersonRow | None, list[Waiting], DeskState | None]:
    """Return a person, what waits in their lane, and the counsellors' desk as it is for them."""
    row = people.load(tx, pseudonym)
    if row is None:
        return None, [], None
    return row, inbox.waiting_messages(tx, pseudonym), desk_state(tx, settings, row.language, now(), person=pseudonym)


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
        if not _is_plain(message) or message.case_id != batch[0].case_id:
            break
        batch.append(message)
    return batch


def _is_plain(message: Waiting) -> bool:
    text = message.payload["text"]
    return message.kind == TEXT and message.payload.get("choice") is None and not command(text) and not is_stop(text)
