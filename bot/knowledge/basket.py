"""What a household needs in a month: the assumptions of the budget, from basket.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.knowledge.files import Row
from bot.knowledge.model import Item, Source, Sourced
from bot.knowledge.records import date_of, decimal, origin_of


@dataclass(frozen=True, kw_only=True)
class Portion(Sourced):
    """What one person eats a day of one kind of food, and the items whose prices stand for it."""

    id: str
    grams: int
    items: tuple[str, ...]
    is_needed: bool


@dataclass(frozen=True, kw_only=True)
class OtherNeeds(Sourced):
    """What is needed beside food and rent, by the share of spending that goes to food, and how it grows with a household.

    The shares lie between 0 and 1; `first`, `adult` and `minor` are the weights of the first and each further person;
    `holds_in` are the countries where the shares alone are enough, without what people report.
    """

    food_share_low: Decimal
    food_share_high: Decimal
    first: Decimal
    adult: Decimal
    minor: Decimal
    holds_in: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class WorkDays(Sourced):
    """How many days a month somebody who works by the day finds work."""

    low: int
    high: int


@dataclass(frozen=True)
class Rooms:
    """The flat that is rented for a household of up to so many people."""

    up_to_people: int
    item: str


@dataclass(frozen=True)
class Reported:
    """The items by which people report what they spend without rent, alone and as a family of four."""

    one: str
    four: str


@dataclass(frozen=True)
class Basket:
    """All assumptions of the budget.

    `wages` maps the answers "min", "mean" and "day" to items; `kg_a_unit` holds items that are not sold by the kilogram;
    `least_priced_share` is the part of the grams that must have a price; a price may have risen by `most_rise` (0.25: a
    quarter) by the indicator `index`, or be `most_months_without_index` old where none is known.
    """

    portions: tuple[Portion, ...]
    days_a_month: int
    kcal_a_day: int
    least_priced_share: Decimal
    kg_a_unit: Mapping[str, Decimal]
    other: OtherNeeds
    reported: Reported
    rooms: tuple[Rooms, ...]
    utilities: str
    wages: Mapping[str, str]
    work_days: WorkDays
    index: str
    most_rise: Decimal
    most_months_without_index: int
    longest_months: int


def basket(sources: Mapping[str, Source], items: Mapping[str, Item], row: Row) -> Basket:
    """Make the basket from the content of basket.yml.

    Raises:
        KeyError: an item or source is unknown.
        ValueError: a lower end is above its upper end, or the flats are not in order.
    """
    food, other, days, ageing = row["food"], row["other"], row["work_days"], row["ageing"]
    share_low, share_high = (decimal(other["food_percent"][end]) / 100 for end in ("low", "high"))
    if share_low > share_high or days["low"] > days["high"]:
        raise ValueError("a low end is above its high end; exchange them")
    rooms = tuple(Rooms(line["up_to_people"], items[line["item"]].id) for line in row["rooms"])
    if [line.up_to_people for line in rooms] != sorted({line.up_to_people for line in rooms}):
        raise ValueError("rooms: up_to_people must grow from line to line")
    return Basket(
        portions=tuple(_portion(sources, items, line) for line in row["portions"]),
        days_a_month=food["days_a_month"],
        kcal_a_day=food["kcal_a_day"],
        least_priced_share=decimal(food["least_priced_percent"]) / 100,
        kg_a_unit={items[item].id: decimal(kilograms) for item, kilograms in food["kg_a_unit"].items()},
        other=OtherNeeds(
            food_share_low=share_low,
            food_share_high=share_high,
            first=decimal(other["first"]),
            adult=decimal(other["adult"]),
            minor=decimal(other["minor"]),
            holds_in=frozenset(other["holds_in"]),
            **_sourced(sources, other),
        ),
        reported=Reported(items[row["reported"]["one"]].id, items[row["reported"]["four"]].id),
        rooms=rooms,
        utilities=items[row["utilities"]].id,
        wages={name: items[item].id for name, item in row["wages"].items()},
        work_days=WorkDays(low=days["low"], high=days["high"], **_sourced(sources, days)),
        index=ageing["index"],
        most_rise=decimal(ageing["most_rise_percent"]) / 100,
        most_months_without_index=ageing["most_months_without_index"],
        longest_months=row["longest_months"],
    )


def _portion(sources: Mapping[str, Source], items: Mapping[str, Item], row: Row) -> Portion:
    return Portion(
        id=row["id"],
        grams=row["grams"],
        items=tuple(items[item].id for item in row["priced_as"]),
        is_needed=row["is_needed"],
        **_sourced(sources, row),
    )


def _sourced(sources: Mapping[str, Source], row: Row) -> dict[str, Any]:
    return {
        "as_of": date_of(row["as_of"]),
        "collected_on": date_of(row.get("collected_on")),
        "confidence": row["confidence"],
        "sources": tuple(sources[source] for source in row["sources"]),
        "note": row["why"],
        "origin": origin_of(row),
    }
