"""A bar chart: one bar a figure, each under its own name, so that names of any length and script fit a phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from bot import values
from bot.pictures.canvas import ACCENT, ACCENT_LIGHT, INK, LINE, MUTED, SECOND, Canvas
from bot.pictures.letters import BOLD, width, wrap

WIDTH, MARGIN = 800, 40
_NAME, _TITLE, _SMALL = 26, 34, 21
_BAR, _ROW, _GAP = 34, 42, 20  # height of a bar, of a bar with the space to the next of its name, before the next name
_COLOURS = {"": (ACCENT, ACCENT_LIGHT), "second": (SECOND, "#f0dcc8")}
_STEPS = (1, 2, 5)  # that the marks of an axis go by, times a power of ten
_MAX_MARKS = 4


def draw_bars(picture: Mapping[str, Any], write: Callable[[Any], str], right_to_left: bool) -> Canvas:
    """Draw bars from low to high over an axis.

    Args:
        picture: `title` and `note` (values), and `bars`: a list of {`name`, `shown` (values), `low`, `high` (numbers of one
            unit), `tone`: "" or "second"}. Where `low` is less than `high`, what lies between is drawn lighter. A bar
            without `name` belongs to the one before it. `currency`, EUR when missing, is what the axis counts.
        write: writes a value in the language of the picture.
        right_to_left: direction of the language.
    """
    room = WIDTH - 2 * MARGIN
    title = wrap(write(picture["title"]), _TITLE, room, BOLD)
    note = [line for part in write(picture.get("note") or "").split("\n") for line in wrap(part, _SMALL, room)]
    bars = [(wrap(write(bar.get("name") or ""), _NAME, room), write(bar["shown"]), bar) for bar in picture["bars"]]
    heights = [len(name) * 34 + (_GAP if name else 0) + _ROW for name, _, _ in bars]
    top = MARGIN + len(title) * 44
    canvas = Canvas(WIDTH, top + sum(heights) + 50 + len(note) * 28 + MARGIN // 2, right_to_left)
    for line, text in enumerate(title):
        canvas.text(MARGIN, MARGIN + 34 + line * 44, text, _TITLE, weight=BOLD)
    most = max((float(bar["high"]) for _, _, bar in bars), default=0.0) or 1.0
    scale = _scale(bars, room, most)
    bottom = float(top + sum(heights) + 8)
    _axis(canvas, (top + 14, bottom), most, scale, lambda mark: write(values.money(mark, picture.get("currency", "EUR"))))
    y = float(top)
    for name, shown, bar in bars:
        y += _GAP if name else 0
        for text in name:
            _on_paper(canvas, y + 25, text, _NAME)
            y += 34
        _bar(canvas, y, bar, shown, scale)
        y += _ROW
    for line, text in enumerate(note):
        canvas.text(MARGIN, bottom + 60 + line * 28, text, _SMALL, colour=MUTED)
    return canvas


def _scale(bars: list[tuple[list[str], str, Mapping[str, Any]]], room: float, most: float) -> float:
    """Return pixels a unit, so that each figure fits behind its own bar."""
    rooms = [(room - width(shown, _NAME, BOLD) - 16) / float(bar["high"]) for _, shown, bar in bars if float(bar["high"]) > 0]
    return max(min([room / most, *rooms]), room * 0.2 / most)


def _axis(canvas: Canvas, ends: tuple[float, float], most: float, scale: float, write: Callable[[Decimal], str]) -> None:
    """Draw a line at each round amount, with the amount under it; marks whose amounts would touch are left out."""
    top, bottom = ends
    step = _step(most)
    last = -1.0
    for number in range(int(Decimal(str(most)) / step) + 1):
        x = MARGIN + float(step * number) * scale
        written = write(step * number)
        half = width(written, _SMALL) / 2
        canvas.line([(x, top), (x, bottom)], LINE, 2 if number else 3)
        if x - half > last and x + half < canvas.width:
            canvas.text(max(x, MARGIN + half if not number else x), bottom + 24, written, _SMALL, anchor="middle", colour=MUTED)
            last = x + half + 10


def _step(most: float) -> Decimal:
    power = Decimal(10) ** (Decimal(str(most)).adjusted() - 1)
    steps = [factor * power * tens for tens in (1, 10) for factor in _STEPS]
    return next((step for step in steps if Decimal(str(most)) / step <= _MAX_MARKS), steps[-1] * 2)


def _on_paper(canvas: Canvas, y: float, text: str, size: float) -> None:
    """Write a name over the lines of the axis without being crossed by them."""
    canvas.box(MARGIN - 2, y - size, width(text, size) + 8, size + 8, "#ffffff")
    canvas.text(MARGIN, y, text, size, colour=INK)


def _bar(canvas: Canvas, y: float, bar: Mapping[str, Any], shown: str, scale: float) -> None:
    """Draw one bar; a range is light, and dark up to where it begins."""
    dark, light = _COLOURS[bar.get("tone", "")]
    low, high = float(bar["low"]) * scale, float(bar["high"]) * scale
    canvas.box(MARGIN, y, max(high, 3), _BAR, light, round_by=4)
    canvas.box(MARGIN, y, max(low, 3), _BAR, dark, round_by=4)
    start = MARGIN + max(high, 3) + 12
    canvas.box(start - 4, y + 2, width(shown, _NAME, BOLD) + 8, _BAR - 4, "#ffffff")
    canvas.text(start, y + 26, shown, _NAME, weight=BOLD)
