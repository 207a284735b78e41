"""One language in two scripts: the record follows the writer's letters, and the texts are transliterated."""

import pytest

from bot.catalogue import Catalogue
from bot.languages import in_script_of


@pytest.mark.parametrize(
    ("text", "code", "present", "expected"),
    [
        ("kako da se vratim", "sr", None, "sr-Latn"),
        ("како да се вратим", "sr", "sr-Latn", "sr"),
        ("👍 12", "sr", "sr-Latn", "sr-Latn"),
        ("👍 12", "sr", None, "sr"),
        ("kako da se vratim", "bs", "sr", "bs"),
        ("kak vernutsya", "ru", None, "ru"),
    ],
)
def test_answers_keep_the_script_of_the_writer(text, code, present, expected, catalogue):
    assert in_script_of(text, code, present, catalogue.languages) == expected


def test_the_latin_texts_are_the_cyrillic_ones_letter_by_letter(catalogue: Catalogue):
    cyrillic = catalogue.render("utter_goodbye", {}, "sr").text
    latin = catalogue.render("utter_goodbye", {}, "sr-Latn").text

    assert cyrillic != latin
    assert not any("\u0400" <= letter <= "\u04ff" for letter in latin)
    assert cyrillic.count(" ") == latin.count(" ")
