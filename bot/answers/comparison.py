"""Two towns side by side: what costs less where, item by item, never as one sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from urllib.parse import quote

from bot import values
from bot.answers import price_text
from bot.answers.model import Answer, Choice, Situation
from bot.answers.price_picture import ends, picture_note
from bot.knowledge import prices
from bot.knowledge.distance import distance_km
from bot.knowledge.prices import Price, PriceReport
from bot.places.gazetteer import HomeCity
from bot.places.home import city_mentions, find_city
from bot.places.tongue import load_tongue
from bot.places.words import read_words
from bot.settings import read_settings

LIVING = (
    "rent_1br_outside", "rent_1br_centre", "bread_kg", "bread_piece", "rice_kg", "oil_cooking_l", "oil_cooking_kg", "chicken_kg",
    "utilities_85m2", "transport_ticket", "petrol_l", "diesel_l", "wage_day_unskilled",
)  # fmt: skip
MAX_DAYS_APART = 184  # of two prices that are compared: half a year of inflation is less than what is told as a difference
SAME_PERCENT, SAME_PERCENT_CROWD = 5, 15  # a smaller difference says nothing, of crowd estimates even less
MAX_ID_BYTES = 64  # of a button
_BETWEEN = "~"
_INTENTS = {"living": "ask_cost_of_living", "rent": "ask_rent", "food": "ask_food_prices", "wages": "ask_wages"}
_Pair = tuple[Price, Price]


def compared(situation: Situation, part: str) -> Answer | None:
    """Compare the two towns that a message or a button names; None when it names no two.

    Args:
        situation: its text, the `page` of a button, and the country that decides between towns of one name.
        part: living, rent, food or wages.
    """
    towns = two_cities(situation)
    if towns is None:
        return None
    first, second = towns
    items = LIVING if part == "living" else price_text.PARTS[part]
    reports = (_report(situation, first, items), _report(situation, second, items))
    known = [report.city_found for report in reports]
    if known[0] == known[1] and first.country == second.country:
        return _no_comparison(situation, first, second, known[0], part)
    pairs = _pairs(*reports, known)
    alike = [pair for pair in pairs if _are_alike(*pair)]
    names = [_name(situation, report.city_found or town.name, town.country) for report, town in zip(reports, towns, strict=True)]
    notes = [
        _other_place(situation, town, report.city_found)
        for town, report in zip(towns, reports, strict=True)
        if report.city_found and report.city_found != town.name
    ]
    shown = {"first": names[0], "second": names[1]}
    if not alike:
        offered = _buttons(situation, first, second, part)
        return Answer("utter_comparison_none", {**shown, "note": values.lines(notes)}, buttons=offered)
    alike = alike[: price_text.MAX_LINES]
    if len(alike) < len(pairs):
        notes.append(values.answer("note_not_compared"))
    lines = [_line(pair, names) for pair in alike]
    sources = price_text.price_notes([price for pair in alike for price in pair])
    return Answer(
        "utter_comparison",
        {**shown, "note": values.lines(notes), "lines": values.lines(lines)},
        buttons=_buttons(situation, first, second, part),
        sources=tuple(dict.fromkeys(sources)),
        picture=_picture(alike, names, part),
    )


def two_cities(situation: Situation) -> tuple[HomeCity, HomeCity] | None:
    """Return the first two different towns of return that a button or the text of a message names."""
    page = situation.named.get("page", "")
    if _BETWEEN in page:
        named = [find_city(*_country_of(name, situation)) for name in page.split(_BETWEEN)[:2]]
        found = [city for city in named if city is not None]
    else:
        settings, words = read_settings(), read_words(situation.text)
        mentions = city_mentions(words, settings, load_tongue(settings, situation.spoken))
        found = [
            next((city for city in mention.places if city.country == situation.country), mention.places[0])
            for mention in mentions
            if not mention.context.is_refused
        ]
    different = list({(city.name, city.country): city for city in found}.values())
    return (different[0], different[1]) if len(different) >= 2 else None


def _country_of(name: str, situation: Situation) -> tuple[str, str | None]:
    """Split "Herat.AF"; without a country the person's own is meant."""
    town, _, country = name.rpartition(".")
    return (town, country) if town else (name, situation.country)


def _report(situation: Situation, town: HomeCity, items: Sequence[str]) -> PriceReport:
    return prices.look_up(
        situation.knowledge, town.country, list(items), city=town.name, lat=town.lat, lon=town.lon, today=situation.today,
        crowd=situation.crowd_prices,
    )  # fmt: skip


def _pairs(first: PriceReport, second: PriceReport, known: list[str | None]) -> list[_Pair]:
    """Match the prices of both towns by item; only those of the towns themselves, not of the whole country."""
    others = {price.item: price for price in price_text.tellable(second) if price.city and price.city == known[1]}
    mine = [price for price in price_text.tellable(first) if price.city and price.city == known[0]]
    return [(price, others[price.item]) for price in mine if price.item in others]


