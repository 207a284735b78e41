"""Follow-ups: "and in Durrës?", "4 people", "Erbil" after an answer ask the same question again with what they name."""

from __future__ import annotations

from bot.brain.model import LastAnswer, Understood

INFORMING = {"country": "inform_country", "city": "inform_country", "place": "inform_location", "people": "inform_people"}
_OF_A_TOWN = frozenset((
    "ask_cost_of_living", "ask_rent", "ask_food_prices", "ask_wages", "ask_budget", "ask_contact_after_return",
))  # fmt: skip
ASKED_OF_HOME = _OF_A_TOWN | {
    "ask_medicine_cost", "ask_healthcare_home", "ask_school", "ask_jobs", "ask_housing_home", "ask_safety_home",
    "ask_return_options", "ask_financial_support", "ask_reintegration", "ask_embassy",
}  # fmt: skip
COSTS = frozenset(("ask_cost_of_living", "ask_rent", "ask_food_prices", "ask_wages"))
_OF_PEOPLE = frozenset(("ask_budget", "ask_financial_support"))
_ASKED_OF = {"country": ASKED_OF_HOME, "city": ASKED_OF_HOME, "people": _OF_PEOPLE, "adults": _OF_PEOPLE, "minors": _OF_PEOPLE}


def is_bare(understood: Understood, words_beside: int = 0) -> bool:
    """Whether a message holds nothing but what was found in it, a town, a country, a postcode, and at most so many words."""
    left = list(understood.text)
    for found in understood.entities:
        if found["entity"] in INFORMING and found.get("end"):
            left[found["start"] : found["end"]] = " " * (found["end"] - found["start"])
    words = [word for word in "".join(left).split() if any(character.isalnum() for character in word)]
    return bool(understood.entities) and len(words) <= words_beside


def follows_up(understood: Understood, last: LastAnswer) -> bool:
    """Whether what a message names asks the question on the screen again.

    Args:
        understood: a message that tells something, or of which not more is understood than what it names.
        last: what the person sees.
    """
    named = {found["entity"]: found["value"] for found in understood.entities}
    if understood.intent == "inform_people" and last.question in _OF_PEOPLE:
        return True  # "I have two children": the answer reads the words itself
    if named.keys() & {"city"} == set() and named.get("country") == last.country:
        named.pop("country", None)  # nothing new
    return any(last.question in _ASKED_OF.get(name, ()) for name in named)
