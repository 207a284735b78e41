"""Hello, help, language, deletion, repeating, and what the person tells about themselves."""

from __future__ import annotations

from dataclasses import replace

from bot import values
from bot.answers.centres import centres_answer
from bot.answers.contacts import contact_lines, crisis_lines
from bot.answers.model import Answer, Situation
from bot.answers.support_form import told_travellers

MENU = ("ask_return_options", "ask_cost_of_living", "ask_next_steps", "request_human")

_REFUSALS = {"not_danger": "utter_not_danger", "keep": "utter_kept", "leave_line": "utter_case_left"}
_WISHES = {
    "keep_waiting": "utter_case_keep_waiting",
    **dict.fromkeys(("wish_woman", "wish_man"), "utter_case_wish_noted"),
    **dict.fromkeys(("call_morning", "call_afternoon", "call_evening", "call_text"), "utter_case_callback_noted"),
}


def _language_names(situation: Situation) -> values.Value:
    return values.latin(" · ".join(language.name for language in situation.languages.values()))


def greet(situation: Situation) -> Answer:
    """Say hello, what this is, that no name is needed, and which languages there are."""
    signs = {"privacy_sign": "🔒", "language_sign": "🌐", "languages": _language_names(situation)}
    return Answer("utter_greet", {**signs, "office": situation.office.line})


def goodbye(situation: Situation) -> Answer:
    """Say goodbye."""
    return Answer("utter_goodbye")


def thank(situation: Situation) -> Answer:
    """Answer thanks, or take a rating."""
    return Answer("utter_case_rated" if situation.named.get("step", "").startswith("rate_") else "utter_thank")


def affirm(situation: Situation) -> Answer:
    """Answer a yes: to no question of ours, or a wish about the person to talk to."""
    return Answer(_WISHES.get(situation.named.get("step", ""), "utter_affirm"))


def deny(situation: Situation) -> Answer:
    """Answer a no: to nothing in particular, to the deletion, to a fixed reply to danger, to waiting for a person."""
    return Answer(_REFUSALS.get(situation.named.get("step", ""), "utter_deny"))


def ask_help(situation: Situation) -> Answer:
    """Say what can be asked."""
    return Answer("utter_help")


def ask_bot(situation: Situation) -> Answer:
    """Say that this is a program."""
    return Answer("utter_bot")


def ask_privacy(situation: Situation) -> Answer:
    """Say who reads along."""
    known = situation.channel if situation.channel in ("telegram", "viber", "web") else "other"
    shown = {
        "office": situation.office.line,
        "days": values.number(situation.office.keep_chat_days),
        "case_days": values.number(situation.office.keep_case_days),
        "messenger": values.answer(f"messenger_{known}"),
    }
    return Answer("utter_privacy", shown)


def delete_my_data(situation: Situation) -> Answer:
    """Ask once, then record the wish; the brain carries it out after the turn is saved."""
    confirmed = situation.named.get("confirmed")
    if confirmed == "yes":
        answer_id = "utter_deleted_telegram" if situation.channel == "telegram" else "utter_deleted"
        return Answer(answer_id, slots={"wants_erasure": True})
    return Answer("utter_confirm_delete")


def restart(situation: Situation) -> Answer:
    """Begin again, knowing nothing of the person but the language."""
    forgotten = ("country", "city", "place", "people", "whereabouts", *situation.slots)
    return Answer("utter_restart", slots=dict.fromkeys(forgotten))


def give_complaint(situation: Situation) -> Answer:
    """Take a complaint and name who can deal with it; or take note that a fact is wrong (`bot.doubts`)."""
    if situation.named.get("step") == "wrong":
        return Answer("utter_fact_doubted")
    contacts, sources = contact_lines(situation, ["iom_portal_email", "bamf_citizen_service"])
    return Answer("utter_give_complaint", {"contacts": contacts}, sources=sources)


def express_distress(situation: Situation) -> Answer:
    """Acknowledge, and name who listens; without sources, which would be cold here."""
    centres, _ = contact_lines(situation, ["psychosocial_centres"])
    return Answer("utter_express_distress", {"contacts": values.lines([crisis_lines(situation, "distress"), centres])})


def out_of_scope(situation: Situation) -> Answer:
    """Say kindly what this cannot do; the second time in a row offer a person."""
    answer_id = "utter_offer_person" if situation.misses >= 1 else "utter_out_of_scope"
    return Answer(answer_id, slots={"misses": situation.misses + 1})


def choose_language(situation: Situation) -> Answer:
    """Offer the languages; a language that is named is set by the brain before this is asked."""
    buttons = tuple(f"language:{code}" for code in situation.languages)
    answer_id = "utter_language_unknown" if situation.named.get("language") else "utter_choose_language"
    return Answer(answer_id, {"languages": _language_names(situation)}, buttons=buttons)


def inform_country(situation: Situation) -> Answer:
    """Take note of the country, or of being back in it."""
    if situation.country is None:
        return ask_country(situation)
    shown = {"country": values.country(situation.country)}
    if situation.is_home:
        return Answer("utter_inform_whereabouts_home", shown)
    is_known = situation.knowledge.country(situation.country) or any(
        row.country == situation.country for row in situation.knowledge.prices
    )
    return Answer("utter_inform_country" if is_known else "utter_inform_country_without_facts", shown)


def inform_location(situation: Situation) -> Answer:
    """Take note of the place in Germany and show what is near."""
    if situation.place is None or "place" not in situation.named:  # a place told earlier is not the one meant now
        return Answer("utter_place_unknown", asks_for="place")
    return centres_answer(situation, "inform_location", "utter_inform_location")


def inform_people(situation: Situation) -> Answer:
    """Take note of how many would travel, and of how many of them are under 18."""
    told = told_travellers(situation) if situation.text else {}
    people = told.get("people") or situation.people
    if people is None:
        return replace(ask_people(situation), slots=told)
    return Answer("utter_inform_people", {"people": values.number(people)}, slots=told)


def ask_country(situation: Situation) -> Answer:
    """Ask which country it is about."""
    buttons = tuple(f"country:{code}" for code in situation.countries_offered)
    return Answer("utter_ask_country", buttons=(*buttons, "request_human")[:4], asks_for="country")


def ask_place(situation: Situation) -> Answer:
    """Ask where in Germany the person lives."""
    return Answer("utter_ask_place", asks_for="place")


def ask_people(situation: Situation) -> Answer:
    """Ask how many would travel."""
    return Answer("utter_ask_people", asks_for="people")


def unclear(situation: Situation) -> Answer:
    """Offer the likeliest questions; else ask to rephrase; after two misses offer a person."""
    misses = {"misses": situation.misses + 1}
    if situation.misses >= 1:
        return Answer("utter_offer_person", slots=misses)
    if situation.likely:
        buttons = dict.fromkeys((*situation.likely, "request_human"))
        return Answer("utter_unclear", buttons=tuple(buttons), slots=misses)
    if not any(character.isalpha() for character in situation.text):
        return Answer("utter_no_text", slots=misses)
    return Answer("utter_rephrase", slots=misses)
