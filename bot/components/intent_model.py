"""What a message wants: sentence vectors and character n-grams, with models of their own, fused at the end.

The vectors carry the meaning across languages, the n-grams what the encoder does not know: dialect, transliteration,
German office words. The weights of the two, which also make the probabilities honest, are fitted on sentences held out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from bot.components.family_models import FamilyModels, load_family_models, train_family_models
from bot.components.ngrams import NgramModel, load_ngrams, train_ngrams
from bot.text import clean, fold
from bot.vectors import Vectors

LONGEST_NGRAM = 5
_HELD_OUT = 5  # every fifth sentence of an intent is held out while the weights are fitted
_MAX_FITTED = 10_000  # sentences from which they are fitted: the weights hardly change with more, the time does
_USUAL_WEIGHTS = (12.0, 1.5)  # where the fit begins; used as they are when there are too few sentences to hold out

Scores = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int_]


@dataclass(frozen=True)
class IntentModel:
    """A trained model; `weights` multiply the scores of the vectors and of the n-grams before the softmax."""

    labels: tuple[str, ...]
    by_vector: FamilyModels
    by_ngrams: NgramModel
    weights: tuple[float, float]

    def probabilities(self, texts: Sequence[str], vectors: Vectors, languages: Sequence[str | None]) -> Scores:
        """Return the probability of each label, float32 (n, n labels), rows summing to 1.

        Args:
            texts: n messages as people wrote them.
            vectors: float32 (n, dim), their sentence vectors.
            languages: n codes of their languages; None where it is not known.
        """
        scores = _scores(self.by_vector, self.by_ngrams, texts, vectors, languages)
        probabilities: Scores = softmax(_fuse(self.weights, *scores), axis=1).astype(np.float32)
        return probabilities

    def save(self, folder: Path) -> None:
        """Write the model into a folder, as plain arrays."""
        self.by_ngrams.save(folder / "ngrams.npz")
        self.by_vector.save(folder)
        np.savez(folder / "fusion.npz", labels=np.array(self.labels), weights=np.array(self.weights))


def load_intent_model(folder: Path) -> IntentModel:
    """Read what `IntentModel.save` wrote."""
    with np.load(folder / "fusion.npz", allow_pickle=False) as stored:
        labels = tuple(str(label) for label in stored["labels"])
        weights = float(stored["weights"][0]), float(stored["weights"][1])
    return IntentModel(labels, load_family_models(folder), load_ngrams(folder / "ngrams.npz"), weights)


def train_intent_model(
    texts: Sequence[str], intents: Sequence[str], vectors: Vectors, languages: Sequence[str], families: Mapping[str, str]
) -> IntentModel:
    """Fit the model; equal data give an equal model.

    Args:
        texts: n training sentences.
        intents: their intents, at least two different ones.
        vectors: float32 (n, dim), their sentence vectors.
        languages: codes of their languages.
        families: name of the family by code of language.
    """
    labels = tuple(sorted(set(intents)))
    numbers = np.array([labels.index(intent) for intent in intents])
    weights = _fit_weights(texts, numbers, vectors, languages, families)
    return IntentModel(labels, *_train_both(texts, numbers, vectors, languages, families), weights)


def _train_both(
    texts: Sequence[str], numbers: Numbers, vectors: Vectors, languages: Sequence[str], families: Mapping[str, str]
) -> tuple[FamilyModels, NgramModel]:
    ngrams = train_ngrams([_prepare(text) for text in texts], numbers, LONGEST_NGRAM)
    return train_family_models(vectors, numbers, languages, families), ngrams


def _fit_weights(
    texts: Sequence[str], numbers: Numbers, vectors: Vectors, languages: Sequence[str], families: Mapping[str, str]
) -> tuple[float, float]:
    """Minimise the logarithmic loss over held-out sentences: the least loss has honest probabilities."""
    step = -(-len(numbers) // _MAX_FITTED)
    kept: list[int] = []
    tried: list[int] = []
    for number in np.unique(numbers):  # of each intent, so that none is missing among the kept
        for place, row in enumerate(np.flatnonzero(numbers == number)[::step]):
            (tried if place % _HELD_OUT == _HELD_OUT - 1 else kept).append(int(row))
    if not tried:
        return _USUAL_WEIGHTS
    models = _train_both([texts[i] for i in kept], numbers[kept], vectors[kept], [languages[i] for i in kept], families)
    scores = _scores(*models, [texts[i] for i in tried], vectors[tried], [languages[i] for i in tried])
    truth = numbers[tried]

    def loss(logarithms: npt.NDArray[np.float64]) -> float:
        fused = _fuse(np.exp(logarithms), *scores)
        return float(np.mean(logsumexp(fused, axis=1) - fused[np.arange(len(truth)), truth]))

    best = np.exp(minimize(loss, np.log(_USUAL_WEIGHTS), method="Nelder-Mead", options={"maxiter": 80}).x)
    return float(best[0]), float(best[1])


def _scores(
    by_vector: FamilyModels, by_ngrams: NgramModel, texts: Sequence[str], vectors: Vectors, languages: Sequence[str | None]
) -> tuple[Scores, Scores]:
    return by_vector.scores(vectors, languages), by_ngrams.scores([_prepare(text) for text in texts])


def _fuse(weights: Sequence[float] | npt.NDArray[np.float64], by_vector: Scores, by_ngrams: Scores) -> Scores:
    fused: Scores = weights[0] * by_vector + weights[1] * by_ngrams
    return fused


def _prepare(text: str) -> str:
    # Folded: phones and dialects spell accents, ya, kaf and dotless i at will.
    return fold(clean(text))
