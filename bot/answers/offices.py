"""Where to go: embassies, counselling centres, contacts in Germany and after return."""

from __future__ import annotations

from bot import values
from bot.answers.centres import nearest_lines
from bot.answers.contacts import contact_lines, home_contact_lines
from bot.answers.conversation import ask_country, ask_place
from bot.answers.model import Answer, Situation, is_told, notes_of, ways_to_reach

OFFICE_CONTACTS = ("iom_portal_email", "portal", "bamf_citizen_service", "iom_counselling_phone")


def ask_embassy(situation: Situation) -> Answer:
    """Give the embassy's address, with the caution that contact can be a risk."""
    if situation.country is None:
        return ask_country(situation)
    shown = {"country": values.country(situation.country)}
    told = [
        e for e in situation.knowledge.embassies(situation.country) if is_told(e, situation) and e.kind_of_mission == "embassy"
    ]
    if not told:
        return Answer("utter_embassy_unknown", shown)
    embassy = told[0]
    address = ", ".join(p for p in (embassy.street, " ".join(filter(None, (embassy.postcode, embassy.city)))) if p)
    shown |= {"address": values.latin(address), "contact": values.latin(", ".join(ways_to_reach(embassy, situation)))}
    return Answer("utter_embassy", shown, sources=notes_of([embassy], situation))


def ask_counselling_centre(situation: Situation) -> Answer:
    """Show the nearest centres; ask for the place first when it is not known."""
    if situation.place is None:
        return ask_place(situation)
    near = nearest_lines(situation)
    if near is None:
        return Answer("utter_place_unknown", asks_for="place")
    place, lines, sources = near
    if not lines:
        return Answer("utter_centres_none", {"place": place})
    return Answer("utter_centres", {"place": place, "centres": values.lines(lines)}, sources=sources)


def ask_contact(situation: Situation) -> Answer:
    """Give phone, e-mail and hours; for somebody already back, the contacts there."""
    if situation.is_home and situation.country:
        return ask_contact_after_return(situation)
    contacts, sources = contact_lines(situation, OFFICE_CONTACTS)
    return Answer("utter_contact", {"contacts": contacts}, sources=sources)


def ask_contact_after_return(situation: Situation) -> Answer:
    """Give contacts in the country of return."""
    if situation.country is None:
        return ask_country(situation)
    lines, sources = home_contact_lines(situation)
    shown = {"country": values.country(situation.country)}
    if not lines:
        return Answer("utter_contact_after_return_none", shown)
    return Answer("utter_contact_after_return", {**shown, "contacts": values.lines(lines)}, sources=sources)
