"""An overview map of a part of Germany: where somebody is and where the offices of the answer are, by their numbers there.

A map is never mirrored; only its words follow the direction of the language. The outline of Germany is reduced from the
public-domain data of Natural Earth (1:50m).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import cos, hypot, radians
from pathlib import Path
from typing import Any

from bot.formatting import LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE
from bot.pictures.canvas import ACCENT, INK, LINE, MUTED, PAPER, SECOND, Canvas
from bot.pictures.letters import BOLD, REGULAR, width, wrap
from bot.settings import read_settings

WIDTH, HEIGHT, MARGIN = 800, 700, 40  # the map is as wide as the picture and this high
_ABROAD, _LAND, _BORDER = "#e6edf2", "#fbf9f3", "#9aa8b5"
_TITLE, _LABEL, _NAME, _SMALL = 34, 21, 26, 22
_KM_A_DEGREE = 111.2
_LEAST_KM = 150  # shown from south to north; nearer, nobody knows where in Germany it is
_EDGE = 110  # pixels around what has to be seen
_TOGETHER = 46  # pixels; nearer markers become one
_INSET = 120  # pixels from south to north of the small map of the whole country
_SCALES_KM = (10, 20, 50, 100, 200)

Point = tuple[float, float]  # latitude and longitude in degrees, or pixels from the left and the top
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Frame:
    """The part of the country that is shown: its middle in degrees, and pixels a kilometre."""

    lat: float
    lon: float
    scale: float

    @classmethod
    def around(cls, points: Iterable[Point], wide: float = WIDTH - 2 * _EDGE, high: float = HEIGHT - 2 * _EDGE) -> Frame:
        """Return the frame that shows all points in a field of that size."""
        lats, lons = zip(*points, strict=True)
        lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        km_high = max((max(lats) - min(lats)) * _KM_A_DEGREE, _LEAST_KM)
        km_wide = max((max(lons) - min(lons)) * _KM_A_DEGREE * cos(radians(lat)), _LEAST_KM)
        return cls(lat, lon, min(high / km_high, wide / km_wide))

    def at(self, lat: float, lon: float, middle: Point = (WIDTH / 2, HEIGHT / 2)) -> Point:
        """Return where a point lies, in pixels from the left and the top of the map; `middle` is the frame's own middle."""
        east = (lon - self.lon) * _KM_A_DEGREE * cos(radians(self.lat))
        return middle[0] + east * self.scale, middle[1] - (lat - self.lat) * _KM_A_DEGREE * self.scale

    def shows(self, lat: float, lon: float) -> bool:
        """Whether a point lies on the map, with room for its name."""
        x, y = self.at(lat, lon)
        return 60 < x < WIDTH - 60 and 30 < y < HEIGHT - 40


