"""What life costs back home: rent, food, wages, medicine."""

from __future__ import annotations

from collections.abc import Sequence

from bot import values
from bot.answers.conversation import ask_country
from bot.answers.model import Answer, Situation, price_note
from bot.knowledge import prices
from bot.knowledge.prices import Price, PriceReport
from bot.places.home import find_city

RENT = ("rent_1br_centre", "rent_1br_outside", "rent_3br_centre", "rent_3br_outside")
FOOD = (
    "bread_kg", "bread_piece", "rice_kg", "wheat_flour_kg", "eggs_12", "milk_l", "chicken_kg", "chicken_fillet_kg", "potatoes_kg",
    "tomatoes_kg", "oil_cooking_l", "oil_cooking_kg", "sugar_kg",
)  # fmt: skip
WAGES = ("wage_min_month", "wage_avg_month", "wage_net_month_avg_crowd", "wage_day_unskilled", "wage_day_skilled")
LIVING = (
    "rent_1br_outside", "utilities_85m2", "bread_kg", "rice_kg", "transport_ticket", "wage_avg_month", "wage_min_month",
    "wage_day_unskilled",
)  # fmt: skip
MAX_LINES = 5


def price_value(price: Price) -> values.Value:
    """A price as money: the local amount with euro, or a range in euro for crowd estimates."""
    if price.low_eur is not None and price.high_eur is not None:
        return values.money_range(price.low_eur, price.high_eur, "EUR")
    return values.money(price.amount, price.currency, price.amount_eur)


def city_value(situation: Situation, name: str, country: str) -> values.Value:
    """A city by the name that its country gives it, where the letters fit, else by its English name."""
    known = (c.local_name.split(" / ")[0] for c in situation.knowledge.cities if c.name == name and c.country == country)
    return values.city(name, next(known, None))


def price_report(situation: Situation, items: Sequence[str]) -> PriceReport:
    """Look up the prices of items in the person's city or country."""
    assert situation.country is not None
    place = find_city(situation.city, situation.country) if situation.city else None
    return prices.look_up(
        situation.knowledge,
        situation.country,
        items,
        city=situation.city,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        today=situation.today,
        crowd=situation.crowd_prices,
    )


def _place_value(situation: Situation, report: PriceReport) -> values.Value:
    return (
        city_value(situation, report.city_found, situation.country or "")
        if report.city_found
        else values.country(situation.country or "")
    )


def with_prices(situation: Situation, items: Sequence[str], answer_id: str, limit: int = MAX_LINES) -> Answer:
    """Answer with the newest prices of items, the place they are from, and a note when it is not the place asked for."""
    if situation.country is None:
        return ask_country(situation)
    report = price_report(situation, items)
    found = [price for price in report.prices if not price.is_crowd or price.low_eur is not None][:limit]  # crowds: ranges alone
    if not found:
        return Answer("utter_figure_unknown", {"country": values.country(situation.country)})
    here = report.city_found
    years = {price.observed_on.year for price in found}
    parts = []
    for price in found:
        shown = {"item": values.term(price.item), "price": price_value(price)}
        if price.city and here and price.city != here:
            town = city_value(situation, price.city, price.country)
            parts.append(values.answer("price_line_other_place", place=town, **shown))
        elif len(years) > 1:
            parts.append(values.answer("price_line_dated", date=values.date(price.observed_on), **shown))
        else:
            parts.append(values.answer("price_line", **shown))
    note: values.Value = values.latin("")
    if situation.city and here and here != situation.city:
        asked = city_value(situation, situation.city, situation.country)
        note = values.answer("note_other_place", asked=asked, place=city_value(situation, here, situation.country))
    elif situation.city and not here:
        note = values.answer("note_national")
    shown = {"place": _place_value(situation, report), "note": note, "prices": values.lines(parts)}
    return Answer(answer_id, shown, sources=tuple(price_note(p) for p in found))


def ask_cost_of_living(situation: Situation) -> Answer:
    """What life costs, in a few figures."""
    return with_prices(situation, LIVING, "utter_cost_of_living")


def ask_rent(situation: Situation) -> Answer:
    """What a flat costs."""
    return with_prices(situation, RENT, "utter_rent")


def ask_food_prices(situation: Situation) -> Answer:
    """What food costs."""
    return with_prices(situation, FOOD, "utter_food_prices", limit=7)


def ask_wages(situation: Situation) -> Answer:
    """What people earn."""
    return with_prices(situation, WAGES, "utter_wages")


def ask_medicine_cost(situation: Situation) -> Answer:
    """What medicine costs; the one that is named, where it is on a list."""
    if situation.country is None:
        return ask_country(situation)
    items = tuple(item.id for item in situation.knowledge.items.values() if item.category == "medicines")
    named = [item for item in items if _is_named(item, situation.text)]
    answer = with_prices(situation, named or items, "utter_medicine_cost")
    unnamed_medicine = bool(situation.named.get("medicine")) and not named
    if answer.id == "utter_figure_unknown" or unnamed_medicine:
        return Answer("utter_medicine_cost_unknown", {"country": values.country(situation.country)})
    return answer


def _is_named(item: str, text: str) -> bool:
    substance = item.split("_")[1]
    return substance in text.casefold()
