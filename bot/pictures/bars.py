"""A bar chart: one bar a figure, each under its own name, so that names of any length and script fit a phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.pictures.canvas import ACCENT, ACCENT_LIGHT, INK, LINE, MUTED, SECOND, Canvas
from bot.pictures.letters import BOLD, width, wrap

WIDTH, MARGIN = 800, 40
_NAME, _TITLE, _SMALL = 27, 34, 22
_BAR = 34
_COLOURS = {"": (ACCENT, ACCENT_LIGHT), "second": (SECOND, "#f0dcc8")}


def draw_bars(picture: Mapping[str, Any], write: Callable[[Any], str], right_to_left: bool) -> Canvas:
    """Draw bars from low to high.

    Args:
        picture: `title` and `note` (values), and `bars`: a list of {`name`, `shown` (values), `low`, `high` (numbers of one
            unit), `tone`: "" or "second"}. Where `low` is less than `high`, what lies between is drawn lighter.
        write: writes a value in the language of the picture.
        right_to_left: direction of the language.
    """
    room = WIDTH - 2 * MARGIN
    title = wrap(write(picture["title"]), _TITLE, room, BOLD)
    note = wrap(write(picture.get("note") or ""), _SMALL, room)
    bars = [(wrap(write(bar["name"]), _NAME, room), write(bar["shown"]), bar) for bar in picture["bars"]]
    heights = [len(name) * 36 + _BAR + 30 for name, _, _ in bars]
    canvas = Canvas(WIDTH, MARGIN + len(title) * 44 + 16 + sum(heights) + len(note) * 30 + MARGIN, right_to_left)
    y = float(MARGIN)
    for line in title:
        y += 36
        canvas.text(MARGIN, y, line, _TITLE, weight=BOLD)
        y += 8
    y += 16
    most = max((float(bar["high"]) for _, _, bar in bars), default=0.0) or 1.0
    shown_room = max((width(shown, _NAME, BOLD) for _, shown, _ in bars), default=0.0) + 16
    scale = max(room - shown_room, 80) / most
    for name, shown, bar in bars:
        for line in name:
            y += 28
            canvas.text(MARGIN, y, line, _NAME, colour=INK)
            y += 8
        y = _bar(canvas, y, bar, shown, scale)
    canvas.line([(MARGIN, y - 6), (WIDTH - MARGIN, y - 6)], LINE)
    for line in note:
        y += 24
        canvas.text(MARGIN, y, line, _SMALL, colour=MUTED)
        y += 6
    return canvas


def _bar(canvas: Canvas, y: float, bar: Mapping[str, Any], shown: str, scale: float) -> float:
    dark, light = _COLOURS[bar.get("tone", "")]
    low, high = float(bar["low"]) * scale, float(bar["high"]) * scale
    canvas.box(MARGIN, y, max(high, 3), _BAR, light, round_by=4)
    canvas.box(MARGIN, y, max(low, 3), _BAR, dark, round_by=4)
    canvas.text(MARGIN + max(high, 3) + 12, y + 26, shown, _NAME, weight=BOLD)
    return y + _BAR + 30
