"""Names of towns as people read them in their own language, and which towns in Germany tell on a map where one is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bot.entity_words import load_entity_words
from bot.knowledge.distance import distance_km
from bot.knowledge.files import read_yaml
from bot.languages import SCRIPTS
from bot.places.gazetteer import GermanPlace, load_gazetteer
from bot.scripts import script_of
from bot.settings import Settings, read_settings

_CITY = 100_000  # inhabitants
_DISTRICT_KM = 15  # so near to a larger town, a place is rather a part of it


def label(place: GermanPlace, language: str) -> str:
    """Return a town's name in the script of a language where `data/places/labels.yml` has it, else its German name."""
    return _labels(read_settings()).get(language, {}).get(place.name, place.name)


def city_label(name: str, country: str, language: str, script: str) -> str | None:
    """Return the name of a city of return that `data/entities` lists first for a language in its script; None if it has none.

    Args:
        name: the city's English name.
        country: ISO 3166-1 alpha-2.
        language: a language's code.
        script: ISO 15924, such as "Cyrl".
    """
    words = load_entity_words(read_settings().data / "entities").get(language)
    names = words.home.get(country, {}).get(name, ()) if words else ()
    return next((spelt for spelt in names if SCRIPTS.get(script_of(spelt)) == script and not spelt[0].islower()), None)


@lru_cache(maxsize=1)
def landmarks() -> tuple[GermanPlace, ...]:
    """Return the towns that people know: those that have a label in some language first, then all large ones."""
    settings = read_settings()
    named = {name for names in _labels(settings).values() for name in names}
    places = dict.fromkeys(place for found in load_gazetteer(settings).germany.values() for place in found)
    towns = [place for place in places if place.population >= _CITY or (place.name in named and place.population)]
    towns.sort(key=lambda town: (town.name not in named, -town.population))
    far = [
        town
        for town in towns
        if town.name in named
        or not any(
            big.population > town.population and distance_km(big.lat, big.lon, town.lat, town.lon) < _DISTRICT_KM for big in towns
        )
    ]
    return tuple(far)


@lru_cache(maxsize=1)
def _labels(settings: Settings) -> Mapping[str, Mapping[str, str]]:
    return dict(read_yaml(settings.data / "places" / "labels.yml"))
