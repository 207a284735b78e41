import pytest

from bot.text import MAX_TEXT_CHARS, clean, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ndihmëëë!", "ndihme"),
        ("كابُل", "كابل"),
        ("أريد الذهاب إلى", "اريد الذهاب الي"),
        ("می‌خواهم", "مي خواهم"),
        ("don't", "dont"),
        ("İSTANBUL ışık", "istanbul isik"),
        ("۱۲ ١٢", "12 12"),
        ("Straße, Köln", "strasse koln"),
        ("Ինչո՞ւ", "ինչու"),
        ("  😀 !!! ", ""),
    ],
)
def test_spellings_of_one_word_fold_alike(text, folded):
    assert fold(text) == folded


def test_an_apostrophe_can_part_a_name_from_its_ending():
    assert fold("Kabil'de", apostrophe=" ") == "kabil de"


def test_control_and_direction_characters_are_taken_out():
    assert clean("a\x00b\u202ec\nd") == "a bc d"


def test_a_lone_surrogate_does_not_break_cleaning():
    assert clean("hi \ud83d there") == "hi there"


def test_a_long_text_is_cut_at_a_word():
    cut = clean("word " * 2000)

    assert len(cut) <= MAX_TEXT_CHARS
    assert cut.endswith("word")


def test_a_long_text_without_blanks_is_cut_too():
    assert len(clean("x" * 5000)) == MAX_TEXT_CHARS
