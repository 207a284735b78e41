"""The word lists of `data/lexicon/<language>.yml`: danger, family words, whereabouts, names of languages and countries.

Phrases are kept as they are written; `bot.phrases` compiles them. The lists of one language are written and checked
by speakers of it, so nothing here knows a language.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

from bot.errors import DataError
from bot.phrases import PhraseIndex
from bot.word_lists import mapping, named, numbers, phrases

DANGER_KINDS = ("emergency_medical", "report_self_harm", "report_violence")
_PEOPLE_LISTS = ("self", "alone", "partner", "child", "children", "relative", "parents", "persons")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PeopleWords:
    """Words with which a family is counted; `numbers` maps folded words to 1, 2, 3 …, the rest are phrases."""

    numbers: Mapping[str, int]
    self: tuple[str, ...]
    alone: tuple[str, ...]
    partner: tuple[str, ...]
    child: tuple[str, ...]
    children: tuple[str, ...]
    relative: tuple[str, ...]
    parents: tuple[str, ...]
    persons: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All lists of one language.

    `danger` maps each of `DANGER_KINDS` to its phrases; what `harmless` matches is taken out of a text before danger is
    looked for. `home` and `germany` say where a person is now. `language_names` is keyed by language code,
    `country_names` by ISO 3166-1 alpha-2.
    """

    language: str
    danger: Mapping[str, tuple[str, ...]]
    harmless: tuple[str, ...]
    people: PeopleWords
    home: tuple[str, ...]
    germany: tuple[str, ...]
    language_names: Mapping[str, tuple[str, ...]]
    country_names: Mapping[str, tuple[str, ...]]
    my_country: tuple[str, ...]


class Lexicons(dict[str, Lexicon]):
    """All lexicons by language code, sorted by code."""

    @cached_property
    def any_danger(self) -> PhraseIndex:
        """All kinds of danger in all languages at once: most messages need no more than this one search."""
        return PhraseIndex(phrase for lexicon in self.values() for phrases in lexicon.danger.values() for phrase in phrases)

    @cached_property
    def any_home(self) -> PhraseIndex:
        """What somebody says who is back already, in all languages."""
        return PhraseIndex(phrase for lexicon in self.values() for phrase in lexicon.home)

    @cached_property
    def any_germany(self) -> PhraseIndex:
        """What somebody says who is still in Germany, in all languages."""
        return PhraseIndex(phrase for lexicon in self.values() for phrase in lexicon.germany)


_Stamp = tuple[tuple[str, int, int], ...]
_loaded: dict[Path, tuple[_Stamp, Lexicons]] = {}


def load_lexicons(folder: Path) -> Lexicons:
    """Read every lexicon of a folder.

    Returns:
        The lexicons by language code, sorted by code; empty when the folder has none.

    Raises:
        DataError: a file is no YAML, or a key or list is missing or of the wrong type; all faults of the file are named.
    """
    return Lexicons({path.stem: _read(path) for path in sorted(folder.glob("*.yml"))})


def current_lexicons(folder: Path) -> Lexicons:
    """Return the lexicons as they are on disk now; files are read again only when one of them has changed.

    A fault in a changed file is logged and the lists read before it stay in use: a slip in one list must not switch off
    the search for danger.

    Raises:
        DataError: a file has a fault and nothing was read before.
    """
    with os.scandir(folder) as entries:  # asked several times a message: three times faster than by paths
        stats = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".yml")]
    stamp = tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in stats))
    known = _loaded.get(folder)
    if known is None or known[0] != stamp:
        try:
            lexicons = load_lexicons(folder)
        except DataError as error:
            if known is None:
                raise
            _log.error("lexicon.reload_failed: %s", error)
            lexicons = known[1]
        _loaded[folder] = known = (stamp, lexicons)
    return known[1]


def _read(path: Path) -> Lexicon:
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"not readable as YAML ({error}); mend the file", path) from error
    faults: list[str] = []
    raw = mapping(raw, "the file", faults)
    danger = mapping(raw.get("danger"), "danger", faults)
    people = mapping(raw.get("people"), "people", faults)
    whereabouts = mapping(raw.get("whereabouts"), "whereabouts", faults)
    words = {name: phrases(people.get(name), f"people.{name}", faults) for name in _PEOPLE_LISTS}
    lexicon = Lexicon(
        language=path.stem,
        danger={kind: phrases(danger.get(kind), f"danger.{kind}", faults) for kind in DANGER_KINDS},
        harmless=phrases(raw.get("harmless"), "harmless", faults),
        people=PeopleWords(numbers=numbers(people.get("numbers"), "people.numbers", faults), **words),
        home=phrases(whereabouts.get("home"), "whereabouts.home", faults),
        germany=phrases(whereabouts.get("germany"), "whereabouts.germany", faults),
        language_names=named(raw.get("language_names"), "language_names", faults),
        country_names=named(raw.get("country_names"), "country_names", faults),
        my_country=phrases(raw.get("my_country"), "my_country", faults),
    )
    if faults:
        raise DataError("; ".join(faults), path)
    return lexicon
