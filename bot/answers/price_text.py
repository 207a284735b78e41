"""Prices as they are told: line by line, with the place they are from and what must be known to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot import values
from bot.answers.conversation import ask_country
from bot.answers.model import Answer, Situation, notes_of, price_note
from bot.answers.price_picture import picture_of
from bot.catalogue import SourceNote
from bot.knowledge import prices
from bot.knowledge.distance import distance_km
from bot.knowledge.model import Fact, Freshness
from bot.knowledge.price_index import MARKET_RATE, RATE, rounded
from bot.knowledge.prices import Price, PriceReport
from bot.places.home import find_city
from bot.places.labels import city_label

RENT = ("rent_1br_centre", "rent_1br_outside", "rent_3br_centre", "rent_3br_outside")
FOOD = (
    "bread_kg", "bread_piece", "rice_kg", "chicken_kg", "chicken_fillet_kg", "eggs_12", "oil_cooking_l", "oil_cooking_kg",
    "potatoes_kg", "milk_l", "wheat_flour_kg", "tomatoes_kg", "onions_kg", "sugar_kg", "beef_kg",
)  # fmt: skip
TRANSPORT = ("transport_ticket", "transport_pass", "taxi_start", "taxi_km", "petrol_l", "diesel_l")
UTILITIES = (
    "utilities_85m2", "electricity_kwh", "lpg_kg", "lpg_cylinder", "kerosene_l", "water_m3", "internet_60mbps",
    "mobile_plan_10gb", "mobile_data_gb",
)  # fmt: skip
SCHOOL = ("preschool_private", "school_international")
WAGES = ("wage_min_month", "wage_avg_month", "wage_net_month_avg_crowd", "wage_day_unskilled", "wage_day_skilled")
PARTS: Mapping[str, Sequence[str]] = {  # in the order in which they are offered
    "rent": RENT, "food": FOOD, "transport": TRANSPORT, "utilities": UTILITIES, "wages": WAGES, "school": SCHOOL,
}  # fmt: skip
INSTEAD_OF = {"chicken_fillet_kg": "chicken_kg", "oil_cooking_kg": "oil_cooking_l"}
MAX_LINES = 5


def price_value(price: Price) -> values.Value:
    """A price as money: the local amount with euro, or a range in euro for crowd estimates."""
    if price.low_eur is not None and price.high_eur is not None:
        return values.money_range(price.low_eur, price.high_eur, "EUR")
    return values.money(price.amount, price.currency, price.amount_eur)


def shown_price(price: Price) -> values.Value:
    """A price as it is told: with "about" and its date where the price index has moved it."""
    if price.moved is None:
        return price_value(price)
    return values.answer("price_moved", price=price_value(price), date=values.date(price.observed_on))


def city_value(situation: Situation, name: str, country: str) -> values.Value:
    """A city by its name in the person's language, or the one of its country where the letters fit, else in English."""
    spoken = situation.languages.get(situation.language)
    if spoken and (own := city_label(name, country, situation.spoken, spoken.script)):
        return values.city(own)
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


def town_of(found: Sequence[Price]) -> str | None:
    """Return the town that prices are told under: the one most are of; None where more are of the whole country."""
    counted = Counter(price.city for price in found)
    towns = [town for town in counted if town is not None]
    most = max(towns, key=lambda town: counted[town], default=None)
    return most if counted[most] >= counted[None] else None


def tellable(report: PriceReport) -> list[Price]:
    """Return the prices that may be told: crowd estimates as ranges alone, nothing beside what it stands in for."""
    known = {price.item for price in report.prices}
    told = [price for price in report.prices if INSTEAD_OF.get(price.item) not in known]
    return [price for price in told if not price.is_crowd or price.low_eur is not None]


def price_notes(found: Sequence[Price]) -> list[SourceNote]:
    """Return where prices come from, and the index by which some were moved."""
    indexes = {price.moved for price in found if price.moved is not None}
    moved = {SourceNote(m.source.name, str(m.index_as_of), url=m.source.url or "") for m in indexes}
    return [price_note(price) for price in found] + sorted(moved, key=lambda note: note.name)


