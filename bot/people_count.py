"""How many people a message speaks of: "me, my wife and 3 kids" are five, "two adults and three children" too.

The words stand in the lexicons and in `data/entities`. A number is only told when the message counts those who
travel; a family that is merely mentioned ("my husband beats me") gives none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.entity_words import languages_for, load_entity_words
from bot.people_groups import (
    ADULTS,
    ALONE,
    COMPANIONS,
    MAX_PEOPLE,
    NUMBER,
    PARENTS,
    PARTNER,
    PERSONS,
    RELATIVE,
    RELATIVES,
    SELF,
    TOGETHER,
    Group,
    Vocabulary,
    is_announced,
    load_vocabularies,
    read_groups,
    words_of_age,
)
from bot.places.words import Word, read_words
from bot.settings import Settings, read_settings

_MAX_BARE_NUMBER = 12  # "ich bin 16" is an age
_SHORT = 5  # words of a message whose "alone" or bare number answers the question how many
_COVERED = 0.75  # share of known words from which a language other than the message's is believed


@dataclass(frozen=True)
class PeopleCount:
    """A number of people, where the message says it, as indices of characters, and the language whose words tell it."""

    people: int
    start: int
    end: int
    language: str


def count_people(text: str, language: str | None = None, settings: Settings | None = None) -> PeopleCount | None:
    """Count the people who would travel, the writer included.

    Args:
        text: a message.
        language: its language, when known; its words are tried first, then those of languages close to it. Others count
            only in a short message of which they know all words.
        settings: where the word lists lie; those of the process when None.

    Returns:
        The count, or None when the message counts nobody.

    Raises:
        DataError: a word list cannot be used.
    """
    settings = settings or read_settings()
    words = read_words(text)
    vocabularies = load_vocabularies(settings)
    own = languages_for(language, load_entity_words(settings.data / "entities")) if language in vocabularies else ()
    for code in own:
        if code in vocabularies and (found := _count_in(words, vocabularies[code], code)):
            return found[0]
    if own and len(words) > _SHORT:  # of more words the language is told well enough
        return None
    others = (_count_in(words, vocabulary, code) for code, vocabulary in vocabularies.items() if code not in own)
    least = 1.0 if own else _COVERED
    found = max((f for f in others if f and f[1] >= least), key=lambda f: f[1], default=None)
    return found[0] if found else None


def _count_in(words: Sequence[Word], vocabulary: Vocabulary, language: str) -> tuple[PeopleCount, float] | None:
    """Count with the words of one language; also return the share of words that it knows."""
    groups, known = read_groups(words, vocabulary)
    counted = _count(words, groups, known, vocabulary)
    if counted is None:
        return None
    people, first, last = counted
    return PeopleCount(people, words[first].start, words[last].end, language), len(known) / len(words)


def _count(
    words: Sequence[Word], groups: Sequence[Group], known: set[int], vocabulary: Vocabulary
) -> tuple[int, int, int] | None:
    """Return the number of people with the first and last word that tell it."""
    is_all = len(known) == len(words)
    totals = [g for g in groups if g.number and (g.number > 1 or is_all) and _is_total(words, g, groups, vocabulary)]
    if totals:
        total = next((group for group in totals if group.number != 1), totals[0])  # "we are a family of 5"
        return total.number or 0, total.first, total.last
    run = max(_runs(words, groups, vocabulary), key=len, default=[])
    if number := _sum(words, run, is_all, vocabulary):
        return number, run[0].first, run[-1].last
    if alone := _alone(words, groups, known, vocabulary):
        return 1, alone.first, alone.last
    numbers = [g for g in groups if g.kind == NUMBER]
    if len(numbers) == 1 and is_all and len(words) <= _SHORT and (numbers[0].number or 99) <= _MAX_BARE_NUMBER:
        return numbers[0].number or 0, numbers[0].first, numbers[0].last
    if run and len(run) == 1 and run[0].kind == SELF and is_all and len(words) <= 2:
        return 1, run[0].first, run[0].last
    return None


def _alone(words: Sequence[Word], groups: Sequence[Group], known: set[int], vocabulary: Vocabulary) -> Group | None:
    """Return where somebody says to travel alone; not "I am 16 and alone", nor a word that also means "am" or "only"."""
    alone = next((g for g in groups if g.kind == ALONE), None)
    if alone is None or any(g.kind in COMPANIONS for g in groups) or words_of_age(words, vocabulary):
        return None
    is_ambiguous = alone.first == alone.last and vocabulary.lists("filler", words[alone.first])
    is_told = len(words) <= _SHORT or len(known) >= _COVERED * len(words)
    return alone if (len(known) == len(words) if is_ambiguous else is_told) else None


def _is_total(words: Sequence[Word], group: Group, groups: Sequence[Group], vocabulary: Vocabulary) -> bool:
    """Whether a group is all people together: "5 persons", "we are 4", but not the two in "2 persons and a baby"."""
    if group.kind == TOGETHER:
        return True
    others = [g for g in groups if g.kind in (*COMPANIONS, SELF) and g is not group]
    announced = is_announced(words, group.first, vocabulary)
    if group.kind == PERSONS and group.is_counted:
        following = next((g for g in others if g.first > group.last), None)
        if following is None or following.kind == SELF:
            return True
        is_joined = words[following.first].clause == words[group.last].clause and _has_and(words, group, following, vocabulary)
        return not is_joined and (group.number or 0) >= sum(g.number or 1 for g in others if g.kind != SELF)
    return announced and group.is_counted and (group.kind == NUMBER or (group.kind in (RELATIVE, RELATIVES) and not others))


def _runs(words: Sequence[Word], groups: Sequence[Group], vocabulary: Vocabulary) -> list[list[Group]]:
    """Put together people with nothing but "and", "my", an age and the like between them."""
    ages = words_of_age(words, vocabulary)
    runs: list[list[Group]] = []
    for group in groups:
        if group.kind in (NUMBER, TOGETHER):
            continue
        if not runs:
            runs.append([group])
            continue
        before = runs[-1][-1]
        if _is_same_person(words, before, group):
            continue
        gap = range(before.last + 1, group.first)
        is_linked = all(i in ages or any(vocabulary.lists(name, words[i]) for name in ("between", "with")) for i in gap)
        if is_linked:
            runs[-1].append(group)
        else:
            runs.append([group])
    return runs


def _is_same_person(words: Sequence[Word], group: Group, following: Group) -> bool:
    """Whether two words name one: "our baby son". In Arabic, "and" would be written together with the second."""
    return (
        group.kind == following.kind
        and not group.is_counted
        and following.first == group.last + 1
        and words[following.first].clause == words[group.last].clause
        and not words[following.first].folded.startswith("و")
    )


def _has_and(words: Sequence[Word], group: Group, following: Group, vocabulary: Vocabulary) -> bool:
    between = words[group.last + 1 : following.first]
    is_joined = words[following.first].folded.startswith("و") or vocabulary.has_and(words[group.last])
    return is_joined or any(vocabulary.lists("and", word) for word in between)


def _sum(words: Sequence[Word], run: Sequence[Group], is_all: bool, vocabulary: Vocabulary) -> int | None:
    """Add up a run of people; the writer too, when a wife or whoever stands behind "with" is counted but "me" is not said."""
    kinds = [group.kind for group in run]
    companions = [group for group in run if group.kind in COMPANIONS]
    if not companions or any(group.number is None for group in companions):
        return None
    has_self, has_adults = bool({SELF, ALONE} & set(kinds)), bool({ADULTS, PERSONS, PARENTS} & set(kinds))
    start = run[0].first
    is_with = start > 0 and vocabulary.lists("with", words[start - 1])
    is_counted = any(group.is_counted for group in companions)
    if not has_self and len(companions) == 1:
        is_told = companions[0].kind == PARENTS or (companions[0].kind in (RELATIVE, RELATIVES) and is_counted)
        if is_all and is_told and not is_with:
            return companions[0].number  # "two brothers together", "husband and wife"
        if not (is_all and is_with):
            return None
    is_listed = (has_self or PARENTS in kinds) and any(_has_and(words, a, b, vocabulary) for a, b in pairwise(run))
    if not is_all and not is_counted and not is_listed:
        return None
    people = sum(group.number or 0 for group in companions)
    spouses = [group for group in companions if group.kind == PARTNER]
    speaks_of_others = has_adults or len(spouses) == 2 or any(group.is_counted for group in spouses)
    if has_self or (not speaks_of_others and (spouses or is_with)):
        people += 1
    return people if people <= MAX_PEOPLE else None
