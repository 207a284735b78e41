"""The brain: one loaded Rasa agent, and the one function by which everything talks to the assistant."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor

from bot import values
from bot.answers.model import Office
from bot.brain.executor import own_endpoints
from bot.brain.model import Message, Person, TurnNotes, Understood
from bot.brain.reactions import reaction
from bot.brain.session import DOUBTED, WorkingMemory, doubted, last_answer, turns
from bot.brain.understanding import Thresholds, understand
from bot.catalogue import load_catalogue
from bot.doubts import STEP
from bot.errors import ModelMissingError
from bot.lexicon import DANGER_KINDS
from bot.messages import Reply
from bot.places.gazetteer import load_gazetteer
from bot.safety import find_danger
from bot.settings import Settings

log = logging.getLogger(__name__)

CHANNEL = "wegweiser"
FAULT = "utter_technical_fault"
KNOWN_SLOTS = ("country", "city", "place", "people", "whereabouts")


class Collected(OutputChannel):
    """Takes the replies of one turn instead of sending them."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.remind_at: datetime | None = None

    @classmethod
    def name(cls) -> str:
        """Return the channel's name in the tracker."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one reply."""
        buttons, answer = message.get("buttons") or (), message.get("answer") or {}
        if answer.get("remind_at"):
            self.remind_at = datetime.fromisoformat(answer["remind_at"])
        self.replies.append(
            Reply(
                message["text"],
                message.get("language", ""),
                tuple({"id": b["payload"], "title": b["title"]} for b in buttons),
                message.get("location"),
                message.get("image"),
                message.get("audio"),
                tuple(message.get("sources") or ()),
                answer.get("id", ""),
            )
        )


