"""The languages of the assistant, from `data/languages.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from babel import Locale

from bot.errors import DataError
from bot.scripts import SAME_IN_TEXT, script_of

SCRIPTS = {  # the names of `bot.scripts`, and ISO 15924
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "GEORGIAN": "Geor", "ARMENIAN": "Armn", "ETHIOPIC": "Ethi",
}  # fmt: skip
CLDR_CODES = {"prs": "fa_AF", "kmr": "ku"}  # languages that CLDR names otherwise than we do
OUR_CODES = {cldr: ours for ours, cldr in CLDR_CODES.items()}
_PHONES_CODES = {"ku": "kmr", "hr": "bs", "sh": "sr", "mo": "ro"}  # codes that phones have, and ours
SOURCE_LANGUAGE = "en"  # the language in which data/answers is written


@dataclass(frozen=True)
class Language:
    """One language: how it is named, written and formatted, and how far its texts have been checked.

    `countries` are the countries of return (ISO 3166-1 alpha-2) that its speakers most often ask about. `spelt_from` is set
    for another script of a language: its texts are those of that language, transliterated.
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
    spelt_from: str = ""

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


def in_script_of(text: str, code: str, present: str | None, languages: Mapping[str, Language]) -> str:
    """Return the record of a language in the script that its writer uses: "sr" or "sr-Latn".

    Args:
        text: what the person wrote.
        code: the language.
        present: the record used so far, which stays when the text has neither script.
        languages: all records.
    """
    spellings = {record.code: record.script for record in languages.values() if code in (record.code, record.spelt_from)}
    if len(spellings) < 2:
        return code
    written = SCRIPTS.get(script_of(text))
    by_script = next((own for own, script in spellings.items() if script == written), None)
    return by_script or (present if present in spellings else code) or code


def of_tag(tag: str | None) -> str:
    """Return the code of ours for a language tag of a messenger or browser: "ku-TR" is kmr; "" for none."""
    code = (tag or "").replace("_", "-").split("-")[0].lower()
    return _PHONES_CODES.get(code, code)


def of_country(code: str, country: str | None, languages: Mapping[str, Language]) -> str:
    """Tell languages apart that are written alike by the one country that only one of them is of: Dari by Afghanistan."""
    alike = (record for record in languages.values() if SAME_IN_TEXT.get(record.code) == SAME_IN_TEXT.get(code, code))
    return next((record.code for record in alike if record.countries == (country,)), code)


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
