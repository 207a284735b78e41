from __future__ import annotations

import dataclasses
import re

import pytest

from bot.knowledge.centres import in_city, nearest
from bot.knowledge.distance import distance_km
from bot.knowledge.model import Freshness

BREMERHAVEN = (53.55, 8.58)


def test_centres_of_the_own_land_come_first_then_by_distance(knowledge):
    found = nearest(knowledge, *BREMERHAVEN, land="BE", limit=5)
    elsewhere = [distance for centre, distance in found if centre.land != "BE"]

    assert found[0][0].land == "BE"
    assert elsewhere == sorted(elsewhere)
    assert nearest(knowledge, *BREMERHAVEN)[0][0].city == "Bremerhaven"


def test_only_centres_that_are_sure_are_named(knowledge):
    for centre, _ in nearest(knowledge, *BREMERHAVEN, limit=200):
        assert centre.confidence != "low"


def test_with_a_day_given_centres_that_are_too_old_to_tell_are_left_out(knowledge, today):
    found = nearest(knowledge, *BREMERHAVEN, limit=200, today=today)

    assert found
    assert all(knowledge.judge("office", centre.as_of, today) is not Freshness.WITHHELD for centre, _ in found)


def test_a_town_is_found_in_other_spelling(knowledge):
    assert [centre.city for centre in in_city(knowledge, "NURNBERG")] == ["Nürnberg"]
    assert in_city(knowledge, "Atlantis") == []


def test_distance_of_berlin_and_munich():
    assert round(distance_km(52.52, 13.405, 48.137, 11.575)) == 504


@pytest.mark.parametrize("land", ["BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "TH", "SH"])
def test_every_state_has_an_office_of_its_own_and_people_there_see_it_first(knowledge, today, land):
    own = [c for c in knowledge.centre_list if c.land == land and c.is_tellable]
    told = [c for c, _ in nearest(knowledge, *BREMERHAVEN, land=land, limit=None, today=today) if c.land == land]
    first, _ = nearest(knowledge, *BREMERHAVEN, land=land, limit=1, today=today)[0]

    assert own
    assert first.land == land or not told


def test_of_two_offices_in_one_town_the_one_with_an_address_comes_first(knowledge):
    bare, full = (
        dataclasses.replace(knowledge.centre_list[0], name=name, street=street, phones=(), email=None, lat=52.5, lon=13.4)
        for name, street in (("bare", None), ("full", "Hauptstraße 1"))
    )
    two = dataclasses.replace(knowledge, centre_list=(bare, full))

    assert [centre.name for centre, _ in nearest(two, 52.51, 13.41)] == ["full", "bare"]


def test_hours_are_written_with_english_days_so_that_they_can_be_told_in_every_language(knowledge):
    days = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}
    for office in (*knowledge.centre_list, *knowledge.embassy_list):
        words = set(re.findall(r"[^\W\d]+", office.hours or ""))
        assert words <= days, office.name
