"""From the files of data/knowledge to typed `Knowledge`.

A file of the same name in the office's folder takes the place of the project's. `load` stops at the first thing that it
cannot understand; `bot.knowledge.check` lists everything that is wrong.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.errors import DataError
from bot.knowledge import tables
from bot.knowledge.collection import Knowledge
from bot.knowledge.files import Row, read_csv, read_yaml
from bot.knowledge.records import Reader, contact_facts, country_facts, entry_facts, programme_facts

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_K = TypeVar("_K")
_Stamp = tuple[tuple[str, int, int], ...]
_loaded: dict[tuple[Path, Path | None], tuple[_Stamp, Knowledge]] = {}


def knowledge_files(folder: Path, office_folder: Path | None = None) -> dict[str, Path]:
    """Return the path of every knowledge file by its name below the folder; the office's file wins.

    Args:
        folder: data/knowledge.
        office_folder: the office's own knowledge; may be missing.
    """
    found: dict[str, Path] = {}
    for base in (folder, office_folder) if office_folder else (folder,):
        for pattern in ("*.yml", "*.csv", "countries/*.yml"):
            for path in sorted(base.glob(pattern)):
                found[path.relative_to(base).as_posix()] = path
    return found


def current(folder: Path, office_folder: Path | None = None) -> Knowledge:
    """Return the knowledge as the files are now; read again only when one of them changed.

    Costs some 35 `stat` calls, so it may be asked at every turn. When a changed file cannot be read, the knowledge
    before the change goes on being told and the fault is logged.

    Raises:
        DataError: a file cannot be used and nothing was read before.
    """
    key = (folder, office_folder)
    stats = [(str(path), path.stat()) for path in knowledge_files(folder, office_folder).values()]
    stamp = tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
    known = _loaded.get(key)
    if known and known[0] == stamp:
        return known[1]
    try:
        knowledge = load(folder, office_folder)
    except DataError as error:
        if known is None:
            raise
        _log.error("knowledge.reload_failed: %s", error)
        knowledge = known[1]
    _loaded[key] = (stamp, knowledge)
    return knowledge


def load(folder: Path, office_folder: Path | None = None) -> Knowledge:
    """Read all knowledge.

    Raises:
        DataError: a file is missing or holds something that cannot be understood; names file, line and what to do.
    """
    files = knowledge_files(folder, office_folder)

    def each(name: str, make: Callable[[Row], _T]) -> tuple[_T, ...]:
        path = files.get(name, folder / name)
        rows = read_csv(path) if name.endswith(".csv") else _checked(read_yaml(path), list, path)
        return tuple(_make(path, row, make) for row in rows)

    def by_section(name: str, make: Callable[[str, Row], _T], but: str = "") -> tuple[_T, ...]:
        path = files.get(name, folder / name)
        return tuple(
            _make(path, row, partial(make, section))
            for section, rows in _checked(read_yaml(path), Row, path).items()
            if section != but
            for row in _checked(rows, list, path)
        )

    sources = {source.id: source for source in each("sources.yml", tables.source)}
    read = Reader(sources)
    items = {item.id: item for item in each("items.csv", tables.item)}
    programmes = each("programmes.yml", read.programme)
    procedure = by_section("procedure.yml", partial(read.entry, "procedure"))
    leaving = each("leaving.yml", partial(read.entry, "leaving", "leaving"))
    contacts = by_section("contacts.yml", read.contact, but="routing")
    countries = tuple(
        _make(path, _checked(read_yaml(path), Row, path), read.country)
        for name, path in files.items()
        if name.startswith("countries/")
    )
    prices = tuple(
        price
        for name, is_crowd in (("prices.csv", False), ("prices_crowd.csv", True))
        for price in each(name, partial(tables.price, sources, items, is_crowd))
    )
    return Knowledge(
        sources=sources,
        freshness_rules=dict(each("freshness.yml", tables.freshness_rule)),
        lands=dict(each("laender.csv", tables.land)),
        items=items,
        cities=each("cities.csv", tables.city),
        programmes={programme.id: programme for programme in programmes},
        procedure={entry.id: entry for entry in procedure},
        leaving={entry.id: entry for entry in leaving},
        contacts={contact.id: contact for contact in contacts},
        country_notes=each("country_notes.yml", read.country_note),
        countries={country.code: country for country in countries},
        prices=prices,
        indicators=each("indicators.csv", partial(tables.indicator, sources)) + tuple(tables.wage_facts(prices)),
        centre_list=each("centres.csv", partial(tables.centre, sources)),
        embassy_list=each("embassies.csv", partial(tables.embassy, sources)),
        home_contact_list=each("contacts_home.csv", partial(tables.home_contact, sources)),
        facts={
            fact.id: fact
            for facts in (
                *(programme_facts(programme) for programme in programmes),
                *(entry_facts("procedure", entry) for entry in procedure),
                *(entry_facts("leaving", entry) for entry in leaving),
                *(contact_facts(contact) for contact in contacts),
                *(country_facts(country) for country in countries),
            )
            for fact in facts
        },
    )


def _checked(content: object, kind: type[_K], path: Path) -> _K:
    if not isinstance(content, kind):
        wanted = "a list of records" if kind is list else "a mapping"
        raise DataError(f"holds {type(content).__name__}, expected {wanted}; see the schema of this file", path)
    return content


def _make(path: Path, row: object, make: Callable[[Row], _T]) -> _T:
    row = _checked(row, Row, path)
    try:
        return make(row)
    except KeyError as error:
        raise DataError(f"{error} is missing here, or named here and defined nowhere; add it", path, row.line) from error
    except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise DataError(f"{error}; compare the record with its schema", path, row.line) from error
