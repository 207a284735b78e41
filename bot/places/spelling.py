"""Misspelt names of towns: "Eisenhutenstat", "Bremerhafen"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

MIN_LETTERS = 6  # shorter words come too near to everyday words
LETTERS_OF_A_LONG_NAME = 9


def group_names(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Prepare folded names for `nearest_name`: by first letter, which people rarely get wrong."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        if len(name) >= MIN_LETTERS and " " not in name:
            groups[name[0]].append(name)
    return groups


def nearest_name(word: str, groups: Mapping[str, Sequence[str]]) -> str | None:
    """Return the name that a folded word misspells, None when it is near to none.

    One slip is allowed in a short name, two in a long one: a letter left out, added, changed or swapped with the next.
    """
    if len(word) < MIN_LETTERS:
        return None
    slips = 2 if len(word) >= LETTERS_OF_A_LONG_NAME else 1
    found = extractOne(word, groups.get(word[0], ()), scorer=OSA.distance, score_cutoff=slips)
    return found[0] if found else None
