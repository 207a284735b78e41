"""Pictures are real PNG files in the language asked for, and are drawn once."""

from decimal import Decimal

import pytest
from PIL import Image

from bot import values
from bot.pictures import draw

PICTURE = {
    "kind": "bars",
    "title": values.term("rent_1br_centre"),
    "note": values.answer("note_national"),
    "bars": [
        {"name": values.term("bread_kg"), "shown": values.money(Decimal(2), "EUR"), "low": 1, "high": 2},
        {
            "name": values.term("wage_avg_month"),
            "shown": values.money(Decimal(300), "EUR"),
            "low": 300,
            "high": 300,
            "tone": "second",
        },
    ],
}


@pytest.mark.parametrize("language", ["en", "ar", "ur", "sr", "ckb"])
def test_a_picture_fits_a_phone_and_is_not_empty(catalogue, tmp_path, language):
    image = Image.open(draw(PICTURE, catalogue, language, tmp_path))

    assert image.format == "PNG"
    assert image.width == 800
    assert len(image.convert("L").getcolors(maxcolors=256)) > 10


def test_the_bars_stand_where_the_language_begins(catalogue, tmp_path):
    def share_of_blue(language, left):
        image = Image.open(draw(PICTURE, catalogue, language, tmp_path)).convert("RGB")
        half = image.crop((0, 0, 400, image.height) if left else (400, 0, 800, image.height))
        return sum(count for count, (r, _, b) in half.getcolors(maxcolors=1_000_000) if r > b + 60)

    assert share_of_blue("en", left=True) > share_of_blue("en", left=False)
    assert share_of_blue("ar", left=True) < share_of_blue("ar", left=False)


def test_the_same_picture_is_drawn_once(catalogue, tmp_path):
    first = draw(PICTURE, catalogue, "fa", tmp_path)
    changed_at = first.stat().st_mtime_ns

    assert draw(PICTURE, catalogue, "fa", tmp_path) == first
    assert first.stat().st_mtime_ns == changed_at
    assert draw(PICTURE, catalogue, "de", tmp_path) != first


def road(*states):
    stations = [
        {"name": values.term(f"step_{name}"), "state": state} for name, state in zip(("papers", "booking"), states, strict=True)
    ]
    return {"kind": "road", "title": values.term("whole_road"), "note": values.answer("steps_free"), "stations": stations}


@pytest.mark.parametrize("language", ["de", "ar", "ur", "sr"])
def test_a_road_shows_what_is_done_in_green_on_the_side_where_the_language_begins(catalogue, tmp_path, language):
    def greens(picture):
        image = Image.open(draw(picture, catalogue, language, tmp_path)).convert("RGB")
        halves = [image.crop((0, 0, 400, image.height)), image.crop((400, 0, 800, image.height))]
        return [sum(n for n, c in half.getcolors(maxcolors=1_000_000) if c == (0x2E, 0x7D, 0x4F)) for half in halves]

    near, far = greens(road("done", "present"))[:: -1 if catalogue.languages[language].is_right_to_left else 1]
    assert near > 1000
    assert far == 0
    assert sum(greens(road("present", "open"))) == 0
