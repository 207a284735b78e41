"""Counselling centres near a place in Germany: as lines of an answer, with a map or a point, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import values
from bot.answers.contacts import contact_lines, line_of_hours, line_of_reach
from bot.answers.model import Answer, Choice, Situation, is_contact_fresh, notes_of, ways_to_reach
from bot.catalogue import SourceNote
from bot.knowledge import centres
from bot.knowledge.model import Centre
from bot.pictures.map import Frame
from bot.places.gazetteer import GermanPlace
from bot.places.germany import find_place
from bot.places.labels import label, landmarks
from bot.places.namesakes import namesakes, place_key, short_name, with_land

NEAR_KM = 150  # farther than the worst distance of a postcode to the nearest collected centre (130 km)
HERE_KM = 5
HOTLINES = ("iom_portal_email", "bamf_citizen_service", "iom_counselling_phone")
_PAGE = 3
_PAGE_CHARS = 420  # of names, addresses and hours; what stands around them must fit on the same screen
_TOWNS = 12  # on a map, for orientation
_SCALES_KM = (10, 20, 50, 100, 200)
_LANGUAGES = 4

Near = tuple[Centre, float]  # with its distance in km


def centres_answer(situation: Situation, intent: str, answer_id: str) -> Answer:
    """Show the centres near the person's place, or ask which place is meant.

    Args:
        situation: `place` is set; the entity `page` of the message says how many centres have been shown before.
        intent: whose question it is, for the buttons.
        answer_id: the entry that shows the lines.
    """
    name = str(situation.place)
    meant = _meant(name, situation)
    if not meant:
        return Answer("utter_place_unknown", asks_for="place")
    if len(meant) > 1:
        return _which(name, meant, intent, situation)
    place = meant[0]
    slots = {"place": place_key(place)} if situation.named.get("place") == name and place.population else {}
    shown: dict[str, Any] = {"place": _place(place, situation)}
    found = centres.nearest(situation.knowledge, place.lat, place.lon, land=place.land, limit=None, today=situation.today)
    near = [pair for pair in found if pair[1] <= NEAR_KM]
    if not near:
        contacts, sources = contact_lines(situation, HOTLINES)
        return Answer("utter_centres_none", {**shown, "contacts": contacts}, sources=sources, slots=slots)
    first = _first(situation, len(near))
    page = _page(near[first:], situation)
    lines = [_line(number, pair, situation) for number, pair in enumerate(page, first + 1)]
    exact = next((centre for centre, _ in page if centre.point_is == "house"), None)
    return Answer(
        answer_id,
        {**shown, "centres": values.lines(lines)},
        buttons=_buttons(intent, first + len(page), len(near)),
        sources=notes_of([centre for centre, _ in page], situation),
        slots=slots,
        location=_pin(exact) if exact else None,
        picture=None if exact else _map(place, page, first + 1, situation),
    )


def nearest_lines(situation: Situation, limit: int = 3) -> tuple[values.Value, list[values.Value], tuple[SourceNote, ...]] | None:
    """Return the place's name, a short line for each near centre, and the sources; None when the place is not known."""
    place = find_place(str(situation.place)) if situation.place else None
    if place is None:
        return None
    found = centres.nearest(situation.knowledge, place.lat, place.lon, land=place.land, limit=limit, today=situation.today)
    near = [pair for pair in found if pair[1] <= NEAR_KM]
    lines = [_short_line(centre, km, situation) for centre, km in near]
    return _place(place, situation), lines, notes_of([centre for centre, _ in near], situation)


def _meant(name: str, situation: Situation) -> tuple[GermanPlace, ...]:
    if place := with_land(name):
        return (place,)
    is_said_now = situation.named.get("place") == name
    several = namesakes(name, situation.text if is_said_now else "")
    known = find_place(name)
    return several if len(several) > 1 or (several and known and is_said_now) else (known,) if known else ()


def _which(name: str, meant: Sequence[GermanPlace], intent: str, situation: Situation) -> Answer:
    buttons: list[Choice] = [
        {"id": f"{intent}?place={place_key(place)}", "title": values.latin(situation.knowledge.lands[place.land])}
        for place in meant
    ]
    shown = {"place": values.latin(short_name(name))}
    return Answer("utter_which_place", shown, buttons=(*buttons, "request_human"), asks_for="place")


