"""What goes into the brain and what comes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Person:
    """Somebody who writes. The caller keeps it; the brain changes the language when the person changes it.

    `pseudonym` is all that Rasa ever learns. `language` is None until the first message; `language_chosen` says that the
    person asked for it; `language_hint` is the messenger's own setting.
    """

    pseudonym: str
    language: str | None = None
    language_chosen: bool = False
    language_hint: str | None = None


@dataclass(frozen=True)
class Message:
    """One message of a person. `id` is ours and unique; `choice` is the id of a pressed button, where the messenger has ids."""

    text: str
    id: str | None = None
    choice: str | None = None


@dataclass(frozen=True)
class Reply:
    """One bubble for the person. `answer_id` names the entry of the catalogue."""

    text: str
    language: str
    buttons: tuple[dict[str, str], ...] = ()
    location: dict[str, Any] | None = None
    image: str | None = None
    audio: str | None = None
    sources: tuple[dict[str, Any], ...] = ()
    answer_id: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what `wegweiser say --json` prints."""
        return {
            "text": self.text,
            "buttons": [dict(button) for button in self.buttons],
            "location": self.location,
            "image": self.image,
            "audio": self.audio,
            "sources": [dict(source) for source in self.sources],
        }


@dataclass(frozen=True)
class LastAnswer:
    """The bubble that the person sees last: its choices, which question it leaves open, and the country it is about."""

    answer_id: str = ""
    buttons: tuple[dict[str, str], ...] = ()
    open_question: str | None = None
    asked_for: str | None = None
    country: str | None = None


@dataclass
class Understood:
    """One message, understood: what Rasa gets as its parse, and the language for the answer."""

    text: str
    intent: str
    confidence: float = 1.0
    entities: list[dict[str, Any]] = field(default_factory=list)
    ranking: list[dict[str, Any]] = field(default_factory=list)
    danger: str | None = None
    language: str = ""

    def as_parse_data(self) -> dict[str, Any]:
        """Return Rasa's form of a parsed message."""
        return {
            "text": self.text,
            "intent": {"name": self.intent, "confidence": self.confidence},
            "entities": self.entities,
            "intent_ranking": self.ranking,
            "danger": self.danger,
        }
