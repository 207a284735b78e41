"""Counselling centres near a place in Germany, as lines of an answer."""

from __future__ import annotations

from bot import values
from bot.answers.model import Situation, notes_of, ways_to_reach
from bot.catalogue import SourceNote
from bot.knowledge import centres
from bot.knowledge.model import Centre
from bot.places.germany import find_place

NEAR_KM = 150  # farther than the worst distance of a postcode to the nearest collected centre (130 km)
HERE_KM = 5


def nearest_lines(situation: Situation, limit: int = 3) -> tuple[values.Value, list[values.Value], tuple[SourceNote, ...]] | None:
    """Return the place's name, a line for each near centre, and the sources; None when the place is not known."""
    place = find_place(situation.place) if situation.place else None
    if place is None:
        return None
    found = centres.nearest(situation.knowledge, place.lat, place.lon, land=place.land, limit=limit, today=situation.today)
    near = [(centre, km) for centre, km in found if km <= NEAR_KM]
    return values.latin(place.name), [_line(c, km, situation) for c, km in near], notes_of([c for c, _ in near], situation)


def _line(centre: Centre, kilometres: float, situation: Situation) -> values.Value:
    parts = [*filter(None, [centre.street]), *ways_to_reach(centre, situation)][:2]
    shown = {
        "name": values.latin(centre.name),
        "town": values.latin(centre.city or situation.knowledge.lands.get(centre.land, "")),
        "contact": values.latin(", ".join(parts)),
    }
    if kilometres <= HERE_KM:
        return values.answer("centre_line_here", **shown)
    return values.answer("centre_line", distance=values.distance(kilometres), **shown)
