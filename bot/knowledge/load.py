"""From the files of data/knowledge to typed `Knowledge`, the office's own records laid over ours.

`load` stops at the first thing that it cannot understand; `bot.knowledge.check` lists everything that is wrong, and
`bot.knowledge.office` keeps a faulty file of the office from being used.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.errors import DataError
from bot.knowledge import tables
from bot.knowledge.basket import basket
from bot.knowledge.collection import Knowledge
from bot.knowledge.files import Row
from bot.knowledge.overlay import Layers, layers, read_merged
from bot.knowledge.records import Reader, contact_facts, country_facts, entry_facts, programme_facts
from bot.knowledge.support_rules import read_support_rules

_log = logging.getLogger(__name__)
_T = TypeVar("_T")
_K = TypeVar("_K")
_Stamp = tuple[tuple[str, int, int], ...]
_loaded: dict[tuple[Path, Path | None], tuple[_Stamp, Knowledge]] = {}


def current(folder: Path, office_folder: Path | None = None) -> Knowledge:
    """Return the knowledge as the files are now; read again only when one of them changed.

    Costs some 35 `stat` calls, so it may be asked at every turn. A faulty file of the office is refused and logged, and
    its last good content stays (`bot.knowledge.office`). When a changed file of ours cannot be read, the knowledge before
    the change goes on being told and the fault is logged.

    Raises:
        DataError: a file of ours cannot be used and nothing was read before.
    """
    from bot.knowledge.office import usable_files  # it checks with what is made here

    key = (folder, office_folder)
    files = layers(folder, office_folder)
    stats = [(str(path), path.stat()) for paths in files.values() for path in paths]
    stamp = tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats)
    known = _loaded.get(key)
    if known and known[0] == stamp:
        return known[1]
    try:
        knowledge = load_files(folder, usable_files(folder, office_folder) if office_folder else files)
    except DataError as error:
        if known is None:
            raise
        _log.error("knowledge.reload_failed: %s", error)
        knowledge = known[1]
    _loaded[key] = (stamp, knowledge)
    return knowledge


def load(folder: Path, office_folder: Path | None = None) -> Knowledge:
    """Read all knowledge.

    Args:
        folder: data/knowledge.
        office_folder: the office's own knowledge; may be missing.

    Raises:
        DataError: a file is missing or holds something that cannot be understood; names file, line and what to do.
    """
    return load_files(folder, layers(folder, office_folder))


def load_files(folder: Path, files: Layers) -> Knowledge:
    """Read all knowledge from certain files, as `load` does; `files` as `overlay.layers` returns them."""

    def each(name: str, make: Callable[[Row], _T]) -> tuple[_T, ...]:
        paths = files.get(name, (folder / name,))
        return tuple(_make(paths[-1], row, make) for row in _checked(read_merged(name, paths), list, paths[-1]))

    def by_section(name: str, make: Callable[[str, Row], _T], but: str = "") -> tuple[_T, ...]:
        paths = files.get(name, (folder / name,))
        return tuple(
            _make(paths[-1], row, partial(make, section))
            for section, rows in _checked(read_merged(name, paths), Row, paths[-1]).items()
            if section != but
            for row in _checked(rows, list, paths[-1])
        )

    def whole(name: str, make: Callable[[Row], _T]) -> _T:
        paths = files.get(name, (folder / name,))
        return _make(paths[-1], read_merged(name, paths), make)

    sources = {source.id: source for source in each("sources.yml", tables.source)}
    read = Reader(sources)
    items = {item.id: item for item in each("items.csv", tables.item)}
    programmes = each("programmes.yml", read.programme)
    procedure = by_section("procedure.yml", partial(read.entry, "procedure"))
    leaving = each("leaving.yml", partial(read.entry, "leaving", "leaving"))
    contacts = by_section("contacts.yml", read.contact, but="routing")
    countries = tuple(
        _make(paths[-1], read_merged(name, paths), read.country) for name, paths in files.items() if name.startswith("countries/")
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
        basket=whole("basket.yml", partial(basket, sources, items)),
        medicines=each("medicines.yml", tables.medicine),
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
        checklist=each("checklist.yml", tables.step),
        time_zones=dict(each("time_zones.csv", tables.time_zone)),
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
        support_rules=whole("support_rules.yml", read_support_rules),
    )


def _checked(content: object, kind: type[_K], path: Path) -> _K:
    if not isinstance(content, kind):
        wanted = "a list of records" if kind is list else "a mapping"
        raise DataError(f"holds {type(content).__name__}, expected {wanted}; see the schema of this file", path)
    return content


def _make(path: Path, row: object, make: Callable[[Row], _T]) -> _T:
    row = _checked(row, Row, path)
    path = row.path or path
    try:
        return make(row)
    except KeyError as error:
        raise DataError(f"{error} is missing here, or named here and defined nowhere; add it", path, row.line) from error
    except (TypeError, ValueError, ArithmeticError, AttributeError) as error:
        raise DataError(f"{error}; compare the record with its schema", path, row.line) from error