@lru_cache(maxsize=1)
def outline(path: Path) -> tuple[tuple[Point, ...], ...]:
    """Return the mainland and the large islands, each as its corners (latitude, longitude)."""
    parts: dict[str, list[Point]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            parts.setdefault(row["part"], []).append((float(row["lat"]), float(row["lon"])))
    return tuple(tuple(corners) for corners in parts.values())


def draw_map(picture: Mapping[str, Any], write: Callable[[Any], str], right_to_left: bool) -> Canvas:
    """Draw the map.

    Args:
        picture: `title` and `note` (values); `here`: {`lat`, `lon`, `name` (value)}; `points`: a list of {`lat`, `lon`,
            `number`, `name` (value)}; `towns` for orientation: a list of {`lat`, `lon`, `name` (value)}, those that have no
            room are left out; `scale`: {"20": "20 km" as a value, …} by kilometres.
        write: writes a value in the language of the picture.
        right_to_left: direction of the language.
    """
    room = WIDTH - 2 * MARGIN
    title = wrap(write(picture["title"]), _TITLE, room, BOLD)
    legend = [line for point in picture["points"] for line in _entry(point["number"], write(point["name"]), room)]
    note = wrap(write(picture.get("note") or ""), _SMALL, room)
    top = MARGIN + len(title) * 44 + 8
    height = top + HEIGHT + 24 + len(legend) * 36 + len(note) * 30 + MARGIN
    sheet = _Sheet(Canvas(WIDTH, height, right_to_left), top)
    frame = Frame.around([(p["lat"], p["lon"]) for p in (picture["here"], *picture["points"])])
    sheet.box((0, top, WIDTH, HEIGHT), _ABROAD)
    sheet.country(frame, (WIDTH / 2, top + HEIGHT / 2))
    for box in ((0, 0, WIDTH, top), (0, top + HEIGHT, WIDTH, height - top - HEIGHT)):
        sheet.box(box, PAPER)
    _markers(sheet, frame, picture, write)
    _towns(sheet, frame, picture.get("towns") or (), write)
    _inset(sheet, frame)
    _scale(sheet, frame, {int(km): write(shown) for km, shown in picture["scale"].items()})
    y = _lines(sheet.canvas, MARGIN, title, _TITLE, 44, INK, BOLD)
    y = _lines(sheet.canvas, top + HEIGHT + 24, legend, _NAME, 36, INK)
    _lines(sheet.canvas, y, note, _SMALL, 30, MUTED)
    return sheet.canvas


def _entry(number: int, name: str, room: float) -> list[str]:
    """Return the lines of one office under the map; each keeps the direction that the whole name has."""
    keeps_direction = name.startswith(LEFT_TO_RIGHT_ISOLATE)
    first, *rest = wrap(f"{number}. {name.strip(LEFT_TO_RIGHT_ISOLATE + POP_ISOLATE)}", _NAME, room)
    if not keeps_direction:
        return [first, *rest]
    start = f"{number}. "
    lines = (first.removeprefix(start), *rest)
    kept = [f"{LEFT_TO_RIGHT_ISOLATE}{line}{POP_ISOLATE}" for line in lines]
    return [start + kept[0], *kept[1:]]


def _lines(canvas: Canvas, y: float, lines: Iterable[str], size: float, step: float, colour: str, weight: int = REGULAR) -> float:
    for line in lines:
        canvas.text(MARGIN, y + size, line, size, colour=colour, weight=weight)
        y += step
    return y


@dataclass
class _Sheet:
    """Draws at pixels from the left, whatever the direction of the language, and knows what is taken already."""

    canvas: Canvas
    top: float
    taken: list[Box] = field(default_factory=list)

    def across(self, x: float) -> float:
        return self.canvas.width - x if self.canvas.right_to_left else x

    def box(self, box: Box, colour: str, *, round_by: float = 0, outline: str = "") -> None:
        x, y, wide, high = box
        first = self.across(x + wide) if self.canvas.right_to_left else x
        self.canvas.box(first, y, wide, high, colour, round_by=round_by, outline=outline)

    def circle(self, x: float, y: float, radius: float, colour: str, *, outline: str = "") -> None:
        self.canvas.circle(self.across(x), y, radius, colour, outline=outline)

    def line(self, points: Sequence[Point], colour: str, thickness: float = 2) -> None:
        self.canvas.line([(self.across(x), y) for x, y in points], colour, thickness)

    def label(self, x: float, y: float, text: str, size: float, colour: str, weight: int = REGULAR) -> None:
        """Write a name around `x`, on a light ground so that it can be read on a border."""
        for shift in ((-2, 0), (2, 0), (0, -2), (0, 2)):
            self.canvas.text(self.across(x + shift[0]), y + shift[1], text, size, anchor="middle", colour=PAPER, weight=weight)
        self.canvas.text(self.across(x), y, text, size, anchor="middle", colour=colour, weight=weight)

    def country(self, frame: Frame, middle: Point) -> None:
        for corners in outline(read_settings().data / "places" / "germany_outline.csv"):
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.at(*corner, middle) for corner in corners))
            self.canvas.shapes.append(f'<polygon points="{path}" fill="{_LAND}" stroke="{_BORDER}" stroke-width="2"/>')

    def is_free(self, box: Box) -> bool:
        x, y, wide, high = box
        inside = x >= 4 and x + wide <= WIDTH - 4 and y >= self.top + 4 and y + high <= self.top + HEIGHT - 4
        return inside and not any(
            x < other[0] + other[2] and other[0] < x + wide and y < other[1] + other[3] and other[1] < y + high
            for other in self.taken
        )

    def take(self, box: Box) -> bool:
        """Claim a place; False when something stands there."""
        if not self.is_free(box):
            return False
        self.taken.append(box)
        return True


