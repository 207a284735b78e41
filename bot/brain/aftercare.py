"""After a fixed reply to danger: words that the model takes for an everyday question still belong to the danger.

"Where can I go with the children?" is no question about offices then, and "no police" none about deportation. Who wants
something else says so: by the button, or by a question that cannot be meant this way.
"""

from __future__ import annotations

from bot.brain.choices import Meaning, meaning_of
from bot.brain.model import LastAnswer, Understood
from bot.lexicon import DANGER_KINDS, topics_in

_NOT_WATCHED = "utter_violence_not_alone"  # somebody may read along: nothing of danger may be shown
_EVERYDAY = frozenset((
    "affirm", "deny", "ask_contact", "ask_counselling_centre", "ask_counselling_free", "ask_deportation", "ask_family_return",
    "ask_healthcare_home", "ask_housing_home", "ask_travel_day", "ask_vulnerable_support", "express_distress", "inform_location",
    "inform_people", "nlu_fallback", "out_of_scope", "request_callback",
))  # fmt: skip
_KIND_WORDS = frozenset(("thank", "goodbye", "greet"))
_SAYS_MORE = {"report_violence": "alone", "report_self_harm": "danger_later"}  # the step of each that names who helps


def belongs_to_danger(understood: Understood, last: LastAnswer) -> Meaning | None:
    """Return what a message means that follows a reply to danger; None when it means what it says.

    Args:
        understood: with the intent that the dialogue would act on, or none (`nlu_fallback`).
        last: what the person sees.
    """
    kind = last.question
    if kind not in DANGER_KINDS or last.answer_id == _NOT_WATCHED or understood.danger:
        return None
    if kind == "report_violence" and "alone_now" in topics_in(understood.text, understood.language):
        return meaning_of("alone")
    is_kind_word = understood.intent in _KIND_WORDS and kind == "report_self_harm"
    if understood.intent not in _EVERYDAY and not is_kind_word:
        return None
    return meaning_of(_SAYS_MORE.get(kind, kind))
