"""The office's own records over ours, record by record.

A file of the same name in the office's folder holds only what the office wants to add or to change. What makes two
records the same is in `KEYS`. A record of the office with some fields changes these and keeps the others; `gone: true`
(in a table `yes`) takes ours away. Prices are different: the office's rows for a country, city and item take the place of
all of ours, because amount, date and source belong together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.errors import DataError
from bot.knowledge.files import Row, read_rows

KEYS: Mapping[str, tuple[str, ...]] = {  # a file that is not named here knows its records by `id`
    "prices.csv": ("country", "city", "item"),
    "prices_crowd.csv": ("country", "city", "item"),
    "indicators.csv": ("country", "indicator", "observed_on"),
    "items.csv": ("item",),
    "cities.csv": ("country", "city"),
    "laender.csv": ("code",),
    "centres.csv": ("name", "city"),
    "embassies.csv": ("country", "name", "city"),
    "contacts_home.csv": ("country", "name", "city"),
    "freshness.yml": ("kind",),
    "contacts.yml": ("id", "signal"),
    "import_wfp.yml": ("item", "currency"),
}
_GROUPS = ("prices.csv", "prices_crowd.csv")
GONE = "gone"

Layers = Mapping[str, tuple[Path, ...]]


def layers(folder: Path, office_folder: Path | None = None) -> dict[str, tuple[Path, ...]]:
    """Return the paths of every knowledge file by its name below the folder, ours first, the office's over it.

    Args:
        folder: data/knowledge.
        office_folder: the office's own knowledge; may be missing.
    """
    found: dict[str, tuple[Path, ...]] = {}
    for base in (folder, office_folder) if office_folder else (folder,):
        for pattern in ("*.yml", "*.csv", "countries/*.yml"):
            for path in sorted(base.glob(pattern)):
                name = path.relative_to(base).as_posix()
                found[name] = (*found.get(name, ()), path)
    return found


def read_merged(name: str, paths: Iterable[Path]) -> Any:
    """Return the content of a file, the layers one over the other.

    Raises:
        DataError: a file cannot be read, or holds something else than the one below it.
    """
    merged: Any = None
    for path in paths:
        content = read_rows(path)
        if content is None and merged is not None:  # an empty file changes nothing
            continue
        merged = content if merged is None else merge(name, merged, content, path)
    return merged


def merge(name: str, ours: Any, office: Any, path: Path | None = None) -> Any:
    """Lay the office's content of a file over ours; neither is changed.

    Args:
        name: of the file below its folder, such as "prices.csv".
        ours: a list of records, or a mapping.
        office: the same sort.
        path: of the office's file, for the error.

    Raises:
        DataError: the office's file holds another sort of thing.
    """
    if isinstance(ours, list) and isinstance(office, list):
        if name == "country_notes.yml":
            return _merge_notes(ours, office)
        keys = KEYS.get(name, ("id",))
        return _replace_groups(keys, ours, office) if name in _GROUPS else _merge_records(keys, ours, office)
    if isinstance(ours, Row) and isinstance(office, Row):
        return _merge_row(KEYS.get(name, ("id",)), ours, office)
    wanted = "a list of records" if isinstance(ours, list) else "a mapping"
    raise DataError(f"holds {type(office).__name__}, expected {wanted} as in data/knowledge/{name}", path)


def _replace_groups(keys: tuple[str, ...], ours: list[Any], office: list[Any]) -> list[Any]:
    replaced = {_key(keys, row) for row in office}
    kept = [row for row in ours if _key(keys, row) not in replaced]
    return kept + [row for row in office if not _is_gone(row)]


def _merge_records(keys: tuple[str, ...], ours: list[Any], office: list[Any]) -> list[Any]:
    changes = {key: row for row in office if (key := _key(keys, row)) is not None}
    merged: list[Any] = []
    known: set[Any] = set()
    for row in ours:
        key = _key(keys, row)
        known.add(key)
        change = changes.get(key)
        if change is None:
            merged.append(row)
        elif not _is_gone(change):
            merged.append(_merge_row(keys, row, change))
    return merged + [row for row in office if _key(keys, row) not in known and not _is_gone(row)]


def _merge_row(keys: tuple[str, ...], ours: Row, office: Row) -> Row:
    merged = Row(ours).like(office)
    for field, value in office.items():
        if field == GONE:
            continue
        before = ours.get(field)
        if isinstance(before, Row) and isinstance(value, Row):
            merged[field] = _merge_row(keys, before, value)
        elif _are_records(keys, before) and _are_records(keys, value):
            merged[field] = _merge_records(keys, before or [], value)
        else:
            merged[field] = value
    return merged


def _merge_notes(ours: list[Any], office: list[Any]) -> list[Any]:
    """A country has one note at most: the office's takes the country out of ours."""
    taken = {country for row in office if isinstance(row, Row) for country in row.get("countries", ())}
    kept = []
    for row in ours:
        left = [country for country in row["countries"] if country not in taken]
        if left:
            kept.append(Row(row, countries=left).like(row))
    return kept + [row for row in office if not _is_gone(row)]


def _are_records(keys: tuple[str, ...], content: Any) -> bool:
    return isinstance(content, list) and all(isinstance(row, Row) and any(key in row for key in keys) for row in content)


def _key(keys: tuple[str, ...], row: Any) -> Any:
    if not isinstance(row, Row):
        return None
    if "country" not in keys:  # of several names a record has one
        return next((str(row[key]) for key in keys if key in row), None)
    return tuple(str(row.get(key)) for key in keys)


def _is_gone(row: Any) -> bool:
    return isinstance(row, Row) and row.get(GONE) in (True, "yes", "true", "1")
