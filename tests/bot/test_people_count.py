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
