"""What comes in and what goes out, whatever the messenger. Connectors make the one and take the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.catalogue import Rendered

MAX_ANSWER_CHARS = 900  # a phone screen
MAX_BUTTONS = 4  # under an answer: what a phone screen bears

TEXT, CHOICE, LOCATION = "text", "choice", "location"
FILES = ("photo", "voice", "audio", "video", "document")  # kept for a counsellor
KINDS = (TEXT, CHOICE, LOCATION, *FILES, "sticker", "contact", "unsupported")


@dataclass(frozen=True)
class Attachment:
    """A file that a person sent: `reference` is how the messenger gives it out, `size` in bytes where it is known."""

    reference: str
    mime: str
    size: int | None = None
    seconds: int | None = None


@dataclass(frozen=True)
class Incoming:
    """One message of a person, as a connector read it.

    `update_id` is the messenger's and unique for a bot; `address` is where an answer goes; `message_id` names the bubble.
    `is_edit` says that the text replaces that of an earlier bubble with the same `message_id`. `place` is (latitude,
    longitude) in degrees. Names, numbers and pictures of the person are not here: nobody needs them.
    """

    update_id: str
    address: str
    kind: str
    text: str = ""
    choice: str | None = None
    place: tuple[float, float] | None = None
    attachment: Attachment | None = None
    message_id: str | None = None
    language_hint: str | None = None
    language: str | None = None
    is_edit: bool = False

    def payload(self) -> dict[str, Any]:
        """Return what is kept of it, encrypted."""
        kept: dict[str, Any] = {"text": self.text}
        if self.choice is not None:
            kept["choice"] = self.choice
        if self.place is not None:
            kept["place"] = list(self.place)
        if self.attachment is not None:
            kept["attachment"] = vars(self.attachment)
        return kept


@dataclass(frozen=True)
class Reply:
    """One bubble for a person, before a messenger's limits cut it.

    `answer_id` names the entry of the catalogue; `buttons` are {"id", "title"}; `location` is {"latitude", "longitude",
    "title", "address"}; `image` and `audio` are paths of files, once stored ids of the table `media`; `file` is such an id of
    any other file, `file_name` what it is called. `asks_place` says that a place in Germany is wanted next: a messenger may
    offer to send the own location.
    """

    text: str
    language: str
    buttons: tuple[dict[str, str], ...] = ()
    location: dict[str, Any] | None = None
    image: str | None = None
    audio: str | None = None
    sources: tuple[dict[str, Any], ...] = ()
    answer_id: str = ""
    asks_place: bool = False
    file: str | None = None
    file_name: str = ""

    @classmethod
    def of(cls, rendered: Rendered, language: str, answer_id: str) -> Reply:
        """Return an answer of the catalogue, as it is written, as a bubble."""
        buttons = tuple({"id": button.id, "title": button.title} for button in rendered.buttons)
        sources = tuple(vars(source) for source in rendered.sources)
        return cls(rendered.text, language, buttons, sources=sources, answer_id=answer_id)

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> Reply:
        """Read what `payload` wrote."""
        return cls(**{**payload, "buttons": tuple(payload["buttons"]), "sources": tuple(payload["sources"])})

    def payload(self) -> dict[str, Any]:
        """Return what is kept of it, encrypted."""
        return dict(vars(self))

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
class Part:
    """One call to a messenger: a bubble may need several. `kind` and `content` are the connector's own."""

    kind: str
    content: dict[str, Any] = field(default_factory=dict)
