"""Places in Germany: names, misspellings, districts, states and postcodes."""

from __future__ import annotations

import pytest

from bot.places.finder import find_places
from bot.places.germany import find_place


def place_in(text: str) -> str | None:
    return next((found.value for found in find_places(text) if found.entity == "place"), None)


@pytest.mark.parametrize(
    ("name", "land"),
    [
        ("Bremen", "HB"),
        ("Bremerhaven", "HB"),
        ("münchen", "BY"),
        ("Munich", "BY"),
        ("Kreuzberg", "BE"),
        ("27568", "HB"),
        ("10115", "BE"),
        ("NRW", "NW"),
    ],
)
def test_a_place_has_its_state_and_coordinates(name: str, land: str) -> None:
    place = find_place(name)

    assert place is not None
    assert place.land == land
    assert 47 < place.lat < 55.1
    assert 5.8 < place.lon < 15.1


@pytest.mark.parametrize("name", ["", "00000", "Atlantis", "1011", "101155"])
def test_what_is_no_place_is_not_found(name: str) -> None:
    assert find_place(name) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Eisenhutenstat", "Eisenhüttenstadt"),
        ("I live in Bremerhafen", "Bremerhaven"),
        ("Muenchen", "München"),
        ("Essen", "Essen"),
        ("ich will essen", None),
        ("was kostet das Essen", None),
        ("wir wohnen in Essen", "Essen"),
        ("66822 Lebach", "66822"),
        ("das kostet 66822 Euro", None),
        ("€ 10115", None),
        ("10115€", None),
        ("meine Frau ist weg", None),
        ("will ich nicht", None),
        ("my brother lives in Hamburg, I live in Kassel", "Kassel"),
        ("Bayern, Deggendorf", "Deggendorf"),
        ("", None),
    ],
)
def test_the_place_of_a_message(text: str, place: str | None) -> None:
    assert place_in(text) == place
