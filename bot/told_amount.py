"""Sums of euro that a message names: "2000 euro", "€ 2.000", «۲۰۰۰ یورو», "2 тысячи евро"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from bot.cost_words import EURO, CostWords, cost_words
from bot.places.words import WordTable, read_words

MOST_EURO = Decimal(1_000_000)
_SPACES = "\u0020\u00a0\u2009\u202f"
_NUMBER = re.compile(rf"(?<![\d.,])\d+(?:[{_SPACES}.,'’٬]\d{{3}}(?!\d))*(?:[.,٫]\d{{1,2}}(?!\d))?")
_GROUPS = re.compile(rf"[{_SPACES}.,'’٬](?=\d{{3}}(?!\d))")
_BETWEEN_LETTER_AND_DIGIT = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_RANGE_BEFORE = re.compile(rf"\d[{_SPACES}]*[-–—][{_SPACES}]*$")
_RANGE_AFTER = re.compile(rf"[{_SPACES}]*[-–—][{_SPACES}]*\d")
_ONLY_SPACE = re.compile(rf"(?:,[-–])?[{_SPACES}.\-]*")


@dataclass(frozen=True)
class ToldAmount:
    """A sum of euro, and how many words of the message stand before it."""

    euro: Decimal
    place: int


def told_amount(text: str, language: str | None) -> Decimal | None:
    """Return the first sum of euro that a message names; None when it names none.

    Digits of every script count, with or without separators; a number counts only beside a word or sign for euro. A range
    ("500-1000 euro") is no sum.

    Args:
        text: a message.
        language: its language, for words such as "thousand"; euro is known in all.
    """
    found = told_amounts(text, language)
    return found[0].euro if found else None


def told_amounts(text: str, language: str | None) -> list[ToldAmount]:
    """Return all sums of euro that a message names, from left to right."""
    words = cost_words(language)
    text = _BETWEEN_LETTER_AND_DIGIT.sub(" ", text)
    found = []
    free = 0  # where the last sum ends: its "euro" is not that of the next number
    for number in _NUMBER.finditer(text):
        after, before = text[number.end() :], text[free : number.start()]
        factor, used = _behind(after, words.thousand)
        is_behind, end = _euro_behind(after[used:], words)
        if not is_behind and not _euro_before(before, words):
            continue
        free = number.end() + used + end
        if _RANGE_BEFORE.search(before) or (not is_behind and _RANGE_AFTER.match(after)):
            continue
        euro = _value(number[0]) * (1000 if factor else 1)
        if euro <= MOST_EURO:
            found.append(ToldAmount(euro, len(read_words(text[: number.start()]))))
    return found


def _value(written: str) -> Decimal:
    """Read a number with separators: a point or comma before three digits parts thousands, before fewer a fraction."""
    plain = _GROUPS.sub("", written).replace("٫", ".").replace(",", ".")
    return Decimal("".join(str(unicodedata.digit(c)) if c != "." else c for c in plain))


def _behind(text: str, table: WordTable) -> tuple[bool, int]:
    """Whether a text begins with an entry of a table, and where that ends."""
    words = read_words(text[:60])
    if not words or not _ONLY_SPACE.fullmatch(text, 0, words[0].start):
        return False, 0
    hit = table.at(words, 0)
    return (True, words[hit.last].end) if hit else (False, 0)


def _euro_behind(text: str, words: CostWords) -> tuple[bool, int]:
    if sign := re.match(rf"[{_SPACES}]*€", text):
        return True, sign.end()
    near = read_words(text[:60])
    if not near or not _ONLY_SPACE.fullmatch(text, 0, near[0].start):
        return False, 0
    hit = words.euro.at(near, 0)
    return (True, near[hit.last].end) if hit and hit.label == EURO else (False, 0)


def _euro_before(text: str, words: CostWords) -> bool:
    if re.search(rf"€[{_SPACES}]*$", text):
        return True
    near = read_words(text)
    if not near or not _ONLY_SPACE.fullmatch(text, near[-1].end):
        return False
    hits = words.euro.find(near)
    return bool(hits) and hits[-1].last == len(near) - 1 and hits[-1].label == EURO
