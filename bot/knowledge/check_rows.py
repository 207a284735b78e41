"""The checks of knowledge files that go beyond the shape of one record.

Every check yields (file name, record, message); a record knows its line, and whether it is the office's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from babel import Locale
from babel.numbers import list_currencies

from bot.knowledge.check_support import check_support_rules
from bot.knowledge.dates import PartialDate
from bot.knowledge.files import Row, rows_within

Contents = Mapping[str, Any]
Found = Iterator[tuple[str, Row | int | None, str]]

FILES = (
    "sources.yml", "freshness.yml", "programmes.yml", "support_rules.yml", "country_notes.yml", "procedure.yml", "leaving.yml",
    "contacts.yml", "prices.csv", "prices_crowd.csv", "indicators.csv", "items.csv", "cities.csv", "laender.csv", "centres.csv",
    "embassies.csv", "contacts_home.csv", "medicines.yml", "checklist.yml", "time_zones.csv", "basket.yml",
    "import_wfp.yml",
)  # fmt: skip
FORBIDDEN_KEYS = frozenset({"nlu", "responses", "stories", "rules"})
SECTORS_NAMED = 3  # as many as the line of an answer has room for
_ALWAYS_THERE = ("unverified", "office")  # sources without a fact: what no page says, and what an office finds out itself
_PAST_DATES = ("as_of", "observed_on", "collected_on", "since", "valid_from")
_PLACES = ("centres.csv", "embassies.csv", "contacts_home.csv")
_KEYS = {  # what makes two rows of a file the same row
    "prices.csv": ("country", "city", "item", "observed_on", "source", "note"),
    "prices_crowd.csv": ("country", "city", "item", "observed_on"),
    "indicators.csv": ("country", "indicator", "observed_on", "source"),
    "items.csv": ("item",),
    "cities.csv": ("country", "city"),
    "laender.csv": ("code",),
    "centres.csv": ("name", "city"),
    "embassies.csv": ("country", "mission", "city", "street"),
    "contacts_home.csv": ("country", "name", "city"),
    "freshness.yml": ("kind",),
    "checklist.yml": ("id",),
    "time_zones.csv": ("country",),
    "sources.yml": ("id",),
    "medicines.yml": ("id",),
}


def check_contents(contents: Contents, today: date, is_well_formed: bool, with_office: bool = False) -> Found:
    """Run every check over the contents by file name.

    Args:
        contents: what the files hold, by their name below the folder.
        today: dates after this day are still to come.
        is_well_formed: whether all files are there and pass their schemas; if not, a check ends at the first record
            that it cannot read, which has its own fault already.
        with_office: whether records of an office are among them: then a source may be left without a fact.
    """
    checks: list[Callable[[Contents], Found]] = [
        _sources, _ids, _same_rows, _codes, _figures, _lines, _coordinates, _prices, _references, _imports,
        partial(_dates, today), check_support_rules,
    ]  # fmt: skip
    checks += [] if with_office else [_unused_sources]
    for check in checks:
        try:
            yield from check(contents)
        except (AttributeError, KeyError, TypeError, ValueError):
            if is_well_formed:
                raise


def _all_rows(contents: Contents) -> Iterator[tuple[str, Row]]:
    for name, content in contents.items():
        for row in rows_within(content):
            yield name, row


def _sources(contents: Contents) -> Found:
    sources = contents["sources.yml"]
    known = {source["id"] for source in sources}
    for name, row in _all_rows(contents):
        for source in _named(row):
            if source not in known:
                yield name, row, f"source {source!r} is unknown in sources.yml; add it there"
    urls: dict[str, str] = {}
    for source in sources:
        url = source.get("url", "").rstrip("/")
        if url and urls.setdefault(url, source["id"]) != source["id"]:
            yield (
                "sources.yml",
                source,
                f"source {source['id']!r} has the address of {urls[url]!r}; keep one of them",
            )


def _unused_sources(contents: Contents) -> Found:
    used = {*_ALWAYS_THERE, *(source for _, row in _all_rows(contents) for source in _named(row))}
    for source in contents["sources.yml"]:
        if source["id"] not in used:
            yield "sources.yml", source, f"source {source['id']!r} is used by no fact; remove it"


def _named(row: Row) -> list[str]:
    return [*row.get("sources", []), *([row["source"]] if "source" in row else [])]


def _ids(contents: Contents) -> Found:
    for name, content in contents.items():
        if name.endswith(".csv") or name == "sources.yml":
            continue
        if name.startswith("countries/"):
            yield from _twice(name, list(rows_within(content)))
            code = content["country"]
            if name != f"countries/{code.lower()}.yml":
                yield name, content, f"is the sheet of {code}; name the file {code.lower()}.yml"
            services = [service for number in content["emergency"] for service in number["services"]]
            if len(services) != len(set(services)):
                yield name, content["emergency"][0], "one service has two emergency numbers; keep the surer one"
            continue
        records = [
            row for row in rows_within(content) if "sources" in row and ("names" in row or "name" in row or "topic" in row)
        ]
        yield from _twice(name, [row for row in records if "facts" in row or name != "procedure.yml"])
        for record in records:
            yield from _twice(name, [row for row in rows_within(record) if row is not record])


def _twice(name: str, rows: list[Row]) -> Found:
    seen: dict[str, int] = {}
    for row in rows:
        if "id" in row and seen.setdefault(row["id"], row.line) != row.line:
            yield name, row, f"the id {row['id']!r} is taken by line {seen[row['id']]}; choose another"


def _same_rows(contents: Contents) -> Found:
    for name, columns in _KEYS.items():
        seen: dict[tuple[Any, ...], int] = {}
        for row in contents[name]:
            key = tuple(row.get(column) for column in columns)
            if seen.setdefault(key, row.line) != row.line:
                yield name, row, f"the same {', '.join(columns)} as line {seen[key]}; keep one of the rows"
    noted: dict[str, int] = {}
    for row in contents["country_notes.yml"]:
        for country in row["countries"]:
            if noted.setdefault(country, row.line) != row.line:
                yield "country_notes.yml", row, f"{country} has a note in line {noted[country]}; join the notes"


def _codes(contents: Contents) -> Found:
    territories = frozenset(Locale("en").territories)
    currencies = frozenset(list_currencies())
    lands = {row["code"] for row in contents["laender.csv"]}
    items = {row["item"] for row in contents["items.csv"]}
    for name, row in _all_rows(contents):
        for country in [*row.get("countries", []), *([row["country"]] if "country" in row else [])]:
            if country not in territories:
                yield name, row, f"country {country!r} is no ISO 3166 code; see iso.org (Kosovo is XK)"
        if "currency" in row and row["currency"] not in currencies:
            yield name, row, f"currency {row['currency']!r} is no ISO 4217 code"
        of_lands = row.get("lands", [])
        of_lands = of_lands.split(";") if isinstance(of_lands, str) else of_lands  # a cell of a table holds several
        for land in [*of_lands, *([row["land"]] if "land" in row else [])]:
            if land not in lands:
                yield name, row, f"federal state {land!r} is unknown in laender.csv"
        if "item" in row and row["item"] not in items:
            yield name, row, f"item {row['item']!r} is unknown in items.csv; add it there"


def _dates(today: date, contents: Contents) -> Found:
    for name, row in _all_rows(contents):
        for field in (*_PAST_DATES, "valid_to"):
            if row.get(field) is None:
                continue
            try:
                day = PartialDate.parse(row[field])
            except ValueError as error:
                yield name, row, f"{field}: {error}"
                continue
            if field != "valid_to" and day.earliest > today:
                yield name, row, f"{field} {day} is still to come; correct the date"
            if field == "valid_to" and day.latest < today and row.get("status") == "open":
                yield name, row, f"ended on {day} and has the status open; set ended, or unclear"
        is_undated = row["as_of"] is None if "as_of" in row else name in _PLACES
        if is_undated and "collected_on" not in row:
            yield name, row, "has neither as_of nor collected_on; say when the page was read"


def _figures(contents: Contents) -> Found:
    for name, row in _all_rows(contents):
        if "currency" in row and "value" in row:
            figures = row["value"] if isinstance(row["value"], list) else [row["value"]]
            if any(figure <= 0 for figure in figures):
                yield name, row, "an amount of money is not above zero; leave the value out where there is no sum"
        for column in ("amount", "amount_eur", "low_eur", "high_eur"):
            if column in row and float(row[column]) <= 0:
                yield name, row, f"{column} is not above zero; leave the row out where no price is known"
        if "low_eur" in row and float(row["low_eur"]) > float(row.get("high_eur", "inf")):
            yield name, row, "low_eur is above high_eur; exchange them"


def _lines(contents: Contents) -> Found:
    for name, row in _all_rows(contents):
        if "line" not in row or name == "support_rules.yml":  # whose lines are no facts
            continue
        line, figures = row["line"], row.get("value")
        if not name.startswith("countries/"):
            yield name, row, "has a `line`, which only facts of a country sheet are told by; remove it"
        elif not line.startswith("figure_"):
            if not line.startswith(f"{Path(name).stem}_"):
                yield name, row, f"the line {line!r} is of another country; begin it with {Path(name).stem}_"
        elif line == "figure_sectors":
            if len(row.get("topic", "").split(", ")) != SECTORS_NAMED:
                yield name, row, f"topic: expected the {SECTORS_NAMED} main sectors, as they are called in terms.yml"
        elif figures is None or "unit" not in row:
            yield name, row, f"the line {line!r} tells a figure; give the fact a value and a unit"


def _coordinates(contents: Contents) -> Found:
    for name, row in _all_rows(contents):
        if ("lat" in row) != ("lon" in row):
            yield name, row, "has only one of lat and lon; give both or none"
        elif "lat" in row and not (-90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180):
            yield name, row, "the coordinates are not on the globe; lat is -90 to 90, lon -180 to 180"
        elif "land" in row and "lat" in row and not (47 <= float(row["lat"]) <= 55.2 and 5.8 <= float(row["lon"]) <= 15.1):
            yield name, row, "the coordinates are not in Germany; exchange lat and lon?"


def _prices(contents: Contents) -> Found:
    cities = {(row["country"], row["city"]) for row in contents["cities.csv"]}
    for name in ("prices.csv", "prices_crowd.csv"):
        for row in contents[name]:
            if "city" in row and (row["country"], row["city"]) not in cities:
                yield name, row, f"city {row['city']!r} of {row['country']} is unknown in cities.csv; add it there"


def _references(contents: Contents) -> Found:
    contacts = contents["contacts.yml"]
    known = {row["id"] for group, rows in contacts.items() if group != "routing" for row in rows}
    for route in contacts["routing"]:
        for contact in route["go_to"]:
            if contact not in known:
                yield "contacts.yml", route, f"goes to {contact!r}, which is no contact; correct the id"


def _imports(contents: Contents) -> Found:
    mapping = contents["import_wfp.yml"]
    items = {row["item"]: row["unit"] for row in contents["items.csv"]}
    cities = {(row["country"], row["city"]) for row in contents["cities.csv"]}
    for country, markets in mapping["markets"].items():
        for market, city in markets.items():
            if city is not None and (country, city) not in cities:
                yield "import_wfp.yml", markets, f"market {market!r}: city {city!r} of {country} is unknown in cities.csv"
    units = {unit["unit"] for unit in mapping["units"].values()}
    for row in mapping["items"]:
        unit = items.get(row["item"], "")
        unit = mapping["item_units"][unit]["unit"] if unit in mapping["item_units"] else unit
        if row["item"] in items and unit not in units:
            yield "import_wfp.yml", row, f"item {row['item']!r} is sold by {unit!r}, which no unit of WFP leads to"
