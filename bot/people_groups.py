"""The people a message speaks of, in groups: "my wife", "3 kids", "two adults", with the words of one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.files import read_yaml
from bot.lexicon import Lexicon, PeopleWords, current_lexicons
from bot.places.words import Word, WordTable, table_of
from bot.settings import Settings

MAX_PEOPLE = 20  # larger numbers count something else
NUMBER, SELF, ALONE, PERSONS, ADULTS = "number", "self", "alone", "persons", "adults"
PARTNER, RELATIVE, RELATIVES, PARENTS = "partner", "relative", "relatives", "parents"
CHILDREN = ("child", "children")
COMPANIONS = (*CHILDREN, PARTNER, RELATIVE, RELATIVES, PARENTS, PERSONS, ADULTS)
_PEOPLE_LISTS = {"adults": ADULTS, "couples": PARENTS, "relatives": RELATIVES, "self": SELF}  # of people_words.yml, by kind


@dataclass(frozen=True)
class Group:
    """People of one kind, in words `first` to `last`; `number` is None for "my kids"."""

    kind: str
    number: int | None
    is_counted: bool
    first: int
    last: int


@dataclass(frozen=True)
class Vocabulary:
    """The words of one language: its `numbers`, its words for `people` by kind, and what stands `around` them.

    `around` holds the lists of `data/people_words.yml`, which are those of all languages.
    """

    numbers: Mapping[str, int]
    people: WordTable
    around: Mapping[str, WordTable]

    def lists(self, name: str, word: Word) -> bool:
        """Whether a word stands in the list `name` of `data/people_words.yml`."""
        return self.around[name].get(word.folded) is not None


_known: tuple[Mapping[str, Lexicon], dict[str, Vocabulary]] | None = None


def load_vocabularies(settings: Settings) -> Mapping[str, Vocabulary]:
    """Return the words by language code; they follow the lexicons when these change on disk.

    Raises:
        DataError: a word list cannot be used.
    """
    global _known
    lexicons = current_lexicons(settings.data / "lexicon")
    if _known is None or _known[0] is not lexicons:
        lists = read_yaml(settings.data / "people_words.yml")
        around = {name: table_of({name: phrases}) for name, phrases in lists.items() if name not in _PEOPLE_LISTS}
        _known = lexicons, {code: _vocabulary(lexicon.people, lists, around) for code, lexicon in lexicons.items()}
    return _known[1]


def _vocabulary(words: PeopleWords, lists: Mapping[str, Sequence[str]], around: Mapping[str, WordTable]) -> Vocabulary:
    people = WordTable()
    for name, kind in _PEOPLE_LISTS.items():
        people.add(kind, lists[name])
    people.add(ALONE, words.alone)
    for kind in (PERSONS, PARENTS, *CHILDREN, PARTNER, RELATIVE, SELF):
        people.add(kind, getattr(words, kind))
    return Vocabulary(words.numbers, people, around)


def read_groups(words: Sequence[Word], vocabulary: Vocabulary) -> tuple[list[Group], set[int]]:
    """Return the groups of people, and which words are known: in a group or between groups."""
    ages = words_of_age(words, vocabulary)
    groups: list[Group] = []
    known: set[int] = set()
    index = 0
    while index < len(words):
        group = _group_at(words, index, vocabulary)
        if group is None:
            hits = [hit for table in vocabulary.around.values() if (hit := table.at(words, index))]
            known |= {i for hit in hits for i in range(index, hit.last + 1)} | (ages & {index, index + 1})
            index += 1
            continue
        known |= set(range(group.first, group.last + 1))
        if not _comes_not(words, group, vocabulary):
            groups.append(group)
        index = group.last + 1
    return groups, known


def _group_at(words: Sequence[Word], first: int, vocabulary: Vocabulary) -> Group | None:
    number, last = _number_at(words, first, vocabulary)
    hit = vocabulary.people.at(words, first)
    if hit and (number is None or hit.last > last):
        many = {"children": None, RELATIVES: None, PERSONS: None, ADULTS: None, PARENTS: 2}
        return Group(hit.label, many.get(hit.label, 1), False, first, hit.last)
    if number is None:
        return None
    following = last + 1
    if following < len(words) and not vocabulary.people.at(words, following):
        if vocabulary.lists("age", words[following]):
            return None
        if vocabulary.lists("between", words[following]):
            following += 1  # "3 small children", "دو تا دخترم"
    if following < len(words):
        hit = vocabulary.people.at(words, following)
        if hit and hit.label in COMPANIONS and words[following].clause == words[last].clause:
            number = 2 if hit.label == PARENTS and number == 1 else number
            return Group(hit.label, number, True, first, hit.last)
    itself = vocabulary.people.get(words[first].folded)  # Arabic has one word for "two children"
    if itself in COMPANIONS:
        return Group(itself or "", number, True, first, last)
    return Group(NUMBER, number, True, first, last)


def _number_at(words: Sequence[Word], first: int, vocabulary: Vocabulary) -> tuple[int | None, int]:
    if words[first].folded.isdigit():
        number = int(words[first].folded[:4])
        return (number if 1 <= number <= MAX_PEOPLE else None), first
    for last in (first + 1, first):
        if last < len(words):
            number = vocabulary.numbers.get(" ".join(word.folded for word in words[first : last + 1]), 0)
            if number:
                return number, last
    return None, first


def _comes_not(words: Sequence[Word], group: Group, vocabulary: Vocabulary) -> bool:
    """Whether "without" stands before a group, or "is not" behind it at the end of the message."""
    if group.kind in (SELF, ALONE, NUMBER):
        return False
    if group.first > 0 and vocabulary.lists("without", words[group.first - 1]):
        return True
    is_last_but_one = group.last + 2 == len(words) and words[-1].clause == words[group.last].clause
    return is_last_but_one and vocabulary.lists("without", words[-1])


def words_of_age(words: Sequence[Word], vocabulary: Vocabulary) -> set[int]:
    """Return the indices of words that tell an age: "8 months"."""
    found = set()
    for index in range(1, len(words)):
        if vocabulary.lists("age", words[index]) and _number_at(words, index - 1, vocabulary)[0]:
            found |= {index - 1, index}
    return found
