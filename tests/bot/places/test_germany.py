"""Places in Germany: names, misspellings, districts, states and postcodes."""

from __future__ import annotations

import pytest

from bot.places.finder import find_places
from bot.places.germany import find_place, nearest_place
from bot.places.namesakes import namesakes, place_key


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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Hanburg", "Hamburg"),
        ("Eisenhutenstadt", "Eisenhüttenstadt"),
        ("Frankfurt oder", "Frankfurt (Oder)"),
        ("Manheim", "Mannheim"),
        ("Dusseldof", "Düsseldorf"),
        ("Stutgart", "Stuttgart"),
        ("Leipzik", "Leipzig"),
        ("Karlsrue", "Karlsruhe"),
        ("Bremahafen", "Bremerhaven"),
        ("هامبورغ", "Hamburg"),
        ("برلين", "Berlin"),
        ("Гамбург", "Hamburg"),
        ("Нюрнберг", "Nürnberg"),
        ("ኑረንበርግ", "Nürnberg"),
        ("Neustadt", "Neustadt"),
        ("ich wohne in Neustadt", "Neustadt"),
    ],
)
def test_towns_misspelt_and_in_other_scripts(text: str, place: str) -> None:
    assert place_in(text) == place


@pytest.mark.parametrize(
    ("name", "text", "keys"),
    [
        ("Oldenburg", "", ["Oldenburg, NI", "Oldenburg in Holstein"]),
        ("Oldenburg", "Oldenburg Niedersachsen", ["Oldenburg, NI"]),
        ("Langenfeld", "", ["Langenfeld, NW", "Langenfeld, BY", "Langenfeld, RP"]),
        ("Friedland", "Friedland in Brandenburg", ["Friedland, BB"]),
        ("Frankfurt am Main", "Frankfurt", ["Frankfurt am Main", "Frankfurt (Oder)"]),
        ("Frankfurt am Main", "Frankfurt am Main", ["Frankfurt am Main"]),
        ("Frankfurt am Main", "ffm", ["Frankfurt am Main"]),
        ("Essen", "Essen", ["Essen"]),  # a village of the name is not asked about
        ("Berlin", "", ["Berlin"]),
        ("10115", "", []),
        ("Bayern", "", []),
    ],
)
def test_the_towns_that_a_name_can_mean(name: str, text: str, keys: list[str]) -> None:
    assert [place_key(place) for place in namesakes(name, text)] == keys


def test_a_town_with_its_state_is_found_again() -> None:
    for name in ("Oldenburg", "Langenfeld", "Friedland", "Neustadt", "Königstein", "Münster"):
        for place in namesakes(name):
            assert find_place(place_key(place)) == place
    assert find_place("Oldenburg, BY") is None


@pytest.mark.parametrize(
    ("lat", "lon", "land"),
    [
        (52.34, 14.55, "BB"),
        (49.48, 8.45, "RP"),
        (47.66, 9.17, "BW"),
        (54.78, 9.43, "SH"),
        (50.77, 6.08, "NW"),
        (53.55, 8.58, "HB"),
    ],
)
def test_a_point_near_a_border_is_in_the_state_of_its_town(lat: float, lon: float, land: str) -> None:
    place = nearest_place(lat, lon)

    assert place is not None
    assert place.land == land
    assert find_place(place_key(place)) == place


def test_a_point_outside_germany_is_no_place() -> None:
    assert nearest_place(41.33, 19.82) is None
