"""Counting the people of a message; tests/bot/places/cases.yml holds many more."""

from __future__ import annotations

import pytest

from bot.people_count import count_people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("me, my wife and 3 kids", 5),
        ("two adults and three children", 5),
        ("5 people, me, my wife and three kids", 5),
        ("3 people and a baby", 4),
        ("me and my two brothers", 3),
        ("husband and wife", 2),
        ("my wife, son 4 years, and me", 3),
        ("٤", 4),
        ("without children, just me", 1),
    ],
)
def test_people_are_counted_together(text: str, people: int) -> None:
    counted = count_people(text, "en")

    assert counted is not None
    assert counted.people == people


@pytest.mark.parametrize(
    "text",
    [
        "",
        "my husband beats me",
        "I want to talk to a person",
        "how do I register my daughter for school",
        "I have 25000 euro",
        "I am 17",
        "my kids and my wife want to know the price",
        "two hundred euro is not enough",
    ],
)
def test_a_family_that_is_only_mentioned_is_not_counted(text: str) -> None:
    assert count_people(text, "en") is None


def test_the_count_says_where_it_stands() -> None:
    counted = count_people("hello, we are 4", "en")

    assert counted is not None
    assert (counted.start, counted.end) == (14, 15)


def test_another_language_counts_when_it_knows_all_words() -> None:
    counted = count_people("dört kişiyiz", "en")

    assert counted is not None
    assert counted.people == 4


@pytest.mark.parametrize(
    ("text", "language", "people"),
    [
        ("das sind wir: meine Frau und ich, mein Vater ist gestorben", "de", 2),
        ("babam rahmetli, annem ve ben", "tr", 2),
        ("я вдвоем с сыном", "ru", 2),
        ("я, чоловік і двоє дітей", "uk", 4),
        ("ኣነን ሰበይተይን", "ti", 2),
        ("ikimizik", "az", 2),
    ],
)
def test_those_who_stay_or_have_died_are_left_out_and_all_together_are_counted(text: str, language: str, people: int) -> None:
    counted = count_people(text, language)

    assert counted is not None
    assert counted.people == people


@pytest.mark.parametrize("text", ["umorna sam od svega", "iz Srbije sam"])
def test_a_word_that_also_means_am_does_not_say_alone(text: str) -> None:
    assert count_people(text, "sr") is None


@pytest.mark.parametrize(("language", "people"), [("sr", 5), ("bs", 5), ("mk", 5)])
def test_a_language_taken_for_one_close_to_it_is_counted_too(language: str, people: int) -> None:
    counted = count_people("ja, žena i troje djece", language)

    assert counted is not None
    assert counted.people == people
