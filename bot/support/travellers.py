"""Who would travel, as far as a message tells adults from people under 18."""

from __future__ import annotations

from bot.entity_words import languages_for, load_entity_words
from bot.people_count import count_people
from bot.people_groups import (
    ADULTS,
    ALONE,
    CHILDREN,
    PARENTS,
    PARTNER,
    SELF,
    Group,
    load_vocabularies,
    read_groups,
    words_of_age,
)  # fmt: skip
from bot.places.words import read_words
from bot.settings import Settings, read_settings

_GROWN_UP = (ADULTS, ALONE, PARENTS, PARTNER, SELF)


def read_travellers(text: str, language: str | None = None, settings: Settings | None = None) -> tuple[int, int] | None:
    """Return how many adults and how many people under 18 a message counts: "me, my wife and 3 kids" is (2, 3).

    Args:
        text: a message.
        language: its language, when known.
        settings: where the word lists lie; those of the process when None.

    Returns:
        adults and minors; None when nobody is counted, when it may be that somebody is of age or not ("5 people", "my
        brother and I"), when an age is told, or when no adult is left.
    """
    settings = settings or read_settings()
    counted = count_people(text, language, settings)
    if counted is None:
        return None
    words = read_words(text[counted.start : counted.end])
    vocabularies = load_vocabularies(settings)
    own = languages_for(language, load_entity_words(settings.data / "entities")) if language in vocabularies else ()
    for code in dict.fromkeys((*own, *vocabularies)):
        if code not in vocabularies or words_of_age(read_words(text), vocabularies[code]):
            continue
        groups, _ = read_groups(words, vocabularies[code])
        split = _split(groups, counted.people)
        if split == (1, 0) and any(letter.isdigit() for letter in text):
            return None  # "I am 16 and alone"
        if split is not None:
            return split
    return None


def read_children(text: str, settings: Settings | None = None) -> int | None:
    """Return how many people under 18 a message names with their number, where it names nobody else: "I have 2 kids"."""
    settings = settings or read_settings()
    words = read_words(text)
    for vocabulary in load_vocabularies(settings).values():
        groups, _ = read_groups(words, vocabulary)
        named = [group for group in groups if group.kind != SELF]
        if named and all(group.kind in CHILDREN and group.is_counted and group.number for group in named):
            return sum(group.number or 0 for group in named)
    return None


def _split(groups: list[Group], people: int) -> tuple[int, int] | None:
    children = [group for group in groups if group.kind in CHILDREN]
    minors = sum(group.number or 0 for group in children)
    is_clear = all(group.kind in (*_GROWN_UP, *CHILDREN) for group in groups) and all(group.number for group in children)
    if not groups or not is_clear or minors >= people:
        return None
    named = sum(group.number or 1 for group in groups)
    return (people - minors, minors) if named in (people, people - 1) else None
