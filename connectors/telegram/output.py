"""From a bubble to the calls that Telegram takes: texts within its length, buttons, places, pictures, sounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.messages import Part, Reply
from connectors.splitting import split_text, utf16_length
from connectors.telegram.limits import MAX_BUTTONS, MAX_CALLBACK_BYTES, MAX_CAPTION_UNITS, MAX_TEXT_UNITS

_SHORT_TITLE = 14  # two such buttons fit side by side on a small phone


def cut(reply: Reply, share_place: str) -> list[Part]:
    """Cut a bubble.

    Args:
        reply: the bubble.
        share_place: title of the button that sends the own location, in the person's language.
    """
    parts: list[Part] = []
    pieces = split_text(reply.text, MAX_TEXT_UNITS, utf16_length)
    if reply.image:
        caption = pieces.pop(0) if pieces and utf16_length(pieces[0]) <= MAX_CAPTION_UNITS else ""
        parts.append(Part("photo", {"media": reply.image, "caption": caption}))
    parts += [Part("text", {"text": piece}) for piece in pieces]
    if reply.location:
        parts.append(Part("venue", dict(reply.location)))
    if reply.audio:
        parts.append(Part("voice", {"media": reply.audio}))
    if reply.file:
        parts.append(Part("document", {"media": reply.file, "name": reply.file_name}))
    markup = place_keyboard(reply.buttons, share_place) if reply.asks_place else inline_keyboard(reply.buttons)
    if markup:
        last = max((n for n, part in enumerate(parts) if part.kind in ("text", "photo")), default=None)
        if last is None:
            parts.append(Part("text", {"text": "👇", "markup": markup}))
        else:
            parts[last] = Part(parts[last].kind, {**parts[last].content, "markup": markup})
    return parts or [Part("text", {"text": "…"})]


def inline_keyboard(buttons: Sequence[dict[str, str]]) -> dict[str, Any] | None:
    """Return Telegram's keyboard under a bubble; None without buttons. Two short ones stand side by side."""
    made = [
        {"text": button["title"], "callback_data": _callback(button["id"], number)}
        for number, button in enumerate(buttons[:MAX_BUTTONS], start=1)
    ]
    return {"inline_keyboard": _rows(made)} if made else None


def place_keyboard(buttons: Sequence[dict[str, str]], share_place: str) -> dict[str, Any]:
    """Return the keyboard in place of the letters, with the button that only it can have; the others are known by title."""
    first: list[list[dict[str, Any]]] = [[{"text": share_place, "request_location": True}]]
    others: list[list[dict[str, Any]]] = _rows([{"text": button["title"]} for button in buttons[: MAX_BUTTONS - 1]])
    return {"keyboard": first + others, "resize_keyboard": True, "one_time_keyboard": True}


def _callback(choice: str, number: int) -> str:
    """Return the id of a choice, or its number where the id is too long: a number means the last bubble's button."""
    return choice if len(choice.encode()) <= MAX_CALLBACK_BYTES else f"#{number}"


def _rows(buttons: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = []
    for button in buttons:
        is_short = len(button["text"]) <= _SHORT_TITLE
        if rows and is_short and len(rows[-1]) == 1 and len(rows[-1][0]["text"]) <= _SHORT_TITLE:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows
