"""What the words around a place tell: whether the person comes from there, lives there, or only mentions it.

"My brother is in Canada, I am from Erbil, I live in Bremen": another person's country, the own city, the place in Germany.
The words stand in `data/places/cues.yml`, those for oneself and relatives in the lexicons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.knowledge.files import read_yaml
from bot.lexicon import current_lexicons
from bot.places.words import Word, WordTable, table_of
from bot.settings import Settings

_WORDS_OF_A_CUE = 3
_WORDS_TO_A_PERSON = 6  # how far before a place the person stands who is there


@dataclass(frozen=True)
class Cues:
    """The word lists: one table for each list of `cues.yml`, and one that tells `self` from `other` people."""

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


@lru_cache(maxsize=1)
def load_cues(settings: Settings) -> Cues:
    """Read the cues and the words for people.

    Raises:
        DataError: a file is missing or has a fault.
    """
    people = WordTable()
    lexicons = current_lexicons(settings.data / "lexicon").values()
    for lexicon in lexicons:
        people.add("self", lexicon.people.self)
    for lexicon in lexicons:
        words = lexicon.people
        people.add("other", (*words.relative, *words.partner, *words.parents, *words.child))
    lists = read_yaml(settings.data / "places" / "cues.yml")
    return Cues({name: table_of({name: phrases}) for name, phrases in lists.items()}, people)


def context(words: Sequence[Word], first: int, last: int, says: str, cues: Cues) -> Context:
    """Read what stands around the place in words `first` to `last`; `says` is what its ending told."""
    person = _person_before(words, first, cues)
    around = [*range(max(0, first - 3), first), *range(last + 1, min(last + 3, len(words)))]
    return Context(
        says_from=says == "from" or _before("from", words, first, cues),
        says_in=says == "in" or _before("in", words, first, cues),
        is_refused=any(_before(name, words, first, cues) for name in ("not", "through")) or _after(words, last, cues),
        of_another=person == "other",
        of_self=person == "self",
        says_live=any(_is_in("live", words, i, cues) for i in around if words[i].clause == words[first].clause),
    )


def _before(name: str, words: Sequence[Word], first: int, cues: Cues) -> bool:
    starts = range(first - 1, max(-1, first - 1 - _WORDS_OF_A_CUE), -1)
    return any(cues.lists[name].get(" ".join(w.folded for w in words[start:first])) is not None for start in starts)


def _after(words: Sequence[Word], last: int, cues: Cues) -> bool:
    return last + 1 < len(words) and words[last + 1].clause == words[last].clause and _is_in("not_after", words, last + 1, cues)


def _is_in(name: str, words: Sequence[Word], index: int, cues: Cues) -> bool:
    return cues.lists[name].get(words[index].folded) is not None


def _person_before(words: Sequence[Word], first: int, cues: Cues) -> str | None:
    """Return whether the nearest person named before a place, in its clause, is the writer or another."""
    earliest = max(0, first - _WORDS_TO_A_PERSON)
    near = [word for word in words[earliest:first] if word.clause == words[first].clause]
    hits = cues.people.find(near)
    return hits[-1].label if hits else None
