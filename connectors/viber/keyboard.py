"""Viber's keyboard: it stands in place of the letters, and a press writes the button's words as the person's own message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from connectors.splitting import split_text
from connectors.viber.limits import (
    COLUMNS,
    LOCATION_PICKER_API_VERSION,
    MAX_BUTTON_TEXT_CHARS,
    MAX_KEYBOARD_BYTES,
    MAX_KEYBOARD_ROWS,
)
from connectors.viber.transport import as_json

Keyboard = dict[str, Any]

_SHORT_TITLE = 14  # two such buttons fit side by side on a small phone
_CUT_TITLE = 30  # where whole titles would make the body too large
_NO_TAGS = str.maketrans("<>", "‹›")  # Viber reads HTML in a button's Text


def keyboard(buttons: Sequence[dict[str, str]], share_place: str = "") -> Keyboard | None:
    """Return the keyboard with some choices; None without any.

    Short titles stand side by side. Where there are too many for the rows, two or three of any length do; what even then
    has no room, from the 37th on, can be typed.

    Args:
        buttons: {"id", "title"} each. A press is known by its title; by its number where the title is too long to be sent.
        share_place: title of the button that sends the own location; none when empty.
    """
    if not buttons and not share_place:
        return None
    first = [_button(share_place, COLUMNS, "location-picker")] if share_place else []
    rows = MAX_KEYBOARD_ROWS - len(first)
    widths = _widths([button["title"] for button in buttons], rows)
    made = _keyboard(first, buttons, widths, MAX_BUTTON_TEXT_CHARS)
    return made if len(as_json(made)) <= MAX_KEYBOARD_BYTES else _keyboard(first, buttons, widths, _CUT_TITLE)


def without_place(made: Keyboard) -> Keyboard | None:
    """Return a keyboard without the button that sends the location: the phone's Viber is too old for it."""
    left = [button for button in made["Buttons"] if button["ActionType"] != "location-picker"]
    return {**made, "Buttons": left} if left else None


def api_version(made: Keyboard | None) -> int:
    """Return which version of Viber a phone needs for a keyboard."""
    needs_picker = made is not None and any(button["ActionType"] == "location-picker" for button in made["Buttons"])
    return LOCATION_PICKER_API_VERSION if needs_picker else 1


def _keyboard(first: list[Keyboard], buttons: Sequence[dict[str, str]], widths: list[int], max_chars: int) -> Keyboard:
    others = [
        _button(button["title"], width, "reply", max_chars, number)
        for number, (button, width) in enumerate(zip(buttons, widths), start=1)
    ]
    # The input field is "regular", so people can also write; this is the default, and naming it needs api version 4.
    return {"Type": "keyboard", "DefaultHeight": False, "Buttons": first + others}


def _button(title: str, width: int, action: str, max_chars: int = MAX_BUTTON_TEXT_CHARS, number: int = 0) -> Keyboard:
    shown, body = title, title
    if len(title) > max_chars:
        shown, body = split_text(title, max_chars - 1)[0] + "…", str(number) if number else action
    text = {"Text": shown.translate(_NO_TAGS), "TextSize": "regular"}
    return {"Columns": width, "Rows": 1, "ActionType": action, "ActionBody": body, **text}


def _widths(titles: Sequence[str], rows: int) -> list[int]:
    """Return how wide each button is that has room."""
    widths: list[int] = []
    left = [len(title) <= _SHORT_TITLE for title in titles]
    while left:
        pair = len(left) > 1 and left[0] and left[1]
        widths += [COLUMNS // 2] * 2 if pair else [COLUMNS]
        left = left[2:] if pair else left[1:]
    if sum(widths) <= rows * COLUMNS:
        return widths
    in_a_row = 2 if len(titles) <= 2 * rows else 3
    return [COLUMNS // in_a_row] * min(len(titles), in_a_row * rows)
