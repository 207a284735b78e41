"""Whether somebody tells to be under 18 and alone: "I am 16 and have nobody here".

Who is must hear of a guardian, and of no programme, money or travel. The words stand in `data/entities` (`minor`) and the
lexicons. Told is an age of the writer's own: not "my son is 16", "in 16 days" or "I came at 16 and am 20 now".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.entity_words import languages_for, load_entity_words
from bot.people_groups import A_NUMBER, ALONE, COMPANIONS, PARENTS, RELATIVE, RELATIVES, Vocabulary, load_vocabularies
from bot.places.words import Hit, Word, read_words
from bot.settings import Settings, read_settings

OF_AGE = 18
_YOUNGEST = 8  # who writes; a smaller number counts something else
_OLDEST = 99
_WORDS_OF_A_NUMBER = 3  # "lix iyo toban"
_WORDS_TO_WHOM = 2  # "without my parents", "with my mother"
_WORDS_TO_A_FATE = 3
_JOINED = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")  # "16yo", "عمري16"


def tells_minor_alone(text: str, language: str | None = None, settings: Settings | None = None) -> bool:
    """Tell whether the writer of a message says to be under 18 and here without parents or guardian.

    Args:
        text: a message.
        language: its language, when known; its words and those of languages close to it are tried first, then all others:
            what tells an age has several words and is no accident in another language.
        settings: where the word lists lie; those of the process when None.

    Raises:
        DataError: a word list cannot be used.
    """
    settings = settings or read_settings()
    vocabularies = load_vocabularies(settings)
    words = read_words(_JOINED.sub(" ", text))
    known = load_entity_words(settings.data / "entities")
    own = languages_for(language, known) if language in vocabularies else ()
    others = tuple(code for code in vocabularies if code not in own)
    vetoed: set[int] = set()
    for codes in (tuple(code for code in own if code in vocabularies), others):
        told = {code: _own_ages(words, vocabularies[code], vetoed) for code in codes}
        if any(age >= OF_AGE for ages in told.values() for _, age in ages):
            return False
        if any(told.values()):
            spans = [span for ages in told.values() for span, _ in ages]
            return any(_is_alone(words, vocabularies[code], spans) for code in codes if told[code] or codes is not others)
    return False


def _own_ages(words: Sequence[Word], vocabulary: Vocabulary, vetoed: set[int]) -> list[tuple[range, int]]:
    """Return the ages that the writer tells of themselves, each with the words that tell it.

    Numbers that are none of theirs are added to `vetoed`, by the index of their first word.
    """
    read, numbers, places = _with_numbers(words, vocabulary)
    for hit in _everywhere(read, vocabulary, "not_own_age"):
        vetoed.update(places[index] for index in range(hit.first, hit.last + 1) if index in numbers)
    found = []
    for hit in _everywhere(read, vocabulary, "own_age"):
        told = [(index, numbers[index]) for index in range(hit.first, hit.last + 1) if index in numbers]
        span = range(places[hit.first], places[hit.last + 1])
        if not told:
            found.append((span, OF_AGE - 1))  # "I am a minor"
        elif vetoed.isdisjoint(places[index] for index, _ in told) and _YOUNGEST <= told[0][1] <= _OLDEST:
            is_of_years = told[-1][0] < hit.last or not _counts_else(read, hit.last + 1, vocabulary)
            found += [(span, told[0][1])] if is_of_years else []
    return found


def _with_numbers(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[list[Word], dict[int, int], list[int]]:
    """Put a mark in place of each number; return the words, the numbers by index, and where each word began before."""
    read: list[Word] = []
    numbers: dict[int, int] = {}
    places: list[int] = []
    index = 0
    while index < len(words):
        number, length = _number_at(words, index, vocabulary)
        if number:
            numbers[len(read)] = number
        read.append(replace(words[index], folded=A_NUMBER) if number else words[index])
        places.append(index)
        index += length
    return read, numbers, [*places, len(words)]


def _number_at(words: Sequence[Word], first: int, vocabulary: Vocabulary) -> tuple[int, int]:
    if words[first].folded.isdecimal():
        return int(words[first].folded[:4]), 1
    for length in range(min(_WORDS_OF_A_NUMBER, len(words) - first), 0, -1):
        number = vocabulary.ages.get(" ".join(word.folded for word in words[first : first + length]), 0)
        if number >= _YOUNGEST:
            return number, length
    return 0, 1


def _everywhere(words: Sequence[Word], vocabulary: Vocabulary, name: str) -> list[Hit]:
    """Return the longest entry of a list at each word, also inside another."""
    table = vocabulary.minor[name]
    hits = (table.at(words, first) for first in range(len(words)))
    return [hit for hit in hits if hit and words[hit.first].clause == words[hit.last].clause]


def _counts_else(words: Sequence[Word], index: int, vocabulary: Vocabulary) -> bool:
    """Whether a number before this word counts days, euros or people."""
    if index >= len(words) or words[index].clause != words[index - 1].clause:
        return words[index - 1].is_money
    person = vocabulary.person_at(words, index)
    is_counted = person is not None and person.label in COMPANIONS
    is_other = vocabulary.lists("age", words[index]) or vocabulary.amounts.get(words[index].folded) is not None
    return is_counted or is_other or words[index - 1].is_money


def _is_alone(words: Sequence[Word], vocabulary: Vocabulary, told: Sequence[range]) -> bool:
    """Whether words say that the writer is alone or without parents; those that tell the age do not count."""
    if any(_is_with_somebody(words, index, vocabulary) for index in range(len(words))):
        return False
    if _everywhere(words, vocabulary, "alone"):
        return True
    for index in range(len(words)):
        hit = vocabulary.people.at(words, index)
        if hit and hit.label == ALONE and not any(index in span and hit.last in span for span in told):
            is_ambiguous = hit.first == hit.last and vocabulary.lists("filler", words[index])
            if not is_ambiguous:
                return True
        if hit and hit.label == PARENTS and _are_missing(words, hit, vocabulary):
            return True
    return False


def _is_with_somebody(words: Sequence[Word], index: int, vocabulary: Vocabulary) -> bool:
    """Whether parents or relatives are there: "with my mother"; not "without my mother" or "not with my mother"."""
    hit = vocabulary.people.at(words, index)
    if hit is None or hit.label not in (PARENTS, RELATIVE, RELATIVES) or _are_missing(words, hit, vocabulary):
        return False
    clause = words[index].clause
    before = [i for i in range(max(0, index - _WORDS_TO_WHOM), index) if words[i].clause == clause]
    behind = hit.last + 1
    is_before = any(vocabulary.lists("with", words[i]) for i in before)
    return is_before or (behind < len(words) and vocabulary.around["with"].at(words, behind) is not None)


def _are_missing(words: Sequence[Word], hit: Hit, vocabulary: Vocabulary) -> bool:
    """Whether somebody is not there: "without my parents", "parents nahi", "my parents have died"."""
    clause, around = words[hit.first].clause, vocabulary.around
    reach = range(max(0, hit.first - _WORDS_TO_WHOM - 1), hit.first)
    if any(vocabulary.lists("without", words[i]) for i in reach if words[i].clause == clause):
        return True
    behind = range(hit.last + 1, min(len(words), hit.last + 1 + _WORDS_TO_A_FATE))
    near = [i for i in behind if words[i].clause == clause]
    return any(around["left_out"].at(words, i) or around["without"].at(words, i) for i in near)
