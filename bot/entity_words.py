"""The word lists of `data/entities/<language>.yml`: what stands around places and numbers of people, and names as typed.

Written and checked by speakers of the language, like the lexicons; `bot.places` and `bot.people_groups` use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.errors import DataError
from bot.knowledge.files import read_yaml
from bot.text import fold
from bot.word_lists import mapping, named, numbers, phrases

PEOPLE_LISTS = (
    "adults",
    "couples",
    "relatives",
    "self",
    "total",
    "between",
    "and",
    "with",
    "without",
    "left_out",
    "age",
    "filler",
)
CUE_LISTS = ("from", "in", "from_after", "in_after", "through", "not", "not_after", "live", "amount")
SAYINGS = ("in", "from", "nothing")  # what an ending tells
_SIDES = ("before", "after")
REMIND_LISTS = ("ask", "days", "weeks", "pm")
MINOR_LISTS = ("own_age", "not_own_age", "alone")
LANGUAGE_LISTS = ("refused", "spoken", "also_words")
_KEYS = ("close_to", "people", "minor", "language", "cues", "endings", "names", "not_places", "phrases", "remind")

Spellings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Ending:
    """What a language puts before or after a name.

    `says` is "in", "from" or ""; `stem` the letters that must remain; `instead` what may be put in its place, folded.
    """

    letters: str
    says: str
    stem: int
    instead: tuple[str, ...]


@dataclass(frozen=True)
class RemindWords:
    """How a language asks for a reminder.

    `ask` are phrases that ask for one, `never` such that hold the same words and mean something else. `days_ahead` maps
    phrases to numbers of days ("tomorrow": 1), `days` and `weeks` stand behind a number, `weekdays` maps the ISO day of the
    week (1 is Monday) to names that CLDR does not have, `pm` says that an hour is one after noon.
    """

    ask: tuple[str, ...]
    never: tuple[str, ...]
    days_ahead: Mapping[str, int]
    days: tuple[str, ...]
    weeks: tuple[str, ...]
    weekdays: Mapping[int, tuple[str, ...]]
    pm: tuple[str, ...]


@dataclass(frozen=True)
class EntityWords:
    """All lists of one language, phrases as they are written.

    `close_to` are languages that are easily taken for this one; `together` maps folded words such as "the two of us" to
    numbers. `minor` tells who is under 18 and alone, `ages` maps folded words to years where the lexicon does not have them.
    `asking` are the words around the name of a language: that it is not known, and of speaking and writing; and names that
    are other words too.
    `germany` maps the name that answers show to spellings,
    `home` the same by country (ISO 3166-1 alpha-2); `countries` maps these codes to inhabitants and provinces that the
    lexicon does not have. `not_places` are words that are no name of a place in this language.
    """

    language: str
    close_to: tuple[str, ...]
    people: Spellings
    together: Mapping[str, int]
    minor: Spellings
    ages: Mapping[str, int]
    asking: Spellings
    cues: Spellings
    before: tuple[Ending, ...]
    after: tuple[Ending, ...]
    germany: Spellings
    home: Mapping[str, Spellings]
    countries: Spellings
    not_places: tuple[str, ...]
    phrases: tuple[str, ...]
    remind: RemindWords | None = None


@lru_cache(maxsize=2)
def load_entity_words(folder: Path) -> Mapping[str, EntityWords]:
    """Read every file of a folder.

    Returns:
        The lists by language code, sorted by code.

    Raises:
        DataError: a file is no YAML, or a list is missing or of the wrong type; all faults of the file are named.
    """
    return {path.stem: read_entity_words(path) for path in sorted(folder.glob("*.yml"))}


def languages_for(language: str | None, known: Mapping[str, EntityWords]) -> tuple[str, ...]:
    """Return the languages whose words a message is read with: its own, then those close to it; all when it is unknown."""
    if language is None or language not in known:
        return tuple(known)
    return (language, *(code for code in known[language].close_to if code in known))


def read_entity_words(path: Path) -> EntityWords:
    """Read one file.

    Raises:
        DataError: the file cannot be read or has faults; all are named.
    """
    faults: list[str] = []
    raw = mapping(read_yaml(path), "the file", faults)
    faults += [f"{key!r} is no key of this file; the keys are {', '.join(_KEYS)}" for key in raw if key not in _KEYS]
    people, cues = (mapping(raw.get(key), key, faults) for key in ("people", "cues"))
    names = mapping(raw.get("names"), "names", faults)
    minor = mapping(raw.get("minor"), "minor", faults)
    asking = mapping(raw.get("language"), "language", faults)
    sides = mapping(raw.get("endings"), "endings", faults)
    before, after = (_endings(sides.get(side), f"endings.{side}", faults) for side in _SIDES)
    words = EntityWords(
        language=path.stem,
        close_to=phrases(raw.get("close_to", []), "close_to", faults),
        people={name: phrases(people.get(name), f"people.{name}", faults) for name in PEOPLE_LISTS},
        together=numbers(people.get("together"), "people.together", faults),
        minor={name: phrases(minor.get(name), f"minor.{name}", faults) for name in MINOR_LISTS},
        ages=numbers(minor.get("ages"), "minor.ages", faults),
        asking={name: phrases(asking.get(name), f"language.{name}", faults) for name in LANGUAGE_LISTS},
        cues={name: phrases(cues.get(name), f"cues.{name}", faults) for name in CUE_LISTS},
        before=before,
        after=after,
        germany=named(names.get("germany"), "names.germany", faults),
        home={
            country: named(cities, f"names.home.{country}", faults)
            for country, cities in mapping(names.get("home"), "names.home", faults).items()
        },
        countries=named(names.get("countries"), "names.countries", faults),
        not_places=phrases(raw.get("not_places"), "not_places", faults),
        phrases=phrases(raw.get("phrases", []), "phrases", faults),
        remind=_remind(raw["remind"], faults) if raw.get("remind") else None,
    )
    if faults:
        raise DataError("; ".join(faults), path)
    return words


def _remind(value: Any, faults: list[str]) -> RemindWords:
    lists = mapping(value, "remind", faults)
    known = (*REMIND_LISTS, "never", "days_ahead", "weekdays")
    faults += [f"remind: {key!r} is no list; the lists are {', '.join(known)}" for key in lists if key not in known]
    days_ahead = mapping(lists.get("days_ahead"), "remind.days_ahead", faults)
    for phrase, days in days_ahead.items():
        if not isinstance(phrase, str) or not isinstance(days, int):
            faults.append(f"remind.days_ahead: {phrase!r}: {days!r} must be a phrase and a number of days")
    own: dict[Any, Any] = dict(mapping(lists.get("weekdays"), "remind.weekdays", faults))
    faults += [f"remind.weekdays: {day!r} is no day; 1 is Monday, 7 is Sunday" for day in own if day not in range(1, 8)]
    return RemindWords(
        never=phrases(lists.get("never", []), "remind.never", faults),
        days_ahead=days_ahead,
        weekdays={day: phrases(own.get(day, []), f"remind.weekdays.{day}", faults) for day in range(1, 8)},
        **{name: phrases(lists.get(name), f"remind.{name}", faults) for name in REMIND_LISTS},
    )


def _endings(value: Any, where: str, faults: list[str]) -> tuple[Ending, ...]:
    if not isinstance(value, list):
        faults.append(f"{where} must be a list of groups with says, stem and endings; add it, empty if there are none")
        return ()
    found = []
    for group in value:
        if not isinstance(group, dict) or group.get("says") not in SAYINGS or not isinstance(group.get("stem"), int):
            faults.append(f"{where}: a group needs `says` ({', '.join(SAYINGS)}), `stem` (a number) and `endings`")
            continue
        says, endings = group["says"], group.get("endings")
        pairs = endings if isinstance(endings, dict) else {letters: [""] for letters in endings or ()}
        for letters, instead in pairs.items():
            if folded := fold(str(letters)):
                replacements = tuple(fold(str(part)) for part in instead)
                found.append(Ending(folded, "" if says == "nothing" else says, group["stem"], replacements))
    return tuple(found)
