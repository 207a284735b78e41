"""What is needed to read places in one language: its names, cues, endings and everyday words, and those close to it.

The same letters are a country in one language and a number in another ("hai": Armenian, two). So a message is read with
the words of its language first; names that other languages have count where they are no everyday word of this one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from bot.entity_words import languages_for, load_entity_words
from bot.languages import OUR_CODES
from bot.lexicon import current_lexicons
from bot.places.compiler import LOCALES
from bot.places.cues import Cues, load_cues
from bot.places.endings import Endings, Form, load_endings
from bot.places.gazetteer import Gazetteer, GermanPlace, HomeCity, load_gazetteer
from bot.places.words import WordTable
from bot.settings import Settings
from bot.text import fold

_LANGUAGES = 32  # kept ready
_FOREIGN_LETTERS = 4  # of a country's name in another language
_FOREIGN_BEGINNING = 6  # of the beginning of such a name


@dataclass(frozen=True)
class Tongue:
    """The words of one language.

    Attributes:
        language: its code, None when it is not known: then the words of all languages are here.
        codes: the languages whose words are here.
        countries: names and inhabitants of countries in these languages.
        foreign_countries: the longer ones of all other languages.
        own_cities: names that these languages have for cities of return.
        own_places: the same for places in Germany.
        not_places: folded words that are no place in these languages.
        other_meanings: phrases that hold a name and mean something else.
    """

    language: str | None
    codes: tuple[str, ...]
    gazetteer: Gazetteer
    cues: Cues
    endings: Endings
    countries: WordTable
    foreign_countries: WordTable
    own_cities: Mapping[str, HomeCity]
    own_places: Mapping[str, GermanPlace]
    not_places: frozenset[str]
    other_meanings: WordTable
    mask: int

    def is_everyday(self, word: str) -> bool:
        """Whether a folded word stands in the training sentences of these languages."""
        return bool(self.gazetteer.everyday.get(word, 0) & self.mask)

    def is_own_name(self, name: str) -> bool:
        """Whether the lists of these languages have a folded name for a place: then it is no accident."""
        return name in self.own_cities or name in self.own_places

    def is_name(self, word: str) -> bool:
        """Whether a folded word is a name of some place as it stands."""
        gazetteer = self.gazetteer
        return word in gazetteer.home or word in gazetteer.germany or self.is_own_name(word)

    def country(self, form: Form) -> tuple[str, ...] | None:
        """Return the country (ISO 3166-1 alpha-2) of a form of a name, as a tuple of one.

        A name of another language must be written as it is listed, and be no name of a town in this one: where Persian
        has "sengal*" for Senegal, Kurmanji has Şengal, a town in Iraq.
        """
        is_plain = form.is_whole and not form.is_joined
        code = self.countries.get(form.name) if is_plain else self.countries.exact.get(form.name)
        if code is None and self.language and not self.is_everyday(form.name) and not self.is_own_name(form.name):
            foreign = self.foreign_countries
            code = foreign.exact.get(form.name) or (foreign.beginnings.get(form.name) if is_plain else None)
        return (code,) if code else None

    def cities(self, form: Form) -> tuple[HomeCity, ...] | None:
        """Return the cities of return of a form of a name, that of these languages first."""
        shared, own = self.gazetteer.home.get(form.name), self.own_cities.get(form.name)
        if own is None:
            return shared
        return (own, *(city for city in shared or () if city != own))

    def places(self, form: Form) -> tuple[GermanPlace, ...] | None:
        """Return the places in Germany of a form of a name, that of these languages first."""
        shared, own = self.gazetteer.germany.get(form.name), self.own_places.get(form.name)
        if own is None:
            return shared
        return (own, *(place for place in shared or () if place != own))


@lru_cache(maxsize=_LANGUAGES)
def load_tongue(settings: Settings, language: str | None = None) -> Tongue:
    """Put together the words of a language, of all when it is None or unknown.

    Raises:
        DataError: a file is missing or has a fault.
    """
    words = load_entity_words(settings.data / "entities")
    codes = languages_for(language, words)
    gazetteer = load_gazetteer(settings)
    known = language if language in words else None
    phrases = WordTable()
    for code in codes:
        phrases.add("other", words[code].phrases)
    own_cities: dict[str, HomeCity] = {}
    own_places: dict[str, GermanPlace] = {}
    for code in codes:
        own_cities = {**gazetteer.own_cities.get(code, {}), **own_cities}
        own_places = {**gazetteer.own_places.get(code, {}), **own_places}
    return Tongue(
        language=known,
        codes=codes,
        gazetteer=gazetteer,
        cues=load_cues(settings, known),
        endings=load_endings(settings, known),
        countries=_own_countries(settings, codes) if known else gazetteer.countries,
        foreign_countries=_foreign_countries(settings),
        own_cities=own_cities,
        own_places=own_places,
        not_places=frozenset(fold(word) for code in codes for word in words[code].not_places) if known else frozenset(),
        other_meanings=phrases,
        mask=gazetteer.mask(codes) if known else -1,
    )


def _own_countries(settings: Settings, codes: tuple[str, ...]) -> WordTable:
    table = WordTable()
    entities = load_entity_words(settings.data / "entities")
    lexicons = current_lexicons(settings.data / "lexicon")
    for code in codes:
        if code in lexicons:
            for country, phrases in lexicons[code].country_names.items():
                table.add(country, phrases)
        for country, phrases in entities[code].countries.items():
            table.add(country, phrases)
    for name in LOCALES:
        if OUR_CODES.get(name, name.split("_")[0]) in codes:
            for country, territory in Locale.parse(name).territories.items():
                if len(country) == 2 and country.isalpha() and len(fold(territory)) >= _FOREIGN_LETTERS:
                    table.exact.setdefault(fold(territory), country)
    return table


@lru_cache(maxsize=1)
def _foreign_countries(settings: Settings) -> WordTable:
    table = load_gazetteer(settings).countries
    return WordTable(
        {name: code for name, code in table.exact.items() if len(name) >= _FOREIGN_LETTERS},
        {name: code for name, code in table.beginnings.items() if len(name) >= _FOREIGN_BEGINNING},
    )
