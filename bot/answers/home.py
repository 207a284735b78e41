"""Life back home: prices, wages, work, school, health, housing, safety and how far money goes."""

from __future__ import annotations

from collections.abc import Sequence

from bot import values
from bot.answers.conversation import ask_country
from bot.answers.model import Answer, Situation, fact_value, is_told, notes_of, price_note
from bot.answers.options import EURP, TRAVEL, is_open_for
from bot.answers.people import emergency_lines
from bot.catalogue import SourceNote
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
BUDGET = (
    "rent_1br_outside",
    "cost_single_no_rent",
    "cost_family4_no_rent",
    "bread_kg",
    "rice_kg",
    "oil_cooking_l",
    "wage_min_month",
)
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


def _report(situation: Situation, items: Sequence[str]) -> PriceReport:
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


def _with_prices(situation: Situation, items: Sequence[str], answer_id: str, limit: int = MAX_LINES) -> Answer:
    """Answer with the newest prices of items, the place they are from, and a note when it is not the place asked for."""
    if situation.country is None:
        return ask_country(situation)
    report = _report(situation, items)
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
    return _with_prices(situation, LIVING, "utter_cost_of_living")


def ask_rent(situation: Situation) -> Answer:
    """What a flat costs."""
    return _with_prices(situation, RENT, "utter_rent")


def ask_food_prices(situation: Situation) -> Answer:
    """What food costs."""
    return _with_prices(situation, FOOD, "utter_food_prices", limit=7)


def ask_wages(situation: Situation) -> Answer:
    """What people earn."""
    return _with_prices(situation, WAGES, "utter_wages")


def ask_medicine_cost(situation: Situation) -> Answer:
    """What medicine costs; the one that is named, where it is on a list."""
    if situation.country is None:
        return ask_country(situation)
    items = tuple(item.id for item in situation.knowledge.items.values() if item.category == "medicines")
    named = [item for item in items if _is_named(item, situation.text)]
    answer = _with_prices(situation, named or items, "utter_medicine_cost")
    unnamed_medicine = bool(situation.named.get("medicine")) and not named
    if answer.id == "utter_figure_unknown" or unnamed_medicine:
        return Answer("utter_medicine_cost_unknown", {"country": values.country(situation.country)})
    return answer


def _is_named(item: str, text: str) -> bool:
    substance = item.split("_")[1]
    return substance in text.casefold()


def ask_budget(situation: Situation) -> Answer:
    """The figures that decide how far money goes, beside the support that is possible."""
    answer = _with_prices(situation, BUDGET, "utter_budget", limit=4)
    if answer.id != "utter_budget":
        return answer
    note = situation.knowledge.country_note(situation.country or "")
    if note is not None and note.kind in ("visa_free", "suspended", "restricted"):
        support = values.answer("support_line_none")
        return Answer(answer.id, {**answer.values, "support": support}, sources=(*answer.sources, *notes_of([note], situation)))
    facts = {name: situation.knowledge.fact(f"programmes.{TRAVEL}.startup_{end}") for name, end in
             (("adult", "adult"), ("minor", "minor"), ("cap", "family_cap"))}  # fmt: skip
    support = values.answer("support_line", **{name: fact_value(fact) for name, fact in facts.items()})
    sources = (*answer.sources, *notes_of([facts["adult"]], situation))
    return Answer(answer.id, {**answer.values, "support": support}, sources=sources)


def ask_jobs(situation: Situation) -> Answer:
    """Unemployment and wages of the country."""
    if situation.country is None:
        return ask_country(situation)
    parts: list[values.Value] = []
    sources: list[SourceNote] = []
    unemployment = situation.knowledge.indicator(situation.country, "unemployment_modelled_pct")
    if unemployment is not None and unemployment.value is not None:
        parts.append(values.answer("figure_unemployment", value=values.percent(unemployment.value)))
        sources += notes_of([unemployment], situation)
    report = _report(situation, ("wage_avg_month", "wage_min_month"))
    for price in report.prices:
        line = "figure_wage_average" if price.item == "wage_avg_month" else "figure_wage_minimum"
        parts.append(values.answer(line, price=price_value(price)))
        sources.append(price_note(price))
    if not parts:
        return Answer("utter_figure_unknown", {"country": values.country(situation.country)})
    shown = {"country": values.country(situation.country), "figures": values.lines(parts)}
    return Answer("utter_jobs", shown, sources=tuple(sources))


def ask_healthcare_home(situation: Situation) -> Answer:
    """What is known of doctors there, and who can find out more; the emergency number for somebody already back."""
    if situation.country is None:
        return ask_country(situation)
    shown = {"country": values.country(situation.country)}
    sheet = situation.knowledge.country(situation.country)
    parts, told = [], []
    if sheet is not None:
        emergency = emergency_lines(sheet)
        if situation.is_home and emergency["parts"]:
            told = [f for f in sheet.emergency.values() if f.is_tellable]
            return Answer("utter_healthcare_home_now", {**shown, "figures": emergency}, sources=notes_of(told[:1], situation))
        for line, unit in (("figure_doctors", "doctors per 1,000 people"), ("figure_beds", "beds per 1,000 people")):
            fact = next((f for f in sheet.statements.get("health", ()) if f.unit == unit and is_told(f, situation)), None)
            if fact is not None and fact.value is not None:
                parts.append(values.answer(line, value=values.number(fact.value)))
                told.append(fact)
    return Answer("utter_healthcare_home", {**shown, "figures": values.lines(parts)}, sources=notes_of(told, situation))


def ask_school(situation: Situation) -> Answer:
    """How long school is a duty."""
    if situation.country is None:
        return ask_country(situation)
    shown = {"country": values.country(situation.country)}
    sheet = situation.knowledge.country(situation.country)
    for fact in sheet.statements.get("education", ()) if sheet else ():
        if "compulsory" not in fact.text or not is_told(fact, situation):
            continue
        if fact.unit == "age" and len(fact.values) == 2:
            line = values.answer(
                "figure_school_ages", **{"from": values.number(fact.values[0]), "to": values.number(fact.values[1])}
            )
        elif fact.unit == "age" and fact.value is not None:
            line = values.answer("figure_school_until", to=values.number(fact.value))
        elif fact.unit == "years" and fact.value is not None:
            line = values.answer("figure_school_duration", years=values.number(fact.value))
        else:
            continue
        return Answer("utter_school", {**shown, "figures": line}, sources=notes_of([fact], situation))
    return Answer("utter_school_unknown", shown)


def ask_housing_home(situation: Situation) -> Answer:
    """What helps somebody who has nowhere to sleep."""
    if situation.country is None:
        return ask_country(situation)
    programme = situation.knowledge.programmes[EURP]
    shown = {"country": values.country(situation.country)}
    if is_open_for(programme, situation.country):
        return Answer("utter_housing_home", shown, sources=notes_of([programme], situation))
    return Answer("utter_housing_home_none", shown)


def ask_safety_home(situation: Situation) -> Answer:
    """Give no assurance; name who knows."""
    if situation.country is None:
        return ask_country(situation)
    return Answer("utter_safety_home", {"country": values.country(situation.country)})
