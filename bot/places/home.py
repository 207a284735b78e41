"""Countries and cities of return: by name, and the one a message means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.places.cues import Context, context
from bot.places.endings import Form
from bot.places.gazetteer import GERMANY, HomeCity, load_gazetteer
from bot.places.mentions import SHORT, Mention, find_mentions, min_inflected, names_a_place
from bot.places.spelling import group_names, nearest_name
from bot.places.tongue import Tongue, load_tongue
from bot.places.words import Word, read_words
from bot.settings import Settings, read_settings
from bot.text import fold

WELL_KNOWN = 100_000  # inhabitants from which a city is known by its bare name; a smaller one needs a word such as "in"
_SHORT_NAME_LETTERS, _SHORT_NAME_WELL_KNOWN = 4, 250_000  # short names are everyday words somewhere: only large cities
_SURE_LETTERS = 5  # of a country's name in the message's own language; with an ending it is believed
_MISSPELT = 0.8
_LANGUAGES = 32  # whose spellings are kept ready


@dataclass(frozen=True)
class Home:
    """Where a message says that somebody returns to: mentions of a country (ISO 3166-1 alpha-2) and of a city."""

    country: str
    country_at: Mention[str] | Mention[HomeCity]
    city: HomeCity | None = None
    city_at: Mention[HomeCity] | None = None


def find_city(name: str, country: str | None = None) -> HomeCity | None:
    """Return a city of return by a name in any script.

    Args:
        name: the city, without ending; spellings that fold alike are equal.
        country: ISO 3166-1 alpha-2; without it the city of `data/knowledge/cities.csv`, else the largest, is returned.
    """
    found = load_gazetteer().home.get(fold(name), ())
    return next((city for city in found if country in (None, city.country)), None)


def country_in(text: str) -> str | None:
    """Return the country that the writer of a text means to return to, as ISO 3166-1 alpha-2; never Germany."""
    home = _home_in(text)
    return home.country if home else None


def city_in(text: str, country: str | None = None) -> HomeCity | None:
    """Return the city of return in a text; `country` (ISO 3166-1 alpha-2) decides between cities of one name."""
    home = _home_in(text, country)
    return home.city if home else None


def _home_in(text: str, known: str | None = None) -> Home | None:
    settings, words = read_settings(), read_words(text)
    tongue = load_tongue(settings)
    return choose_home(words, country_mentions(words, settings, tongue), city_mentions(words, settings, tongue), settings, known)


def country_mentions(words: Sequence[Word], settings: Settings, tongue: Tongue) -> list[Mention[str]]:
    """Find all countries and inhabitants named in a message, Germany too."""
    found = [m for m in find_mentions(words, tongue.country, tongue) if _is_believed(m, words, tongue)]
    if found:
        return found
    misspelt = _misspelt(words, tongue, _country_spellings(settings, tongue.language))
    exact = tongue.countries.exact
    return [Mention(i, i, (exact[name],), Form(name), around, _MISSPELT) for i, name, around in misspelt]


def _is_believed(mention: Mention[str], words: Sequence[Word], tongue: Tongue) -> bool:
    """Whether a country's name is none by accident: with an ending it must be no everyday word, or be a long own name."""
    name, written = mention.form.name, " ".join(word.folded for word in words[mention.first : mention.last + 1])
    if written in tongue.not_places:
        return False
    if any(h.first <= mention.last and mention.first <= h.last for h in tongue.other_meanings.find(words)):
        return False
    if mention.form.is_whole:
        return True
    if tongue.language and name not in tongue.countries.exact and len(name) < min_inflected(name):
        return False
    if not tongue.is_everyday(words[mention.last].folded):
        return True
    return bool(tongue.language) and name in tongue.countries.exact and len(name) >= _SURE_LETTERS


def city_mentions(words: Sequence[Word], settings: Settings, tongue: Tongue) -> list[Mention[HomeCity]]:
    """Find the cities of return named in a message, also misspelt ones; everyday words only where a place is due."""
    mentions = [m for m in find_mentions(words, tongue.cities, tongue) if not _means_country(m, tongue)]
    found = [m for m in mentions if names_a_place(m, words, tongue, _is_well_known(m, tongue))]
    if found:
        return found
    home = tongue.gazetteer.home
    misspelt = _misspelt(words, tongue, _city_spellings(settings, tongue.language))
    return [Mention(i, i, home[name], Form(name), around, _MISSPELT) for i, name, around in misspelt]


