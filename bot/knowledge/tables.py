"""From the rows of the CSV files, of sources.yml and of freshness.yml to typed records.

Every function takes one row and raises KeyError or ValueError when the row is not what its schema asks for;
`bot.knowledge.load` turns that into a `DataError` with file and line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.knowledge.files import Row
from bot.knowledge.model import (
    Centre,
    City,
    Embassy,
    Fact,
    FreshnessRule,
    HomeContact,
    IndexRule,
    Item,
    Medicine,
    PriceRow,
    Source,
    Step,
)
from bot.knowledge.records import date_of, decimal, origin_of


def source(row: Row) -> Source:
    """Make a source from a row of sources.yml."""
    return Source(**row)


def freshness_rule(row: Row) -> tuple[str, FreshnessRule]:
    """Make a kind of fact and its rule from a row of freshness.yml, where "never" stands for no limit."""
    withheld = row["withheld_after_days"]
    moved = row.get("moved_by_index")
    index = moved and IndexRule(
        moved["max_age_days"], moved["max_index_age_days"], decimal(moved["max_factor"]), frozenset(moved["not_in"])
    )
    rule = FreshnessRule(
        row["warns_after_days"],
        None if withheld == "never" else withheld,
        row["is_told_undated"],
        index,
        row.get("review_after_days"),
    )
    return row["kind"], rule


def medicine(row: Row) -> Medicine:
    """Make a medicine from a row of medicines.yml."""
    return Medicine(row["id"], row["atc"], row["name"], tuple(row["brands"]), tuple(row["spellings"]))


def land(row: Row) -> tuple[str, str]:
    """Make code and German name of a federal state from a row of laender.csv."""
    return row["code"], row["name"]


def time_zone(row: Row) -> tuple[str, str]:
    """Make country and IANA time zone from a row of time_zones.csv.

    Raises:
        ValueError: no such zone.
    """
    try:
        ZoneInfo(row["zone"])
    except ZoneInfoNotFoundError as error:
        raise ValueError(f"zone {row['zone']!r} is not in the IANA database") from error
    return row["country"], row["zone"]


def step(row: Row) -> Step:
    """Make a step of the checklist from a row of checklist.yml."""
    return Step(row["id"], tuple(row["whereabouts"]), tuple(row["facts"]), row["question"])


def item(row: Row) -> Item:
    """Make an item from a row of items.csv."""
    return Item(row["item"], row["category"], row["unit"], row["description"])


def city(row: Row) -> City:
    """Make a city from a row of cities.csv."""
    return City(
        country=row["country"],
        name=row["city"],
        local_name=row["name_local"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        population=int(row["population"]),
        is_capital=row["capital"] == "yes",
    )


def price(sources: Mapping[str, Source], items: Mapping[str, Item], is_crowd: bool, row: Row) -> PriceRow:
    """Make a price from a row of prices.csv or, `is_crowd`, of prices_crowd.csv."""
    euro: dict[str, Any] = {name: decimal(row[name]) if name in row else None for name in ("amount_eur", "low_eur", "high_eur")}
    return PriceRow(
        country=row["country"],
        city=row.get("city"),
        item=items[row["item"]],
        amount=decimal(row["amount"]),
        currency=row["currency"],
        is_crowd=is_crowd,
        **euro,
        **_sourced(row, sources, row["observed_on"]),
    )


def indicator(sources: Mapping[str, Source], row: Row) -> Fact:
    """Make a fact from a row of indicators.csv; its `item` is the indicator's name."""
    value = decimal(row["value"])
    return Fact(
        id=f"indicators.{row['country']}.{row['indicator']}.{row['observed_on']}",
        kind="indicator",
        text=row["indicator"],
        value=value,
        values=(value,),
        unit=row["unit"],
        item=row["indicator"],
        countries=frozenset({row["country"]}),
        **_sourced(row, sources, row["observed_on"]),
    )


def wage_facts(prices: Iterable[PriceRow]) -> Iterator[Fact]:
    """Yield the wages for a whole country as facts, so that they can be asked like indicators."""
    for row in prices:
        if row.item.category == "wages" and row.city is None and not row.is_crowd:
            yield Fact(
                id=f"indicators.{row.country}.{row.item.id}.{row.as_of}",
                kind="wage",
                text=row.item.description,
                value=row.amount,
                values=(row.amount,),
                unit=row.item.unit,
                currency=row.currency,
                item=row.item.id,
                countries=frozenset({row.country}),
                as_of=row.as_of,
                confidence=row.confidence,
                sources=row.sources,
                note=row.note,
                review_on=row.review_on,
                origin=row.origin,
            )


def centre(sources: Mapping[str, Source], row: Row) -> Centre:
    """Make a centre from a row of centres.csv."""
    return Centre(
        run_by=row["run_by"],
        land=row["land"],
        hours=row.get("hours"),
        languages=_several(row.get("languages")),
        point_is=row.get("point_is"),
        **_place(row, sources),
    )


def embassy(sources: Mapping[str, Source], row: Row) -> Embassy:
    """Make a mission from a row of embassies.csv."""
    return Embassy(
        country=row["country"],
        kind_of_mission=row["mission"],
        travel_document=row.get("travel_document"),
        one_way_paper=row.get("one_way_paper"),
        hours=row.get("hours"),
        lands=frozenset(_several(row.get("lands"))),
        point_is=row.get("point_is"),
        **_place(row, sources),
    )


def home_contact(sources: Mapping[str, Source], row: Row) -> HomeContact:
    """Make a contact in a country of return from a row of contacts_home.csv."""
    return HomeContact(
        country=row["country"],
        kind_of_office=row["office"],
        messenger=row.get("messenger"),
        **_place(row, sources),
    )


def _place(row: Row, sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "name": row["name"],
        **{name: row.get(name) for name in ("city", "street", "postcode", "email", "web")},
        "phones": _several(row.get("phones")),
        **{name: float(row[name]) if name in row else None for name in ("lat", "lon")},
        **_sourced(row, sources, row.get("as_of")),
    }


def _sourced(row: Row, sources: Mapping[str, Source], as_of: str | None) -> dict[str, Any]:
    return {
        "as_of": date_of(as_of),
        "collected_on": date_of(row.get("collected_on")),
        "confidence": row["confidence"],
        "sources": (sources[row["source"]],),
        "note": row.get("note"),
        "review_on": date_of(row.get("review_on")),
        "origin": origin_of(row),
    }


def _several(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";")) if cell else ()
