"""The checks of knowledge files that go beyond the shape of one record.

Every check yields (file name, line, message).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from babel import Locale
from babel.numbers import list_currencies

from bot.knowledge.dates import PartialDate
from bot.knowledge.files import Row

Contents = Mapping[str, Any]
Found = Iterator[tuple[str, int | None, str]]

FILES = (
    "sources.yml", "freshness.yml", "programmes.yml", "country_notes.yml", "procedure.yml", "leaving.yml",
    "contacts.yml", "prices.csv", "prices_crowd.csv", "indicators.csv", "items.csv", "cities.csv", "laender.csv", "centres.csv",
    "embassies.csv", "contacts_home.csv",
)  # fmt: skip
FORBIDDEN_KEYS = frozenset({"nlu", "responses", "stories", "rules"})
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
    "sources.yml": ("id",),
}


def check_contents(contents: Contents, today: date, is_well_formed: bool) -> Found:
    """Run every check over the contents by file name.

    Args:
        contents: what the files hold, by their name below the folder.
        today: dates after this day are still to come.
        is_well_formed: whether all files are there and pass their schemas; if not, a check ends at the first record
            that it cannot read, which has its own fault already.
    """
    checks = (_sources, _ids, _same_rows, _codes, _figures, _coordinates, _prices, _references, partial(_dates, today))
    for check in checks:
        try:
            yield from check(contents)
        except (AttributeError, KeyError, TypeError, ValueError):
            if is_well_formed:
                raise


def rows_within(content: Any) -> Iterator[Row]:
    """Yield every mapping inside a file's content, outer ones first."""
    if isinstance(content, Row):
        yield content
        for value in content.values():
            yield from rows_within(value)
    elif isinstance(content, list):
        for value in content:
            yield from rows_within(value)


def _all_rows(contents: Contents) -> Iterator[tuple[str, Row]]:
    for name, content in contents.items():
        for row in rows_within(content):
            yield name, row


def _sources(contents: Contents) -> Found:
    sources = contents["sources.yml"]
    known = {source["id"] for source in sources}
    used = {"unverified"}
    for name, row in _all_rows(contents):
        named = row.get("sources", []) + ([row["source"]] if "source" in row else [])
        used.update(named)
        for source in named:
            if source not in known:
                yield name, row.line, f"source {source!r} is unknown in sources.yml; add it there"
    urls: dict[str, str] = {}
    for source in sources:
        if source["id"] not in used:
            yield "sources.yml", source.line, f"source {source['id']!r} is used by no fact; remove it"
        url = source.get("url", "").rstrip("/")
        if url and urls.setdefault(url, source["id"]) != source["id"]:
            yield (
                "sources.yml",
                source.line,
                f"source {source['id']!r} has the address of {urls[url]!r}; keep one of them",
            )


def _ids(contents: Contents) -> Found:
    for name, content in contents.items():
        if name.endswith(".csv") or name == "sources.yml":
            continue
        if name.startswith("countries/"):
            yield from _twice(name, list(rows_within(content)))
            code = content["country"]
            if name != f"countries/{code.lower()}.yml":
                yield name, content.line, f"is the sheet of {code}; name the file {code.lower()}.yml"
            services = [service for number in content["emergency"] for service in number["services"]]
            if len(services) != len(set(services)):
                yield name, content["emergency"][0].line, "one service has two emergency numbers; keep the surer one"
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
            yield name, row.line, f"the id {row['id']!r} is taken by line {seen[row['id']]}; choose another"


def _same_rows(contents: Contents) -> Found:
    for name, columns in _KEYS.items():
        seen: dict[tuple[Any, ...], int] = {}
        for row in contents[name]:
            key = tuple(row.get(column) for column in columns)
            if seen.setdefault(key, row.line) != row.line:
                yield name, row.line, f"the same {', '.join(columns)} as line {seen[key]}; keep one of the rows"
    noted: dict[str, int] = {}
    for row in contents["country_notes.yml"]:
        for country in row["countries"]:
            if noted.setdefault(country, row.line) != row.line:
                yield "country_notes.yml", row.line, f"{country} has a note in line {noted[country]}; join the notes"


