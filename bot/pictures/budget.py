"""How long money lasts: a strip of months, dark as far as it surely lasts and light as far as it can, above bars of the costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.pictures.bars import MARGIN, WIDTH, draw_bars
from bot.pictures.canvas import ACCENT, ACCENT_LIGHT, INK, LINE, MUTED, Canvas
from bot.pictures.letters import BOLD, wrap

_TITLE, _SHOWN, _SMALL = 28, 36, 20
_BOX, _GAP = 48, 6


def draw_budget(picture: Mapping[str, Any], write: Callable[[Any], str], right_to_left: bool) -> Canvas:
    """Draw the months and the costs.

    Args:
        picture: `title` (a value), `months`: `low`, `high` (None: no end is told), `longest` (numbers) and `shown` (a value),
            `costs`: what `draw_bars` draws.
        write: writes a value in the language of the picture.
        right_to_left: direction of the language.
    """
    room = WIDTH - 2 * MARGIN
    months = picture["months"]
    title = wrap(write(picture["title"]), _TITLE, room)
    shown = wrap(write(months["shown"]), _SHOWN, room, BOLD)
    strip = MARGIN + len(title) * 40 + len(shown) * 46 + 20
    top = strip + _BOX + 50
    below = draw_bars(picture["costs"], write, right_to_left)
    canvas = Canvas(WIDTH, top + below.height, right_to_left)
    y = float(MARGIN)
    for line in title:
        y += 30
        canvas.text(MARGIN, y, line, _TITLE, colour=INK)
        y += 10
    for line in shown:
        y += 36
        canvas.text(MARGIN, y, line, _SHOWN, weight=BOLD)
        y += 10
    _months(canvas, strip, months)
    canvas.shapes += [f'<g transform="translate(0 {top})">', *below.shapes, "</g>"]
    return canvas


def _months(canvas: Canvas, y: float, months: Mapping[str, Any]) -> None:
    longest = int(months["longest"])
    low, high = int(months["low"]), int(months["high"] if months["high"] is not None else longest)
    width = (WIDTH - 2 * MARGIN - (longest - 1) * _GAP) / longest
    for month in range(1, longest + 1):
        x = MARGIN + (month - 1) * (width + _GAP)
        is_sure, is_possible = month <= low, month <= high
        colour = ACCENT if is_sure else ACCENT_LIGHT if is_possible else "#ffffff"
        canvas.box(x, y, width, _BOX, colour, round_by=6, outline="" if is_possible else LINE)
        label = f"{month}+" if month == longest and months["high"] is None else str(month)
        canvas.text(x + width / 2, y + _BOX + 28, label, _SMALL, anchor="middle", colour=MUTED)
