"""Saying the last answer again: simpler, or in another language."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import utter
from actions.situation import read_situation
from bot.answers import Answer
from bot.answers.conversation import choose_language

_NOT_REPEATED = ("utter_choose_language", "utter_language_unknown", "utter_language_changed", "utter_unclear", "utter_rephrase")


def last_answer(tracker: Tracker) -> dict[str, Any] | None:
    """Return the last answer worth repeating, as its action uttered it; saying it again sets no reminder again."""
    for event in reversed(tracker.events):
        answer = (event.get("metadata") or {}).get("answer") if event.get("event") == "bot" else None
        if answer and answer["id"] not in _NOT_REPEATED:
            return {**answer, "remind_at": None}
    return None


class ActionSayAgain(Action):
    """Says the last answer in its shorter version."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_say_again"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Repeat, or ask what the person wants to know."""
        answer = last_answer(tracker)
        if answer is None:
            dispatcher.utter_message(response="utter_nothing_to_repeat", answer={"id": "utter_nothing_to_repeat", "values": {}})
        else:
            dispatcher.utter_message(response=answer["id"], answer={**answer, "is_simple": True})
        return [SlotSet("misses", 0)]


class ActionChangeLanguage(Action):
    """Re-says the last answer in the language that the brain has just set; offers the languages when none was named."""

    def name(self) -> str:
        """Return the action's name in the domain."""
        return "action_change_language"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Change over, keeping a question that is still open."""
        situation = read_situation(tracker)
        if situation.named.get("language") not in situation.languages:
            return utter(dispatcher, choose_language(situation), situation, "change_language")
        answer = last_answer(tracker)
        if answer is not None:
            dispatcher.utter_message(response=answer["id"], answer=answer)
            return [SlotSet("misses", 0), SlotSet("language", situation.language)]
        name = {"kind": "latin", "text": situation.languages[situation.language].name}
        changed = Answer("utter_language_changed", {"language": name})
        return utter(dispatcher, changed, situation, "change_language")
