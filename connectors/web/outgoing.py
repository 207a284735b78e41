"""What the page gets to see of a conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.languages import Language
from bot.messages import FILES, LOCATION, Reply
from bot.store.stream import Line

Event = dict[str, Any]
MediaLink = Callable[[str], str]


def event_of(line: Line, languages: dict[str, Language], media_link: MediaLink) -> Event:
    """Return one line of a conversation for the page: what the person sent (`own`), or a `bubble`."""
    if line.direction == "in":
        return _own(line)
    reply = Reply.from_payload(line.payload)
    language = languages.get(reply.language)
    return {
        "type": "bubble",
        "seq": line.seq,
        "author": "counsellor" if line.author.startswith("counsellor") else "program",
        "text": reply.text,
        "language": reply.language,
        "direction": language.direction if language else "auto",
        "buttons": [{"id": button["id"], "title": button["title"]} for button in reply.buttons],
        "location": reply.location,
        "image": media_link(reply.image) if reply.image else None,
        "audio": media_link(reply.audio) if reply.audio else None,
        "file": media_link(reply.file) if reply.file else None,
        "file_name": reply.file_name,
        "asks_place": reply.asks_place,
        "has_sources": bool(reply.sources),
    }


def _own(line: Line) -> Event:
    kind = "place" if line.kind == LOCATION else "file" if line.kind in FILES else "text"
    return {"type": "own", "seq": line.seq, "id": line.message_id, "kind": kind, "text": line.payload.get("text", "")}
