"""What a medicine costs at home: by active substance or brand, where an official list has it; never advice about it."""

from __future__ import annotations

from dataclasses import replace

from bot import values
from bot.answers.conversation import ask_country
from bot.answers.model import Answer, Situation
from bot.answers.price_text import with_prices
from bot.knowledge.load import current
from bot.knowledge.medicines import find_medicine
from bot.knowledge.model import Medicine
from bot.places.gazetteer import load_gazetteer
from bot.places.words import read_words
from bot.settings import read_settings

_FEW = 4  # words of a message that asks for nothing but one medicine
_UNIT = 2  # letters of a unit: mg, мг, ml


def ask_medicine_cost(situation: Situation) -> Answer:
    """The price of the medicine that is named; of common ones when none is; a person's help when no list has it."""
    if situation.country is None:
        return ask_country(situation)
    medicine = medicine_in(situation.text, situation.knowledge.medicines)
    if medicine is None:
        answer = with_prices(situation, items_of(situation), "utter_medicine_cost")
        country = {"country": values.country(situation.country)}
        return answer if answer.id == "utter_medicine_cost" else Answer("utter_medicine_cost_unknown", country)
    name = values.latin(medicine.name)
    answer = with_prices(situation, items_of(situation, medicine), "utter_medicine_cost_asked")
    if answer.id == "utter_medicine_cost_asked":
        return replace(answer, values={**answer.values, "medicine": name})
    return Answer("utter_medicine_no_price", {"medicine": name, "country": values.country(situation.country)})


def medicine_in(text: str, medicines: tuple[Medicine, ...]) -> Medicine | None:
    """Return the first medicine that a text names, by substance or brand, in any script."""
    return find_medicine(text, medicines, load_gazetteer().everyday)


def medicine_named(text: str) -> str | None:
    """Return the substance of a message that is little more than a medicine's name: "glukofaj", "Concor 5", "is there Concor?".

    Args:
        text: a message. Strengths and units are not counted as words.

    Returns:
        The name of the substance; None when no medicine is named, or the message says more.
    """
    settings = read_settings()
    words = [word.folded for word in read_words(text) if not any(letter.isdigit() for letter in word.folded)]
    words = [word for word in words if len(word) > _UNIT]
    if not 0 < len(words) <= _FEW:
        return None
    found = medicine_in(text, current(settings.data / "knowledge", settings.office / "knowledge").medicines)
    return found.name if found else None


def items_of(situation: Situation, medicine: Medicine | None = None) -> list[str]:
    """Return the ids of the items that are packs of a medicine, of any medicine when None."""
    ids = [item.id for item in situation.knowledge.items.values() if item.category == "medicines"]
    return [item for item in ids if medicine is None or item.split("_")[1] == medicine.id]
