"""Answers that a topic known by words (`bot.lexicon.topics_in`) leads to, in place of the one that the intent stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot import values
from bot.answers.contacts import page_lines
from bot.answers.model import Answer, AnswerFunction, Situation
from bot.answers.offices import ask_contact
from bot.lexicon import topics_in

_NOTHING = values.latin("")


def _page(page: str) -> AnswerFunction:
    """Return the answer of a page of "other help"."""
    return lambda situation: ask_contact(replace(situation, named={**situation.named, "page": page}))


def _warned_of_embassy(situation: Situation) -> Answer:
    """Give no address to somebody who is afraid: the warning, who helps to decide, and the way to them."""
    lines, _ = page_lines(situation, "asylum_advice")
    around = ("ask_contact?page=asylum_advice", "ask_contact?page=legal_help", "ask_stay_options", "request_human")
    shown = {"name": values.lines(lines), "address": _NOTHING, "reach": _NOTHING, "hours": _NOTHING, "lands": _NOTHING}
    return Answer("utter_embassy", {**shown, "paper": _NOTHING, "others": _NOTHING}, buttons=around, is_simple=True)


_LEGAL_HELP, _WORK_RIGHTS = _page("legal_help"), _page("work_rights")
_LEADS: Mapping[str, Mapping[str, AnswerFunction]] = {  # intent -> topic -> answer, the first topic that is named counts
    "ask_embassy": {"afraid": _warned_of_embassy},
    "give_complaint": {"unpaid": _WORK_RIGHTS, "lawyer": _LEGAL_HELP},
    "ask_wages": {"unpaid": _WORK_RIGHTS},
    "ask_jobs": {"unpaid": _WORK_RIGHTS},
    **{intent: {"lawyer": _LEGAL_HELP} for intent in ("ask_counselling_free", "ask_stay_options", "ask_contact")},
}
LED_INTENTS = tuple(_LEADS)


def led_by_words(intent: str, answer: AnswerFunction) -> AnswerFunction:
    """Return the answer of an intent that first looks for the topics which lead elsewhere; what a button names goes before."""

    def answered(situation: Situation) -> Answer:
        is_typed = bool(situation.text) and not {"page", "step"} & situation.named.keys()
        topics = topics_in(situation.text, situation.language) if is_typed else set()
        chosen = next((lead for topic, lead in _LEADS[intent].items() if topic in topics), answer)
        return chosen(situation)

    answered.__doc__ = answer.__doc__
    return answered
