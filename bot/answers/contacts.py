"""Contacts as lines of an answer: name, how to reach them, hours and languages."""

from __future__ import annotations

from collections.abc import Iterable

from bot import values
from bot.answers.model import Situation, is_contact_fresh, is_told, notes_of, short_address, ways_to_reach
from bot.catalogue import SourceNote
from bot.knowledge.distance import distance_km
from bot.knowledge.model import Contact, HomeContact
from bot.places.germany import find_place
from bot.places.home import find_city
from bot.places.namesakes import namesakes

SAME_CITY_KM = 40
UNKNOWN_KM = 1e6  # farther than any place on earth


def reach(contact: Contact) -> values.Value:
    """How to reach a contact: phone, else e-mail, else web page."""
    parts = [*contact.phones[:1]]
    if contact.email:
        parts.append(contact.email)
    if not parts and contact.web:
        parts.append(short_address(contact.web))
    return values.latin(", ".join(parts))


def name(contact: Contact) -> values.Value:
    """The contact's name in the language of the answer."""
    return values.term(f"contact_{contact.id}")


def contact_lines(situation: Situation, ids: Iterable[str]) -> tuple[values.Value, tuple[SourceNote, ...]]:
    """Return the lines of those contacts that may be told today, and their sources."""
    parts, told = [], []
    for contact_id in ids:
        contact = situation.knowledge.contact(contact_id)
        if not is_told(contact, situation):
            continue
        told.append(contact)
        if contact.languages:
            own_first = sorted(contact.languages, key=lambda code: code != situation.spoken)
            shown = values.languages(own_first[:3])
            parts.append(values.answer("contact_line_languages", name=name(contact), reach=reach(contact), languages=shown))
        else:
            parts.append(values.answer("contact_line", name=name(contact), reach=reach(contact)))
    return values.lines(parts), notes_of(told, situation)


def line_of_reach(ways: Iterable[str]) -> values.Value:
    """A line with phone and e-mail, or with a web page; empty when there is none."""
    written = ", ".join(ways)
    if not written:
        return values.latin("")
    is_web = "@" not in written and not written.lstrip("+")[:1].isdigit()
    return values.answer("line_web" if is_web else "line_reach", reach=values.latin(written))


def line_of_hours(hours: str | None) -> values.Value:
    """A line with opening hours; empty when they are not known."""
    return values.answer("line_hours", hours=values.hours(hours)) if hours else values.latin("")


def page_lines(situation: Situation, page: str) -> tuple[list[values.Value], tuple[SourceNote, ...]]:
    """Return the contacts of a page of "other help" that can be reached and told, and the sources of all of that page."""
    named = [c for c in situation.knowledge.contacts.values() if page in c.pages and is_told(c, situation)]
    named.sort(key=lambda contact: contact.group != "referral")  # crisis lines last: the page is about something else
    reached = [contact for contact in named if contact.phones or contact.email or contact.web]
    lines = [values.answer("contact_line", name=name(contact), reach=reach(contact)) for contact in reached]
    return lines, notes_of(named, situation)


def home_contact_lines(situation: Situation, limit: int = 3) -> tuple[list[values.Value], tuple[SourceNote, ...]]:
    """Return lines of offices in the country of return: those in or near the person's city, then those with a phone."""
    assert situation.country is not None
    known = situation.knowledge.home_contacts(situation.country)
    offices = [c for c in known if is_told(c, situation) and (ways_to_reach(c, situation) or _messenger(c, situation))]
    offices.sort(key=lambda c: (_is_far(c, situation), not (c.phones or c.email), _kilometres(c, situation)))
    chosen = offices[:limit]
    return [_home_line(office, situation) for office in chosen], notes_of(chosen, situation)


def _home_line(office: HomeContact, situation: Situation) -> values.Value:
    messenger = _messenger(office, situation)
    return values.answer(
        "home_entry",
        name=values.latin(office.name),
        kind=values.term(f"home_{office.kind_of_office.split(' ')[0].split('/')[0].lower()}"),
        where=_home_address(office, situation),
        reach=line_of_reach(ways_to_reach(office, situation)),
        messenger=values.answer("line_messenger", messenger=values.latin(messenger)) if messenger else values.latin(""),
    )


def _home_address(office: HomeContact, situation: Situation) -> values.Value:
    is_in_street = office.city and office.street and office.city in office.street
    written = ", ".join(filter(None, (office.street, None if is_in_street else office.city)))
    if not written:
        return values.latin("")
    kilometres = _kilometres(office, situation)
    if SAME_CITY_KM < kilometres < UNKNOWN_KM:
        return values.answer("line_address_far", address=values.latin(written), distance=values.distance(kilometres))
    return values.answer("line_address", address=values.latin(written))


def _messenger(office: HomeContact, situation: Situation) -> str:
    return office.messenger or "" if is_contact_fresh(office, situation) else ""


def _is_far(office: HomeContact, situation: Situation) -> bool:
    return bool(situation.city) and _kilometres(office, situation) > SAME_CITY_KM


def _kilometres(office: HomeContact, situation: Situation) -> float:
    """How far an office is from the person's city; `UNKNOWN_KM` when one of the two places is not known."""
    here = find_city(situation.city, situation.country) if situation.city else None
    there = find_city(office.city, situation.country) if office.city else None
    return distance_km(here.lat, here.lon, there.lat, there.lon) if here and there else UNKNOWN_KM


def land_of(situation: Situation) -> str | None:
    """Return the person's federal state, None when the place is not known or could be in another one."""
    name = str(situation.place or "")
    place = find_place(name) if name else None
    return place.land if place and len(namesakes(name)) < 2 else None


def _lines_for(situation: Situation, kind: str) -> list[Contact]:
    """Return the lines for a kind of danger, in this order.

    One that speaks the person's language at any time; those of the person's federal state; a German one for everybody; those
    that speak the person's language at times; those that can only be written to.
    """
    spoken = situation.spoken
    land = None if kind == "medical" else land_of(situation)  # the poison centres of the states have no name in other languages
    lines = situation.knowledge.crisis_lines(kind, spoken, land)
    german = [line for line in lines if "de" in line.languages and not (line.languages_sometimes or line.lands)]
    own = [line for line in lines if spoken in line.languages and (spoken != "de" or line in german)]
    of_state = [line for line in lines if line.lands]
    at_times = [line for line in lines if spoken in line.languages_sometimes]
    written = [line for line in lines if not line.phones]
    return list(dict.fromkeys((*own[:1], *of_state, *german[:1], *at_times, *written)))


def crisis_lines(situation: Situation, *kinds: str, limit: int = 2) -> values.Value:
    """Return the lines to call for kinds of danger, at most `limit` each, with the languages that they speak at any time."""
    lines = dict.fromkeys(line for kind in kinds for line in _lines_for(situation, kind)[:limit])
    return values.lines(_crisis_line(line, situation) for line in lines)


def _crisis_line(contact: Contact, situation: Situation) -> values.Value:
    known_to_many = [code for code in ("de", "en") if code in contact.languages] or contact.languages[:2] or ["de"]
    languages = values.languages([situation.spoken] if situation.spoken in contact.languages else known_to_many)
    if not contact.phones:
        web = values.latin(short_address(contact.web or ""))
        return values.answer("crisis_line_web", name=name(contact), web=web, languages=languages)
    hours = values.answer("hours_always") if contact.hours == "24/7" else values.hours(contact.hours or "")
    line = "crisis_line_free" if (contact.cost or "").startswith("free") else "crisis_line"
    return values.answer(line, phone=values.latin(contact.phones[0]), name=name(contact), languages=languages, hours=hours)