def with_prices(situation: Situation, items: Sequence[str], answer_id: str, limit: int = MAX_LINES, part: str = "") -> Answer:
    """Answer with the newest prices of items, the place they are from, and what must be known to read them.

    Args:
        situation: the person's country and city.
        items: ids of items.csv, in the order in which they are told.
        answer_id: an answer with `place`, `note` and `prices`.
        limit: how many lines at most.
        part: a key of PARTS, or "living", for a picture beside the text; "" for none.
    """
    if situation.country is None:
        return ask_country(situation)
    report = price_report(situation, items)
    found = tellable(report)[:limit]
    if not found:
        unknown = "utter_figure_withheld" if report.withheld else "utter_figure_unknown"
        return Answer(unknown, {"country": values.country(situation.country)})
    here = town_of(found)
    place = city_value(situation, here, situation.country) if here else values.country(situation.country)
    rate = _rate(situation) if part and any(price.is_crowd for price in found) else None
    notes = _notes(situation, here, found, rate)
    if not part:
        notes = [note for note in notes if note["id"] != "note_moved"]  # the caller has more to say in one screen
    if report.withheld and part not in ("", "living"):
        notes.append(values.answer("note_withheld"))
    shown = {
        "place": place,
        "note": values.lines(notes),
        "prices": values.lines(_lines(situation, here, found)),
    }
    picture = picture_of(found, values.term(f"part_{part}"), place, here) if part else None
    sources = [*price_notes(found), *(notes_of([rate], situation) if rate else ())]
    return Answer(answer_id, shown, sources=tuple(sources), picture=picture)


def _lines(situation: Situation, here: str | None, found: Sequence[Price]) -> list[values.Value]:
    years = {price.observed_on.year for price in found}
    lines = []
    for price in found:
        shown = {"item": values.term(price.item), "price": shown_price(price)}
        date = values.date(price.observed_on) if len(years) > 1 and price.moved is None else None
        if price.city != here:
            where = city_value(situation, price.city, price.country) if price.city else values.country(price.country)
            place = values.answer("source_item", name=where, date=date) if date else where
            lines.append(values.answer("price_line_other_place", place=place, **shown))
        elif date:
            lines.append(values.answer("price_line_dated", date=date, **shown))
        else:
            lines.append(values.answer("price_line", **shown))
    return lines


def _notes(situation: Situation, here: str | None, found: Sequence[Price], rate: Fact | None) -> list[values.Value]:
    """What must be known to read the figures: another town, an index, the rate of exchange."""
    assert situation.country is not None
    notes = []
    if situation.city and here and here != situation.city:
        notes.append(other_place_note(situation, situation.city, here))
    elif situation.city and not here:
        notes.append(values.answer("note_national"))
    moved = next((price.moved for price in found if price.moved), None)
    if moved:
        notes.append(values.answer("note_moved", year=values.date(moved.to)))
    if rate and rate.value:
        amount = values.money(rounded(rate.value, 3), str(rate.unit).split()[0])
        notes.append(values.answer("note_rate", amount=amount))
    return notes


def other_place_note(situation: Situation, asked: str, here: str) -> values.Value:
    """Say that the figures are from another town, and how far away it is where that is known."""
    assert situation.country is not None
    towns = [find_city(name, situation.country) for name in (asked, here)]
    shown = {"asked": city_value(situation, asked, situation.country), "place": city_value(situation, here, situation.country)}
    if not towns[0] or not towns[1]:
        return values.answer("note_other_place", **shown)
    km = distance_km(towns[0].lat, towns[0].lon, towns[1].lat, towns[1].lon)
    return values.answer("note_other_place_km", **shown, distance=values.distance(km))


def _rate(situation: Situation) -> Fact | None:
    """Return the rate of exchange for estimates in euro; None where people change at another one, or it is old."""
    country, knowledge = situation.country or "", situation.knowledge
    fact = knowledge.indicator(country, RATE)
    if fact is None or fact.value in (None, 1) or knowledge.indicator(country, MARKET_RATE) is not None:
        return None
    return fact if knowledge.judge("indicator", fact.as_of, situation.today) is Freshness.FRESH else None
