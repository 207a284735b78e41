"""Rasa's working memory, kept short: a conversation of a thousand turns costs no more than one of ten."""

from __future__ import annotations

import time
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.brain.model import LastAnswer

MAX_TURNS = 40
MAX_AGE_SECONDS = 12 * 3600


class WorkingMemory(InMemoryTrackerStore):
    """Keeps trackers in memory, starts them anew after `MAX_TURNS` turns or `MAX_AGE_SECONDS`, and can forget one.

    Rasa's own store writes each tracker as JSON and reads it three times a turn, which doubled the time of turn 40. Here
    the tracker itself stays; one that a failed turn left half changed is made anew from the events saved last.
    """

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain)
        self._saved: dict[str, tuple[DialogueStateTracker, list[Event]]] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a tracker as it is now."""
        self._saved[tracker.sender_id] = (tracker, list(tracker.events))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return a person's tracker as it was saved last, None when there is none."""
        if sender_id not in self._saved:
            return None
        tracker, events = self._saved[sender_id]
        if len(tracker.events) != len(events):
            tracker = DialogueStateTracker.from_events(sender_id, events, self.domain.slots)
            await self.save(tracker)
        return tracker

    async def exists(self, conversation_id: str) -> bool:
        """Whether anything of a conversation is kept."""
        return conversation_id in self._saved

    async def open(self, pseudonym: str) -> DialogueStateTracker:
        """Return a person's tracker; one that has grown long or old is replaced by a new one that carries over the slots.

        The last bubble is carried over too, so that its buttons still work.
        """
        tracker = await self.get_or_create_tracker(pseudonym)
        if not self._is_full(tracker):
            return tracker
        kept: list[Event] = [ActionExecuted(ACTION_SESSION_START_NAME), SessionStarted()]
        kept += [SlotSet(name, value) for name, value in tracker.current_slot_values().items() if value is not None]
        last = next((event for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
        kept += [last] if last else []
        kept.append(ActionExecuted(ACTION_LISTEN_NAME))
        self.forget(pseudonym)
        fresh = DialogueStateTracker.from_events(pseudonym, kept, self.domain.slots)
        await self.save(fresh)
        return fresh

    def forget(self, pseudonym: str) -> None:
        """Delete everything about a conversation."""
        self._saved.pop(pseudonym, None)

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
    return LastAnswer(
        ((bot.metadata or {}).get("answer") or {}).get("id", ""),
        tuple({"id": b["payload"], "title": b["title"], "role": b.get("role", "")} for b in buttons),
        tracker.get_slot("open_question"),
        tracker.get_slot("asked_for"),
        tracker.get_slot("country"),
    )
