"""Texts are cut where a reader would pause."""

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.splitting import split_text, utf16_length


def test_a_text_that_fits_stays_whole():
    assert split_text("hello", 5) == ["hello"]
    assert split_text("  ", 5) == []


def test_paragraphs_before_sentences_before_words():
    text = "One two. Three four.\n\nFive six. Seven."

    assert split_text(text, 30) == ["One two. Three four.", "Five six. Seven."]
    assert split_text(text, 12) == ["One two.", "Three four.", "Five six.", "Seven."]
    assert split_text("one two three", 8) == ["one two", "three"]


def test_a_word_that_is_too_long_is_cut_between_letters_never_inside():
    family = "👨‍👩‍👧"

    assert split_text(family * 3, utf16_length(family) * 2, utf16_length) == [family * 2, family]


def test_telegram_counts_emoji_double():
    assert utf16_length("a😀") == 3


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \n.؟。😀é\u0301ا👩‍👧", max_size=200), st.integers(8, 40))
def test_nothing_is_lost_reordered_or_too_long(text, limit):
    pieces = split_text(text, limit, utf16_length)

    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(utf16_length(piece) <= limit or len(regex.findall(r"\X", piece)) == 1 for piece in pieces)
    assert all(piece == piece.strip() and piece for piece in pieces)
