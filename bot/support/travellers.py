"""Who would travel, as far as a message tells adults from people under 18."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.people_count import PeopleCount, count_people
from bot.people_groups import (
    ADULTS,
    ALONE,
    CHILDREN,
    NUMBER,
    PARENTS,
    PARTNER,
    PERSONS,
    SELF,
    TOGETHER,
    Group,
    Vocabulary,
    load_vocabularies,
    read_groups,
)  # fmt: skip
from bot.places.words import Word, read_words
from bot.settings import Settings, read_settings

_GROWN_UP = (ADULTS, ALONE, PARENTS, PARTNER, SELF)
_OF_AGE = 18
_WORDS_TO_WHOM = 3  # "we are 5, 3 of them are children"


def read_travellers(text: str, language: str | None = None, settings: Settings | None = None) -> tuple[int, int] | None:
    """Return how many adults and how many people under 18 a message counts: "me, my wife and 3 kids" is (2, 3).

    Args:
        text: a message.
        language: its language, when known.
        settings: where the word lists lie; those of the process when None.

    Returns:
        adults and minors; None when nobody is counted, when it may be that somebody is of age or not ("5 people", "my
        brother and I"), when an age of 18 or more is told, or when no adult is left.
    """
    settings = settings or read_settings()
    counted = count_people(text, language, settings)
    if counted is None:
        return None
    vocabulary = load_vocabularies(settings)[counted.language]
    words = read_words(text)
    if any(_years(a.folded) >= _OF_AGE and vocabulary.lists("age", b) for a, b in pairwise(words)):
        return None
    named, _ = read_groups(read_words(text[counted.start : counted.end]), vocabulary)
    split = _split(named, counted.people) or _split_of_all(words, counted, vocabulary)
    if split == (1, 0) and any(letter.isdigit() for letter in text):
        return None  # "I am 16 and alone"
    return split


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


def _split(groups: Sequence[Group], people: int) -> tuple[int, int] | None:
    """Tell adults and minors of groups that are counted one by one: "me, my wife and 3 kids"."""
    children = [group for group in groups if group.kind in CHILDREN]
    minors = sum(group.number or 0 for group in children)
    is_clear = all(group.kind in (*_GROWN_UP, *CHILDREN) for group in groups) and all(group.number for group in children)
    if not groups or not is_clear or minors >= people:
        return None
    named = sum(group.number or 1 for group in groups)
    return (people - minors, minors) if named in (people, people - 1) else None


def _split_of_all(words: Sequence[Word], counted: PeopleCount, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Tell adults and minors where all are counted and the children beside: "we are 5, 3 of them children"."""
    groups, _ = read_groups(words, vocabulary)
    rest = [g for g in groups if not (g.number == counted.people and g.kind in (NUMBER, PERSONS, TOGETHER))]
    minors = adults = 0
    for index, group in enumerate(rest):
        if group.kind in CHILDREN:
            before = rest[index - 1] if index else None
            is_before = before is not None and before.kind == NUMBER and group.first - before.last <= _WORDS_TO_WHOM
            number = before.number if before and is_before and not group.is_counted else group.number
            if not number:
                return None
            minors += number
        elif group.kind == ADULTS:
            adults += group.number or 0
        elif group.kind not in (*_GROWN_UP, NUMBER, PERSONS) or (group.kind == PERSONS and group.number):
            return None  # a brother may be of age or not
    if not minors or minors >= counted.people or (adults and adults + minors != counted.people):
        return None
    return counted.people - minors, minors


def _years(number: str) -> int:
    return int(number) if number.isdecimal() else 0
