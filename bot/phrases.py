"""Phrases of the lexicon: a small notation for "these words, these endings, with a few words between".

A phrase is written as people say it. `*` ends a word in any way ("kushto*"), `...` lets up to three words stand between,
`(a|b)` takes either, and blanks separate words. It matches whole words of folded text, so accents, case and
punctuation need not be written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bot.text import fold

_TOKEN = re.compile(r"\.\.\.|…|[()|*]|[^\s()|*.…]+|\s+|\.")
_WORDS_BETWEEN = r"(?:\s\w+){0,3}?\s"


def to_regex(phrase: str) -> str:
    """Translate one phrase into a regular expression over folded text, without word boundaries."""
    parts: list[str] = []
    for token in _TOKEN.findall(phrase):
        if token in ("...", "…"):
            while parts and parts[-1] == r"\s":
                parts.pop()
            parts.append(_WORDS_BETWEEN)
        elif token == "*":
            parts.append(r"\w*")
        elif token == "(":
            parts.append("(?:")
        elif token in (")", "|"):
            parts.append(token)
        elif token.isspace():
            if parts and parts[-1] not in (_WORDS_BETWEEN, "(?:", "|"):
                parts.append(r"\s")
        else:
            parts.append(r"\s".join(re.escape(word) for word in fold(token).split()))
    while parts and parts[-1] == r"\s":
        parts.pop()
    return "".join(parts).replace(r"\s)", ")").replace(r"\s|", "|")


@cache
def compile_phrases(phrases: tuple[str, ...]) -> re.Pattern[str] | None:
    """Compile phrases into one pattern that finds the first of them in folded text; None for an empty list.

    Raises:
        re.error: brackets of a phrase do not close.
    """
    expressions = [expression for phrase in phrases if (expression := to_regex(phrase))]
    if not expressions:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(expressions) + r")(?!\w)")


def find(phrases: Iterable[str], folded: str) -> re.Match[str] | None:
    """Find the first place in a folded text where one of the phrases stands."""
    pattern = compile_phrases(tuple(phrases))
    return pattern.search(folded) if pattern else None
