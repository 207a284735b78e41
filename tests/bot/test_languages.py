"""One language in two scripts: the record follows the writer's letters, and the texts are transliterated."""

import pytest

from bot.brain import Message, converse
from bot.catalogue import Catalogue
from bot.languages import in_script_of, of_country


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


@pytest.mark.parametrize(
    ("code", "country", "expected"),
    [("fa", "AF", "prs"), ("fa", "IR", "fa"), ("fa", None, "fa"), ("sr", "BA", "bs"), ("sr", "RS", "sr"), ("de", "AF", "de")],
)
def test_languages_written_alike_are_told_apart_by_the_country(code, country, expected, catalogue):
    assert of_country(code, country, catalogue.languages) == expected


async def test_whoever_names_afghanistan_is_answered_in_dari_at_once(talk):
    person = talk()
    (reply,) = await converse(person.person, Message("سلام من از افغانستان هستم"))

    assert (person.person.language, reply.language) == ("prs", "prs")
