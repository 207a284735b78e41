"""All places of one message: the country and city of return, and the place in Germany."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.places.gazetteer import GermanPlace, HomeCity
from bot.places.germany import choose_place, place_mentions
from bot.places.home import choose_home, city_mentions, country_mentions
from bot.places.mentions import Mention
from bot.places.tongue import load_tongue
from bot.places.words import Word, read_words
from bot.settings import Settings, read_settings


@dataclass(frozen=True)
class Found:
    """One entity: `entity` is country, city or place, `value` as the dialogue needs it, `start` and `end` in the text."""

    entity: str
    value: str
    start: int
    end: int
    confidence: float


def find_places(
    text: str, country: str | None = None, language: str | None = None, settings: Settings | None = None
) -> list[Found]:
    """Find at most one country and one city of return, and one place in Germany.

    Args:
        text: a message in any language.
        country: the country of return that the person has named before, ISO 3166-1 alpha-2.
        language: of the message, when known; "kabul" is no city in Turkish.
        settings: where the data lie; those of the process when None.

    Returns:
        The country by code, the city by its English name (with its country, always), the place by name or postcode.

    Raises:
        DataError: a file of names or word lists cannot be used.
    """
    settings = settings or read_settings()
    words = read_words(text)
    tongue = load_tongue(settings, language)
    countries = country_mentions(words, settings, tongue)
    cities = city_mentions(words, settings, tongue)
    places = [m for m in place_mentions(words, settings, tongue) if not any(m.overlaps(c) for c in countries)]
    cities, places = _one_meaning_each(cities, places)
    found = []
    if home := choose_home(words, countries, cities, settings, country):
        found.append(_found("country", home.country, home.country_at, words))
        if home.city and home.city_at:
            found.append(_found("city", home.city.name, home.city_at, words))
    if place := choose_place(places):
        found.append(_found("place", place.places[0].name, place, words))
    return found


def _one_meaning_each(
    cities: Sequence[Mention[HomeCity]], places: Sequence[Mention[GermanPlace]]
) -> tuple[list[Mention[HomeCity]], list[Mention[GermanPlace]]]:
    """Decide for names that both lists know: the exact and longer one, then the larger place."""
    lost = set()
    for city in cities:
        for place in places:
            if city.overlaps(place):
                lost.add(place if _strength(city) > _strength(place) else city)
    return [c for c in cities if c not in lost], [p for p in places if p not in lost]


def _strength(mention: Mention[HomeCity] | Mention[GermanPlace]) -> tuple[float, bool, int, int]:
    length = mention.last - mention.first
    return mention.confidence, mention.form.is_whole, length, mention.places[0].population


def _found(
    entity: str, value: str, mention: Mention[HomeCity] | Mention[GermanPlace] | Mention[str], words: Sequence[Word]
) -> Found:
    start, end = words[mention.first].start, words[mention.last].end
    confidence = min(mention.confidence, 1.0 if mention.form.is_whole else 0.9)
    return Found(entity, value, start, end, confidence)
