"""Countries and cities of return by name, and the one that a message means."""

from __future__ import annotations

import pytest

from bot.places.finder import find_places
from bot.places.home import city_in, country_in, find_city
from bot.places.labels import city_label


def places_in(text: str, **known: str) -> dict[str, str]:
    return {found.entity: found.value for found in find_places(text, **known)}


@pytest.mark.parametrize("name", ["Erbil", "erbil", "أربيل", "هەولێر", "Hewlêr"])
def test_a_city_is_found_in_any_script(name: str) -> None:
    city = find_city(name)

    assert city is not None
    assert (city.name, city.country) == ("Erbil", "IQ")
    assert city.lat == pytest.approx(36.19, abs=0.05)


@pytest.mark.parametrize(("country", "expected"), [("PK", "PK"), ("IN", "IN"), (None, "IN")])
def test_the_country_decides_between_cities_of_one_name(country: str | None, expected: str) -> None:
    city = find_city("Hyderabad", country)

    assert city is not None
    assert city.country == expected


@pytest.mark.parametrize("name", ["", "Atlantis", "Paris"])
def test_what_is_no_city_of_return_is_not_found(name: str) -> None:
    assert find_city(name) is None


def test_a_city_is_not_found_in_another_country() -> None:
    assert find_city("Tirana", "IQ") is None


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("I am from Iraq, my brother is in Turkey", "IQ"),
        ("my brother is in Turkey, I am from Iraq", "IQ"),
        ("I came through Turkey, I am Syrian", "SY"),
        ("not from Syria", None),
        ("my sister lives in Sweden", None),
        ("ich lebe in Deutschland", None),
        ("Sweden", "SE"),
        ("albanai", "AL"),
        ("ich komme aus gambja", "GM"),
        ("", None),
    ],
)
def test_the_country_of_return_is_told_from_those_only_mentioned(text: str, country: str | None) -> None:
    assert country_in(text) == country


def test_a_country_said_before_decides_and_outranks_relatives() -> None:
    assert city_in("a school in Hyderabad", "PK").country == "PK"  # type: ignore[union-attr]
    assert places_in("my brother lives in Turkey", country="IQ") == {}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("kabul", "tr", {}),
        ("kabul ediyorum", "tr", {}),
        ("Kabil", "tr", {"country": "AF", "city": "Kabul"}),
        ("kabul", "en", {"country": "AF", "city": "Kabul"}),
        ("مراکش", "fa", {"country": "MA"}),
        ("بمراكش", "ar", {"country": "MA", "city": "Marrakech"}),
        ("Guinea Conakry", "en", {"country": "GN"}),
    ],
)
def test_the_language_decides_between_meanings(text: str, language: str, expected: dict[str, str]) -> None:
    assert places_in(text, language=language) == expected


def test_an_entity_says_where_it_stands() -> None:
    text = "Hallo, bin in Kabil'de"

    (country, city) = find_places(text)

    assert text[city.start : city.end] == "Kabil'de"
    assert (country.start, country.end) == (city.start, city.end)


@pytest.mark.parametrize(("text", "language", "country"), [
    ("ez ji Şengal me", "kmr", "IQ"),  # in the Persian list Senegal begins so
    ("ez ji Senegalê me", "kmr", "SN"),
    ("ceyran çend e", "kmr", None),  # electricity is one letter from a name of Sri Lanka
    ("کرێی خانی چەندە", "ckb", None),  # a house
    ("خانی چەندە", "kmr", None),
    ("لە خانێ", "ckb", "IR"),  # Piranshahr, where a place is due
    ("انا من حمص", "ar", "SY"),
])  # fmt: skip
def test_a_slip_or_a_name_of_another_language_does_not_win_over_the_own_words(
    text: str, language: str, country: str | None
) -> None:
    assert places_in(text, language=language).get("country") == country


@pytest.mark.parametrize(
    ("language", "script", "name"), [("ckb", "Arab", "هەولێر"), ("kmr", "Latn", "Hewlêr"), ("de", "Latn", None)]
)
def test_a_city_is_called_as_its_language_lists_it_first(language: str, script: str, name: str | None) -> None:
    assert city_label("Erbil", "IQ", language, script) == name


def test_a_city_has_no_label_in_a_script_in_which_its_language_does_not_list_it() -> None:
    assert city_label("Erbil", "IQ", "kmr", "Cyrl") is None
    assert city_label("Nowhere", "IQ", "ckb", "Arab") is None
