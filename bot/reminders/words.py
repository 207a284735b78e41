"""Reading a request such as "remind me on Monday at 10" in any language, from the lists of `data/entities`.

The names of the days of the week come from CLDR; everything else that a language says is in its lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError

from bot.entity_words import EntityWords, languages_for, load_entity_words
from bot.languages import CLDR_CODES, load_languages
from bot.lexicon import current_lexicons
from bot.phrases import find, to_regex
from bot.reminders.wish import FIRST_HOUR, Wish
from bot.settings import Settings, read_settings
from bot.text import fold

MAX_WORDS = 12  # a longer message says more than that, and the classifier reads it
BARE_WORDS = 4  # "can you remind me": a request without a day
_CLDR_DAYS = {1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 7: 6}  # ISO day of the week -> key in CLDR
_OTHER_LOCALES = {"sr": ("sr_Latn",)}  # further scripts of a language
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.|\d{1,2}/\d{1,2}|\d{4}-\d{2}")
_BETWEEN_KINDS = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_TIME = re.compile(r"(?<!\d)(\d{1,2})(?!\d)(?:\s(?:[^\W\d]{1,5}\s)?(\d{2})(?!\d))?")
_NEXT_WEEK = 7


@dataclass(frozen=True)
class Request:
    """A request for a reminder: the language of its words, and the wish; None when the day cannot be understood."""

    language: str
    wish: Wish | None


@dataclass(frozen=True)
class _Span:
    """A place in a text that names a day: `kind` as in `Wish`."""

    start: int
    end: int
    kind: str
    number: int


def read_request(text: str, languages: Iterable[str | None], settings: Settings | None = None) -> Request | None:
    """Find out whether a short message asks for a reminder.

    Args:
        text: a message in which no danger was found.
        languages: codes that it may be written in, likeliest first; those close to them and all others come after.
        settings: where the lists lie; those of the process when None.

    Returns:
        The request; None when the message is none, or is too long to be sure.

    Raises:
        DataError: a list cannot be used.
    """
    folded = _BETWEEN_KINDS.sub(" ", fold(text))
    if not folded or len(folded.split()) > MAX_WORDS:
        return None
    settings = settings or read_settings()
    known = load_entity_words(settings.data / "entities")
    unclear = None
    for code in _in_order(languages, known):
        words = known[code].remind
        if words is None or not find(words.ask, folded) or find(words.never, folded):
            continue
        if find((*known[code].cues["not"], *known[code].cues["not_after"]), folded):
            return None
        wish = None if _DATE.search(text) else _wish(folded, known[code], settings)
        if wish is not None:
            return Request(code, wish)
        if unclear is None and (len(folded.split()) <= BARE_WORDS or _speaks_of_time(folded, known[code], settings)):
            unclear = Request(code, None)
    return unclear


def _in_order(languages: Iterable[str | None], known: Mapping[str, EntityWords]) -> Iterator[str]:
    codes: dict[str, None] = {}
    for language in languages:
        if language in known:
            codes |= dict.fromkeys(languages_for(language, known))
    return iter(codes | dict.fromkeys(known))


def _wish(folded: str, words: EntityWords, settings: Settings) -> Wish | None:
    """Return what a text asks for when it says one day, and at most one time."""
    spans = _outermost(_days(folded, words, settings))
    days = {(span.kind, span.number) for span in spans}
    weekday = {number for kind, number in days if kind == "on"}
    ahead = {number for kind, number in days if kind == "in"}
    if len(weekday) > 1 or len(ahead) > 1 or not days or _month(folded, words.language, settings):
        return None
    rest = folded
    for span in reversed(spans):
        rest = f"{rest[: span.start]} {rest[span.end :]}"
    at = _time_of_day(" ".join(rest.split()), words)
    if at is None:
        return None
    kind, number = ("in", ahead.pop()) if not weekday else ("next" if ahead == {_NEXT_WEEK} else "on", weekday.pop())
    wish = Wish(kind, number, *at)  # "Montag morgen" is a Monday, whatever else "morgen" means
    return wish if wish.is_possible else None


def _speaks_of_time(folded: str, words: EntityWords, settings: Settings) -> bool:
    is_dated = any(letter.isdigit() for letter in folded) or _month(folded, words.language, settings)
    names_day = any(True for _ in _days(folded, words, settings))
    return is_dated or names_day or (words.remind is not None and bool(find((*words.remind.days, *words.remind.weeks), folded)))


def _time_of_day(rest: str, words: EntityWords) -> tuple[int, int] | None:
    """Return hour and minute of what is left of a text, 9:00 when it names none; None when it is no time."""
    times = [(int(hour), int(minute or 0)) for hour, minute in _TIME.findall(rest)]
    if not times and not any(letter.isdigit() for letter in rest):
        return FIRST_HOUR, 0
    if len(times) != 1:
        return None
    [(hour, minute)] = times
    is_afternoon = words.remind is not None and bool(find(words.remind.pm, rest))
    return (hour + 12 if is_afternoon and hour < 12 else hour), minute


def _days(folded: str, words: EntityWords, settings: Settings) -> Iterator[_Span]:
    for pattern, kind, factor in _patterns(settings.data, words.language):
        for found in pattern.finditer(folded):
            named = found.groupdict().get("number")
            number = factor if named is None else factor * (int(named) if named.isdigit() else _numbers(settings, words)[named])
            yield _Span(found.start(), found.end(), kind, number)


def _outermost(spans: Iterable[_Span]) -> list[_Span]:
    """Keep what begins first, the longest of it: where a word means a week and a Sunday, "two weeks" hides the Sunday."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


