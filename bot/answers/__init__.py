"""Which answer belongs to which question: one function an intent, from what is known of the person to an answer."""

from __future__ import annotations

from bot.answers import budget, conversation, costs, home, medicines, offices, options, people, steps, support
from bot.answers.by_words import LED_INTENTS, led_by_words
from bot.answers.model import Answer, AnswerFunction, Situation

__all__ = ["ALL_INTENTS", "ANSWERS", "Answer", "AnswerFunction", "Situation", "action_name"]

_OWN_NAMES: dict[str, AnswerFunction] = {  # questions whose function does not carry their name, or stands in two modules
    "change_language": conversation.choose_language,
    "inform_country": costs.inform_country,
    "nlu_fallback": costs.unclear,
}
_GROUPS = (conversation, options, support, steps, offices, costs, medicines, budget, home, people)


# What the model takes a question for that holds little more than a programme's name: it has learned none of them.
_BARE_NAMES = ("nlu_fallback", "out_of_scope", "ask_contact_after_return")
# Questions that make no sense of a programme that is no more: "I had ERRIN, can I get it again?"
_MAY_NAME_ENDED = ("ask_reentry", "ask_apply", "ask_processing_time", "ask_my_status", "ask_next_steps", "ask_family_return")


def _functions(intents: tuple[str, ...]) -> dict[str, AnswerFunction]:
    found = {intent: getattr(group, intent) for group in _GROUPS for intent in intents if hasattr(group, intent)}
    found |= _OWN_NAMES
    found |= {intent: led_by_words(intent, found[intent]) for intent in LED_INTENTS}
    found |= {intent: support.explaining_programmes(intent, found[intent]) for intent in _BARE_NAMES}
    found |= {intent: support.explaining_programmes(intent, found[intent], ended_only=True) for intent in _MAY_NAME_ENDED}
    return {intent: support.protecting_minors(intent, answer) for intent, answer in found.items()}


INTENTS = (
    "greet", "goodbye", "thank", "affirm", "deny", "ask_help", "ask_bot", "restart", "ask_privacy", "delete_my_data",
    "give_complaint", "express_distress", "out_of_scope", "ask_should_i_return", "ask_return_options", "ask_voluntary",
    "ask_eligibility", "ask_financial_support", "ask_travel_costs", "ask_reintegration", "ask_business_support",
    "ask_medical_support", "ask_vulnerable_support", "ask_family_return", "ask_family_reunification", "ask_stay_options",
    "ask_asylum_effect", "ask_deportation", "ask_reentry", "ask_withdraw", "ask_third_country", "ask_next_steps", "ask_apply",
    "ask_processing_time", "ask_travel_documents", "ask_embassy", "ask_luggage", "ask_travel_day", "ask_before_leaving",
    "ask_counselling_centre", "ask_contact", "ask_counselling_free", "ask_contact_after_return", "ask_my_status",
    "ask_cost_of_living", "ask_rent", "ask_food_prices", "ask_medicine_cost", "ask_healthcare_home", "ask_school", "ask_wages",
    "ask_jobs", "ask_housing_home", "ask_safety_home", "ask_budget", "request_human", "request_callback", "emergency_medical",
    "report_self_harm", "report_violence", "inform_country", "inform_location", "inform_people",
)  # fmt: skip

ANSWERS: dict[str, AnswerFunction] = _functions(INTENTS)
ALL_INTENTS = frozenset((*INTENTS, "change_language", "say_again"))  # the two that repeat an answer have actions of their own


def action_name(intent: str) -> str:
    """Return the action of an intent: one stem everywhere (ask_rent, action_rent, utter_rent)."""
    return {"nlu_fallback": "action_default_fallback"}.get(intent, "action_" + intent.removeprefix("ask_"))
