"""Phrases of the lexicon: a small notation for "these words, these endings, with a few words between".

A phrase is written as people say it. `*` ends a word in any way ("kushto*"), `...` lets up to three words stand between,
`(a|b)` takes either, and blanks separate words. It matches whole words of folded text, so accents, case and
punctuation need not be written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from bot.text import fold

_TOKEN = re.compile(r"\.\.\.|…|[()|*]|[^\s()|*.…]+|\s+|\.")
_WORD = re.compile(r"\w+")
_BEGINNING = 3  # letters by which phrases are looked up
_LEFT_OUT = ""  # stands in for the blank after a group that took it along
_WORDS_BETWEEN = r"(?:\s\w+){0,3}?\s"


_fold = cache(fold)  # the same few words stand in thousands of phrases


def to_regex(phrase: str) -> str:
    """Translate one phrase into a regular expression over folded text, without word boundaries."""
    parts: list[str] = []
    opened: list[int] = []  # where the groups begin that are not closed yet
    tokens = _TOKEN.findall(phrase)
    for number, token in enumerate(tokens):
        if token in ("...", "…"):
            while parts and parts[-1] == r"\s":
                parts.pop()
            parts.append(_WORDS_BETWEEN)
        elif token == "*":
            parts.append(r"\w*")
        elif token == "(":
            opened.append(len(parts))
            parts.append("(?:")
        elif token == ")" and opened:
            first = opened.pop()
            parts.append(")")
            if _may_be_left_out(parts[first:]) and _stands_alone(tokens[number + 1 : number + 2]):
                _leave_out_with_blank(parts, first)
        elif token in (")", "|"):
            parts.append(token)
        elif token.isspace():
            if parts and parts[-1] not in (_WORDS_BETWEEN, "(?:", "|", _LEFT_OUT):
                parts.append(r"\s")
        else:
            parts.append(r"\s".join(re.escape(word) for word in _fold(token).split()))
    while parts and parts[-1] == r"\s":
        parts.pop()
    return "".join(parts).replace(r"\s)", ")").replace(r"\s|", "|")


def _may_be_left_out(group: list[str]) -> bool:
    """Whether a group has an alternative of no word: "(the|)"."""
    return group[1] == "|" or group[-2] == "|"


def _stands_alone(following: list[str]) -> bool:
    """Whether a group ends where a word ends: "(the|) house", not "(un|)happy"."""
    return not following or following[0].isspace() or following[0] in (")", "|")


def _leave_out_with_blank(parts: list[str], first: int) -> None:
    """Let the group that begins at `first` be left out together with one of the blanks around it."""
    group = "".join(parts[first:])
    if first and parts[first - 1] == r"\s":
        parts[first - 1 :] = [rf"(?:\s{group})?"]
    else:
        parts[first:] = [rf"(?:{group}\s+)?", _LEFT_OUT]


class PhraseIndex:
    """Finds phrases in folded text, quickly: only those are tried that can begin as a word of the text does.

    One regular expression for thousands of phrases would try all of them at each word.

    Raises:
        re.error: brackets of a phrase do not close.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        expressions = {phrase: expression for phrase in phrases if (expression := to_regex(phrase))}
        self._expressions = list(expressions.values())
        self._by_beginning: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(expressions):
            for beginning in beginnings(phrase):
                self._by_beginning[beginning].append(number)

    def search(self, folded: str) -> re.Match[str] | None:
        """Return the first match: the leftmost, of those one whose beginning is known best."""
        return next(self.matches(folded), None)

    def matches(self, folded: str) -> Iterator[re.Match[str]]:
        """Yield all matches that do not overlap, from left to right."""
        end = 0
        for word in _WORD.finditer(folded):
            if word.start() < end:
                continue
            if match := self._match(folded, word):
                end = max(match.end(), word.start() + 1)
                yield match

    def _match(self, folded: str, word: re.Match[str]) -> re.Match[str] | None:
        letters = word.group()[:_BEGINNING]
        for length in range(len(letters), -1, -1):
            for number in self._by_beginning.get(letters[:length], ()):
                if match := _compiled(self._expressions[number]).match(folded, word.start()):
                    return match
        return None


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    # One by one, when a word first needs it: a phrase of many alternatives stands under many beginnings, and compiling them
    # all takes 3.5 s for the lists of 25 languages, by beginnings 20 s.
    return re.compile(rf"(?:{expression})(?!\w)")


def beginnings(phrase: str) -> set[str]:
    """Return the first letters, at most `_BEGINNING`, that a match of a phrase can have; fewer where any may follow."""
    tokens = _TOKEN.findall(phrase)
    return {text[:_BEGINNING] for text, _ in _extend({("", False)}, _alternatives(tokens))}


def _alternatives(tokens: list[str]) -> list[list[Any]]:
    """Read tokens up to the closing bracket: alternatives, each a list of texts, None (anything) and alternatives."""
    found: list[list[Any]] = [[]]
    while tokens:
        token = tokens.pop(0)
        if token == ")":
            break
        if token == "|":
            found.append([])
        elif token == "(":
            found[-1].append(_alternatives(tokens))
        else:
            found[-1].append(None if token in ("*", "...", "…") else _fold(token))
    return found


def _extend(begun: set[tuple[str, bool]], alternatives: list[list[Any]]) -> set[tuple[str, bool]]:
    """Add what can follow to beginnings; the second value says that a beginning is complete."""
    extended: set[tuple[str, bool]] = set()
    for items in alternatives:
        present = begun
        for item in items:
            if isinstance(item, list):
                complete = {pair for pair in present if pair[1]}
                present = complete | _extend(present - complete, item)
            elif item:
                present = {pair if pair[1] else (pair[0] + item, len(pair[0] + item) >= _BEGINNING) for pair in present}
            else:  # anything may follow; a blank before the first letter says nothing
                present = {(text, is_complete or item is None or bool(text)) for text, is_complete in present}
        extended |= present
    return extended


@cache
def index_of(phrases: tuple[str, ...]) -> PhraseIndex:
    """Return the index of a list of phrases, made once."""
    return PhraseIndex(phrases)


def find(phrases: Iterable[str], folded: str) -> re.Match[str] | None:
    """Find the first place in a folded text where one of the phrases stands."""
    return index_of(tuple(phrases)).search(folded)
