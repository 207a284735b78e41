"""What a sum of euro in a message is: the money that somebody has, or what their medicine costs a month."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.answers.medicines import medicine_in
from bot.answers.model import Situation
from bot.cost_words import MEDICINE, cost_words
from bot.places.words import Word, read_words
from bot.told_amount import ToldAmount, told_amounts

_NEAR = 3  # words around a sum in which what it is for may stand


def told_money(situation: Situation) -> dict[str, Any]:
    """Return the slots that the sums of this very message fill: support_eur and medicine_eur; {} if none.

    A sum next to a part of the costs ("rent 300 euro") is neither. A number that answers a question is named already.
    """
    if {"support_eur", "medicine_eur"} & set(situation.named):
        return {}
    amounts = told_amounts(situation.text, situation.language)
    words = read_words(situation.text)
    hits = cost_words(situation.language).find_parts(words)
    medicine = [hit.first for hit in hits if hit.label == MEDICINE]
    if not medicine and medicine_in(situation.text, situation.knowledge.medicines):
        medicine = [len(words)]
    others = [hit.first for hit in hits if hit.label != MEDICINE]
    if medicine and len(amounts) == 1:
        return {"medicine_eur": _number(amounts[0])}
    told: dict[str, Any] = {}
    if medicine and amounts:
        nearest = min(amounts, key=lambda amount: min(abs(place - amount.place) for place in medicine))
        told["medicine_eur"] = _number(nearest)
        amounts = [amount for amount in amounts if amount is not nearest]
    own = [amount for amount in amounts if not any(_is_of(amount, place, words) for place in others)]
    return told | ({"support_eur": _number(own[0])} if own else {})


def _is_of(amount: ToldAmount, place: int, words: Sequence[Word]) -> bool:
    """Whether a word says what a sum is for: it stands near, in the same clause."""
    number = words[min(amount.place, len(words) - 1)]
    return abs(place - amount.place) <= _NEAR and words[place].clause == number.clause


def _number(amount: ToldAmount) -> int | float:
    """The sum as a slot keeps it."""
    return int(amount.euro) if amount.euro == amount.euro.to_integral_value() else float(amount.euro)