def _markers(sheet: _Sheet, frame: Frame, picture: Mapping[str, Any], write: Callable[[Any], str]) -> None:
    here_x, here_y = _on(sheet, frame, picture["here"])
    groups: list[tuple[float, float, list[str]]] = []
    for point in picture["points"]:
        x, y = _on(sheet, frame, point)
        near = next((group for group in groups if hypot(group[0] - x, group[1] - y) < _TOGETHER), None)
        if near:
            near[2].append(str(point["number"]))
        else:
            groups.append((x, y, [str(point["number"])]))
    for x, y, numbers in groups:
        text = ", ".join(numbers)
        wide = max(40.0, width(text, _NAME, BOLD) + 24)
        lifted = y - 52 if hypot(here_x - x, here_y - y) < _TOGETHER else y
        if lifted != y:
            sheet.line([(x, y), (x, lifted)], ACCENT, 3)
        box = (x - wide / 2, lifted - 20, wide, 40)
        sheet.box(box, ACCENT, round_by=20, outline=PAPER)
        sheet.canvas.text(sheet.across(x), lifted + 9, text, _NAME, anchor="middle", colour=PAPER, weight=BOLD)
        sheet.taken.append(box)
    sheet.circle(here_x, here_y, 13, SECOND, outline=PAPER)
    sheet.taken.append((here_x - 15, here_y - 15, 30, 30))
    _name(sheet, here_x, here_y, write(picture["here"]["name"]), _NAME, SECOND, BOLD, gap=17, must=True)


def _towns(sheet: _Sheet, frame: Frame, towns: Iterable[Mapping[str, Any]], write: Callable[[Any], str]) -> None:
    for town in towns:
        x, y = _on(sheet, frame, town)
        if frame.shows(town["lat"], town["lon"]) and sheet.is_free((x - 8, y - 8, 16, 16)):
            name = write(town["name"])
            if _name(sheet, x, y, name, _LABEL, MUTED, REGULAR, gap=8):
                sheet.taken.append((x - 8, y - 8, 16, 16))
                sheet.circle(x, y, 5, MUTED)


def _name(
    sheet: _Sheet, x: float, y: float, text: str, size: float, colour: str, weight: int, gap: float, must: bool = False
) -> bool:
    """Write a name below its point, or above it; where there is no room, not at all, unless it `must` be there."""
    wide, high = width(text, size, weight) + 8, size * 1.25
    x = min(max(x, wide / 2 + 6), WIDTH - wide / 2 - 6) if must else x
    places = [(y + gap + size, (x - wide / 2, y + gap, wide, high)), (y - gap - 4, (x - wide / 2, y - gap - high, wide, high))]
    for baseline, box in places:
        if sheet.take(box):
            sheet.label(x, baseline, text, size, colour, weight)
            return True
    if must:
        sheet.taken.append(places[0][1])
        sheet.label(x, places[0][0], text, size, colour, weight)
    return must


def _inset(sheet: _Sheet, frame: Frame) -> None:
    """Draw the whole country small, with what the map shows of it, in a corner that is free."""
    corners = [corner for part in outline(read_settings().data / "places" / "germany_outline.csv") for corner in part]
    whole = Frame.around(corners, _INSET, _INSET)
    half_wide, half_high = _INSET * 0.42, _INSET * 0.55
    left, right = half_wide + 14, WIDTH - half_wide - 14
    above, below = sheet.top + half_high + 14, sheet.top + HEIGHT - half_high - 14
    for middle in ((right, above), (left, above), (right, below), (left, below)):
        if sheet.take((middle[0] - half_wide, middle[1] - half_high, half_wide * 2, half_high * 2)):
            break
    else:
        return
    sheet.box((middle[0] - half_wide, middle[1] - half_high, half_wide * 2, half_high * 2), _ABROAD, outline=LINE)
    sheet.country(whole, middle)
    part = whole.scale / frame.scale
    x, y = whole.at(frame.lat, frame.lon, middle)
    wide, high = min(WIDTH * part, half_wide * 2), min(HEIGHT * part, half_high * 2)
    sheet.box((x - wide / 2, y - high / 2, wide, high), "none", outline=SECOND)


def _scale(sheet: _Sheet, frame: Frame, shown: Mapping[int, str]) -> None:
    km = max((km for km in _SCALES_KM if km * frame.scale <= WIDTH / 4 and km in shown), default=0)
    if not km:
        return
    long = km * frame.scale
    for x in (24.0, WIDTH - 24.0 - long):
        y = sheet.top + HEIGHT - 24
        if sheet.take((x - 4, y - 36, long + 8, 48)):
            sheet.line([(x, y - 8), (x, y), (x + long, y), (x + long, y - 8)], MUTED, 3)
            sheet.label(x + long / 2, y - 12, shown[km], _SMALL, MUTED)
            return


def _on(sheet: _Sheet, frame: Frame, point: Mapping[str, Any]) -> Point:
    x, y = frame.at(point["lat"], point["lon"])
    return x, y + sheet.top
