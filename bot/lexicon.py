"""The word lists of `data/lexicon/<language>.yml`: danger, family words, whereabouts, names, and topics known by words.

Phrases are kept as they are written; `bot.phrases` compiles them. The lists of one language are written and checked
by speakers of it, so nothing here knows a language.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import yaml

from bot.errors import DataError
from bot.phrases import PhraseIndex, index_of, to_regex
from bot.settings import read_settings
from bot.text import fold
from bot.word_lists import mapping, named, numbers, phrases

DANGER_KINDS = ("emergency_medical", "report_self_harm", "report_violence")
TOPICS = ("afraid", "lawyer", "woman", "alone_now", "stop", "unpaid")
_WHOLE_MESSAGE = ("stop",)  # a wish only where nothing else is said: "I want to stop my application" is none
_LATIN = re.compile("[\u0000-\u02af\u1e00-\u1eff]*")
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
    `country_names` by ISO 3166-1 alpha-2, `topics` by `TOPICS`.
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
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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

    def phrases_of(self, topic: str, language: str | None) -> tuple[str, ...]:
        """Return the phrases of a topic: a language's own and those of the others in Latin letters; all for no language."""
        if (topic, language) not in self._phrases_of:
            every = ((code, phrase) for code, lexicon in self.items() for phrase in lexicon.topics.get(topic, ()))
            chosen = [phrase for code, phrase in every if language in (code, None) or _LATIN.fullmatch(phrase)]
            self._phrases_of[topic, language] = tuple(dict.fromkeys(chosen))
        return self._phrases_of[topic, language]

    @cached_property
    def _phrases_of(self) -> dict[tuple[str, str | None], tuple[str, ...]]:
        return {}


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


def topics_in(text: str, language: str | None = None, lexicons: Lexicons | None = None) -> set[str]:
    """Return which of `TOPICS` a message names, by words: what no intent stands for, and what must not be missed.

    Args:
        text: what the person wrote, as it came in.
        language: the language of the chat. Its own list is used, and of all others what is written in Latin letters,
            because people mix; all lists when None.
        lexicons: word lists by language; those of the project, as they are on disk now, when None.

    Raises:
        DataError: the project's word lists cannot be read and never were in this process.
    """
    lexicons = current_lexicons(read_settings().data / "lexicon") if lexicons is None else lexicons
    folded = fold(text)
    spoken = language.split("-")[0] if language else None
    return {topic for topic in TOPICS if _names(folded, topic, lexicons.phrases_of(topic, spoken))}


def _names(folded: str, topic: str, phrases: Iterable[str]) -> bool:
    if topic in _WHOLE_MESSAGE:
        return any(re.fullmatch(_as_regex(phrase), folded) for phrase in phrases)
    return index_of(tuple(phrases)).search(folded) is not None


_as_regex = cache(to_regex)


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
    topics = mapping(raw.get("topics"), "topics", faults)
    faults += [f"topics.{name!r} is no topic; known are {', '.join(TOPICS)}" for name in topics if name not in TOPICS]
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
        topics={topic: phrases(topics.get(topic), f"topics.{topic}", faults) for topic in TOPICS},
    )
    if faults:
        raise DataError("; ".join(faults), path)
    return lexicon
