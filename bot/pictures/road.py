"""The road of a return: its stations one under the other on a winding road, those behind the person ticked off."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from bot.pictures.canvas import ACCENT, ACCENT_LIGHT, GOOD, INK, LINE, MUTED, PAPER, Canvas
from bot.pictures.letters import BOLD, REGULAR, wrap

WIDTH, MARGIN = 800, 40
_TITLE, _NAME, _NUMBER, _SMALL = 34, 30, 28, 22
_STEP, _RADIUS, _ROAD = 104, 32, 26
_MIDDLE, _SWING = 130, 55  # where the road runs, and how far it winds to each side
_PIECES = 24  # straight pieces from one station to the next


def draw_road(picture: Mapping[str, Any], write: Callable[[Any], str], right_to_left: bool) -> Canvas:
    """Draw the road from its first station down to its last.

    Args:
        picture: `title` and `note` (values), and `stations`: a list of {`name` (a value), `state`: done, present or open}.
        write: writes a value in the language of the picture.
        right_to_left: direction of the language.
    """
    room = WIDTH - 2 * MARGIN
    title = wrap(write(picture["title"]), _TITLE, room, BOLD)
    note = wrap(write(picture.get("note") or ""), _SMALL, room)
    stations = picture["stations"]
    top = MARGIN + len(title) * 44 + 28 + _RADIUS
    height = top + _STEP * (len(stations) - 1) + _RADIUS + 30 + len(note) * 30 + MARGIN - 10
    canvas = Canvas(WIDTH, height, right_to_left)
    y = float(MARGIN)
    for line in title:
        y += 36
        canvas.text(MARGIN, y, line, _TITLE, weight=BOLD)
        y += 8
    walked = next((n for n, station in enumerate(stations) if station["state"] != "done"), len(stations))
    _draw_way(canvas, top, 0, len(stations) - 1, LINE)
    _draw_way(canvas, top, 0, min(walked, len(stations) - 1), ACCENT_LIGHT)
    for number, station in enumerate(stations):
        _draw_station(canvas, top + number * _STEP, number, station["state"], write(station["name"]))
    y = height - MARGIN + 10 - len(note) * 30
    for line in note:
        y += 24
        canvas.text(MARGIN, y, line, _SMALL, colour=MUTED)
        y += 6
    return canvas


def _across(place: float) -> float:
    """Return how far from the side the road runs at a place, counted in stations."""
    return _MIDDLE - _SWING * math.cos(math.pi * place)


def _draw_way(canvas: Canvas, top: float, first: int, last: int, colour: str) -> None:
    places = [first + n / _PIECES for n in range((last - first) * _PIECES + 1)]
    if len(places) > 1:
        canvas.line([(_across(place), top + place * _STEP) for place in places], colour, _ROAD)


def _draw_station(canvas: Canvas, y: float, number: int, state: str, name: str) -> None:
    x = _across(number)
    colour = {"done": GOOD, "present": ACCENT}.get(state, PAPER)
    if state == "present":
        canvas.circle(x, y, _RADIUS + 9, PAPER, outline=ACCENT)
    canvas.circle(x, y, _RADIUS, colour, outline=MUTED if state == "open" else colour)
    if state == "done":
        tick = [(-13.0, 1.0), (-4.0, 11.0), (14.0, -11.0)]
        turned = [(-right, down) for right, down in tick] if canvas.right_to_left else tick  # a tick is the same everywhere
        canvas.line([(x + right, y + down) for right, down in turned], PAPER, 7)
    else:
        ink = PAPER if state == "present" else MUTED
        canvas.text(x, y + 10, str(number + 1), _NUMBER, anchor="middle", colour=ink, weight=BOLD)
    left = _MIDDLE + _SWING + _RADIUS + 30
    weight = BOLD if state == "present" else REGULAR
    lines = wrap(name, _NAME, WIDTH - MARGIN - left, weight)
    height = y + 10 - (len(lines) - 1) * 18
    for line in lines:
        canvas.text(left, height, line, _NAME, colour=MUTED if state == "done" else INK, weight=weight)
        height += 36
