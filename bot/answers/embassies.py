"""The embassy or consulate of a country of return that is responsible for somebody in Germany."""

from __future__ import annotations

from typing import Any

from bot import values
from bot.answers.contacts import land_of, line_of_hours, line_of_reach
from bot.answers.model import Answer, Situation, is_contact_fresh, is_told, notes_of, status_of, ways_to_reach
from bot.knowledge.model import Embassy, Freshness

_CITIES_SHOWN = 6


def embassy_answer(situation: Situation) -> Answer:
    """Give the mission of the person's federal state where a source names one, else the embassy; and where others are.

    `situation.country` is set.
    """
    assert situation.country is not None
    shown: dict[str, Any] = {"country": values.country(situation.country)}
    told = [mission for mission in situation.knowledge.embassies(situation.country) if is_told(mission, situation)]
    if not told:
        return Answer("utter_embassy_unknown", shown)
    land = land_of(situation)
    mission = next((m for m in told if land in m.lands), None) or _embassy(told) or told[0]
    paper_from = mission if mission.one_way_paper else next((other for other in told if other.one_way_paper), None)
    shown |= {
        "name": values.latin(mission.name),
        "address": values.answer("line_address", address=values.latin(_address(mission))),
        "reach": line_of_reach(ways_to_reach(mission, situation)),
        "hours": line_of_hours(mission.hours if is_contact_fresh(mission, situation) else None),
        "lands": _lands(mission, situation),
        "paper": _paper(paper_from),
        "others": _others(mission, land, situation),
    }
    return Answer(
        "utter_embassy",
        shown,
        sources=notes_of([mission, *([paper_from] if paper_from else [])], situation),
        location=_pin(mission) if mission.point_is == "house" else None,
    )


def _embassy(told: list[Embassy]) -> Embassy | None:
    return next((mission for mission in told if mission.kind_of_mission == "embassy"), None)


def _address(mission: Embassy) -> str:
    return ", ".join(p for p in (mission.street, " ".join(filter(None, (mission.postcode, mission.city)))) if p)


def _lands(mission: Embassy, situation: Situation) -> values.Value:
    if not mission.lands:
        return values.latin("")
    names = sorted(situation.knowledge.lands[land] for land in mission.lands)
    return values.answer("embassy_lands", lands=values.latin(", ".join(names)))


def _paper(mission: Embassy | None) -> values.Value:
    if mission is None or not mission.one_way_paper:
        return values.latin("")
    return values.answer("embassy_paper", paper=values.latin(mission.one_way_paper))


def _others(mission: Embassy, land: str | None, situation: Situation) -> values.Value:
    """Name the other cities with a mission, also where no more than the city is known; not when the right one is found."""
    if land and land in mission.lands:
        return values.latin("")
    all_of_country = [m for m in situation.knowledge.embassy_list if m.country == mission.country and m.is_sure]
    in_time = [m for m in all_of_country if status_of(m, situation) is not Freshness.WITHHELD]
    cities = list(dict.fromkeys(m.city for m in in_time if m.city and m.city != mission.city))
    if not cities:
        return values.latin("")
    return values.answer("embassy_others", cities=values.latin(", ".join(cities[:_CITIES_SHOWN])))


def _pin(mission: Embassy) -> dict[str, Any]:
    return {"latitude": mission.lat, "longitude": mission.lon, "title": mission.name, "address": _address(mission)}
