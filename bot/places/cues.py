"""What the words around a place tell: whether the person comes from there, lives there, or only mentions it.

"My brother is in Canada, I am from Erbil, I live in Bremen": another person's country, the own city, the place in Germany.
The words stand in `data/entities`, those for oneself and relatives in the lexicons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.entity_words import CUE_LISTS, EntityWords, languages_for, load_entity_words
from bot.lexicon import current_lexicons
from bot.places.words import Word, WordTable
from bot.settings import Settings
from bot.text import fold

_WORDS_OF_A_CUE = 3
_WORDS_TO_A_PERSON = 6  # how far before a place the person stands who is there
_DENIALS = ("not", "not_after")
_LANGUAGES = 32  # whose word lists are kept ready


@dataclass(frozen=True)
class Cues:
    """The word lists: one table for each list of cues, and one that tells `self` from `other` people."""

    lists: dict[str, WordTable]
    people: WordTable


@dataclass(frozen=True)
class Context:
    """What stands around a place; `of_another` that another person is or lives there."""

    says_from: bool
    says_in: bool
    is_refused: bool
    of_another: bool
    of_self: bool
    says_live: bool

    @property
    def has_cue(self) -> bool:
        """Whether the words say that a place is named at all."""
        return self.says_from or self.says_in


@lru_cache(maxsize=_LANGUAGES)
def load_cues(settings: Settings, language: str | None = None) -> Cues:
    """Read the cues and the words for people, of one language and those close to it, or of all.

    Raises:
        DataError: a file is missing or has a fault.
    """
    words = load_entity_words(settings.data / "entities")
    codes = languages_for(language, words)
    people = WordTable()
    lexicons = current_lexicons(settings.data / "lexicon")
    own = [lexicons[code].people for code in codes if code in lexicons]
    for of_language in own:
        people.add("self", of_language.self)
    for of_language in own:
        people.add("other", (*of_language.relative, *of_language.partner, *of_language.parents, *of_language.child))
    return Cues(_tables([words[code] for code in codes]), people)


def _tables(languages: Sequence[EntityWords]) -> dict[str, WordTable]:
    """Put the lists of languages together; a word that denies in one and stands before places in another is no denial.

    "ne" is "not" in Serbian, "in" in Albanian.
    """
    tables = {name: WordTable() for name in CUE_LISTS}
    claims: dict[str, set[str]] = {}
    for words in languages:
        for name in CUE_LISTS:
            if name not in _DENIALS:
                for phrase in words.cues[name]:
                    claims.setdefault(fold(phrase), set()).add(words.language)
    for words in languages:
        for name in CUE_LISTS:
            is_denial = name in _DENIALS
            free = (p for p in words.cues[name] if not is_denial or claims.get(fold(p), set()) <= {words.language})
            tables[name].add(name, free)
    return tables


def context(words: Sequence[Word], first: int, last: int, says: str, cues: Cues) -> Context:
    """Read what stands around the place in words `first` to `last`; `says` is what its ending told."""
    person = _person_before(words, first, cues)
    around = [*range(max(0, first - 3), first), *range(last + 1, min(last + 3, len(words)))]
    return Context(
        says_from=says == "from" or _before("from", words, first, cues) or _after("from_after", words, last, cues),
        says_in=says == "in" or _before("in", words, first, cues) or _after("in_after", words, last, cues),
        is_refused=any(_before(name, words, first, cues) for name in ("not", "through"))
        or _after("not_after", words, last, cues),
        of_another=person == "other",
        of_self=person == "self",
        says_live=any(_is_in("live", words, i, cues) for i in around if words[i].clause == words[first].clause),
    )


def _before(name: str, words: Sequence[Word], first: int, cues: Cues) -> bool:
    starts = range(first - 1, max(-1, first - 1 - _WORDS_OF_A_CUE), -1)
    return any(cues.lists[name].get(" ".join(w.folded for w in words[start:first])) is not None for start in starts)


def _after(name: str, words: Sequence[Word], last: int, cues: Cues) -> bool:
    following = last + 1
    if following == len(words) or words[following].clause != words[last].clause:
        return False
    return cues.lists[name].at(words, following) is not None


def _is_in(name: str, words: Sequence[Word], index: int, cues: Cues) -> bool:
    return cues.lists[name].get(words[index].folded) is not None


def _person_before(words: Sequence[Word], first: int, cues: Cues) -> str | None:
    """Return whether the nearest person named before a place, in its clause, is the writer or another."""
    earliest = max(0, first - _WORDS_TO_A_PERSON)
    near = [word for word in words[earliest:first] if word.clause == words[first].clause]
    hits = cues.people.find(near)
    return hits[-1].label if hits else None
