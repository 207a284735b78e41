"""Which counselling centre is near."""

from __future__ import annotations

from datetime import date

from bot.knowledge.collection import Knowledge
from bot.knowledge.distance import distance_km
from bot.knowledge.model import Centre, Freshness
from bot.text import fold


def nearest(
    knowledge: Knowledge, lat: float, lon: float, land: str | None = None, limit: int | None = 3, today: date | None = None
) -> list[tuple[Centre, float]]:
    """Return the centres to name to someone at a place, with their distance in km.

    Return counselling is a matter of the federal states, so centres of the own one come first, then by distance; of two in
    one town the one that can be reached. The list holds a tenth of the more than 900 centres there are: whoever tells it
    adds the link to the official search.

    Args:
        knowledge: where to look.
        lat: latitude of the place in degrees.
        lon: longitude of the place in degrees.
        land: code of the federal state, as in laender.csv, when known.
        limit: how many at most; None for all.
        today: leaves out centres whose date is too old to tell on this day; all tellable ones when None.
    """
    found = [
        (centre, distance_km(lat, lon, centre.lat, centre.lon))
        for centre in _tellable(knowledge, today)
        if centre.lat is not None and centre.lon is not None
    ]
    found.sort(key=lambda pair: (land is not None and pair[0].land != land, round(pair[1]), not _has_address(pair[0]), pair[1]))
    return found[:limit]


def in_city(knowledge: Knowledge, city: str, today: date | None = None) -> list[Centre]:
    """Return the tellable centres in a German town, named in any spelling that folds alike; `today` as in `nearest`."""
    wanted = fold(city)
    return [centre for centre in _tellable(knowledge, today) if centre.city and fold(centre.city) == wanted]


def _has_address(centre: Centre) -> bool:
    return bool(centre.street or centre.phones or centre.email)


def _tellable(knowledge: Knowledge, today: date | None) -> list[Centre]:
    return [
        centre
        for centre in knowledge.centre_list
        if centre.is_tellable and (today is None or knowledge.judge("office", centre.as_of, today) is not Freshness.WITHHELD)
    ]
