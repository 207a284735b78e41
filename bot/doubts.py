"""The choice "This is wrong" under an answer with sources, and what is kept when somebody takes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.messages import MAX_BUTTONS

CHOICE = "give_complaint?step=wrong"
STEP = "wrong"
_FIGURES = ("money", "money_range", "percent")
_LAST = "request_human"


@dataclass(frozen=True)
class Doubt:
    """An answer that somebody says is wrong: no word and no name of that person.

    `facts` are ids of records, `sources` the pages shown with their dates.
    """

    answer: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    country: str | None = None
    city: str | None = None


def with_choice(
    buttons: Sequence[str | Mapping[str, Any]], values: Mapping[str, Any], *, may_replace: bool
) -> tuple[str | Mapping[str, Any], ...]:
    """Return the buttons of an answer with sources, and "This is wrong" as the last of them.

    Where four stand already, an answer with figures gives up the last that is not the way to a person: it can still be
    asked in words. Other answers keep theirs.

    Args:
        buttons: the choices of the answer.
        values: what the answer is filled in with.
        may_replace: whether one of the buttons may go: not where they were made for this very person.
    """
    if CHOICE in buttons:
        return tuple(buttons)
    if len(buttons) < MAX_BUTTONS:
        return (*buttons, CHOICE)
    if not may_replace or not has_figures(values):
        return tuple(buttons)
    at = max((n for n, button in enumerate(buttons) if isinstance(button, str) and button != _LAST), default=None)
    return tuple(buttons) if at is None else (*buttons[:at], *buttons[at + 1 :], CHOICE)


def has_figures(value: Any) -> bool:
    """Whether money or a share is among the values of an answer."""
    if isinstance(value, Mapping):
        return value.get("kind") in _FIGURES or any(has_figures(part) for part in value.values())
    return isinstance(value, (list, tuple)) and any(has_figures(part) for part in value)


def doubt_about(answer: Mapping[str, Any], country: str | None, city: str | None) -> Doubt | None:
    """Return what is kept of an answer that is said to be wrong; None for one that names no source.

    Args:
        answer: as the action uttered it (`actions.answer.utter`).
        country: the country that the talk is about.
        city: the town in it.
    """
    sources = answer.get("sources") or ()
    if not sources:
        return None
    facts = dict.fromkeys(fact for source in sources for fact in source.get("facts") or ())
    shown = dict.fromkeys(f"{source['name']}, {source['as_of']}" for source in sources)
    return Doubt(answer["id"], tuple(facts), tuple(shown), country, city)
