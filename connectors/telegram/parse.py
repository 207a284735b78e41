"""From an update to what is kept of it. Names, numbers and pictures of people are not read at all.

Only the fields that are needed are looked at, so that an update with something new or something missing elsewhere is still
read: the library's own classes refuse it whole, and a refused update would come again for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import BadUpdateError
from bot.messages import Attachment, Incoming

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_BLOCKED = ("kicked", "left")
_FILES = {  # field of a message -> our kind, type where Telegram names none
    "voice": ("voice", "audio/ogg"),
    "audio": ("audio", "audio/mpeg"),
    "video": ("video", "video/mp4"),
    "video_note": ("video", "video/mp4"),
    "animation": ("video", "video/mp4"),  # stands before `document`, which repeats it
    "document": ("document", "application/octet-stream"),
}
_OTHER_CONTENT = ("poll", "dice", "game", "story", "invoice", "paid_media", "checklist", "giveaway", "web_app_data")


@dataclass(frozen=True)
class Reachability:
    """A person has blocked the bot (`reason`), or unblocked it (None)."""

    address: str
    reason: str | None


def read_update(body: Any, languages: Collection[str]) -> Incoming | Reachability | None:
    """Read an update; None for what this bot has nothing to do with: groups, channels, other bots, notices of Telegram.

    Args:
        body: the update as JSON gives it.
        languages: codes that may stand behind `/start` in a link to the bot.

    Raises:
        BadUpdateError: it is no update of Telegram.
    """
    update = _object(body, "an update")
    if not _is_whole(update.get("update_id")):
        raise BadUpdateError("an update has a whole number `update_id`")
    if "my_chat_member" in update:
        return _membership(_object(update["my_chat_member"], "my_chat_member"))
    if "callback_query" in update:
        return _press(str(update["update_id"]), _object(update["callback_query"], "callback_query"))
    for field in ("message", "edited_message"):
        if field in update:
            message = _object(update[field], field)
            return _message(str(update["update_id"]), message, field == "edited_message", languages)
    return None


def _membership(member: Mapping[str, Any]) -> Reachability | None:
    address = _private_chat(member)
    status = _object(member.get("new_chat_member"), "new_chat_member").get("status")
    return Reachability(address, "blocked" if status in _BLOCKED else None) if address else None


def _press(number: str, query: Mapping[str, Any]) -> Incoming | None:
    sender = _object(query.get("from"), "callback_query.from")
    choice = query.get("data")
    if not isinstance(choice, str) or sender.get("is_bot"):
        return None
    message = query.get("message")
    address = _private_chat(_object(message, "message")) if message else str(sender.get("id"))
    if address is None:
        return None
    if choice.startswith("#"):  # see output.py: a choice whose id is too long
        return Incoming(number, address, "text", text=choice[1:], language_hint=_hint(query))
    return Incoming(number, address, "choice", choice=choice, language_hint=_hint(query))


def _message(number: str, message: Mapping[str, Any], is_edit: bool, languages: Collection[str]) -> Incoming | None:
    address = _private_chat(message)
    if address is None or _object(message.get("from") or {}, "from").get("is_bot"):
        return None
    common: dict[str, Any] = {
        "update_id": number,
        "address": address,
        "message_id": str(message["message_id"]) if _is_whole(message.get("message_id")) else None,
        "language_hint": _hint(message),
        "is_edit": is_edit,
    }
    if isinstance(text := message.get("text"), str):
        text, language = _command(text, languages)
        return Incoming(kind="text", text=text, language=language, **common)
    caption = message.get("caption")
    text = caption if isinstance(caption, str) else ""
    if is_edit and not text:
        return None  # a live location moves on
    if place := _place(message):
        return Incoming(kind="location", place=place, **common)
    if attachment := _attachment(message):
        return Incoming(kind=attachment[0], text=text, attachment=attachment[1], **common)
    for field in ("sticker", "contact"):
        if field in message:
            return Incoming(kind=field, **common)
    if any(field in message for field in _OTHER_CONTENT):
        return Incoming(kind="unsupported", text=text, **common)
    return None  # a notice of Telegram: something was pinned, a timer was set


def _place(message: Mapping[str, Any]) -> tuple[float, float] | None:
    venue = message.get("venue")
    location = _object(venue, "venue").get("location") if venue else message.get("location")
    if location is None:
        return None
    latitude, longitude = (_object(location, "location").get(name) for name in ("latitude", "longitude"))
    if not _is_degree(latitude, 90) or not _is_degree(longitude, 180):
        raise BadUpdateError("a location has `latitude` and `longitude` in degrees")
    return float(latitude), float(longitude)  # type: ignore[arg-type]


def _attachment(message: Mapping[str, Any]) -> tuple[str, Attachment] | None:
    if photos := message.get("photo"):
        largest = photos[-1] if isinstance(photos, list) else None  # Telegram orders them by size
        return "photo", _file(_object(largest, "photo"), "image/jpeg")
    for field, (kind, mime) in _FILES.items():
        if field in message:
            return kind, _file(_object(message[field], field), mime)
    return None


def _file(file: Mapping[str, Any], mime: str) -> Attachment:
    reference, given, size, seconds = (file.get(name) for name in ("file_id", "mime_type", "file_size", "duration"))
    if not isinstance(reference, str):
        raise BadUpdateError("a file has a `file_id`")
    return Attachment(
        reference,
        given if isinstance(given, str) else mime,
        size if _is_whole(size) else None,
        seconds if _is_whole(seconds) else None,
    )


def _command(text: str, languages: Collection[str]) -> tuple[str, str | None]:
    """Return a command without the bot's name, and the language that the link behind `/start` names."""
    if not text.startswith("/"):
        return text, None
    name, _, rest = text.partition(" ")
    name = name.split("@")[0]
    if name == "/start":
        language = rest.strip().lower()
        return name, language if language in languages else None
    return f"{name} {rest}".strip(), None


def _private_chat(message: Mapping[str, Any]) -> str | None:
    """Return the number of a chat with one person; None for a group or channel."""
    chat = _object(message.get("chat"), "chat")
    if not _is_whole(chat.get("id")):
        raise BadUpdateError("a chat has a whole number `id`")
    return str(chat["id"]) if chat.get("type") == "private" else None


def _hint(message: Mapping[str, Any]) -> str | None:
    code = _object(message.get("from") or {}, "from").get("language_code")
    return code.lower()[:16] if isinstance(code, str) and code else None


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BadUpdateError(f"{name} is an object")
    return value


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_degree(value: Any, limit: int) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= limit