def _are_alike(one: Price, other: Price) -> bool:
    """Whether two prices may be compared: same source, about the same date, both worth something in euro."""
    days = abs((one.observed_on.latest - other.observed_on.latest).days)
    is_same_kind = one.source.name == other.source.name and one.is_crowd == other.is_crowd
    is_same_kind = is_same_kind and (one.moved is None) == (other.moved is None)
    return is_same_kind and days <= MAX_DAYS_APART and one.amount_eur is not None and other.amount_eur is not None


def _line(pair: _Pair, names: list[values.Value]) -> values.Value:
    """Say of one item where it costs less, by how much, with both figures."""
    one, other = pair
    cheap, dear, where = (one, other, names[0]) if _worth(one, other) <= _worth(other, one) else (other, one, names[1])
    share = (1 - _worth(cheap, dear) / _worth(dear, cheap)) * 100
    percent = Decimal(5) * round(share / 5)
    item = values.term(one.item)
    least = SAME_PERCENT_CROWD if one.is_crowd else SAME_PERCENT
    tell = price_text.shown_price
    if share < least or percent == 0:
        return values.answer("compare_same", item=item, first=tell(one), second=tell(other))
    shown = {"city": where, "percent": values.percent(percent), "low": tell(cheap), "high": tell(dear)}
    return values.answer("compare_less", item=item, **shown)


def _worth(price: Price, beside: Price) -> Decimal:
    """What is compared: local money where both have the same, else euro."""
    euro = price.amount_eur or Decimal(0)
    return price.amount if price.currency == beside.currency and not price.is_crowd else euro


def _picture(alike: list[_Pair], names: list[values.Value], part: str) -> values.Value | None:
    same_unit = [pair for pair in alike if pair[0].unit == "month"]
    small = [pair for pair in alike if pair[0].unit not in ("month", "year", "day")]
    drawn = small if len(small) > len(same_unit) else same_unit
    if not drawn:
        return None
    bars = []
    for pair in drawn:
        for price, name, tone in zip(pair, names, ("", "second"), strict=True):
            shown = values.answer("compare_bar", city=name, price=price_text.price_value(price))
            title = values.term(price.item) if not tone else None
            bars.append({"name": title, "shown": shown, "tone": tone, **ends(price)})
    title = values.answer("picture_title_two", part=values.term(f"part_{part}"), first=names[0], second=names[1])
    return {"kind": "bars", "title": title, "note": picture_note([price for pair in drawn for price in pair]), "bars": bars}


def _no_comparison(situation: Situation, first: HomeCity, second: HomeCity, known: str | None, part: str) -> Answer:
    """There are figures of one town at most: say so, and tell them."""
    names = [_name(situation, town.name, town.country) for town in (first, second)]
    shown = {"first": names[0], "second": names[1]}
    if known is None:
        offered = _buttons(situation, first, second, part)
        return Answer("utter_comparison_none", {**shown, "note": values.lines([])}, buttons=offered)
    single = price_text.PARTS.get(part, LIVING)
    alone = replace(situation, text="", named={}, country=first.country, city=known)
    answer = price_text.with_prices(alone, list(single), "utter_comparison_one", part=part)
    if answer.id != "utter_comparison_one":
        return answer
    missing = [town for town in (first, second) if town.name != known]
    notes = [_other_place(situation, town, known) for town in missing]
    return replace(answer, values={**answer.values, **shown, "note": values.lines([*notes, answer.values["note"]])}, buttons=None)


def _other_place(situation: Situation, asked: HomeCity, known: str | None) -> values.Value:
    place = find_city(known or "", asked.country)
    shown = {"asked": _name(situation, asked.name, asked.country), "place": _name(situation, known or "", asked.country)}
    if place is None:
        return values.answer("note_other_place", **shown)
    km = values.distance(distance_km(asked.lat, asked.lon, place.lat, place.lon))
    return values.answer("note_other_place_km", **shown, distance=km)


def _name(situation: Situation, name: str, country: str) -> values.Value:
    return price_text.city_value(situation, name, country)


def _buttons(situation: Situation, first: HomeCity, second: HomeCity, part: str) -> tuple[Choice, ...]:
    """Offer the other parts for the same two towns, and each town alone."""
    page = quote(f"{first.name}.{first.country}{_BETWEEN}{second.name}.{second.country}", safe=_BETWEEN)
    others = [name for name in ("rent", "food", "living") if name != part]
    choices: list[Choice] = [{"id": f"{_INTENTS[name]}?page={page}", "title": values.term(f"part_{name}")} for name in others]
    for town in (first, second):
        query = f"country={town.country}&city={quote(town.name)}"
        choices.append({"id": f"{_INTENTS[part]}?{query}", "title": _name(situation, town.name, town.country)})
    return tuple(choice for choice in choices if len(str(choice["id"]).encode()) <= MAX_ID_BYTES)  # type: ignore[index]
