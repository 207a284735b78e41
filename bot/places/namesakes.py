"""Towns of one name in several federal states: which of them somebody can mean, and how the one meant is written down."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from bot.places.gazetteer import GermanPlace, load_gazetteer
from bot.settings import Settings, read_settings
from bot.text import fold

MAX_NAMESAKES = 3  # choices that are offered beside the way to a person
_CITY = 100_000  # inhabitants
_SMALLER_THAN_A_CITY, _SMALLER_THAN_A_TOWN = 20, 100  # times smaller, and a place is not asked about beside the larger one
_WITH_LAND = re.compile(r"(.+), ([A-Z]{2})")
_ADDITION = re.compile(r" (?:\(|am |an der |auf |bei |im |in |ob der |vor |vorm ).*")


def with_land(key: str) -> GermanPlace | None:
    """Return the place that `place_key` has written down with its state, None for any other text."""
    found = _WITH_LAND.fullmatch(key.strip())
    if found is None:
        return None
    name, land = fold(found[1]), found[2]
    named = (*load_gazetteer().germany.get(name, ()), *_by_name(read_settings()).get(name, ()))
    return next((place for place in named if place.land == land), None)


def place_key(place: GermanPlace) -> str:
    """Return what a place is remembered by: its name, with the state where the name alone could be another place."""
    return f"{place.name}, {place.land}" if len(namesakes(place.name)) > 1 else place.name


def short_name(name: str) -> str:
    """Return a name without what tells it from others: "Frankfurt" for "Frankfurt am Main"."""
    return _ADDITION.sub("", name)


def namesakes(name: str, text: str = "") -> tuple[GermanPlace, ...]:
    """Return the towns in different federal states that a name can mean, the largest first; one or none when it is clear.

    A village beside a large town of its name is not among them. At most `MAX_NAMESAKES`.

    Args:
        name: a German name such as "Oldenburg" or "Frankfurt am Main".
        text: the message that the name was found in. It can name the state or the whole name; "Frankfurt" alone can also
            be the one on the Oder.
    """
    by_name = _by_name(read_settings())
    folded, written = fold(name), fold(text)
    found = by_name.get(folded, ())
    short = fold(short_name(name))
    if text and len(found) == 1 and folded not in written and (short in written or not written.isascii()):
        found = by_name.get(short, found)
    lands = _lands_in(written) if len(found) > 1 else set()
    return _rivals([place for place in found if not lands or place.land in lands] or list(found))


def _rivals(found: list[GermanPlace]) -> tuple[GermanPlace, ...]:
    if not found:
        return ()
    found.sort(key=lambda place: -place.population)
    times = _SMALLER_THAN_A_CITY if found[0].population >= _CITY else _SMALLER_THAN_A_TOWN
    by_land: dict[str, GermanPlace] = {}
    for place in found:
        if place.population * times >= found[0].population:
            by_land.setdefault(place.land, place)
    return tuple(by_land.values())[:MAX_NAMESAKES]


def _lands_in(written: str) -> set[str]:
    """Return the federal states that a folded text names."""
    words, germany, names = written.split(), load_gazetteer().germany, _land_names(read_settings())
    groups = {" ".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, first + 4)}
    spelt = {place.land for group in groups for place in germany.get(group, ()) if names.get(place.land) == place.name}
    return spelt | {land for land, name in names.items() if fold(name) in groups}


@lru_cache(maxsize=1)
def _land_names(settings: Settings) -> Mapping[str, str]:
    with (settings.data / "knowledge" / "laender.csv").open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


@lru_cache(maxsize=1)
def _by_name(settings: Settings) -> Mapping[str, tuple[GermanPlace, ...]]:
    """Return the towns by folded name, whole and without an addition such as "am Main"."""
    towns = dict.fromkeys(place for places in load_gazetteer(settings).germany.values() for place in places if place.population)
    names: defaultdict[str, list[GermanPlace]] = defaultdict(list)
    for town in towns:
        for name in {fold(town.name), fold(short_name(town.name))}:
            names[name].append(town)
    return {name: tuple(places) for name, places in names.items()}
