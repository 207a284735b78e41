"""A person to talk to, and the fixed replies to danger (order and wording: counselling standard, section 3)."""

from __future__ import annotations

from dataclasses import replace

from bot import values
from bot.answers.centres import nearest_lines
from bot.answers.contacts import contact_lines, crisis_lines, home_contact_lines
from bot.answers.model import Answer, Situation
from bot.knowledge.model import Country, Fact

# Which services help in a danger, those before "all" first. Fire brigades come last: only where nobody else is known to help.
_SERVICES = {
    "medical": ("ambulance", "all", "fire", "police"),
    "self_harm": ("ambulance", "all", "fire", "police"),
    "violence": ("police", "all", "ambulance"),
}
_SERVICES_OF_HELP = {"ambulance", "all"}
_UNSURE = "⚠️"  # behind a number of low confidence

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


def emergency_lines(country: Country, kind: str = "medical") -> values.Value:
    """Return the emergency numbers of a country, a line each: those that help in this kind of danger, the surest first.

    They are never withheld. One that is not sure carries a sign, and where its date is known a last line says that it can
    be different today.

    Args:
        country: the sheet of the country.
        kind: medical, self_harm or violence.
    """
    services = _SERVICES[kind]
    known = {service: country.emergency[service] for service in services if service in country.emergency}
    if known.keys() & _SERVICES_OF_HELP:
        known.pop("fire", None)
    helping = services[: services.index("all") + 1]
    order = sorted(known, key=lambda service: (service not in helping, not known[service].is_tellable))
    parts = [_emergency_line(service, known[service]) for service in order]
    unsure = [fact.as_of for fact in known.values() if fact.as_of and not fact.is_tellable]
    if unsure:
        parts.append(values.answer("old_line", date=values.date(min(unsure, key=lambda date: date.earliest))))
    return values.lines(parts)


def _emergency_line(service: str, fact: Fact) -> values.Value:
    number = fact.text if fact.is_tellable else f"{fact.text} {_UNSURE}"
    return values.answer(f"emergency_line_{service}", number=values.latin(number))


def _danger(situation: Situation, answer_id: str, kind: str) -> Answer:
    return _danger_at_home(situation, kind) if situation.is_home else Answer(answer_id, {"lines": crisis_lines(situation, kind)})


def _danger_at_home(situation: Situation, kind: str) -> Answer:
    """The reply to somebody whom no German number helps: the numbers of their country, nothing beside."""
    country = situation.knowledge.country(situation.country) if situation.country else None
    figures = emergency_lines(country, kind) if country else values.lines([])
    if country is None or not figures["parts"]:
        return Answer("utter_danger_home_unknown")
    return Answer("utter_danger_home", {"country": values.country(country.code), "figures": figures})


def report_self_harm(situation: Situation) -> Answer:
    """The fixed reply to somebody who wants to die or hurts themselves."""
    step = None if situation.is_home else situation.named.get("step")  # what follows names German numbers
    if step == "danger_now":
        return Answer("utter_danger_now")
    if step == "danger_later":
        return Answer("utter_danger_later", {"lines": crisis_lines(situation, "self_harm")})
    return _danger(situation, "utter_report_self_harm", "self_harm")


def report_violence(situation: Situation) -> Answer:
    """The fixed reply to somebody who is threatened, beaten or exploited."""
    step = situation.named.get("step")
    if step == "alone" and not situation.is_home:
        return Answer("utter_violence_alone", {"lines": crisis_lines(situation, "violence", "violence_men", "trafficking")})
    if step == "not_alone":
        return Answer("utter_violence_not_alone")
    return _danger(situation, "utter_report_violence", "violence")


def emergency_medical(situation: Situation) -> Answer:
    """The fixed reply to acute illness."""
    return _danger(situation, "utter_emergency_medical", "medical")
