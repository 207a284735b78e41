"""The languages of the assistant, from `data/languages.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from babel import Locale

from bot.errors import DataError

SOURCE_LANGUAGE = "en"  # the language in which data/answers is written


@dataclass(frozen=True)
class Language:
    """One language: how it is named, written and formatted, and how far its texts have been checked.

    `countries` are the countries of return (ISO 3166-1 alpha-2) that its speakers most often ask about.
    """

    code: str
    name: str
    english_name: str
    direction: str
    script: str
    format_as: str
    reviewed: bool
    crisis_reviewed: bool
    countries: tuple[str, ...]

    @property
    def locale(self) -> Locale:
        """The CLDR locale that formats dates, money and names for this language."""
        return Locale.parse(self.format_as)

    @property
    def is_right_to_left(self) -> bool:
        """Whether the script runs from right to left."""
        return self.direction == "rtl"


@lru_cache(maxsize=8)
def _read(path: Path, modified: float) -> dict[str, Language]:
    records = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {r["code"]: Language(**{**r, "countries": tuple(r["countries"])}) for r in records}


def load_languages(data: Path) -> dict[str, Language]:
    """Return the languages by code, in the order in which they are offered."""
    path = data / "languages.yml"
    return _read(path, path.stat().st_mtime)


def read_families(path: Path) -> dict[str, str]:
    """Read `data/families.yml`: the family of each language that has one.

    Raises:
        DataError: the file is missing or no mapping of families to lists of languages.
    """
    try:
        families = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {language: family for family, languages in families.items() for language in languages}
    except (OSError, yaml.YAMLError, AttributeError, TypeError) as error:
        raise DataError(f"expected a mapping of families to lists of languages ({error}); mend the file", path) from error
