"""The forms of a place's name: "në Tiranë", "Kabil'de", "в Ереване", "بکابل" lead back to the name itself.

What languages put before and after a name stands in `data/places/endings.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.knowledge.files import read_yaml
from bot.places.words import MIN_JOINED, Word
from bot.text import fold


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
    """Folded pieces by where they stand; each leads to what it says, the letters that must remain, and replacements."""

    before: Mapping[str, tuple[tuple[str, int, tuple[str, ...]], ...]]
    after: Mapping[str, tuple[tuple[str, int, tuple[str, ...]], ...]]
    longest: int


@lru_cache(maxsize=2)
def load_endings(path: Path) -> Endings:
    """Read `endings.yml`.

    Raises:
        DataError: the file is missing or no YAML.
    """
    sides: dict[str, dict[str, list[tuple[str, int, tuple[str, ...]]]]] = {"before": {}, "after": {}}
    for side, groups in read_yaml(path).items():
        for group in groups:
            says = "" if group["says"] == "nothing" else group["says"]
            endings = group["endings"] if isinstance(group["endings"], dict) else {key: [""] for key in group["endings"]}
            for ending, instead in endings.items():
                record = (says, group["stem"], tuple(fold(letters) for letters in instead))
                sides[side].setdefault(fold(ending), []).append(record)
    before, after = ({piece: tuple(records) for piece, records in sides[side].items() if piece} for side in ("before", "after"))
    return Endings(before, after, max(map(len, [*before, *after])))


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
        for says, stem, instead in endings.after.get(name[-length:], ()):
            if len(name) - length - start >= stem:
                for letters in instead:
                    yield Form(name[:-length] + letters, says, is_whole=False)
    for length in range(1, min(endings.longest, len(folded[0]) - 1) + 1):
        for says, stem, _ in endings.before.get(name[:length], ()):
            if len(folded[0]) - length >= stem:
                yield Form(name[length:], says, is_whole=False)