def choose_home(
    words: Sequence[Word],
    countries: Sequence[Mention[str]],
    cities: Sequence[Mention[HomeCity]],
    settings: Settings,
    known: str | None = None,
) -> Home | None:
    """Tell the country and city somebody returns to from those only mentioned.

    A country counts more behind "from", less where another person is; one that is rather a destination counts only behind
    "from" or as the whole message; a refused one ("not Syria") and Germany never.

    Args:
        words: the message.
        countries: from `country_mentions`.
        cities: from `city_mentions`.
        settings: for the list of countries of return.
        known: the country of return the person has named before.
    """
    gazetteer = load_gazetteer(settings)
    return_countries = gazetteer.return_countries
    named = [m for m in countries if not m.context.is_refused and m.places[0] != GERMANY]
    cities = [m for m in cities if not m.context.is_refused and not _is_country(m, countries)]
    places = {m: _same_name(m, [c.places[0] for c in named], known) for m in cities}
    candidates: list[tuple[int, int, str, Mention[str] | Mention[HomeCity]]] = []
    for mention in named:
        code = mention.places[0]
        is_asked = code not in gazetteer.destinations or mention.context.says_from
        is_asked = is_asked or (len(words) <= SHORT and not mention.context.says_in)
        if code in return_countries or (is_asked and not mention.context.of_another):
            candidates.append((_weight(mention) + (code in return_countries), -mention.first, code, mention))
    candidates += [(_weight(m) + 1, -m.first, city.country, m) for m, city in places.items()]
    if known:
        candidates = [c for c in candidates if not c[3].context.of_another or c[2] == known]
    if not candidates:
        return None
    _, _, country, where = max(candidates, key=lambda c: c[:2])
    there = [m for m, city in places.items() if city.country == country]
    if not there:
        return Home(country, where)
    city_at = max(there, key=lambda m: (_weight(m), -m.first))
    country_at = next((m for m in named if m.places[0] == country), None)
    return Home(country, country_at or city_at, places[city_at], city_at)


def _weight(mention: Mention[str] | Mention[HomeCity]) -> int:
    said = mention.context
    return -3 if said.of_another else 3 * said.says_from + said.of_self


def _is_well_known(mention: Mention[HomeCity], tongue: Tongue) -> bool:
    if mention.form.name in tongue.own_cities:
        return True
    is_short = len(mention.form.name) <= _SHORT_NAME_LETTERS
    return mention.places[0].population >= (_SHORT_NAME_WELL_KNOWN if is_short else WELL_KNOWN)


def _is_country(mention: Mention[HomeCity], countries: Sequence[Mention[str]]) -> bool:
    """Whether the words of a city rather name a country: all of "Guinea Conakry", the "Turk" that some town is called."""
    over = next((m for m in countries if m.overlaps(mention)), None)
    if over is None or over.last - over.first < mention.last - mention.first:
        return False
    is_longer = over.last - over.first > mention.last - mention.first
    is_inflected = not mention.form.is_whole and mention.form.name.isascii()  # "tunisia" is no form of Tunis
    return is_longer or is_inflected or all(city.country != over.places[0] for city in mention.places)


def _means_country(mention: Mention[HomeCity], tongue: Tongue) -> bool:
    """Whether a city's name is rather that of its country: "تونس" is Tunisia, "Kosovo" not Kosovo Polje.

    "Tunis" stays a city although it is the Serbian name of Tunisia; "مراکش" is a country in Persian only.
    """
    name, by_language, language = mention.form.name, tongue.gazetteer.country_names, tongue.language
    if name == fold(mention.places[0].name):
        return False
    if mention.form.is_whole and tongue.countries.exact.get(name) == mention.places[0].country:
        return True
    if language and language in by_language and not name.isascii():
        return name in by_language[language]
    return any(name in names for names in by_language.values())


def _same_name(mention: Mention[HomeCity], named: Sequence[str], known: str | None) -> HomeCity:
    for country in [*named, known]:
        for city in mention.places:
            if city.country == country:
                return city
    return mention.places[0]


@lru_cache(maxsize=_LANGUAGES)
def _city_spellings(settings: Settings, language: str | None) -> Mapping[str, Sequence[str]]:
    """Return the names of large cities that may be misspelt: their main names and those of the language, not of others."""
    gazetteer, own = load_gazetteer(settings), load_tongue(settings, language).own_cities
    others = {name for names in gazetteer.own_cities.values() for name in names} - own.keys() if language else set()
    named = ((name, cities[0]) for name, cities in gazetteer.home.items() if cities[0].population >= WELL_KNOWN)
    return group_names(n for n, city in named if n == fold(city.name) or (n in gazetteer.usual and n not in others))


@lru_cache(maxsize=_LANGUAGES)
def _country_spellings(settings: Settings, language: str | None) -> Mapping[str, Sequence[str]]:
    """Return the names of countries of return that may be misspelt: those of the language, all when it is unknown."""
    countries = load_tongue(settings, language).countries.exact
    return group_names(name for name, code in countries.items() if code in load_gazetteer(settings).return_countries)


def _misspelt(
    words: Sequence[Word], tongue: Tongue, spellings: Mapping[str, Sequence[str]]
) -> Iterator[tuple[int, str, Context]]:
    """Give words that misspell a name where a place is due, with that name."""
    gazetteer = tongue.gazetteer
    for index, word in enumerate(words):
        if (
            word.folded in tongue.not_places
            or word.folded in gazetteer.everyday
            or gazetteer.countries.exact.get(word.folded) is not None
            or tongue.is_name(word.folded)
        ):
            continue
        around = context(words, index, index, "", tongue.cues)
        if (around.has_cue or len(words) <= SHORT) and (name := nearest_name(word.folded, spellings)):
            yield index, name, around
