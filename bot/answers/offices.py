"""Where to go: counselling centres, other help in Germany, contacts after return."""

from __future__ import annotations

from bot import values
from bot.answers.centres import centres_answer
from bot.answers.contacts import contact_lines, home_contact_lines, page_lines
from bot.answers.conversation import ask_country, ask_place
from bot.answers.embassies import embassy_answer
from bot.answers.model import Answer, Situation

OFFICE_CONTACTS = ("iom_portal_email", "portal", "bamf_citizen_service", "iom_counselling_phone")
HELP_PAGES = ("asylum_advice", "legal_help", "migration_advice", "trauma", "family_search", "work_rights", "women")


def ask_embassy(situation: Situation) -> Answer:
    """Give the mission responsible, with the caution that contact can be a risk before everything else."""
    return embassy_answer(situation) if situation.country else ask_country(situation)


def ask_counselling_centre(situation: Situation) -> Answer:
    """Show the nearest centres; ask for the place first when it is not known."""
    if situation.place is None:
        return ask_place(situation)
    return centres_answer(situation, "ask_counselling_centre", "utter_centres")


def ask_contact(situation: Situation) -> Answer:
    """Give phone, e-mail and hours; a page of other help; for somebody already back, the contacts there."""
    page = situation.named.get("page", "")
    if page in ("help", "more_help"):
        return Answer("utter_help_where" if page == "help" else "utter_help_where_else")
    if page in HELP_PAGES:
        lines, sources = page_lines(situation, page)
        return Answer(f"utter_help_{page}", {"contacts": values.lines(lines)}, sources=sources)
    if situation.is_home and situation.country:
        return ask_contact_after_return(situation)
    contacts, sources = contact_lines(situation, OFFICE_CONTACTS)
    return Answer("utter_contact", {"contacts": contacts}, sources=sources)


def ask_contact_after_return(situation: Situation) -> Answer:
    """Give contacts in the country of return, those in the person's city first."""
    if situation.country is None:
        return ask_country(situation)
    lines, sources = home_contact_lines(situation)
    shown = {"country": values.country(situation.country)}
    if not lines:
        return Answer("utter_contact_after_return_none", shown)
    return Answer("utter_contact_after_return", {**shown, "contacts": values.lines(lines)}, sources=sources)
