"""Choices: what a button does, and how a typed text is known to mean one.

Viber sends a pressed button as text, and many people type "1" or the words of the button. So a choice is known by what was
offered last: its title, its id or its number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from bot.catalogue import Catalogue
from bot.text import fold

Meaning = tuple[str, list[dict[str, Any]]]  # an intent with its entities

_STEPS = {  # choices that are no question of their own
    "erase": ("delete_my_data", "confirmed", "yes"),
    "danger_now": ("report_self_harm", "step", "danger_now"),
    "danger_later": ("report_self_harm", "step", "danger_later"),
    "alone": ("report_violence", "step", "alone"),
    "not_alone": ("report_violence", "step", "not_alone"),
    "not_danger": ("deny", "step", "not_danger"),
    "keep": ("deny", "step", "keep"),
    "leave_line": ("deny", "step", "leave_line"),
    "keep_waiting": ("affirm", "step", "keep_waiting"),
    "wish_woman": ("affirm", "step", "wish_woman"),
    "wish_man": ("affirm", "step", "wish_man"),
    "call_morning": ("affirm", "step", "call_morning"),
    "call_afternoon": ("affirm", "step", "call_afternoon"),
    "call_evening": ("affirm", "step", "call_evening"),
    "rate_good": ("thank", "step", "rate_good"),
    "rate_so_so": ("thank", "step", "rate_so_so"),
    "rate_bad": ("thank", "step", "rate_bad"),
    "already_home": ("inform_country", "whereabouts", "home"),
    "clear_first": ("request_human", "step", "clear_first"),
    "transfer_yes": ("affirm", "step", "transfer_yes"),
    "transfer_no": ("deny", "step", "transfer_no"),
    "call_text": ("affirm", "step", "call_text"),
}
_NEVER_BY_NUMBER = "not_danger"  # "2" may mean the second button of the reply before, and would end the help
_ROLES = {"danger_now": "yes", "danger_later": "no", "alone": "yes", "not_alone": "no"}  # also by "yes" and "no"
COMMANDS = {  # typed with a leading slash, in any state
    "start": "greet",
    "help": "ask_help",
    "language": "change_language",
    "person": "request_human",
    "delete": "delete_my_data",
}


def entity(name: str, value: Any) -> dict[str, Any]:
    """Return an entity in Rasa's form, sure and without a place in the text."""
    return {"entity": name, "value": value, "confidence": 1.0, "extractor": "choice"}


def meaning_of(choice: str) -> Meaning:
    """Return what a choice asks for: a name of `_STEPS`, `country:AL`, an intent, or one with entities: `ask_budget?wage=day`."""
    if choice in _STEPS:
        intent, name, value = _STEPS[choice]
        return intent, [entity(name, value)]
    intent, _, given = choice.partition("?")
    if given:
        return intent, [entity(name, number_or_text(value)) for name, value in parse_qsl(given)]
    kind, _, code = choice.partition(":")
    if kind == "country" and code:
        return "inform_country", [entity("country", code)]
    if kind == "language" and code:
        return "change_language", [entity("language", code)]
    return choice, []


def number_or_text(value: str) -> int | str:
    """Return the value of an entity as a slot keeps it."""
    return int(value) if value.isdigit() else value


def command(text: str) -> str | None:
    """Return the intent of a command such as "/delete", None for any other text (also for other texts with a slash)."""
    return COMMANDS.get(text[1:].strip().lower()) if text.startswith("/") else None


def is_stop(text: str) -> bool:
    """Whether a text is the command not to write unasked."""
    return text.strip().lower() == "/stop"


def chosen(text: str, offered: Sequence[Mapping[str, str]]) -> str | None:
    """Return the id of the offered choice that a text means: by number (1 is the first), title or id."""
    folded = fold(text)
    if folded.isdigit() and 1 <= int(folded) <= len(offered):
        choice = offered[int(folded) - 1]["id"]
        return None if choice == _NEVER_BY_NUMBER else choice
    for button in offered:
        if text == button["id"] or (folded and folded == fold(button["title"])):
            return button["id"]
    return None


def chosen_earlier(text: str, catalogue: Catalogue, language: str) -> str | None:
    """Return the choice of a button of an earlier answer: its whole title, picture sign included."""
    into = catalogue.languages.get(language)
    if into is None or text[:1].isalnum():
        return None
    for name in catalogue.button_texts:
        if name not in ("yes", "no") and catalogue.button(name, into).title == text:
            return name
    return None


def by_role(role: str, offered: Sequence[Mapping[str, str]]) -> str | None:
    """Return the choice that answers our own question with yes or no."""
    return next((b["id"] for b in offered if (b.get("role") or _ROLES.get(b["id"])) == role), None)
