"""A shared location becomes the place of the answer: the town, with its state where the name alone is not enough."""

from __future__ import annotations

import pytest

from bot.brain.model import LastAnswer, Message, Person
from bot.brain.understanding import Thresholds, understand
from bot.messages import LOCATION

NOTHING_ASKED = LastAnswer()


async def parse_nothing(text, metadata):
    raise AssertionError("a location has no words to parse")


async def understood(catalogue, place, last=NOTHING_ASKED):
    message = Message("", kind=LOCATION, place=place)
    (one,) = await understand(
        message, Person("p", language="ar"), last, parse_nothing, catalogue, Thresholds(sure=0.7, maybe=0.3), "en"
    )
    return one.intent, {e["entity"]: e["value"] for e in one.entities}


@pytest.mark.parametrize(("place", "town"), [
    ((53.14, 8.21), "Oldenburg, NI"), ((53.55, 8.58), "Bremerhaven"), ((49.35, 8.14), "Neustadt an der Weinstraße"),
])  # fmt: skip
async def test_a_shared_location_is_the_town_of_its_state(catalogue, place, town):
    assert await understood(catalogue, place) == ("inform_location", {"place": town})


async def test_a_shared_location_answers_the_question_that_asked_for_it(catalogue):
    last = LastAnswer(open_question="ask_counselling_centre", asked_for="place")

    assert await understood(catalogue, (53.55, 8.58), last) == ("ask_counselling_centre", {"place": "Bremerhaven"})


async def test_a_location_outside_germany_names_no_place(catalogue):
    assert await understood(catalogue, (41.33, 19.82)) == ("inform_location", {})
