"""Which language a text is in: letters first, then three voters.

The voters are our own character model (trained on the project's sentences), fastText and langdetect. Each gives a
probability for the languages it knows; what it does not know gets a neutral vote, so that no voter can push a language
away only because nobody taught it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from bot.components.language_voters import FASTTEXT_LANGUAGES, LANGDETECT_LANGUAGES, ask_fasttext, ask_langdetect
from bot.components.ngrams import NgramModel, train_ngrams
from bot.components.training_rows import Row
from bot.scripts import LANGUAGES, SAME_IN_TEXT, languages_by_letters, script_of
from bot.text import clean

LONGEST_NGRAM = 4
FEATURES, C = 2**17, 1.0
# Measured on unseen sentences of 25 languages: 95.6 % right. The ready-made voters know too little of chat messages to
# count for more (0.5 and 0.3 cost two points); without them it is 95.5 %, and a language new to our own voter is lost.
_SHARPNESS = 4.0  # turns margins of the support vector machine into probabilities
_WEIGHTS = {"own": 1.5, "fasttext": 0.2, "langdetect": 0.1}
_NEUTRAL = {"own": 0.2, "fasttext": 0.02, "langdetect": 0.02}
_FLOOR = 0.01  # a voter may be wrong altogether


@dataclass(frozen=True)
class Guess:
    """The likeliest language of a text (one of `LANGUAGES`) and its probability.

    `is_by_script`: the letters leave this language alone, and they are not Latin.
    """

    language: str
    probability: float
    is_by_script: bool


def train_language_model(rows: Iterable[Row]) -> NgramModel:
    """Fit our own voter on the training sentences; the folder of a sentence names its language."""
    pairs = [(_prepare(row.text), SAME_IN_TEXT.get(row.language, row.language)) for row in rows]
    texts, languages = [text for text, _ in pairs], [language for _, language in pairs]
    return train_ngrams(texts, languages, LONGEST_NGRAM, features=FEATURES, c=C).halved()


def guess_language(text: str, own: NgramModel | None) -> Guess | None:
    """Guess the language of a text; None when it has no letter of a script we know.

    Args:
        text: one message, any length.
        own: our own voter; None before it is trained.
    """
    possible = languages_by_letters(text)
    if len(possible) == 1 and script_of(text) != "LATIN":
        return Guess(next(iter(possible)), 1.0, is_by_script=True)
    if not possible:
        return None
    votes = language_scores(text, own)
    # Transliteration: our own sentences teach Arabic or Persian in Latin letters; nobody writes the reverse.
    candidates = sorted(possible | (set(own.labels) & LANGUAGES if own and script_of(text) == "LATIN" else set()))
    probabilities = softmax(np.array([votes[language] for language in candidates]))
    best = int(probabilities.argmax())
    return Guess(candidates[best], float(probabilities[best]), is_by_script=False)


def language_scores(text: str, own: NgramModel | None) -> dict[str, float]:
    """Return the weighted sum of the voters' logarithms for each of `LANGUAGES`."""
    prepared = _prepare(text)
    scores = dict.fromkeys(LANGUAGES, 0.0)
    _add_votes(scores, "fasttext", ask_fasttext(prepared), FASTTEXT_LANGUAGES)
    _add_votes(scores, "langdetect", ask_langdetect(prepared), LANGDETECT_LANGUAGES)
    if own:
        chances = softmax(_SHARPNESS * own.scores([prepared])[0])
        _add_votes(scores, "own", dict(zip(own.labels, chances)), frozenset(own.labels))
    return scores


def _add_votes(scores: dict[str, float], voter: str, votes: Mapping[str, float], known: frozenset[str]) -> None:
    for language in scores:
        vote = votes.get(language, 0.0) if votes and language in known else _NEUTRAL[voter]
        scores[language] += _WEIGHTS[voter] * float(np.log(vote + _FLOOR))


def _prepare(text: str) -> str:
    return clean(text).lower()
