"""A linear classifier over hashed character n-grams: small, fast, and saved as plain numbers.

Hashing needs no vocabulary, so nothing but weights is stored; character n-grams bear misspellings and words cut by
thumbs. Used for intents (next to the sentence vectors) and for languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

FEATURES = 2**16  # measured: 2**18 is no better on 8,000 rows, and 65 intents would take 68 MB instead of 17
C = 0.3


@dataclass(frozen=True)
class NgramModel:
    """Weights of a trained model. Make it with `train_ngrams`, keep it with `save`, get it back with `load_ngrams`.

    `weights` is float32 (FEATURES, n labels) with the n-grams' idf multiplied in, `bias` float32 (n labels,).
    """

    labels: tuple[str, ...]
    longest: int
    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def scores(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return how much each text looks like each label, float32 (n texts, n labels): margins, no probabilities."""
        scores: npt.NDArray[np.float32] = weigh(self._vectorizer.transform(texts), self.idf) @ self.weights + self.bias
        return scores

    def save(self, path: Path) -> None:
        """Write everything into one `.npz` file without pickled objects."""
        np.savez(path, labels=np.array(self.labels), longest=self.longest, idf=self.idf, weights=self.weights, bias=self.bias)

    @cached_property
    def _vectorizer(self) -> HashingVectorizer:
        return _make_vectorizer(self.longest)


def train_ngrams(texts: Sequence[str], labels: Sequence[str] | npt.NDArray[np.int_], longest: int) -> NgramModel:
    """Fit one linear support vector machine per label; equal data give equal weights.

    Args:
        texts: n training sentences, prepared as later messages will be.
        labels: their n labels, at least two different ones.
        longest: length of the longest n-gram, in characters; the shortest has two.
    """
    counts = _make_vectorizer(longest).transform(texts)
    seen_in = np.asarray((counts > 0).sum(axis=0)).ravel()
    idf = np.log((1 + len(texts)) / (1 + seen_in)).astype(np.float32) + 1
    machine = LinearSVC(C=C, class_weight="balanced", random_state=0).fit(weigh(counts, idf), labels)
    coefficients, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # scikit-learn keeps one row for two classes
        coefficients, bias = np.vstack([-coefficients, coefficients]), np.concatenate([-bias, bias])
    return NgramModel(
        labels=tuple(str(label) for label in machine.classes_),
        longest=longest,
        idf=idf,
        weights=np.ascontiguousarray(coefficients.T, dtype=np.float32),
        bias=bias.astype(np.float32),
    )


def load_ngrams(path: Path) -> NgramModel:
    """Read what `NgramModel.save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        return NgramModel(
            labels=tuple(str(label) for label in stored["labels"]),
            longest=int(stored["longest"]),
            idf=stored["idf"],
            weights=stored["weights"],
            bias=stored["bias"],
        )


def weigh(counts: csr_matrix, idf: npt.NDArray[np.float32]) -> csr_matrix:
    """Turn counts of n-grams into tf-idf rows of length 1; repeats of an n-gram count by their logarithm."""
    weighed = counts.astype(np.float32)
    weighed.data = (1 + np.log(weighed.data)) * idf[weighed.indices]
    return normalize(weighed, copy=False)


def _make_vectorizer(longest: int) -> HashingVectorizer:
    return HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(2, longest),
        n_features=FEATURES,
        alternate_sign=False,
        norm=None,
        lowercase=False,
    )
