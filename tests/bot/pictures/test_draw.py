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
