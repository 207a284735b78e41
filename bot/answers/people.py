"""A person to talk to, and the fixed replies to danger (order and wording: counselling standard, section 3)."""

from __future__ import annotations

from dataclasses import replace

from bot import values
from bot.answers.centres import nearest_lines
from bot.answers.contacts import contact_lines, crisis_lines, home_contact_lines
from bot.answers.model import Answer, Situation, notes_of
from bot.knowledge.model import Country

HUMAN_CONTACTS = ("iom_portal_email", "iom_counselling_phone", "portal")


def request_human(situation: Situation) -> Answer:
    """Put the person in the line for a counsellor; where there is none, name who can be reached, near or in their country."""
    if situation.named.get("step") == "clear_first":
        return _cleared(situation)
    return _line_or_contacts(situation)


def _cleared(situation: Situation) -> Answer:
    """Say that the chat is empty now, and where the person stands."""
    if situation.desk:
        waiting = situation.desk["values"].get("waiting") or situation.desk["next"]
        return Answer("utter_case_cleared", {"queue": values.answer("case_in_line", waiting=waiting)})
    contacts = _line_or_contacts(situation)
    return replace(contacts, id="utter_case_cleared", values={"queue": values.answer(contacts.id, **contacts.values)})


def _line_or_contacts(situation: Situation) -> Answer:
    if situation.desk:
        return Answer(situation.desk["answer"], situation.desk["values"])
    if situation.is_home and situation.country:
        lines, sources = home_contact_lines(situation)
        if lines:
            shown = {"country": values.country(situation.country), "contacts": values.lines(lines)}
            return Answer("utter_contact_after_return", shown, sources=sources)
    contacts, sources = contact_lines(situation, HUMAN_CONTACTS)
    near = nearest_lines(situation, limit=1)
    centre: values.Value = values.latin("")
    if near and near[1]:
        centre, sources = values.lines(near[1]), (*sources, *near[2])
    return Answer("utter_request_human", {"contacts": contacts, "centre": centre}, sources=sources)


def request_callback(situation: Situation) -> Answer:
    """Ask when a counsellor should write back; where there is none, say how to ask for a call."""
    if situation.desk:
        return Answer("utter_case_callback", {"next": situation.desk["next"]})
    contacts, sources = contact_lines(situation, ["iom_portal_email"])
    return Answer("utter_request_callback", {"contacts": contacts}, sources=sources)


def emergency_lines(country: Country) -> values.Value:
    """Return the checked emergency numbers of a country, a line each."""
    parts = [
        values.answer(f"emergency_line_{service}", number=values.latin(fact.text))
        for service, fact in country.emergency.items()
        if fact.is_tellable
    ]
    return values.lines(parts)


def _danger(situation: Situation, answer_id: str, kind: str) -> Answer:
    if situation.is_home:
        country = situation.knowledge.country(situation.country) if situation.country else None
        figures = emergency_lines(country) if country else values.lines([])
        if country is None or not figures["parts"]:
            return Answer("utter_danger_home_unknown")
        told = [fact for fact in country.emergency.values() if fact.is_tellable]
        shown = {"country": values.country(country.code), "figures": figures}
        is_medical = kind == "medical"
        return Answer(
            "utter_healthcare_home_now" if is_medical else "utter_danger_home", shown, sources=notes_of(told[:1], situation)
        )
    return Answer(answer_id, {"lines": crisis_lines(situation, kind)})


def report_self_harm(situation: Situation) -> Answer:
    """The fixed reply to somebody who wants to die or hurts themselves."""
    step = situation.named.get("step")
    if step == "danger_now":
        return Answer("utter_danger_now")
    if step == "danger_later":
        return Answer("utter_danger_later", {"lines": crisis_lines(situation, "self_harm")})
    return _danger(situation, "utter_report_self_harm", "self_harm")


def report_violence(situation: Situation) -> Answer:
    """The fixed reply to somebody who is threatened, beaten or exploited."""
    step = situation.named.get("step")
    if step == "alone":
        return Answer("utter_violence_alone", {"lines": crisis_lines(situation, "violence", "violence_men", "trafficking")})
    if step == "not_alone":
        return Answer("utter_violence_not_alone")
    return _danger(situation, "utter_report_violence", "violence")


def emergency_medical(situation: Situation) -> Answer:
    """The fixed reply to acute illness."""
    return _danger(situation, "utter_emergency_medical", "medical")
