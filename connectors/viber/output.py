"""From a bubble to the messages that Viber takes: texts within its length and size, pictures, places, files, a keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from mimetypes import guess_extension
from typing import Any

from viberbot.api.messages import FileMessage, KeyboardMessage, LocationMessage, PictureMessage, TextMessage
from viberbot.api.messages.data_types.location import Location

from bot.errors import DeliveryError
from bot.messages import Part, Reply
from connectors.splitting import split_text, utf16_length
from connectors.viber.keyboard import api_version, keyboard
from connectors.viber.limits import MAX_CAPTION_UNITS, MAX_PICTURE_BYTES, MAX_TEXT_BYTES, MAX_TEXT_UNITS, PICTURE_MIMES
from connectors.viber.transport import as_json

_SUFFIXES = {"audio/ogg": ".ogg", "audio/mpeg": ".mp3", "audio/mp4": ".m4a", "image/jpeg": ".jpg", "image/png": ".png"}
_QUOTES = len(as_json({"": ""}))  # what JSON puts around a text


@dataclass(frozen=True)
class File:
    """A file that Viber fetches from the gate: `url` is signed and expires, `size` in bytes."""

    url: str
    mime: str
    size: int


def suffix_of(mime: str) -> str:
    """Return the ending by which phones know what a file is."""
    return _SUFFIXES.get(mime) or guess_extension(mime) or ".bin"


def cut(reply: Reply, share_place: str) -> list[Part]:
    """Cut a bubble. The keyboard comes with the last part: phones show that of the last message, or none.

    Args:
        reply: the bubble.
        share_place: title of the button that sends the own location, in the person's language.
    """
    parts: list[Part] = []
    pieces = _pieces(_with_address(reply))
    if reply.image:
        caption = pieces.pop(0) if pieces and utf16_length(pieces[0]) <= MAX_CAPTION_UNITS else ""
        parts.append(Part("photo", {"media": reply.image, "caption": caption}))
    parts += [Part("text", {"text": piece}) for piece in pieces]
    if reply.location:
        parts.append(Part("pin", {name: reply.location[name] for name in ("latitude", "longitude")}))
    if reply.audio:
        parts.append(Part("file", {"media": reply.audio}))
    if reply.file:
        parts.append(Part("file", {"media": reply.file, "name": reply.file_name}))
    made = keyboard(reply.buttons, share_place if reply.asks_place else "")
    if made and parts:
        parts[-1] = Part(parts[-1].kind, {**parts[-1].content, "keyboard": made})
    elif made:
        parts.append(Part("keyboard", {"keyboard": made}))
    return parts or [Part("text", {"text": "…"})]


def as_message(part: Part, file: File | None = None) -> dict[str, Any]:
    """Return a part as Viber's message, without receiver and sender.

    Args:
        part: one of `cut`.
        file: the file of a photo or file.

    Raises:
        DeliveryError: there is no such part.
    """
    content, made = part.content, part.content.get("keyboard")
    common = {"keyboard": made, "min_api_version": api_version(made)}
    if part.kind == "text":
        message = TextMessage(text=content["text"], **common)
    elif part.kind == "pin":
        message = LocationMessage(location=Location(content["latitude"], content["longitude"]), **common)
    elif part.kind == "keyboard":
        message = KeyboardMessage(**common)
    elif part.kind == "photo" and file:
        message = _picture(content["caption"], file, common)
    elif part.kind == "file" and file:
        message = FileMessage(
            media=file.url, size=file.size, file_name=content.get("name") or f"file{suffix_of(file.mime)}", **common
        )
    else:
        raise DeliveryError("unknown_part")
    return {name: value for name, value in message.to_dict().items() if value is not None}


def _picture(caption: str, file: File, common: dict[str, Any]) -> Any:
    """Return a picture; one that Viber does not take as such goes out as a link under its caption."""
    if file.mime in PICTURE_MIMES and file.size <= MAX_PICTURE_BYTES:
        return PictureMessage(text=caption, media=file.url, **common)
    return TextMessage(text=f"{caption}\n{file.url}".strip(), **common)


def _with_address(reply: Reply) -> str:
    """Return the text, and below it where the pin is: Viber's pins have no words."""
    place = reply.location or {}
    lines = [line for line in (place.get("title"), place.get("address")) if line and line not in reply.text]
    pin = "📍 " + "\n".join(lines) if lines else ""
    return "\n\n".join(filter(None, (reply.text, pin)))


def _pieces(text: str) -> list[str]:
    return [
        piece for long in split_text(text, MAX_TEXT_UNITS, utf16_length) for piece in split_text(long, MAX_TEXT_BYTES, _bytes)
    ]


def _bytes(text: str) -> int:
    return len(as_json({"": text})) - _QUOTES
