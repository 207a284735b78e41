"""One action a question: read the slots, call the question's function of `bot.answers`, utter its answer.

The classes are made from the table of answers, `ask_rent` -> `ActionRent`, so that a new question needs no new class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.situation import read_situation
from bot.answers import ANSWERS, Answer, action_name
from bot.answers.model import Situation, complete
from bot.catalogue import load_catalogue
from bot.settings import read_settings


def utter(dispatcher: CollectingDispatcher, answer: Answer, situation: Situation, intent: str) -> list[EventType]:
    """Utter an answer with everything that the catalogue needs to write it, and set the slots that go with it."""
    settings = read_settings()
    entry = load_catalogue(settings.data, settings.office).entries[answer.id]
    values, sources, is_withheld = complete(answer, entry, situation)
    answer_slot = {
        "id": answer.id,
        "question": intent,
        "values": values,
        "sources": [asdict(source) for source in sources],
        "is_withheld": is_withheld,
        "is_simple": answer.is_simple,
        "buttons": None if answer.buttons is None else list(answer.buttons),
        "picture": answer.picture,
        "location": answer.location,
        "remind_at": answer.remind_at.isoformat() if answer.remind_at else None,
    }
    dispatcher.utter_message(response=answer.id, answer=answer_slot)
    slots: Mapping[str, Any] = {
        "misses": 0,
        "open_question": intent if answer.asks_for else None,
        "asked_for": answer.asks_for,
        "language": situation.language,
        **answer.slots,
    }
    return [SlotSet(name, value) for name, value in slots.items()]


class AnswerAction(Action):
    """Answers one intent. Leaves the wording to the catalogue and the facts to `bot.answers`."""

    intent: ClassVar[str] = ""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return action_name(self.intent)

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answer the question."""
        situation = read_situation(tracker)
        return utter(dispatcher, ANSWERS[self.intent](situation), situation, self.intent)


def _class_name(intent: str) -> str:
    return "".join(part.capitalize() for part in action_name(intent).split("_"))


for _intent in ANSWERS:
    if _intent not in ("change_language",):
        globals()[_class_name(_intent)] = type(_class_name(_intent), (AnswerAction,), {"intent": _intent, "__module__": __name__})