class Brain:
    """Understands messages and answers them. Owns the agent and its working memory; leaves storing and sending to others.

    Turns of one person must not overlap: the caller keeps them in order.
    """

    def __init__(self, agent: Agent, memory: WorkingMemory, settings: Settings, thresholds: Thresholds) -> None:
        self._agent, self.memory, self._settings, self.thresholds = agent, memory, settings, thresholds

    @classmethod
    def open(cls, settings: Settings, model: Path) -> Brain:
        """Load a trained model.

        Raises:
            ModelMissingError: there is no usable model at that path.
        """
        endpoints = own_endpoints()
        memory = WorkingMemory()
        agent = Agent.load(str(model), tracker_store=memory, generator=endpoints.nlg, action_endpoint=endpoints.action)
        if agent.domain is None or agent.processor is None:
            raise ModelMissingError(f"{model}: no model that can be used; run `make train`")
        memory.domain = agent.domain
        load_gazetteer(settings)  # here, so that the first message does not wait for it
        find_danger("-")  # the same: the word lists of all languages take long to read
        return cls(agent, memory, settings, read_thresholds(settings.home / "config.yml"))

    @property
    def settings(self) -> Settings:
        """The settings that it was opened with."""
        return self._settings

    @property
    def processor(self) -> MessageProcessor:
        """Rasa's processor of the loaded model."""
        assert self._agent.processor is not None  # Brain.open checked it
        return self._agent.processor

    async def parse(self, text: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
        """Run the pipeline over one text: intent, ranking, entities, language, danger."""
        message = UserMessage(text, sender_id="parse", metadata=metadata or {})
        return dict(await self.processor.parse_message(message))

    async def converse(self, person: Person, message: Message) -> list[Reply]:
        """Answer one message.

        A fault inside becomes the answer that says so, never an exception. `person.language` changes when the person
        changes the language; a wish to be forgotten is carried out after the turn.
        """
        person.wants_erasure = person.wants_silence = False
        person.wants_reminder_at = None
        person.turn = TurnNotes()
        reactions, left = reaction(message, person, load_catalogue(self._settings.data, self._settings.office), self._settings)
        if left is None:
            return reactions
        output = Collected()
        try:
            await self._turn(person, left, output)
        except Exception:
            # The outermost place of a turn: whatever failed, the person hears that it did.
            log.exception("brain.turn_failed")
        return [*reactions, *(output.replies or [self.say(FAULT, self.language(person))])]

    async def _turn(self, person: Person, message: Message, output: Collected) -> None:
        tracker = await self.memory.open(person.pseudonym)
        catalogue = load_catalogue(self._settings.data, self._settings.office)
        last = last_answer(tracker)
        understood = await understand(message, person, last, self.parse, catalogue, self.thresholds, self._settings.language)
        person.turn = notes_of(understood, last.answer_id)
        if person.turn.step == STEP:
            person.turn = replace(person.turn, doubt=doubted(tracker))
            if person.turn.doubt is None and last.answer_id != DOUBTED:  # nothing to note, so nothing is said to be noted
                understood[0].entities = []
        is_new, unspoken = person.language is None, understood[0].unspoken
        for question in understood:
            self._settle_language(person, question)
            await self.processor.handle_message(self._user_message(person, message, question, output))
        tracker = await self.memory.get_or_create_tracker(person.pseudonym)
        known = {name: tracker.get_slot(name) for name in KNOWN_SLOTS}
        person.turn = replace(person.turn, slots={name: value for name, value in known.items() if value})
        if output.replies and tracker.get_slot("asked_for") == "place":
            output.replies[-1] = replace(output.replies[-1], asks_place=True)
        if is_new and unspoken and not understood[0].danger:
            output.replies.append(self._offer_languages(self.language(person)))
        person.wants_reminder_at = output.remind_at
        if tracker.get_slot("wants_erasure"):
            self.memory.forget(person.pseudonym)
            person.wants_erasure = True

    def language(self, person: Person) -> str:
        """Return the language to answer a person in."""
        return person.speaks(load_catalogue(self._settings.data, self._settings.office).languages, self._settings.language)

    def _offer_languages(self, language: str) -> Reply:
        """Say honestly that the person's language is understood only, and which languages the answers can have."""
        catalogue = load_catalogue(self._settings.data, self._settings.office)
        names = values.latin(" · ".join(spoken.name for spoken in catalogue.languages.values()))
        choices = [catalogue.button(f"language:{code}", catalogue.languages[language]) for code in catalogue.languages]
        reply = self.say("utter_language_unknown", language, languages=names)
        return replace(reply, buttons=tuple({"id": choice.id, "title": choice.title} for choice in choices))

    def introduce(self, language: str) -> Reply:
        """Return the bubble for somebody who began with a question: what this is, and who is behind it."""
        return self.say("utter_first_contact", language, office=Office.of(self._settings).line)

    def say(self, answer_id: str, language: str, **values: object) -> Reply:
        """Return a bubble of the catalogue that needs no turn."""
        catalogue = load_catalogue(self._settings.data, self._settings.office)
        return Reply.of(catalogue.render(answer_id, values, language), language, answer_id)

    async def remembers(self, person: Person) -> bool:
        """Whether anything of a person is in the working memory."""
        return await self.memory.exists(person.pseudonym)

    async def turns_remembered(self, person: Person) -> int:
        """How many turns of a person are in the working memory."""
        return turns(await self.memory.get_or_create_tracker(person.pseudonym))

    def _settle_language(self, person: Person, understood: Understood) -> None:
        wanted = next((e["value"] for e in understood.entities if e["entity"] == "language"), None)
        if (
            understood.intent == "change_language"
            and wanted in load_catalogue(self._settings.data, self._settings.office).languages
        ):
            person.language, person.language_chosen = wanted, True
        else:
            person.language = understood.language or person.language

    def _user_message(self, person: Person, message: Message, understood: Understood, output: OutputChannel) -> UserMessage:
        return UserMessage(
            text=understood.text,
            output_channel=output,
            sender_id=person.pseudonym,
            parse_data=understood.as_parse_data(),
            input_channel=CHANNEL,
            message_id=message.id,
            metadata={"language": self.language(person), "channel": person.channel, "desk": person.desk},
        )


def notes_of(understood: Sequence[Understood], after: str) -> TurnNotes:
    """Return what a turn is about, as soon as it is understood: the turn itself may still fail."""
    asked = tuple(question.intent for question in understood)
    steps = (e["value"] for question in understood for e in question.entities if e["entity"] == "step")
    danger = next((q.danger or q.intent for q in understood if q.danger or q.intent in DANGER_KINDS), None)
    return TurnNotes(asked, next(steps, ""), danger, after, understood[0].unspoken)


def read_thresholds(config: Path) -> Thresholds:
    """Read `sure` and `maybe` from the classifier's section of config.yml."""
    import yaml

    pipeline = yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]
    section = next(component for component in pipeline if "sure" in component)
    return Thresholds(float(section["sure"]), float(section["maybe"]))
