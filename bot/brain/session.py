"""Rasa's working memory, kept short: a conversation of a thousand turns costs no more than one of ten."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.brain.model import LastAnswer
from bot.doubts import Doubt, doubt_about

MAX_TURNS = 40
MAX_AGE_SECONDS = 12 * 3600
_KEPT_IN_MEMORY = 5_000  # trackers; the one used longest ago goes, and is read from the database when its person writes
_RANKING_KEPT = 4
_LOOK_BACK = 4  # bubbles
DOUBTED, _COMPLAINT = "utter_fact_doubted", "utter_give_complaint"


@dataclass
class _Kept:
    tracker: DialogueStateTracker
    events: list[Event]
    written: int = 0  # how many of the events the caller has taken to keep them
    number: int = 0  # of the next turn, as the caller counts
    is_new: bool = True  # what the caller kept before does not hold any more
    used_at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Turn:
    """The events that a turn has added, for the caller to keep; `anew`: those of the turns before are void."""

    number: int
    events: list[dict[str, Any]]
    anew: bool


class WorkingMemory(InMemoryTrackerStore):
    """Keeps trackers in memory, starts them anew after `MAX_TURNS` turns or `MAX_AGE_SECONDS`, and can forget one.

    Rasa's own stores write each tracker as JSON and read it three times a turn, which doubled the time of turn 40. Here the
    tracker itself stays; one that a failed turn left half changed is made anew from the events saved last. A caller who
    wants more than this process's memory hands the events in before a turn (`recall`) and takes the new ones after it
    (`take_turn`), to write them in one transaction with the replies.
    """

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain)
        self._kept: dict[str, _Kept] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a tracker as it is now."""
        kept = self._kept.setdefault(tracker.sender_id, _Kept(tracker, []))
        kept.tracker, kept.events, kept.used_at = tracker, list(tracker.events), time.monotonic()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a person's tracker as it was saved last, None when there is none."""
        kept = self._kept.get(sender_id)
        if kept is None:
            return None
        if len(kept.tracker.events) != len(kept.events):
            kept.tracker = DialogueStateTracker.from_events(sender_id, kept.events, self.domain.slots)
        return kept.tracker

    async def exists(self, conversation_id: str) -> bool:
        """Whether anything of a conversation is kept."""
        return conversation_id in self._kept

    def number(self, pseudonym: str) -> int | None:
        """Return the number of a person's next turn, None when nothing of the person is in memory."""
        kept = self._kept.get(pseudonym)
        return kept.number if kept else None

    def recall(self, pseudonym: str, events: list[dict[str, Any]], number: int) -> None:
        """Put a conversation back as it was kept, with the number of its next turn."""
        parsed = [event for event in map(Event.from_parameters, events) if event is not None]
        tracker = DialogueStateTracker.from_events(pseudonym, parsed, self.domain.slots)
        held = list(tracker.events)
        self._kept[pseudonym] = _Kept(tracker, held, len(held), number, is_new=not events)
        if len(self._kept) > _KEPT_IN_MEMORY:
            self.forget(min(self._kept, key=lambda person: self._kept[person].used_at))

    def take_turn(self, pseudonym: str) -> Turn | None:
        """Return what the last turn added, once; None when nothing was."""
        kept = self._kept.get(pseudonym)
        if kept is None or len(kept.events) == kept.written:
            return None
        turn = Turn(kept.number, [_as_dict(event) for event in kept.events[kept.written :]], kept.is_new)
        kept.written, kept.number, kept.is_new = len(kept.events), kept.number + 1, False
        return turn

    async def open(self, pseudonym: str) -> DialogueStateTracker:
        """Return a person's tracker; one that has grown long or old is replaced by a new one that carries over the slots.

        The last bubble is carried over too, so that its buttons still work.
        """
        tracker = await self.get_or_create_tracker(pseudonym)
        return await self._anew(tracker) if self._is_full(tracker) else tracker

    async def clear(self, pseudonym: str) -> None:
        """Forget what was written, but neither what is known of the person nor the last bubble. The next turn stands alone."""
        await self._anew(await self.get_or_create_tracker(pseudonym))

    async def _anew(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        pseudonym = tracker.sender_id
        kept: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
        kept += [SlotSet(name, value) for name, value in tracker.current_slot_values().items() if value is not None]
        last = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
        kept += [last] if last else []
        kept.append(ActionExecuted(ACTION_LISTEN_NAME))
        number = self.number(pseudonym) or 0
        self.forget(pseudonym)
        fresh = DialogueStateTracker.from_events(pseudonym, kept, self.domain.slots)
        await self.save(fresh)
        self._kept[pseudonym].number = number
        return fresh

    def forget(self, pseudonym: str) -> None:
        """Delete everything about a conversation."""
        self._kept.pop(pseudonym, None)

    def _is_full(self, tracker: DialogueStateTracker) -> bool:
        is_old = bool(tracker.events) and time.time() - tracker.events[-1].timestamp > MAX_AGE_SECONDS
        return turns(tracker) >= MAX_TURNS or (is_old and turns(tracker) > 0)


def turns(tracker: DialogueStateTracker) -> int:
    """Return how many messages of the person a tracker holds."""
    return sum(isinstance(event, UserUttered) for event in tracker.events)


def last_answer(tracker: DialogueStateTracker) -> LastAnswer:
    """Return what the person sees last, with the buttons it offered."""
    bot = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
    if bot is None:
        return LastAnswer(country=tracker.get_slot("country"))
    buttons: list[dict[str, Any]] = (bot.data or {}).get("buttons") or []
    answer = (bot.metadata or {}).get("answer") or {}
    return LastAnswer(
        answer.get("id", ""),
        answer.get("question", ""),
        tuple({"id": b["payload"], "title": b["title"], "role": b.get("role", "")} for b in buttons),
        tracker.get_slot("open_question"),
        tracker.get_slot("asked_for"),
        tracker.get_slot("country"),
    )


def doubted(tracker: DialogueStateTracker) -> Doubt | None:
    """Return the answer that somebody means who says that it is wrong: the last one with sources, once.

    None when the last thing said about it was that it is noted.
    """
    bubbles = [event for event in tracker.events if isinstance(event, BotUttered)][-_LOOK_BACK:]
    for bubble in reversed(bubbles):
        answer = (bubble.metadata or {}).get("answer") or {}
        if answer.get("id") == DOUBTED:
            return None
        if answer.get("id") == _COMPLAINT:  # it names contacts; whoever complains means the answer before
            continue
        if doubt := doubt_about(answer, tracker.get_slot("country"), tracker.get_slot("city")) if answer else None:
            return doubt
    return None


def _as_dict(event: Event) -> dict[str, Any]:
    """Return an event for the database, without what nobody reads again: the ranking of all 65 questions."""
    written: dict[str, Any] = event.as_dict()
    if ranking := (written.get("parse_data") or {}).get("intent_ranking"):
        written = {**written, "parse_data": {**written["parse_data"], "intent_ranking": ranking[:_RANKING_KEPT]}}
    return written
