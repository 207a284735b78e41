"""Cuts a text into pieces that a messenger takes: between paragraphs, else sentences, else words, never inside a letter."""

from __future__ import annotations

from collections.abc import Callable

import regex

_GRAPHEMES = regex.compile(r"\X")
_CUTS = (  # best first: behind a paragraph, a line, a sentence, a word
    regex.compile(r"\n\n+"),
    regex.compile(r"\n"),
    regex.compile(r"(?<=[.!?؟۔։።…])\s+"),
    regex.compile(r"\s+"),
)


def utf16_length(text: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 code units (Bot API, MessageEntity)."""
    return len(text) + sum(character > "\uffff" for character in text)


def split_text(text: str, limit: int, length: Callable[[str], int] = len) -> list[str]:
    """Cut a text.

    Args:
        text: what is to be sent.
        limit: how long a piece may be.
        length: how the messenger measures.

    Returns:
        Pieces without blanks around them, none empty; together they hold all words in order. An empty text gives none.
    """
    pieces, rest = [], text.strip()
    while length(rest) > limit:
        head = _longest_head(rest, limit, length)
        cut = _best_cut(head, rest)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [piece for piece in [*pieces, rest] if piece]


def _longest_head(text: str, limit: int, length: Callable[[str], int]) -> str:
    """Return the longest beginning of whole letters that fits; at least one letter."""
    end, used = 0, 0
    for grapheme in _GRAPHEMES.finditer(text):
        used += length(grapheme.group())
        if used > limit and end:
            break
        end = grapheme.end()
        if used > limit:
            break
    return text[:end]


def _best_cut(head: str, text: str) -> int:
    """Return where to cut: as late as possible at the best kind of border that lies in the second half, else anywhere."""
    window = text[: len(head) + 1]  # a blank directly behind the head is a border too
    for earliest in (len(head) // 2, 1):
        for border in _CUTS:
            ends = [match.start() for match in border.finditer(window) if earliest <= match.start() <= len(head)]
            if ends:
                return int(ends[-1])
    return len(head)
