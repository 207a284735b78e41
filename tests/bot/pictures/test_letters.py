"""Words in pictures: every letter of every language has a font, and right-to-left text keeps its order."""

import pytest

from bot.pictures.letters import outlines, width, wrap


@pytest.mark.parametrize("text", ["Qira në Tiranë", "کرایہ ہر ماہ", "هەولێر ۍ ټ ډ", "Косово ђћџ", "ትግርኛ", "հայ ქართ", "🏠 m²"])
def test_every_letter_is_drawn(text):
    glyphs, _ = outlines(text, False)

    assert len(glyphs) >= len(text.replace(" ", "")) // 2
    assert all(path for path, *_ in glyphs)


def test_brackets_turn_from_right_to_left():
    (first, *_), (last, *_) = outlines("(ا)", True)[0][0], outlines("(ا)", True)[0][-1]

    assert first == outlines("(", False)[0][0][0]
    assert last == outlines(")", False)[0][0][0]


def test_an_isolated_range_keeps_its_order():
    alone, inside = outlines("200–350", False)[0], outlines("كراء \u2066200–350\u2069", True)[0]

    assert [path for path, *_ in inside][: len(alone)] == [path for path, *_ in alone]


def test_lines_fit_the_room():
    lines = wrap("one two three four five", 20, 100)

    assert len(lines) > 1
    assert all(width(line, 20) <= 100 for line in lines)
    assert " ".join(lines) == "one two three four five"