@lru_cache(maxsize=64)
def _patterns(data: Path, code: str) -> tuple[tuple[re.Pattern[str], str, int], ...]:
    """Compile what names a day in a language: (pattern, kind, days or day of the week or days of the unit)."""
    words = load_entity_words(data / "entities")[code].remind
    assert words is not None
    numbers = "|".join(sorted(map(re.escape, _number_words(data, code)), key=len, reverse=True)) or r"\d"
    found = []
    for phrases, days in ((words.days, 1), (words.weeks, 7)):
        found.append((rf"(?P<number>\d{{1,2}}|{numbers})\s(?:{_either(phrases)})", "in", days))
    found += [(f"(?:{_either((phrase,))})", "in", days) for phrase, days in words.days_ahead.items()]
    for day, own in words.weekdays.items():
        found.append((f"(?:{_either((*own, *_cldr_days(data, code, day)))})", "on", day))
    return tuple((re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), kind, number) for pattern, kind, number in found)


def _either(phrases: Iterable[str]) -> str:
    return "|".join(sorted(map(to_regex, phrases), key=len, reverse=True)) or r"(?!)"


def _numbers(settings: Settings, words: EntityWords) -> dict[str, int]:
    return _number_words(settings.data, words.language)


def _number_words(data: Path, code: str) -> dict[str, int]:
    lexicon = current_lexicons(data / "lexicon").get(code)
    return dict(lexicon.people.numbers) if lexicon else {}


def _month(folded: str, code: str, settings: Settings) -> bool:
    """Whether a text names a month: a date is not understood, and a number beside it is no hour."""
    months = [fold(name) for locale in _locales(settings.data, code) for name in locale.months["format"]["wide"].values()]
    return any(re.search(rf"(?<!\w){re.escape(month)}(?!\w)", folded) for month in months if not month.isdigit())


def _cldr_days(data: Path, code: str, day: int) -> list[str]:
    return [str(locale.days["format"]["wide"][_CLDR_DAYS[day]]) for locale in _locales(data, code)]


@lru_cache(maxsize=64)
def _locales(data: Path, code: str) -> tuple[Locale, ...]:
    languages = load_languages(data)
    name = languages[code].format_as if code in languages else CLDR_CODES.get(code, code)
    found = []
    for each in (name, *_OTHER_LOCALES.get(code, ())):
        try:
            found.append(Locale.parse(each))
        except (UnknownLocaleError, ValueError):  # a language without CLDR data has the lists alone
            continue
    return tuple(found)
