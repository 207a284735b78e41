"""Contacts as lines of an answer: name, how to reach them, hours and languages."""

from __future__ import annotations

from collections.abc import Iterable

from bot import values
from bot.answers.model import Situation, is_told, notes_of, short_address, ways_to_reach
from bot.catalogue import SourceNote
from bot.knowledge.model import Contact, HomeContact


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


def home_contact_lines(situation: Situation, limit: int = 3) -> tuple[list[values.Value], tuple[SourceNote, ...]]:
    """Return lines of offices in the country of return, those with a phone or e-mail first."""
    assert situation.country is not None
    known = situation.knowledge.home_contacts(situation.country)
    offices = [c for c in known if is_told(c, situation) and ways_to_reach(c, situation)]
    offices.sort(key=lambda c: (not (c.phones or c.email), c.city != situation.city))
    chosen = offices[:limit]
    return [_home_line(office, situation) for office in chosen], notes_of(chosen, situation)


def _home_line(office: HomeContact, situation: Situation) -> values.Value:
    title = f"{office.name}, {office.city}" if office.city else office.name
    reached = values.latin(", ".join(ways_to_reach(office, situation)))
    return values.answer("contact_line", name=values.latin(title), reach=reached)


def _lines_for(situation: Situation, kind: str) -> list[Contact]:
    """Return the lines that speak the person's language, and after them the first German one that is for everybody."""
    lines = situation.knowledge.crisis_lines(kind, situation.spoken)
    everyday = [line for line in lines if not line.languages_sometimes]  # the others are meant for those who speak these
    own = [line for line in lines if situation.spoken in (line.languages_sometimes or line.languages)]
    german = [line for line in everyday if line not in own and "de" in line.languages]
    return own + german[:1] + [line for line in lines if not line.phones and line not in own]


def crisis_lines(situation: Situation, *kinds: str, limit: int = 2) -> values.Value:
    """Return the lines to call for kinds of danger, at most `limit` each, the person's language first."""
    parts = []
    for contact in dict.fromkeys(line for kind in kinds for line in _lines_for(situation, kind)[:limit]):
        own = situation.spoken in (*contact.languages, *contact.languages_sometimes)
        spoken = (situation.spoken,) if own else contact.languages
        languages = values.languages(spoken[:2] or ("de",))
        if not contact.phones:
            web = values.latin(short_address(contact.web or ""))
            parts.append(values.answer("crisis_line_web", name=name(contact), web=web, languages=languages))
            continue
        hours = values.answer("hours_always") if contact.hours == "24/7" else values.hours(contact.hours or "")
        line = "crisis_line_free" if (contact.cost or "").startswith("free") else "crisis_line"
        parts.append(
            values.answer(line, phone=values.latin(contact.phones[0]), name=name(contact), languages=languages, hours=hours)
        )
    return values.lines(parts)
