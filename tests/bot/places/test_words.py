"""Words with their places, word lists, and the forms of a name."""

from __future__ import annotations

import pytest

from bot.places.endings import forms, load_endings
from bot.places.spelling import group_names, nearest_name
from bot.places.words import expand, read_words, table_of
from bot.settings import read_settings


def test_words_know_where_they_stand() -> None:
    text = "Në Tiranë, Kabil'de كابُل"

    words = read_words(text)

    assert [text[word.start : word.end] for word in words] == ["Në", "Tiranë", "Kabil'de", "كابُل"]
    assert [word.folded for word in words] == ["ne", "tirane", "kabilde", "كابل"]
    assert [word.clause for word in words] == [0, 0, 1, 1]
    assert words[2].parts == ("kabil", "de")


@pytest.mark.parametrize("text", ["", " ", "!?", "’", "🙂"])
def test_what_holds_no_word_gives_none(text: str) -> None:
    assert read_words(text) == []


def test_phrases_are_written_out() -> None:
    assert expand("(a|b) (c|d*)") == ["a c", "a d*", "b c", "b d*"]
    assert expand("(و|)(من|)x") == ["ومنx", "وx", "منx", "x"]


def test_the_longest_entry_counts() -> None:
    table = table_of({"GN": ["guinea*", "guinea conakry"], "IQ": ["irak*"]})

    hits = table.find(read_words("aus Guinea Conakry und Iraklıyım"))

    assert [(hit.first, hit.last, hit.label) for hit in hits] == [(1, 2, "GN"), (4, 4, "IQ")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Prizrenit", "prizren"),
        ("Москве", "москва"),
        ("بكابل", "كابل"),
        ("تهرانم", "تهران"),
        ("Beogradu", "beograd"),
        ("აბაში", "აბა"),
    ],
)
def test_a_form_leads_back_to_the_name(text: str, name: str) -> None:
    endings = load_endings(read_settings())

    assert name in [form.name for form in forms(read_words(text), endings)]


@pytest.mark.parametrize(
    ("word", "name"),
    [("eisenhutenstat", "eisenhuttenstadt"), ("lepizig", "leipzig"), ("lepzgi", None), ("essem", None), ("", None)],
)
def test_a_slip_is_forgiven_where_it_is_plain(word: str, name: str | None) -> None:
    assert nearest_name(word, group_names(["eisenhuttenstadt", "leipzig", "essen"])) == name
