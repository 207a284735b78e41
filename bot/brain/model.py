"""What goes into the brain and what comes out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.doubts import Doubt
from bot.languages import of_tag
from bot.messages import TEXT

# Beginnings of the answers to danger: nothing of everyday life is read into what follows them.
FIXED_REPLIES = ("utter_report_", "utter_emergency_", "utter_danger_home", "utter_healthcare_home_now")


@dataclass(frozen=True)
class TurnNotes:
    """What a turn was about, for whoever opens a case after it.

    `asked` are the intents, `step` the button that is no question, `danger` the kind of danger, `after` the answer that the
    person saw before, `slots` what is known of the person after it. `unspoken` is the language of the message when it is one
    that is understood, but that there are no answers in yet.
    """

    asked: tuple[str, ...] = ()
    step: str = ""
    danger: str | None = None
    after: str = ""
    unspoken: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    doubt: Doubt | None = None


@dataclass
class Person:
    """Somebody who writes. The caller keeps it; the brain changes the language when the person changes it.

    `pseudonym` is all that Rasa ever learns. `language` is None until the first message; `language_chosen` says that the
    person asked for it; `language_hint` is the messenger's own setting. `channel` is the messenger's name, for what there is
    to say about it. `wants_erasure`, `wants_silence` and `wants_reminder_at` are wishes of the last turn, which the caller
    carries out: to be forgotten, to get no message unasked, and to be reminded then (UTC). `desk` is what the caller knows
    of the counsellors' desk, None without one; `turn` is what the last turn was about.
    """

    pseudonym: str
    language: str | None = None
    language_chosen: bool = False
    language_hint: str | None = None
    channel: str = ""
    wants_erasure: bool = False
    wants_silence: bool = False
    wants_reminder_at: datetime | None = None
    desk: Mapping[str, Any] | None = None
    turn: TurnNotes = field(default_factory=lambda: TurnNotes())

    def speaks(self, languages: Collection[str], default: str) -> str:
        """Return the language to answer in: the person's, else the messenger's setting where it is one of ours."""
        hinted = of_tag(self.language_hint)
        return self.language or (hinted if hinted in languages else default)


@dataclass(frozen=True)
class Message:
    """One message of a person.

    `id` is ours and unique; `choice` is the id of a pressed button, where the messenger has ids; `kind` is one of
    `bot.messages.KINDS`; `place` is (latitude, longitude) in degrees.
    """

    text: str
    id: str | None = None
    choice: str | None = None
    kind: str = TEXT
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class LastAnswer:
    """The bubble that the person sees last: the question it answers, its choices, which question it leaves open, the country."""

    answer_id: str = ""
    question: str = ""
    buttons: tuple[dict[str, str], ...] = ()
    open_question: str | None = None
    asked_for: str | None = None
    country: str | None = None


@dataclass
class Understood:
    """One message, understood: what Rasa gets as its parse, and the language for the answer.

    `unspoken` is the language of the message when it is one that is understood, but that there are no answers in yet.
    """

    text: str
    intent: str
    confidence: float = 1.0
    entities: list[dict[str, Any]] = field(default_factory=list)
    ranking: list[dict[str, Any]] = field(default_factory=list)
    danger: str | None = None
    language: str = ""
    unspoken: str | None = None

    def as_parse_data(self) -> dict[str, Any]:
        """Return Rasa's form of a parsed message."""
        return {
            "text": self.text,
            "intent": {"name": self.intent, "confidence": self.confidence},
            "entities": self.entities,
            "intent_ranking": self.ranking,
            "danger": self.danger,
        }