def _place(place: GermanPlace, situation: Situation) -> values.Value:
    land = situation.knowledge.lands.get(place.land, "")
    return values.latin(place.name if land in (place.name, "") else f"{place.name} ({land})")


def _first(situation: Situation, count: int) -> int:
    page = situation.named.get("page", "")
    return int(page) if page.isdecimal() and int(page) < count else 0


def _page(near: Sequence[Near], situation: Situation) -> list[Near]:
    """Return as many centres as fit on a phone's screen."""
    page: list[Near] = []
    chars = 0
    for centre, km in near[:_PAGE]:
        parts = [centre.name, centre.street or "", centre.city or "", *ways_to_reach(centre, situation), centre.hours or ""]
        chars += sum(map(len, parts)) + 50 + 40 * bool(centre.languages)
        if page and chars > _PAGE_CHARS:
            break
        page.append((centre, km))
    return page


def _buttons(intent: str, shown: int, count: int) -> tuple[Choice, ...]:
    more: tuple[Choice, ...] = ({"id": f"{intent}?page={shown}", "title": values.term("more_offices")},) if shown < count else ()
    return (*more, "ask_counselling_free", *(() if more else ("ask_apply",)), "ask_contact", "request_human")


def _line(number: int, near: Near, situation: Situation) -> values.Value:
    centre, kilometres = near
    told = is_contact_fresh(centre, situation)
    has_address = bool(centre.street or (told and (centre.phones or centre.email)))
    own_first = sorted(centre.languages, key=lambda code: code != situation.spoken)[:_LANGUAGES]
    languages = values.answer("line_languages", languages=values.languages(own_first)) if own_first else values.latin("")
    return values.answer(
        "centre_entry",
        number=values.number(number),
        name=values.latin(centre.name),
        run_by=values.term(f"run_by_{centre.run_by}"),
        where=_where(centre, kilometres, situation),
        reach=line_of_reach(ways_to_reach(centre, situation)) if has_address else values.answer("line_portal"),
        hours=line_of_hours(centre.hours if told else None),
        languages=languages,
    )


def _where(centre: Centre, kilometres: float, situation: Situation) -> values.Value:
    town = " ".join(filter(None, (centre.postcode, centre.city))) or situation.knowledge.lands.get(centre.land, "")
    address = values.latin(", ".join(filter(None, (centre.street, town))))
    if kilometres <= HERE_KM:
        return values.answer("line_address", address=address)
    return values.answer("line_address_far", address=address, distance=values.distance(kilometres))


def _short_line(centre: Centre, kilometres: float, situation: Situation) -> values.Value:
    parts = [*filter(None, [centre.street]), *ways_to_reach(centre, situation)][:2]
    shown = {
        "name": values.latin(centre.name),
        "town": values.latin(centre.city or situation.knowledge.lands.get(centre.land, "")),
        "contact": values.latin(", ".join(parts)),
    }
    if kilometres <= HERE_KM:
        return values.answer("centre_line_here", **shown)
    return values.answer("centre_line", distance=values.distance(kilometres), **shown)


def _pin(centre: Centre) -> dict[str, Any]:
    address = ", ".join(filter(None, (centre.street, " ".join(filter(None, (centre.postcode, centre.city))))))
    return {"latitude": centre.lat, "longitude": centre.lon, "title": centre.name, "address": address}


def _map(place: GermanPlace, page: Sequence[Near], first: int, situation: Situation) -> dict[str, Any]:
    points: list[dict[str, Any]] = [
        {"lat": centre.lat, "lon": centre.lon, "number": number, "name": values.latin(_on_map(centre))}
        for number, (centre, _) in enumerate(page, first)
    ]
    frame = Frame.around([(place.lat, place.lon), *((point["lat"], point["lon"]) for point in points)])
    towns = [town for town in landmarks() if town.name != place.name and frame.shows(town.lat, town.lon)][:_TOWNS]
    return {
        "kind": "map",
        "title": values.answer("map_title", place=values.latin(place.name)),
        "note": values.answer("map_note"),
        "here": {"lat": place.lat, "lon": place.lon, "name": values.latin(label(place, situation.spoken))},
        "points": points,
        "towns": [{"lat": t.lat, "lon": t.lon, "name": values.latin(label(t, situation.spoken))} for t in towns],
        "scale": {str(km): values.distance(km) for km in _SCALES_KM},
    }


def _on_map(centre: Centre) -> str:
    return centre.name if not centre.city or centre.city in centre.name else f"{centre.name}, {centre.city}"
