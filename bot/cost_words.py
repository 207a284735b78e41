"""The words of `data/cost_words.yml`: by which a message names euro, thousands, a part of what life costs, or medicine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel.numbers import get_currency_name

from bot.entity_words import languages_for, load_entity_words
from bot.errors import DataError
from bot.knowledge.files import read_yaml
from bot.languages import load_languages
from bot.places.words import Hit, Word, WordTable, read_words
from bot.settings import read_settings
from bot.text import fold
from bot.word_lists import mapping, phrases

FILE = "cost_words.yml"
PARTS = ("transport", "utilities", "school", "rent", "food", "wages")  # the pages of what life costs
MEDICINE, EURO, NO_MONEY, THOUSAND = "medicine", "euro", "no money", "thousand"
LISTS = (*PARTS, MEDICINE, EURO, THOUSAND)
_KEYS = (*LISTS, "before")
_READ_BESIDE = ("en", "de")  # people mix in words of the language around them
_MOST_WORDS = 12  # of a question about one part; in a longer one the word stands beside what is asked
_MIN_NAME = 4  # letters of a currency's name that may carry an ending
_MIN_STEM = 2  # letters that remain of a word without what is written onto its front; an Ethiopic letter is a syllable


@dataclass(frozen=True)
class CostWords:
    """What a message of one language is read with."""

    parts: WordTable
    euro: WordTable
    thousand: WordTable
    before: tuple[str, ...]

    def find_parts(self, words: Sequence[Word]) -> list[Hit]:
        """Return the parts of costs, and medicine, that words name."""
        hits = self.parts.find(words)
        taken = {place for hit in hits for place in range(hit.first, hit.last + 1)}
        for place, word in enumerate(words):
            label = next(filter(None, map(self.parts.get, self._stems(word.folded))), None) if place not in taken else None
            if label:
                hits.append(Hit(place, place, label))
        return hits

    def _stems(self, word: str) -> list[str]:
        return [word.removeprefix(b) for b in self.before if word.startswith(b) and len(word) - len(b) >= _MIN_STEM]


def part_named(text: str, language: str | None) -> str | None:
    """Return the one part of what life costs that a message names by its words: "and the bus?" is "transport".

    Args:
        text: a message.
        language: its language, when known.

    Returns:
        One of `PARTS`; None when the message names none, or several, or tells a longer story.
    """
    words = read_words(text)
    if len(words) > _MOST_WORDS:
        return None
    found = {hit.label for hit in cost_words(language).find_parts(words)} - {MEDICINE}
    return found.pop() if len(found) == 1 else None


def cost_words(language: str | None) -> CostWords:
    """Return the words for a language: its own, those of languages that are close, English and German; all when unknown."""
    data = read_settings().data
    return _made(data, (data / FILE).stat().st_mtime, language and language.partition("-")[0])


@lru_cache(maxsize=64)
def _made(data: Path, modified: float, language: str | None) -> CostWords:
    lists = _read(data / FILE, modified)
    own = languages_for(language, load_entity_words(data / "entities"))
    parts, euro, thousand = WordTable(), WordTable(), WordTable()
    for code in dict.fromkeys((*own, *_READ_BESIDE)):
        for name, words in lists.get(code, {}).items():
            if name in (*PARTS, MEDICINE):
                parts.add(name, words)
            elif name == THOUSAND:
                thousand.add(THOUSAND, words)
    for code, record in load_languages(data).items():  # euro is euro in any language: an amount is read whoever writes it
        names, continent, thousands = _of_cldr(code)
        euro.add(EURO, (*(f"{name}*" if len(name) >= _MIN_NAME else name for name in names), *lists.get(code, {}).get(EURO, ())))
        euro.add(NO_MONEY, (f"{continent}*", *((f"{continent[:-1]}*",) if len(continent) > _MIN_NAME + 1 else ())))
        if record.code.partition("-")[0] in own:
            thousand.add(THOUSAND, thousands)
    before = tuple(sorted({fold(b) for code in own for b in lists.get(code, {}).get("before", ())}, key=len, reverse=True))
    return CostWords(parts, euro, thousand, before)


def _of_cldr(code: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return the names of the euro, the name of Europe, and the words for thousand, folded, as CLDR has them."""
    language = load_languages(read_settings().data)[code]
    locale = language.locale
    names = {fold(name) for name in ("EUR", *(get_currency_name("EUR", number, locale) for number in (None, 1, 2, 5)))}
    long = locale.compact_decimal_formats.get("long") or {}
    thousands = {fold(forms["1000"].pattern.replace("0", "")) for forms in long.values() if "1000" in forms}
    return tuple(filter(None, names)), fold(str(locale.territories.get("150", "Europe"))), tuple(filter(None, thousands))


@lru_cache(maxsize=4)
def _read(path: Path, modified: float) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return read_cost_words(path)


def read_cost_words(path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Read the file: lists of phrases by language and name.

    Raises:
        DataError: it cannot be read or has faults; all are named.
    """
    faults: list[str] = []
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for code, given in mapping(read_yaml(path), "the file", faults).items():
        lists = mapping(given, code, faults)
        faults += [f"{code}: {name!r} is no list; the lists are {', '.join(_KEYS)}" for name in lists if name not in _KEYS]
        faults += [f"{code}: no list {name!r}; add it" for name in (*PARTS, MEDICINE) if not lists.get(name)]
        found[code] = {name: phrases(words, f"{code}.{name}", faults) for name, words in lists.items()}
    if faults:
        raise DataError("; ".join(faults), path)
    return found
