"""Accuracy on sentences of the training data that a model has not seen: five times, each time another fifth held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from bot.components.family_models import Numbers, Scores
from bot.components.intent_model import WEIGHTS, train_intent_model
from bot.components.training_rows import read_rows, spread
from bot.languages import read_families
from bot.settings import Settings
from bot.vectors import encode_cached

FOLDS = 5


@dataclass(frozen=True)
class Held:
    """What models that had not seen them said of all training sentences; row i of each belongs to sentence i."""

    languages: Sequence[str]
    truth: Numbers
    by_vector: Scores
    by_ngrams: Scores

    def accuracy(self, language: str | None = None) -> tuple[int, float]:
        """Return how many sentences there are, of a language or of all, and which share was right."""
        mine = np.array([language in (None, code) for code in self.languages])
        best = (WEIGHTS[0] * self.by_vector + WEIGHTS[1] * self.by_ngrams).argmax(axis=1)
        return int(mine.sum()), float((best == self.truth)[mine].mean())

    def best_weights(self) -> tuple[float, float]:
        """Return the weights of vectors and n-grams with the least logarithmic loss: those of honest probabilities."""

        def loss(logarithms: Sequence[float]) -> float:
            by_vector, by_ngrams = np.exp(logarithms)
            fused = by_vector * self.by_vector + by_ngrams * self.by_ngrams
            return float(np.mean(logsumexp(fused, axis=1) - fused[np.arange(len(self.truth)), self.truth]))

        best = np.exp(minimize(loss, np.log(WEIGHTS), method="Nelder-Mead", options={"maxiter": 60}).x)
        return float(best[0]), float(best[1])


def cross_validate(settings: Settings, sentences: int) -> Held:
    """Train `FOLDS` times, each time on four fifths.

    Every fifth sentence of an intent and language is held out in turn, so that each has its share in every fold.

    Args:
        settings: where the data and the cache are.
        sentences: how many of an intent and language get a vector.
    """
    rows = sorted(read_rows(settings.data / "nlu"), key=lambda row: (row.language, row.intent))
    vectors = encode_cached([row.text for row in rows], settings.cache / "vectors.npz")
    families = read_families(settings.data / "families.yml")
    labels = sorted({row.intent for row in rows})
    held = Held(
        [row.language for row in rows],
        np.array([labels.index(row.intent) for row in rows]),
        np.empty((len(rows), len(labels)), np.float32),
        np.empty((len(rows), len(labels)), np.float32),
    )
    for fold in range(FOLDS):
        kept = [number for number in range(len(rows)) if number % FOLDS != fold]
        tried = range(fold, len(rows), FOLDS)
        texts, intents = [rows[n].text for n in kept], [rows[n].intent for n in kept]
        languages = [rows[n].language for n in kept]
        chosen = np.array(spread(list(zip(intents, languages, strict=True)), sentences))
        own = vectors[np.array(kept)[chosen]]
        model = train_intent_model(texts, intents, languages, own, chosen, families)
        scores = model.scores([rows[n].text for n in tried], vectors[tried], [rows[n].language for n in tried])
        held.by_vector[tried], held.by_ngrams[tried] = scores
    return held
