"""What life costs back home: the overview, and rent, food, transport, utilities, school and wages alone."""

from __future__ import annotations

from dataclasses import replace

from bot.answers import conversation
from bot.answers.comparison import compared
from bot.answers.conversation import ask_country
from bot.answers.model import Answer, Choice, Situation
from bot.answers.price_text import MAX_LINES, PARTS, city_value, price_report, price_value, tellable, with_prices
from bot.cost_words import part_named
from bot.messages import MAX_BUTTONS
from bot.places.words import read_words

__all__ = ["city_value", "part_named", "price_report", "price_value", "with_prices"]

_BUTTONS = {"rent": "ask_rent", "food": "ask_food_prices", "wages": "ask_wages"} | {
    part: f"ask_cost_of_living?page={part}" for part in ("transport", "utilities", "school")
}
_BESIDE = {"rent": "ask_housing_home", "wages": "ask_jobs", "school": "ask_school"}  # the question next to a part
_OVERVIEW = (  # one figure of each, the first that is known; the second round fills up
    ("rent_1br_outside", "rent_1br_centre", "rice_kg"), ("bread_kg", "bread_piece", "wheat_flour_kg"),
    ("transport_ticket", "petrol_l", "diesel_l"), ("utilities_85m2", "lpg_kg", "lpg_cylinder", "internet_60mbps"),
    ("wage_avg_month", "wage_net_month_avg_crowd", "wage_min_month", "wage_day_unskilled"),
)  # fmt: skip
_WORDS_OF_A_BARE_QUESTION = 6


def buttons_beside(situation: Situation, part: str) -> tuple[Choice, ...]:
    """Return the choices under one part: what stands next to it, the parts after it that have figures, a person."""
    names = list(PARTS)
    known = {price.item for price in tellable(price_report(situation, [item for items in PARTS.values() for item in items]))}
    start = names.index(part) + 1 if part in names else 0
    others = [name for name in (*names[start:], *names[:start]) if name != part and known & set(PARTS[name])]
    beside = [_BESIDE[part]] if part in _BESIDE else []
    if part not in names:
        return tuple(_BUTTONS[name] for name in others)[:MAX_BUTTONS]
    return (*beside, *[_BUTTONS[name] for name in others][: MAX_BUTTONS - 1 - len(beside)], "request_human")


def _part(situation: Situation, part: str) -> Answer:
    ids = {"rent": "utter_rent", "food": "utter_food_prices", "wages": "utter_wages", "transport": "utter_transport",
           "utilities": "utter_utilities", "school": "utter_school_fees"}  # fmt: skip
    answer = with_prices(situation, PARTS[part], ids[part], part=part)
    return replace(answer, buttons=buttons_beside(situation, part)) if answer.id == ids[part] else answer


def ask_cost_of_living(situation: Situation) -> Answer:
    """What life costs: one figure of each part, or the part that a button or the words name; two towns side by side."""
    if both := compared(situation, "living"):
        return both
    page = situation.named.get("page") or part_named(situation.text, situation.language)
    if page is not None and page in PARTS:
        return _part(situation, page)
    if situation.country is None:
        return ask_country(situation)
    every = [item for group in _OVERVIEW for item in group]
    known = [price.item for price in tellable(price_report(situation, every))]
    first = [next((item for item in group if item in known), None) for group in _OVERVIEW]
    chosen = [item for item in first if item]
    chosen += [item for item in known if item not in chosen][: MAX_LINES - len(chosen)]
    answer = with_prices(situation, sorted(chosen, key=every.index) or every, "utter_cost_of_living", part="living")
    return replace(answer, buttons=buttons_beside(situation, "")) if answer.id == "utter_cost_of_living" else answer


def ask_rent(situation: Situation) -> Answer:
    """What a flat costs."""
    return compared(situation, "rent") or _part(situation, "rent")


def ask_food_prices(situation: Situation) -> Answer:
    """What food costs."""
    return compared(situation, "food") or _part(situation, "food")


def ask_wages(situation: Situation) -> Answer:
    """What people earn."""
    return compared(situation, "wages") or _part(situation, "wages")


def inform_country(situation: Situation) -> Answer:
    """Compare two towns of which alone a message is made ("Herat or Kabul?"); else take note of the country."""
    return _asked_alone(situation) or conversation.inform_country(situation)


def unclear(situation: Situation) -> Answer:
    """The same before saying that a message was not understood."""
    return _asked_alone(situation) or conversation.unclear(situation)


def _asked_alone(situation: Situation) -> Answer | None:
    """Longer messages that name two towns rather tell where somebody has been."""
    return compared(situation, "living") if len(read_words(situation.text)) <= _WORDS_OF_A_BARE_QUESTION else None
