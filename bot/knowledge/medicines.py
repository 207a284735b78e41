"""Which medicine a message means: by active substance or brand, misspelt, with an ending, in any script."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.knowledge.model import Medicine
from bot.places.spelling import group_names, nearest_name
from bot.places.words import read_words
from bot.text import fold

MIN_STEM = 6  # letters of a name that may carry an ending; shorter ones begin everyday words
MIN_MISSPELT = 7  # letters of a name that may be misspelt: "sortir" is not Sortis
_MAX_ENDING = 3
_ARTICLES = ("وال", "بال", "لل", "ال", "و", "ب")  # that Arabic and its neighbours write onto a word


@dataclass(frozen=True)
class _Names:
    exact: Mapping[str, Medicine]
    misspelt: Mapping[str, Sequence[str]]
    longest: int


@lru_cache(maxsize=4)
def _names(medicines: tuple[Medicine, ...]) -> _Names:
    exact: dict[str, Medicine] = {}
    for medicine in medicines:
        for name in (medicine.id, medicine.name, *medicine.brands, *medicine.spellings):
            exact.setdefault(fold(name), medicine)
    return _Names(
        exact,
        group_names(name for name in exact if len(name) >= MIN_MISSPELT),
        max((len(name.split()) for name in exact), default=1),
    )


def find_medicine(text: str, medicines: tuple[Medicine, ...], ordinary: Container[str] = ()) -> Medicine | None:
    """Return the first medicine that a text names; a name as it is known counts before a misspelt one.

    Args:
        text: a message.
        medicines: those known.
        ordinary: folded words that people use otherwise: they misspell no medicine. In all other words one slip is forgiven,
            two in a long one (`bot.places.spelling`).
    """
    names = _names(medicines)
    words = [word.folded for word in read_words(text)]
    for size in range(names.longest, 0, -1):
        for first in range(len(words) - size + 1):
            if medicine := names.exact.get(" ".join(words[first : first + size])):
                return medicine
    forms = [form for word in words for form in _forms(word)]
    found = next((names.exact[form] for form in forms if form in names.exact), None)
    if found is None:
        found = next((names.exact[name] for form in forms if (name := _stem(form, names))), None)
    if found is None:
        rare = [form for form in forms if form not in ordinary]
        found = next((names.exact[name] for form in rare if (name := nearest_name(form, names.misspelt))), None)
    return found


def _forms(word: str) -> list[str]:
    """A word, and the same without what Arabic writes before it."""
    return [word, *(word.removeprefix(a) for a in _ARTICLES if word.startswith(a) and len(word) - len(a) >= MIN_STEM)]


def _stem(word: str, names: _Names) -> str | None:
    """Return the name that a word is with an ending: "metforminin", "инсулина"."""
    stems = (word[:end] for end in range(len(word) - 1, max(MIN_STEM, len(word) - _MAX_ENDING) - 1, -1))
    return next((stem for stem in stems if stem in names.exact), None)
