"""The forms of a place's name: "në Tiranë", "Kabil'de", "в Ереване", "بکابل" lead back to the name itself.

What languages put before and after a name stands in `data/entities`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.entity_words import Ending, languages_for, load_entity_words
from bot.places.words import MIN_JOINED, Word
from bot.settings import Settings

_LANGUAGES = 32  # whose endings are kept ready


@dataclass(frozen=True)
class Form:
    """A reading of one or more words as a name: `says` is "in" or "from" when what was taken off tells so.

    `is_whole` when nothing was taken off, `is_joined` when words were written as one.
    """

    name: str
    says: str = ""
    is_whole: bool = True
    is_joined: bool = False


@dataclass(frozen=True)
class Endings:
    """Folded pieces by where they stand, each with what it tells."""

    before: Mapping[str, tuple[Ending, ...]]
    after: Mapping[str, tuple[Ending, ...]]
    longest: int


@lru_cache(maxsize=_LANGUAGES)
def load_endings(settings: Settings, language: str | None = None) -> Endings:
    """Read the endings of one language and those close to it, or of all.

    Raises:
        DataError: a file is missing or has a fault.
    """
    words = load_entity_words(settings.data / "entities")
    codes = languages_for(language, words)
    before = _by_letters(ending for code in codes for ending in words[code].before)
    after = _by_letters(ending for code in codes for ending in words[code].after)
    return Endings(before, after, max(map(len, [*before, *after]), default=0))


def _by_letters(endings: Iterable[Ending]) -> dict[str, tuple[Ending, ...]]:
    found: dict[str, tuple[Ending, ...]] = {}
    for ending in dict.fromkeys(endings):
        found[ending.letters] = (*found.get(ending.letters, ()), ending)
    return found


def forms(words: Sequence[Word], endings: Endings) -> Iterator[Form]:
    """Give the names that words may stand for, the words as they are first."""
    folded = [word.folded for word in words]
    name = " ".join(folded)
    yield Form(name)
    if len(words) > 1 and len(joined := "".join(folded)) >= MIN_JOINED:
        yield Form(joined, is_joined=True)
    if len(words) == 1:
        for part in words[0].parts:
            if len(part) > 2:
                yield Form(part, says="in")
    start = len(name) - len(folded[-1])  # only the last word has an ending, only the first something before it
    for length in range(min(endings.longest, len(folded[-1]) - 1), 0, -1):
        for ending in endings.after.get(name[-length:], ()):
            if len(name) - length - start >= ending.stem:
                for letters in ending.instead:
                    yield Form(name[:-length] + letters, ending.says, is_whole=False)
    for length in range(1, min(endings.longest, len(folded[0]) - 1) + 1):
        for ending in endings.before.get(name[:length], ()):
            if len(folded[0]) - length >= ending.stem:
                yield Form(name[length:], ending.says, is_whole=False)
