"""A message as folded words that know where they stand, and word lists that are looked up in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.text import fold

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200d"  # accents and Arabic vowels belong to the letter before
_APOSTROPHES = "'’‘ʼʻ`´"
_TOKEN = re.compile(rf"[^\W_][\w{_MARKS}]*(?:[{_APOSTROPHES}]+[\w{_MARKS}]+)*")
_CLAUSE_END = re.compile(r"[.,;:!?؟،؛۔।|]|\s[-–—]\s")
MIN_JOINED = 6  # letters from which words are also read as one: "آیزن هوتن اشتات", but not "ha noi"
_MAX_WORDS = 6  # of one entry of a word list


@dataclass(frozen=True)
class Word:
    """One word of a message.

    `start` and `end` are its place in the text; `clause` counts the clauses before it, by punctuation; `parts` are the
    folded pieces around an apostrophe ("Kabil'de" is "kabilde" with the parts "kabil" and "de"); `is_money` when a sign
    such as € stands beside it.
    """

    folded: str
    start: int
    end: int
    clause: int
    parts: tuple[str, ...] = ()
    is_money: bool = False


def read_words(text: str) -> list[Word]:
    """Split a text into folded words; what folds to nothing is left out."""
    words: list[Word] = []
    clause = last_end = 0
    for match in _TOKEN.finditer(text):
        if _CLAUSE_END.search(text, last_end, match.start()):
            clause += 1
        last_end = match.end()
        # Folding makes one of three equal characters; the postcode 66111 needs them all.
        folded = _digits(match[0]) if match[0].isdigit() else fold(match[0]).replace(" ", "")
        if folded:
            pieces = fold(match[0], apostrophe=" ").split()
            parts = tuple(pieces) if len(pieces) > 1 else ()
            beside = text[: match.start()].rstrip()[-1:] + text[match.end() :].lstrip()[:1]
            is_money = any(unicodedata.category(sign) == "Sc" for sign in beside)
            words.append(Word(folded, match.start(), match.end(), clause, parts, is_money))
    return words


def _digits(number: str) -> str:
    return "".join(str(unicodedata.digit(digit)) for digit in number)


@dataclass(frozen=True)
class Hit:
    """An entry of a word list found in a message: words `first` to `last`, both included."""

    first: int
    last: int
    label: str


@dataclass
class WordTable:
    """Words and groups of words with a label each, looked up without regular expressions.

    `exact` holds folded words joined by blanks; `beginnings` those whose last word may end in any way. The first label
    given to a word stays.
    """

    exact: dict[str, str] = field(default_factory=dict)
    beginnings: dict[str, str] = field(default_factory=dict)
    _reach: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lengths: tuple[int, ...] = field(default=(), init=False, repr=False, compare=False)
    _size: int = field(default=-1, init=False, repr=False, compare=False)

    def add(self, label: str, phrases: Iterable[str]) -> None:
        """Add phrases in the notation of `bot.phrases`; `...`, and `*` before the last word, are not known here."""
        for phrase in phrases:
            for written in expand(phrase):
                folded = fold(written.rstrip("* "))
                if folded:
                    (self.beginnings if written.rstrip().endswith("*") else self.exact).setdefault(folded, label)

    def find(self, words: Sequence[Word]) -> list[Hit]:
        """Return the entries in a message from left to right, the longest at each place, none inside another."""
        hits = []
        first = 0
        while first < len(words):
            hit = self.at(words, first)
            if hit:
                hits.append(hit)
            first = hit.last + 1 if hit else first + 1
        return hits

    def at(self, words: Sequence[Word], first: int) -> Hit | None:
        """Return the longest entry that begins with word `first`."""
        reach = self._index().get(words[first].folded, 1)
        for last in range(min(first + reach, len(words)) - 1, first - 1, -1):
            label = self.get(" ".join(word.folded for word in words[first : last + 1]))
            if label is not None:
                return Hit(first, last, label)
        return None

    def get(self, folded: str) -> str | None:
        """Return the label of folded words; of several beginnings the longest counts."""
        label = self.exact.get(folded)
        if label is not None or not self.beginnings:
            return label
        self._index()
        shortest = folded.rfind(" ") + 1  # a beginning must reach into the last word
        for length in self._lengths:
            if shortest < length <= len(folded):
                label = self.beginnings.get(folded[:length])
                if label is not None:
                    return label
        return None

    def _index(self) -> dict[str, int]:
        """Return how many words the longest entry with a first word has; made anew when entries were added."""
        size = len(self.exact) + len(self.beginnings)
        if self._size != size:
            self._size = size
            self._reach = {}
            for entry in (*self.exact, *self.beginnings):
                if blanks := entry.count(" "):
                    word = entry[: entry.index(" ")]
                    self._reach[word] = min(_MAX_WORDS, max(self._reach.get(word, 1), blanks + 1))
            self._lengths = tuple(sorted(set(map(len, self.beginnings)), reverse=True))
        return self._reach


def expand(phrase: str) -> list[str]:
    """Write out the alternatives of a phrase: "(a|b) c" gives "a c" and "b c"."""
    brackets = re.search(r"\(([^()]*)\)", phrase)
    if brackets is None:
        return phrase.split("|")
    before, after = phrase[: brackets.start()], phrase[brackets.end() :]
    return [written for choice in brackets[1].split("|") for written in expand(before + choice + after)]


def table_of(lists: Mapping[str, Iterable[str]]) -> WordTable:
    """Make a word table of lists keyed by label."""
    table = WordTable()
    for label, phrases in lists.items():
        table.add(label, phrases)
    return table
