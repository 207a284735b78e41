"""The language that a message asks for: "English, not German", "Almanca bilmiyorum, Türkçe yaz".

A name that is refused is not asked for, whether the refusal stands before it or behind. Some names are other words too (the
army in Dari, whoever is Iranian): beside more than a word or two, they need a word of speaking or writing in the message.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from bot.entity_words import languages_for, load_entity_words
from bot.languages import CLDR_CODES
from bot.lexicon import current_lexicons
from bot.places.compiler import LOCALES
from bot.places.cues import load_cues
from bot.places.words import Hit, Word, WordTable, read_words
from bot.settings import Settings, read_settings
from bot.text import fold

_WORDS_OF_A_REFUSAL = 3  # "not very good German"
_WORDS_TO_A_REFUSAL = 2  # behind a name: "Almanca hiç bilmiyorum"
_SHORT = 3  # words of a clause that can be nothing but a wish: "Arabic please"
_LANGUAGES = 32  # whose word lists are kept ready


@dataclass(frozen=True)
class AskedLanguage:
    """A language by its code, and where the message names it, as indices of characters."""

    code: str
    start: int
    end: int


@dataclass(frozen=True)
class _Around:
    """Words that refuse a language, before its name or behind it, and names that are other words too."""

    before: WordTable
    behind: WordTable
    also_words: WordTable


def asked_language(text: str, language: str | None = None, settings: Settings | None = None) -> AskedLanguage | None:
    """Return the last language that is named, not refused, and meant as one.

    Args:
        text: a message.
        language: its language, when known.
        settings: where the word lists lie; those of the process when None.

    Raises:
        DataError: a word list cannot be used.
    """
    settings = settings or read_settings()
    words = read_words(text)
    hits = _names(settings).find(words)
    if not hits:
        return None
    around, spoken = _around(settings, language), _spoken(settings)
    is_about_speaking = any(spoken.at(words, index) for index in range(len(words)) if not _is_in(hits, index))
    used: set[int] = set()  # words of a refusal behind one name do not refuse the next
    kept = []
    for place, hit in enumerate(hits):
        following = hits[place + 1].first if place + 1 < len(hits) else len(words)
        if behind := _refused_behind(words, hit, following, around):
            used |= behind
        elif not _is_refused_before(words, hit, hits[place - 1].last + 1 if place else 0, around, used):
            kept.append(hit)
    for hit in reversed(kept):
        clause = [word for word in words if word.clause == words[hit.first].clause]
        name = " ".join(word.folded for word in words[hit.first : hit.last + 1])
        is_name = around.also_words.get(name) is None
        if is_name or is_about_speaking or len(clause) - (hit.last - hit.first) <= _SHORT:
            return AskedLanguage(hit.label, words[hit.first].start, words[hit.last].end)
    return None


def _is_in(hits: Sequence[Hit], index: int) -> bool:
    return any(hit.first <= index <= hit.last for hit in hits)


def _is_refused_before(words: Sequence[Word], hit: Hit, earliest: int, around: _Around, used: set[int]) -> bool:
    clause = words[hit.first].clause
    reach = range(max(earliest, hit.first - _WORDS_OF_A_REFUSAL), hit.first)
    near = (i for i in reach if words[i].clause == clause and i not in used)
    return any(around.before.get(words[i].folded) is not None for i in near)


def _refused_behind(words: Sequence[Word], hit: Hit, following: int, around: _Around) -> set[int]:
    """Return the words behind a name, before the next one, that refuse it: "Almanca bilmiyorum"."""
    clause = words[hit.last].clause
    for index in range(hit.last + 1, min(hit.last + 1 + _WORDS_TO_A_REFUSAL, following)):
        found = around.behind.at(words, index) if words[index].clause == clause else None
        is_of_next = found and found.last + 1 == following < len(words) and index > hit.last + 1  # "Persian I know, not English"
        if found and found.last < following and not is_of_next:
            return set(range(found.first, found.last + 1))
    return set()


@lru_cache(maxsize=_LANGUAGES)
def _around(settings: Settings, language: str | None) -> _Around:
    entities = load_entity_words(settings.data / "entities")
    behind, also_words = WordTable(), WordTable()
    for code in languages_for(language, entities):
        behind.add(code, entities[code].asking["refused"])
        also_words.add(code, entities[code].asking["also_words"])
    return _Around(load_cues(settings, language).lists["not"], behind, also_words)


@lru_cache(maxsize=1)
def _spoken(settings: Settings) -> WordTable:
    """Words of speaking and writing in all languages: who asks for another one may write in either."""
    table = WordTable()
    for code, words in load_entity_words(settings.data / "entities").items():
        table.add(code, words.asking["spoken"])
    return table


@lru_cache(maxsize=1)
def _names(settings: Settings) -> WordTable:
    table = WordTable()
    codes: list[str] = []
    for lexicon in current_lexicons(settings.data / "lexicon").values():
        for code, names in lexicon.language_names.items():
            table.add(code, names)
            codes.append(code)
    for locale in (Locale.parse(name) for name in LOCALES):
        for code in dict.fromkeys(codes):
            if name := locale.languages.get(CLDR_CODES.get(code, code)):
                table.exact.setdefault(fold(name), code)
    return table
