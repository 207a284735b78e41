"""The overview map: true to the compass in every language, with everything that the answer names."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from bot import values
from bot.pictures import draw
from bot.pictures.canvas import ACCENT
from bot.pictures.map import HEIGHT, WIDTH, Frame, draw_map, outline
from bot.settings import read_settings

HERE = {"lat": 52.14, "lon": 14.63, "name": values.latin("Eisenhüttenstadt")}
PICTURE: dict[str, Any] = {
    "kind": "map",
    "title": values.answer("map_title", place=values.latin("Eisenhüttenstadt")),
    "note": values.answer("map_note"),
    "here": HERE,
    "points": [
        {"lat": 52.16, "lon": 14.55, "number": 1, "name": values.latin("ZABH (Erstaufnahme)")},
        {"lat": 52.51, "lon": 13.38, "number": 2, "name": values.latin("Berlin")},
    ],
    "towns": [{"lat": 51.75, "lon": 14.33, "name": values.latin("Cottbus")}],
    "scale": {"50": values.distance(50)},
}


def coloured(path: Any, match: Any) -> list[tuple[int, int]]:
    image = Image.open(path).convert("RGB")
    return [(x, y) for y in range(100, 780, 4) for x in range(0, image.width, 4) if match(*image.getpixel((x, y)))]


def is_land(red: int, green: int, blue: int) -> bool:
    return (red, green, blue) == (0xFB, 0xF9, 0xF3)


@pytest.mark.parametrize("language", ["de", "ar", "ru", "ur", "ckb"])
def test_a_map_is_never_mirrored(catalogue, tmp_path, language):
    land = coloured(draw(PICTURE, catalogue, language, tmp_path), is_land)
    west = sum(x < WIDTH / 2 for x, _ in land)

    assert west > len(land) * 0.7  # Poland lies in the east


def test_the_words_begin_where_the_language_does(catalogue, tmp_path):
    def title_side(language):
        image = Image.open(draw(PICTURE, catalogue, language, tmp_path)).convert("L").crop((0, 0, WIDTH, 80))
        dark = [x for x in range(0, WIDTH, 2) for y in range(0, 80, 2) if image.getpixel((x, y)) < 90]
        return sum(dark) / len(dark)

    assert title_side("en") < WIDTH / 2 < title_side("ar")


def test_everything_to_be_seen_is_on_the_map():
    points = [(53.55, 8.58), (47.66, 9.17), (50.77, 6.08), (52.34, 14.55)]
    frame = Frame.around(points)

    for lat, lon in points:
        x, y = frame.at(lat, lon)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT
    assert frame.at(53.55, 8.58)[1] < frame.at(47.66, 9.17)[1]  # north is up
    assert frame.at(50.77, 6.08)[0] < frame.at(52.34, 14.55)[0]  # east is right


def test_offices_in_one_town_share_a_marker():
    def markers(second):
        points = [PICTURE["points"][0], {**PICTURE["points"][1], **second}]
        shapes = draw_map({**PICTURE, "points": points}, lambda value: str(value.get("text", "")), False).shapes
        return sum("<rect" in shape and ACCENT in shape for shape in shapes)

    assert markers({"lat": 52.16, "lon": 14.55}) == 1
    assert markers({}) == 2


def test_the_outline_is_germany_and_small():
    parts = outline(read_settings().data / "places" / "germany_outline.csv")
    corners = [corner for part in parts for corner in part]

    assert len(corners) <= 300
    assert all(47.2 < lat < 55.1 and 5.8 < lon < 15.1 for lat, lon in corners)
