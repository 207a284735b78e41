"""The people a message speaks of, in groups: "my wife", "3 kids", "two adults", with the words of one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.entity_words import EntityWords, load_entity_words
from bot.lexicon import Lexicon, PeopleWords, current_lexicons
from bot.places.words import Hit, Word, WordTable, table_of
from bot.settings import Settings
from bot.text import fold

A_NUMBER = "0"  # stands for any number in what is said around an age
MAX_PEOPLE = 20  # larger numbers count something else
_WORDS_TO_A_FATE = 3  # "my husband, poor man, died": how far behind somebody it stands that he does not come
_WORDS_OF_ALL = 3  # "we are all"
NUMBER, TOGETHER, SELF, ALONE, PERSONS, ADULTS = "number", "together", "self", "alone", "persons", "adults"
PARTNER, RELATIVE, RELATIVES, PARENTS = "partner", "relative", "relatives", "parents"
CHILDREN = ("child", "children")
_ONE = ("child", PARTNER, RELATIVE)  # not counted by all of "we are 5, my wife and …"
COMPANIONS = (*CHILDREN, PARTNER, RELATIVE, RELATIVES, PARENTS, PERSONS, ADULTS)
_PEOPLE_LISTS = {"adults": ADULTS, "couples": PARENTS, "relatives": RELATIVES, "self": SELF}  # of data/entities, by kind


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
    """The words of one language.

    Attributes:
        numbers: folded words to numbers.
        together: folded words such as "the two of us" to numbers.
        people: words for people by kind.
        partners: words for a wife or husband, some of which also count people: Ukrainian "чоловік".
        around: what stands around them, by the names of `data/entities`.
        ands: endings that mean "and", as in Amharic "እናቴና".
        ages: folded words to numbers, for years of age.
        minor: what tells that somebody is under 18 and alone, by the names of `data/entities`; "0" stands for a number.
        amounts: what stands behind a number of something else than years.
        prefixes: what is written together with a number that follows: "و3", "ለአምስት".
    """

    numbers: Mapping[str, int]
    together: Mapping[str, int]
    people: WordTable
    partners: WordTable
    around: Mapping[str, WordTable]
    ands: tuple[str, ...]
    prefixes: tuple[str, ...]
    ages: Mapping[str, int]
    minor: Mapping[str, WordTable]
    amounts: WordTable

    def lists(self, name: str, word: Word) -> bool:
        """Whether a word stands in the list `name` of `data/entities`."""
        return self.around[name].get(word.folded) is not None

    def person_at(self, words: Sequence[Word], first: int) -> Hit | None:
        """Return the longest entry for people that begins with word `first`, also with an "and" at its end."""
        hit = self.people.at(words, first)
        if hit is None and self.has_and(words[first]):
            bare = next(ending for ending in self.ands if words[first].folded.endswith(ending))
            label = self.people.get(words[first].folded.removesuffix(bare))
            return Hit(first, first, label) if label else None
        return hit

    def has_and(self, word: Word) -> bool:
        """Whether a word ends in an "and"."""
        return word.folded.endswith(self.ands) if self.ands else False


_known: tuple[Mapping[str, Lexicon], Mapping[str, EntityWords], dict[str, Vocabulary]] | None = None


def load_vocabularies(settings: Settings) -> Mapping[str, Vocabulary]:
    """Return the words by language code; they follow the lexicons when these change on disk.

    Raises:
        DataError: a word list cannot be used.
    """
    global _known
    lexicons, entities = current_lexicons(settings.data / "lexicon"), load_entity_words(settings.data / "entities")
    if _known is None or _known[0] is not lexicons or _known[1] is not entities:
        made = {code: _vocabulary(lexicons[code].people, entities[code]) for code in lexicons if code in entities}
        _known = lexicons, entities, made
    return _known[2]


def _vocabulary(words: PeopleWords, own: EntityWords) -> Vocabulary:
    people = WordTable()
    for name, kind in _PEOPLE_LISTS.items():
        people.add(kind, own.people[name])
    people.add(ALONE, words.alone)
    for kind in (PERSONS, PARENTS, *CHILDREN, PARTNER, RELATIVE, SELF):
        people.add(kind, getattr(words, kind))
    around = {name: table_of({name: phrases}) for name, phrases in own.people.items() if name not in _PEOPLE_LISTS}
    ands = tuple(fold(phrase) for phrase in own.people["and"] if phrase.startswith("-"))
    prefixes = tuple(ending.letters for ending in own.before)
    minor = {name: table_of({name: [p.replace("#", A_NUMBER) for p in phrases]}) for name, phrases in own.minor.items()}
    return Vocabulary(
        words.numbers, own.together, people, table_of({PARTNER: words.partner}), around, ands, prefixes,
        {**words.numbers, **own.ages}, minor, table_of({"amount": own.cues["amount"]}),
    )  # fmt: skip


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
    if together := vocabulary.together.get(words[first].folded):
        return Group(TOGETHER, together, True, first, first)
    number, last = _number_at(words, first, vocabulary)
    hit = vocabulary.person_at(words, first)
    if hit and (number is None or hit.last > last):
        if hit.label == PERSONS and vocabulary.partners.get(words[first].folded) and hit.first == hit.last:
            return Group(PARTNER, 1, False, first, hit.last)
        many = {"children": None, RELATIVES: None, PERSONS: None, ADULTS: None, PARENTS: 2}
        return Group(hit.label, many.get(hit.label, 1), number == 2 and hit.label == PARENTS, first, hit.last)
    if number is None:
        return None
    following, is_next = last + 1, True
    if following < len(words) and not vocabulary.person_at(words, following):
        if vocabulary.lists("age", words[following]):
            return None
        if vocabulary.lists("between", words[following]) and not vocabulary.lists("and", words[following]):
            following, is_next = following + 1, False  # "3 small children", "دو تا دخترم"
    if following < len(words):
        hit = vocabulary.person_at(words, following)
        is_one = hit is not None and hit.label in _ONE and not is_next and is_announced(words, first, vocabulary)
        if hit and hit.label in COMPANIONS and words[following].clause == words[last].clause and not is_one:
            number = 2 if hit.label == PARENTS and number == 1 else number
            return Group(hit.label, number, True, first, hit.last)
    itself = vocabulary.people.get(words[first].folded)  # Arabic has one word for "two children"
    if itself in COMPANIONS:
        return Group(itself or "", number, True, first, last)
    return Group(NUMBER, number, True, first, last)


def is_announced(words: Sequence[Word], first: int, vocabulary: Vocabulary) -> bool:
    """Whether a number at word `first` is said to be that of all: "we are 5"."""
    starts = range(max(0, first - _WORDS_OF_ALL), first)
    return any(vocabulary.around["total"].get(" ".join(w.folded for w in words[start:first])) is not None for start in starts)


def _number_at(words: Sequence[Word], first: int, vocabulary: Vocabulary) -> tuple[int | None, int]:
    for last in (first + 1, first):
        if last < len(words):
            written = " ".join(word.folded for word in words[first : last + 1])
            for prefix in ("", *vocabulary.prefixes):
                bare = written.removeprefix(prefix)
                number = vocabulary.numbers.get(bare, 0) if prefix == "" or len(bare) < len(written) else 0
                if last == first and bare.isdigit():
                    number = int(bare[:4]) if int(bare[:4]) <= MAX_PEOPLE else 0
                if number:
                    return number, last
    return None, first


def _comes_not(words: Sequence[Word], group: Group, vocabulary: Vocabulary) -> bool:
    """Whether "without" stands before a group, "is not" behind it at the end of the message, or "has died" close behind."""
    if group.kind in (SELF, ALONE, NUMBER, TOGETHER):
        return False
    if group.first > 0 and vocabulary.lists("without", words[group.first - 1]):
        return True
    clause = words[group.last].clause
    behind = [i for i in range(group.last + 1, min(group.last + 1 + _WORDS_TO_A_FATE, len(words))) if words[i].clause == clause]
    for index in behind:
        if vocabulary.around["left_out"].at(words, index):
            return True
        if vocabulary.person_at(words, index) or vocabulary.lists("and", words[index]) or vocabulary.has_and(words[index]):
            break
    is_last_but_one = group.last + 2 == len(words) and words[-1].clause == clause
    return is_last_but_one and vocabulary.lists("without", words[-1])


def words_of_age(words: Sequence[Word], vocabulary: Vocabulary) -> set[int]:
    """Return the indices of words that tell an age: "8 months"."""
    found = set()
    for index in range(1, len(words)):
        if vocabulary.lists("age", words[index]) and _number_at(words, index - 1, vocabulary)[0]:
            found |= {index - 1, index}
    return found
