"""Signs of danger to life or limb in what a person writes, found by word lists: offline, in every language at once.

People in fear mix languages and scripts, so each message is held against the lists of all languages, whatever language
the person has chosen. The lists say what is found; `bot.components.intent_fusion` adds what only the classifier hears.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.lexicon import DANGER_KINDS, Lexicon, Lexicons, current_lexicons
from bot.phrases import find, index_of
from bot.settings import read_settings
from bot.text import fold

# A phrase must stand within one sentence: "I want to. Die Wohnung" is no wish to die.
_SENTENCE_END = re.compile(r"[.!?;؟۔؛।።፧፤։\n]+|[…]")
# Neither a letter nor a blank: no phrase can reach across what was taken out.
_TAKEN_OUT = " | "


@dataclass(frozen=True)
class Danger:
    """A sign of danger: `kind` is one of `DANGER_KINDS` (also the intent's name), `language` that of the word list."""

    kind: str
    language: str


def find_danger(text: str, lexicons: Lexicons | None = None) -> Danger | None:
    """Look for signs of danger in a message of any length, language and mixture of languages.

    What a harmless phrase of any list matches is taken out first: lists also hold phrases of other languages that their
    speakers mix in. When a message shows several kinds, the first of `DANGER_KINDS` is returned: an acute emergency
    first, because minutes count and its reply begins with 112; then self-harm, then violence.

    Args:
        text: what the person wrote, as it came in.
        lexicons: word lists by language; those of the project, as they are on disk now, when None.

    Raises:
        DataError: the project's word lists cannot be read and never were in this process.
    """
    lexicons = _lexicons_of_project() if lexicons is None else lexicons
    suspects = [_without_harmless(sentence, lexicons) for sentence in _sentences(text) if lexicons.any_danger.search(sentence)]
    for kind in DANGER_KINDS:
        for language, lexicon in lexicons.items():
            if any(find(lexicon.danger[kind], sentence) for sentence in suspects):
                return Danger(kind, language)
    return None


def rest_of_harmless(text: str, lexicons: Mapping[str, Lexicon] | None = None) -> str | None:
    """Take out the phrases that sound like danger and, as speakers of their language say, are none.

    Returns:
        What is left, folded: "my phone is dead, call me" leaves "call me"; None when the message holds no such phrase.
    """
    lexicons = _lexicons_of_project() if lexicons is None else lexicons
    sentences = _sentences(text)
    rests = [_without_harmless(sentence, lexicons) for sentence in sentences]
    if rests == sentences:
        return None
    return " ".join(" ".join(rests).replace(_TAKEN_OUT, " ").split())


def _lexicons_of_project() -> Lexicons:
    return current_lexicons(read_settings().data / "lexicon")


def _sentences(text: str) -> list[str]:
    return [folded for sentence in _SENTENCE_END.split(text) if (folded := fold(sentence))]


def _without_harmless(sentence: str, lexicons: Mapping[str, Lexicon]) -> str:
    for lexicon in lexicons.values():
        for match in reversed(list(index_of(lexicon.harmless).matches(sentence))):
            sentence = sentence[: match.start()] + _TAKEN_OUT + sentence[match.end() :]
    return sentence
