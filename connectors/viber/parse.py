"""From an event to what is kept of it. Names, numbers and pictures of people are not read at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import Any

from bot.errors import BadUpdateError
from bot.messages import Attachment, Incoming

# What Viber is asked to bring. `message`, `subscribed` and `unsubscribed` come anyway; who has read what is not asked for.
EVENT_TYPES = ("message", "subscribed", "unsubscribed", "conversation_started", "failed")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})?")
_AUDIO = {".m4a": "audio/mp4", ".ogg": "audio/ogg", ".oga": "audio/ogg", ".opus": "audio/ogg", ".mp3": "audio/mpeg",
          ".aac": "audio/aac", ".amr": "audio/amr", ".wav": "audio/x-wav"}  # fmt: skip
_MAX_ADDRESS_CHARS = 256  # ours; Viber's ids have 24


@dataclass(frozen=True)
class Reachability:
    """A person has turned the bot off (`reason`), or on again (None)."""

    address: str
    reason: str | None


@dataclass(frozen=True)
class Undelivered:
    """Viber had taken a message, and the phone refused it."""

    address: str
    message_id: str


@dataclass(frozen=True)
class Opened:
    """Somebody looks at the chat. `context` is what the link to the bot carried; nothing may be sent yet but a welcome."""

    language: str | None
    country: str | None
    context: str
    is_subscribed: bool


Event = Incoming | Reachability | Undelivered | Opened


def read_event(body: Any, choices: Mapping[str, str]) -> Event | None:
    """Read an event; None for those that this bot has nothing to do with, also for unknown ones.

    Args:
        body: the event as JSON gives it.
        choices: buttons of the welcome, title to choice: nobody has "offered" them when the press comes.

    Raises:
        BadUpdateError: it is no event of Viber.
    """
    event = _text(_object(body, "the body"), "event")
    if event == "message":
        return _message(body, choices)
    if event == "subscribed":
        return Reachability(_address(_object(body.get("user"), "user"), "id"), None)
    if event == "unsubscribed":
        return Reachability(_address(body, "user_id"), "unsubscribed")
    if event == "failed":
        return Undelivered(_address(body, "user_id"), _token(body))
    if event == "conversation_started":
        return _opened(body)
    return None


def _message(body: dict[str, Any], choices: Mapping[str, str]) -> Incoming:
    sender, message = _object(body.get("sender"), "sender"), _object(body.get("message"), "message")
    token, kind = _token(body), _text(message, "type")
    common: dict[str, Any] = {"update_id": token, "message_id": token, "address": _address(sender, "id")}
    common["language_hint"] = _language(sender)
    written = message.get("text")
    caption = written if isinstance(written, str) else ""
    if kind == "text":
        text = _text(message, "text")
        if text in choices:
            return Incoming(kind="choice", text=text, choice=choices[text], **common)
        return Incoming(kind="text" if text.strip() else "unsupported", text=text, **common)
    if kind == "location":
        return Incoming(kind="location", place=_place(_object(message.get("location"), "location")), **common)
    if kind in ("contact", "sticker"):
        return Incoming(kind=kind, **common)
    if kind == "url" and isinstance(message.get("media"), str):
        return Incoming(kind="text", text=caption or message["media"], **common)
    if attachment := _attachment(kind, message):
        return Incoming(kind=attachment[0], text=caption, attachment=attachment[1], **common)
    return Incoming(kind="unsupported", text=caption, **common)


def _attachment(kind: str, message: dict[str, Any]) -> tuple[str, Attachment] | None:
    """Return a file with its kind; None where Viber has sent no address of it, which happens."""
    media, size = message.get("media"), message.get("size", message.get("file_size"))
    if not isinstance(media, str) or not media:
        return None
    bytes_long = size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None
    name = message["file_name"] if isinstance(message.get("file_name"), str) else ""
    if kind == "picture":
        mime = _mime(name)
        return "photo", Attachment(media, mime if mime.startswith("image/") else "image/jpeg", bytes_long)
    if kind == "video":
        return "video", Attachment(media, "video/mp4", bytes_long)
    if kind == "file":
        sound = _AUDIO.get(PurePosixPath(name).suffix.lower())  # bots get voice notes as files
        return "voice" if sound else "document", Attachment(media, sound or _mime(name), bytes_long)
    return None


def _mime(name: str) -> str:
    return guess_type(name)[0] or "application/octet-stream"


def _opened(body: dict[str, Any]) -> Opened:
    user, context = _object(body.get("user"), "user"), body.get("context")
    country = user.get("country")
    return Opened(
        _language(user),
        country.upper() if isinstance(country, str) and len(country) == 2 else None,
        context if isinstance(context, str) else "",
        body.get("subscribed") is True,
    )


def _place(location: dict[str, Any]) -> tuple[float, float]:
    found = []
    for name, most in (("lat", 90), ("lon", 180)):
        number = location.get(name)
        # Written so that NaN, which JSON of Python takes, does not pass.
        if not isinstance(number, (int, float)) or isinstance(number, bool) or not abs(number) <= most:
            raise BadUpdateError(f"`{name}` of a location is a number from -{most} to {most}")
        found.append(float(number))
    return found[0], found[1]


def _language(user: dict[str, Any]) -> str | None:
    language = user.get("language")
    return language.lower() if isinstance(language, str) and _LANGUAGE.fullmatch(language) else None


def _token(body: dict[str, Any]) -> str:
    token = body.get("message_token")
    if not isinstance(token, int) or isinstance(token, bool) or not 0 < token < 2**64:
        raise BadUpdateError("`message_token` of an event is a whole number of 64 bits")
    return str(token)


def _address(data: dict[str, Any], name: str) -> str:
    address = _text(data, name)
    if not 0 < len(address) <= _MAX_ADDRESS_CHARS or not address.isascii() or not address.isprintable():
        raise BadUpdateError(f"`{name}` is no id of a person")
    return address


def _text(data: dict[str, Any], name: str) -> str:
    if not isinstance(data.get(name), str):
        raise BadUpdateError(f"`{name}` is a text")
    return str(data[name])


def _object(data: Any, name: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise BadUpdateError(f"{name} is an object")
    return data
