"""How many people a message speaks of: "me, my wife and 3 kids" are five, "two adults and three children" too.

The words stand in the lexicons and in `data/people_words.yml`. A number is only told when the message counts those who
travel; a family that is merely mentioned ("my husband beats me") gives none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.knowledge.files import read_yaml
from bot.lexicon import Lexicon, PeopleWords, current_lexicons
from bot.places.words import Word, WordTable, read_words, table_of
from bot.settings import Settings, read_settings

MAX_PEOPLE = 20  # larger numbers count something else
_MAX_BARE_NUMBER = 12  # "ich bin 16" is an age
_SHORT = 5  # words of a message whose "alone" or bare number answers the question how many
_COVERED = 0.75  # share of known words from which a language other than the message's is believed
_NUMBER, _SELF, _ALONE, _PERSONS, _ADULTS, _PARTNER, _RELATIVE = "number", "self", "alone", "persons", "adults", "partner", "relative"
_CHILDREN = ("child", "children")
_PEOPLE_LISTS = {"adults": "adults", "couples": "parents", "self": "self"}  # lists of people_words.yml by what they name
_COMPANIONS = (*_CHILDREN, _PARTNER, _RELATIVE, "parents", _PERSONS, _ADULTS)


@dataclass(frozen=True)
class PeopleCount:
    """A number of people and where the message says it, as indices of characters."""

    people: int
    start: int
    end: int


@dataclass(frozen=True)
class _Group:
    """People of one kind, in words `first` to `last`; `number` is None for "my kids"."""

    kind: str
    number: int | None
    is_counted: bool
    first: int
    last: int


@dataclass(frozen=True)
class _Vocabulary:
    """The words of one language."""

    numbers: Mapping[str, int]
    people: WordTable
    around: Mapping[str, WordTable]


def count_people(text: str, language: str | None = None, settings: Settings | None = None) -> PeopleCount | None:
    """Count the people who would travel, the writer included.

    Args:
        text: a message.
        language: its language, when known; its words are tried first. Others count only if they know nearly all words.
        settings: where the word lists lie; those of the process when None.

    Returns:
        The count, or None when the message counts nobody.

    Raises:
        DataError: a word list cannot be used.
    """
    settings = settings or read_settings()
    words = read_words(text)
    best: tuple[float, PeopleCount] | None = None
    vocabularies = _vocabularies(settings)
    if language in vocabularies and len(words) > _SHORT:  # of more words the language is told well enough
        vocabularies = {language: vocabularies[language]}
    for code, vocabulary in vocabularies.items():
        groups, known = _read_groups(words, vocabulary)
        counted = _count(words, groups, known, vocabulary)
        if counted is None:
            continue
        people, first, last = counted
        covered = len(known) / len(words)
        found = PeopleCount(people, words[first].start, words[last].end)
        if code == language:
            return found
        if covered >= _COVERED and (best is None or covered > best[0]):
            best = covered, found
    return best[1] if best else None


_known: tuple[Mapping[str, Lexicon], dict[str, _Vocabulary]] | None = None


def _vocabularies(settings: Settings) -> Mapping[str, _Vocabulary]:
    global _known
    lexicons = current_lexicons(settings.data / "lexicon")
    if _known is None or _known[0] is not lexicons:
        lists = read_yaml(settings.data / "people_words.yml")
        around = {name: table_of({name: phrases}) for name, phrases in lists.items() if name not in _PEOPLE_LISTS}
        _known = lexicons, {code: _vocabulary(lexicon.people, lists, around) for code, lexicon in lexicons.items()}
    return _known[1]


def _vocabulary(words: PeopleWords, lists: Mapping[str, Sequence[str]], around: Mapping[str, WordTable]) -> _Vocabulary:
    people = WordTable()
    for name, kind in _PEOPLE_LISTS.items():
        people.add(kind, lists[name])
    people.add(_ALONE, words.alone)
    for kind in (_PERSONS, "parents", *_CHILDREN, _PARTNER, _RELATIVE, _SELF):
        people.add(kind, getattr(words, kind))
    return _Vocabulary(words.numbers, people, around)


def _read_groups(words: Sequence[Word], vocabulary: _Vocabulary) -> tuple[list[_Group], set[int]]:
    """Return the groups of people, and which words are known: in a group or between groups."""
    groups: list[_Group] = []
    known: set[int] = set()
    index = 0
    while index < len(words):
        group = _group_at(words, index, vocabulary)
        if group is None:
            hits = [hit for table in vocabulary.around.values() if (hit := table.at(words, index))]
            known |= {i for hit in hits for i in range(index, hit.last + 1)} | (_ages(words, vocabulary) & {index, index + 1})
            index += 1
            continue
        known |= set(range(group.first, group.last + 1))
        if not _comes_not(words, group, vocabulary):
            groups.append(group)
        index = group.last + 1
    return groups, known


def _group_at(words: Sequence[Word], first: int, vocabulary: _Vocabulary) -> _Group | None:
    number, last = _number_at(words, first, vocabulary)
    hit = vocabulary.people.at(words, first)
    if hit and (number is None or hit.last > last):
        many = {"children": None, _PERSONS: None, _ADULTS: None, "parents": 2}
        return _Group(hit.label, many.get(hit.label, 1), False, first, hit.last)
    if number is None:
        return None
    following = last + 1
    if following < len(words) and vocabulary.around["between"].at(words, following) and not vocabulary.people.at(words, following):
        following += 1  # "3 small children", "دو تا دخترم"
    if following < len(words):
        if vocabulary.around["age"].at(words, last + 1) and not vocabulary.people.at(words, last + 1):
            return None
        hit = vocabulary.people.at(words, following)
        if hit and hit.label in _COMPANIONS and words[following].clause == words[last].clause:
            number = 2 if hit.label == "parents" and number == 1 else number
            return _Group(hit.label, number, True, first, hit.last)
    itself = vocabulary.people.get(words[first].folded)  # Arabic has one word for "two children"
    if itself in _COMPANIONS:
        return _Group(itself or "", number, True, first, last)
    return _Group(_NUMBER, number, True, first, last)


def _number_at(words: Sequence[Word], first: int, vocabulary: _Vocabulary) -> tuple[int | None, int]:
    if words[first].folded.isdigit():
        number = int(words[first].folded[:4])
        return (number if 1 <= number <= MAX_PEOPLE else None), first
    for last in (first + 1, first):
        if last < len(words):
            number = vocabulary.numbers.get(" ".join(word.folded for word in words[first : last + 1]), 0)
            if number:
                return number, last
    return None, first


def _comes_not(words: Sequence[Word], group: _Group, vocabulary: _Vocabulary) -> bool:
    without = vocabulary.around["without"]
    if group.kind in (_SELF, _ALONE, _NUMBER):
        return False
    before = group.first > 0 and without.get(words[group.first - 1].folded) is not None
    after = group.last + 1 < len(words) and without.get(words[group.last + 1].folded) is not None
    return before or (after and words[group.last + 1].clause == words[group.last].clause and group.last + 2 >= len(words))


def _count(
    words: Sequence[Word], groups: Sequence[_Group], known: set[int], vocabulary: _Vocabulary
) -> tuple[int, int, int] | None:
    """Return the number of people with the first and last word that tell it."""
    is_all = len(known) == len(words)
    for group in groups:
        if group.number and (group.number > 1 or is_all) and _is_total(words, group, groups, vocabulary):
            return group.number, group.first, group.last
    run = max(_runs(words, groups, vocabulary), key=len, default=[])
    if number := _sum(words, run, is_all, vocabulary):
        return number, run[0].first, run[-1].last
    alone = next((g for g in groups if g.kind == _ALONE), None)
    if alone and not any(g.kind in _COMPANIONS for g in groups) and (len(words) <= _SHORT or len(known) >= _COVERED * len(words)):
        return 1, alone.first, alone.last
    numbers = [g for g in groups if g.kind == _NUMBER]
    if len(numbers) == 1 and is_all and len(words) <= _SHORT and (numbers[0].number or 99) <= _MAX_BARE_NUMBER:
        return numbers[0].number or 0, numbers[0].first, numbers[0].last
    if run and len(run) == 1 and run[0].kind == _SELF and is_all and len(words) <= 2:
        return 1, run[0].first, run[0].last
    return None


def _is_total(words: Sequence[Word], group: _Group, groups: Sequence[_Group], vocabulary: _Vocabulary) -> bool:
    """Whether a group is all people together: "5 persons", "we are 4", but not the two in "2 persons and a baby"."""
    others = [g for g in groups if g.kind in (*_COMPANIONS, _SELF) and g is not group]
    announced = any(
        vocabulary.around["total"].get(" ".join(w.folded for w in words[start : group.first])) is not None
        for start in range(max(0, group.first - 3), group.first)
    )
    if group.kind == _PERSONS and group.is_counted:
        following = next((g for g in others if g.first > group.last), None)
        if following is None or following.kind == _SELF:
            return True
        is_joined = words[following.first].clause == words[group.last].clause and _has_and(words, group, following, vocabulary)
        return not is_joined and (group.number or 0) >= sum(g.number or 1 for g in others if g.kind != _SELF)
    return announced and group.is_counted and (group.kind == _NUMBER or (group.kind == _RELATIVE and not others))


def _runs(words: Sequence[Word], groups: Sequence[_Group], vocabulary: _Vocabulary) -> list[list[_Group]]:
    """Put together people with nothing but "and", "my" and the like between them."""
    runs: list[list[_Group]] = []
    for group in groups:
        if group.kind == _NUMBER:
            continue
        gap = range(runs[-1][-1].last + 1, group.first) if runs else ()
        links = [vocabulary.around[name] for name in ("between", "with")]
        if runs and _is_same_person(words, runs[-1][-1], group):
            continue
        if runs and all(any(table.get(words[i].folded) is not None for table in links) or i in _ages(words, vocabulary) for i in gap):
            runs[-1].append(group)
        else:
            runs.append([group])
    return runs


def _is_same_person(words: Sequence[Word], group: _Group, following: _Group) -> bool:
    """ "our child, the baby" is one; in Arabic "and" is written together with the next word."""
    return (
        group.kind == following.kind
        and not group.is_counted
        and following.first == group.last + 1
        and words[following.first].clause == words[group.last].clause
        and not words[following.first].folded.startswith("و")
    )


def _has_and(words: Sequence[Word], group: _Group, following: _Group, vocabulary: _Vocabulary) -> bool:
    between = words[group.last + 1 : following.first]
    return words[following.first].folded.startswith("و") or any(
        vocabulary.around["and"].get(word.folded) is not None for word in between
    )


def _ages(words: Sequence[Word], vocabulary: _Vocabulary) -> set[int]:
    """Words that tell an age: "8 months"."""
    found = set()
    for index in range(1, len(words)):
        if vocabulary.around["age"].get(words[index].folded) is not None and _number_at(words, index - 1, vocabulary)[0]:
            found |= {index - 1, index}
    return found


def _sum(words: Sequence[Word], run: Sequence[_Group], is_all: bool, vocabulary: _Vocabulary) -> int | None:
    """Add up a run of people; the writer too, when a wife or whoever stands behind "with" is counted but "me" is not said."""
    kinds = [group.kind for group in run]
    companions = [group for group in run if group.kind in _COMPANIONS]
    if not companions or any(group.number is None for group in companions):
        return None
    has_self, has_adults = bool({_SELF, _ALONE} & set(kinds)), bool({_ADULTS, _PERSONS, "parents"} & set(kinds))
    start = run[0].first
    is_with = start > 0 and vocabulary.around["with"].get(words[start - 1].folded) is not None
    is_counted = any(group.is_counted for group in companions)
    if not has_self and len(companions) == 1:
        is_told = companions[0].kind == "parents" or (companions[0].kind == _RELATIVE and is_counted)
        if is_all and is_told and not is_with:
            return companions[0].number  # "two brothers together", "husband and wife"
        if not (is_all and is_with):
            return None
    is_listed = has_self and any(_has_and(words, a, b, vocabulary) for a, b in pairwise(run))
    if not is_all and not is_counted and not is_listed:
        return None
    people = sum(group.number or 0 for group in companions)
    spouses = [group for group in companions if group.kind == _PARTNER]
    speaks_of_others = has_adults or len(spouses) == 2 or any(group.is_counted for group in spouses)
    if has_self or (not speaks_of_others and (spouses or is_with)):
        people += 1
    return people if people <= MAX_PEOPLE else None
