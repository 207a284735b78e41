"""How languages write dates and numbers where CLDR knows another way than people use: `data/formats.yml`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from bot.errors import DataError
from bot.knowledge.files import read_yaml
from bot.settings import read_settings

FILE = "formats.yml"
_LENGTHS = {"months": 12, "weekdays": 7, "listing": 2}


@dataclass(frozen=True)
class OwnFormats:
    """What one language writes otherwise than CLDR; empty where it does not. The head of the file says what each is."""

    date: str = ""
    month: str = ""
    day: str = ""
    weekday_and_day: str = ""
    numbers_as: str = ""
    kilometres: str = ""
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    listing: tuple[str, ...] = ()

    def written(self, pattern: str, day: dt.date, locale: Locale) -> str:
        """Write a day by a pattern, with the language's own names of months and weekdays."""
        if self.weekdays:
            pattern = pattern.replace("EEEE", f"'{self.weekdays[day.weekday()]}'")
        if self.months:
            pattern = pattern.replace("MMMM", f"'{self.months[day.month - 1]}'")
        return format_date(day, pattern, locale)


def own_formats(language: str) -> OwnFormats:
    """Return what a language writes otherwise than CLDR."""
    path = read_settings().data / FILE
    return _read(path, path.stat().st_mtime).get(language, OwnFormats())


@lru_cache(maxsize=4)
def _read(path: Path, modified: float) -> Mapping[str, OwnFormats]:
    return read_formats(path)


def read_formats(path: Path) -> dict[str, OwnFormats]:
    """Read the file.

    Raises:
        DataError: it cannot be read or has faults; all are named.
    """
    content = read_yaml(path)
    faults: list[str] = []
    found = {}
    for language, given in (content or {}).items():
        found[language] = _formats(language, given, faults)
    if faults:
        raise DataError("; ".join(faults), path)
    return found


def _formats(language: str, given: Any, faults: list[str]) -> OwnFormats:
    known = [field.name for field in fields(OwnFormats)]
    if not isinstance(given, dict):
        faults.append(f"{language}: expected a mapping of {', '.join(known)}")
        return OwnFormats()
    right: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            faults.append(f"{language}: {name!r} is no format; the formats are {', '.join(known)}")
        elif name in _LENGTHS:
            if not isinstance(value, list) or len(value) != _LENGTHS[name] or not all(isinstance(part, str) for part in value):
                faults.append(f"{language}.{name}: expected a list of {_LENGTHS[name]} texts")
                continue
            right[name] = tuple(value)
        elif not isinstance(value, str) or (name == "kilometres" and "{n}" not in value):
            faults.append(f"{language}.{name}: {value!r} is no text" + (" with {n}" if name == "kilometres" else ""))
        else:
            right[name] = value
    try:
        Locale.parse(right.get("numbers_as", "en"))
    except (UnknownLocaleError, ValueError):
        faults.append(f"{language}.numbers_as: {right['numbers_as']!r} is no locale of CLDR, such as fa_AF")
    return OwnFormats(**right)