def _codes(contents: Contents) -> Found:
    territories = frozenset(Locale("en").territories)
    currencies = frozenset(list_currencies())
    lands = {row["code"] for row in contents["laender.csv"]}
    items = {row["item"] for row in contents["items.csv"]}
    for name, row in _all_rows(contents):
        for country in [*row.get("countries", []), *([row["country"]] if "country" in row else [])]:
            if country not in territories:
                yield name, row.line, f"country {country!r} is no ISO 3166 code; see iso.org (Kosovo is XK)"
        if "currency" in row and row["currency"] not in currencies:
            yield name, row.line, f"currency {row['currency']!r} is no ISO 4217 code"
        for land in [*row.get("lands", []), *([row["land"]] if "land" in row else [])]:
            if land not in lands:
                yield name, row.line, f"federal state {land!r} is unknown in laender.csv"
        if "item" in row and row["item"] not in items:
            yield name, row.line, f"item {row['item']!r} is unknown in items.csv; add it there"


def _dates(today: date, contents: Contents) -> Found:
    for name, row in _all_rows(contents):
        for field in (*_PAST_DATES, "valid_to"):
            if row.get(field) is None:
                continue
            try:
                day = PartialDate.parse(row[field])
            except ValueError as error:
                yield name, row.line, f"{field}: {error}"
                continue
            if field != "valid_to" and day.earliest > today:
                yield name, row.line, f"{field} {day} is still to come; correct the date"
            if field == "valid_to" and day.latest < today and row.get("status") == "open":
                yield name, row.line, f"ended on {day} and has the status open; set ended, or unclear"
        is_undated = row["as_of"] is None if "as_of" in row else name in _PLACES
        if is_undated and "collected_on" not in row:
            yield name, row.line, "has neither as_of nor collected_on; say when the page was read"


def _figures(contents: Contents) -> Found:
    for name, row in _all_rows(contents):
        if "currency" in row and "value" in row:
            figures = row["value"] if isinstance(row["value"], list) else [row["value"]]
            if any(figure <= 0 for figure in figures):
                yield name, row.line, "an amount of money is not above zero; leave the value out where there is no sum"
        for column in ("amount", "amount_eur", "low_eur", "high_eur"):
            if column in row and float(row[column]) <= 0:
                yield name, row.line, f"{column} is not above zero; leave the row out where no price is known"
        if "low_eur" in row and float(row["low_eur"]) > float(row.get("high_eur", "inf")):
            yield name, row.line, "low_eur is above high_eur; exchange them"


def _coordinates(contents: Contents) -> Found:
    for name, row in _all_rows(contents):
        if ("lat" in row) != ("lon" in row):
            yield name, row.line, "has only one of lat and lon; give both or none"
        elif "lat" in row and not (-90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180):
            yield name, row.line, "the coordinates are not on the globe; lat is -90 to 90, lon -180 to 180"
        elif "land" in row and "lat" in row and not (47 <= float(row["lat"]) <= 55.2 and 5.8 <= float(row["lon"]) <= 15.1):
            yield name, row.line, "the coordinates are not in Germany; exchange lat and lon?"


def _prices(contents: Contents) -> Found:
    cities = {(row["country"], row["city"]) for row in contents["cities.csv"]}
    for name in ("prices.csv", "prices_crowd.csv"):
        for row in contents[name]:
            if "city" in row and (row["country"], row["city"]) not in cities:
                yield name, row.line, f"city {row['city']!r} of {row['country']} is unknown in cities.csv; add it there"


def _references(contents: Contents) -> Found:
    contacts = contents["contacts.yml"]
    known = {row["id"] for group, rows in contacts.items() if group != "routing" for row in rows}
    for route in contacts["routing"]:
        for contact in route["go_to"]:
            if contact not in known:
                yield "contacts.yml", route.line, f"goes to {contact!r}, which is no contact; correct the id"
