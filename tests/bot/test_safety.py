"""Danger is found by the project's own lists in every language, and by any lists in the way described."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from bot.lexicon import DANGER_KINDS, Lexicon, Lexicons, PeopleWords, load_lexicons
from bot.safety import Danger, find_danger, rest_of_harmless
from bot.settings import Settings

NOBODY = PeopleWords({}, (), (), (), (), (), (), (), ())


def make_lexicon(language: str, harmless: Sequence[str] = (), **danger: Sequence[str]) -> Lexicon:
    phrases = {kind: tuple(danger.get(kind, ())) for kind in DANGER_KINDS}
    return Lexicon(language, phrases, tuple(harmless), NOBODY, (), (), {}, {}, ())


def find(text: str, *lexicons: Lexicon) -> Danger | None:
    return find_danger(text, Lexicons({lexicon.language: lexicon for lexicon in lexicons}))


def test_the_kind_and_the_language_of_the_list_are_named() -> None:
    english = make_lexicon("en", report_violence=["beats me"])

    assert find("My uncle BEATS me!!", english) == Danger("report_violence", "en")


def test_lists_of_all_languages_are_searched_in_one_message() -> None:
    english, german = make_lexicon("en"), make_lexicon("de", report_self_harm=["will sterben"])

    assert find("brother please, ich will sterben", english, german) == Danger("report_self_harm", "de")


@pytest.mark.parametrize("kinds", [("report_violence", "emergency_medical"), ("report_self_harm", "emergency_medical")])
def test_an_acute_emergency_comes_before_the_other_kinds(kinds: tuple[str, str]) -> None:
    lexicons = [make_lexicon(f"x{i}", **{kind: [f"word{i}"]}) for i, kind in enumerate(kinds)]

    found = find("word0 and word1", *lexicons)

    assert found is not None
    assert found.kind == "emergency_medical"


def test_what_is_harmless_is_taken_out_first() -> None:
    english = make_lexicon("en", harmless=["dead battery"], report_self_harm=["dead"])

    assert find("my phone has a dead battery", english) is None
    assert find("dead battery. I wish I was dead", english) == Danger("report_self_harm", "en")


def test_words_around_what_was_taken_out_do_not_join_to_a_phrase() -> None:
    english = make_lexicon("en", harmless=["his film"], report_self_harm=["want...die", "film"])

    assert find("I want his film die", english) is None


def test_a_phrase_does_not_reach_across_sentences() -> None:
    english = make_lexicon("en", report_self_harm=["want to die"])

    assert find("I want to. Die Wohnung ist klein", english) is None


def test_harmless_phrases_hold_against_the_lists_of_other_languages() -> None:
    english, turkish = make_lexicon("en", harmless=["dead tired"]), make_lexicon("tr", report_self_harm=["dead"])

    assert find("I am dead tired", english, turkish) is None
    assert find("I am dead", english, turkish) == Danger("report_self_harm", "tr")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Oh! A DEAD battery, call me.", "oh a call me"),
        ("dead battery", ""),
        ("dead. battery", None),
        ("hello", None),
    ],
)
def test_what_is_left_beside_harmless_phrases_can_be_asked_for(text: str, rest: str | None) -> None:
    assert rest_of_harmless(text, {"en": make_lexicon("en", harmless=["dead battery"])}) == rest


@pytest.mark.parametrize("text", ["", "   ", "😀", "12345", "?!", "a" * 5000])
def test_texts_without_meaning_are_no_danger(text: str, settings: Settings) -> None:
    assert find_danger(text, load_lexicons(settings.data / "lexicon")) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I want to kill myself", "report_self_harm"),
        ("ich will nicht mehr leben", "report_self_harm"),
        ("intihar edecegim", "report_self_harm"),
        ("dua te vdes", "report_self_harm"),
        ("بدي انتحر", "report_self_harm"),
        ("میخواهم خودکشی کنم", "report_self_harm"),
        ("my husband beats me", "report_violence"),
        ("mein mann schlägt mich", "report_violence"),
        ("kocam beni dövüyor", "report_violence"),
        ("زوجي يضربني", "report_violence"),
        ("شوهرم مرا میزند", "report_violence"),
        ("my son can not breathe", "emergency_medical"),
        ("mein kind bekommt keine luft", "emergency_medical"),
        ("nefes alamıyorum", "emergency_medical"),
        ("ابني لا يتنفس", "emergency_medical"),
        ("amusins indz tsetsum e", "report_violence"),
        ("indz cecum en", "report_violence"),
        ("em tự cắt da", "report_self_harm"),
        ("uşağım ölür kömək edin", "emergency_medical"),
    ],
)
def test_plain_signs_of_danger_are_found(text: str, kind: str) -> None:
    found = find_danger(text)

    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "how much money do I get",
        "my grandfather died last year",
        "wann kommt der bescheid",
        "telefonumun şarjı bitti öldü",
        "I am afraid of deportation",
        "ceci est mon adresse",
        "men malaha shaqo",
        "lash vendin tim, sot vij",
        "mene mi dosta",
        "cat da la fabrica",
        "mene komek olur mu",
        "uçakta yanımda polis olur mu",
        "ich hab die Hälfte vergessen, sag nur das Wichtigste",
    ],
)
def test_ordinary_messages_raise_no_alarm(text: str) -> None:
    assert find_danger(text) is None


def test_a_broken_list_leaves_the_lists_read_before_in_use(settings: Settings, tmp_path: Path) -> None:
    from bot.lexicon import current_lexicons

    path = tmp_path / "en.yml"
    content = yaml.safe_load((settings.data / "lexicon" / "en.yml").read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    before = current_lexicons(tmp_path)["en"]
    path.write_text("danger: [", encoding="utf-8")

    assert current_lexicons(tmp_path)["en"] == before
