from __future__ import annotations

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
