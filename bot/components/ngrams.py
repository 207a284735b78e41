"""A linear classifier over hashed character n-grams: small, fast, and saved as plain numbers.

Hashing needs no vocabulary, so nothing but weights is stored; character n-grams bear misspellings and words cut by
thumbs. Used for intents (next to the sentence vectors) and for languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC


@dataclass(frozen=True)
class NgramModel:
    """Weights of a trained model. Make it with `train_ngrams`, keep it with `save`, get it back with `load_ngrams`.

    `weights` is float32 or float16 (n features, n labels), `idf` float32 (n features,), `bias` float32 (n labels,).
    """

    labels: tuple[str, ...]
    longest: int
    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    def scores(self, texts: Sequence[str] | npt.NDArray[np.object_]) -> npt.NDArray[np.float32]:
        """Return how much each text looks like each label, float32 (n texts, n labels): margins, no probabilities."""
        rows = weigh(self._vectorizer.transform(texts), self.idf)
        scores = np.tile(self.bias, (len(texts), 1))
        for number, (start, end) in enumerate(zip(rows.indptr, rows.indptr[1:], strict=False)):
            used = self.weights[rows.indices[start:end]].astype(np.float32, copy=False)
            scores[number] += rows.data[start:end] @ used
        return scores

    def halved(self) -> NgramModel:
        """Return the same model in half the memory, with three digits."""
        return replace(self, weights=self.weights.astype(np.float16))

    def save(self, path: Path) -> None:
        """Write everything into one `.npz` file without pickled objects."""
        np.savez(path, labels=np.array(self.labels), longest=self.longest, idf=self.idf, weights=self.weights, bias=self.bias)

    @cached_property
    def _vectorizer(self) -> HashingVectorizer:
        return _make_vectorizer(self.longest, len(self.idf))


def train_ngrams(
    texts: Sequence[str], labels: Sequence[str] | npt.NDArray[np.int_], longest: int, *, features: int, c: float,
    n_labels: int | None = None,
) -> NgramModel:  # fmt: skip
    """Fit one linear support vector machine per label; equal data give equal weights.

    Args:
        texts: n training sentences, prepared as later messages will be.
        labels: their n labels, at least two different ones.
        longest: length of the longest n-gram, in characters; the shortest has two.
        features: how many numbers the n-grams are hashed to.
        c: how closely the sentences are followed.
        n_labels: when labels are numbers, how many there are; one that no sentence has gets the score -1.
    """
    counts = _make_vectorizer(longest, features).transform(texts)
    seen_in = np.asarray((counts > 0).sum(axis=0)).ravel()
    idf = np.log((1 + len(texts)) / (1 + seen_in)).astype(np.float32) + 1
    machine = LinearSVC(C=c, class_weight="balanced", random_state=0).fit(weigh(counts, idf), labels)
    coefficients, bias, classes = machine.coef_, machine.intercept_, machine.classes_
    if len(classes) == 2:  # scikit-learn keeps one row for two classes
        coefficients, bias = np.vstack([-coefficients, coefficients]), np.concatenate([-bias, bias])
    weights = np.ascontiguousarray(coefficients.T, dtype=np.float32)
    if n_labels is not None:
        every = np.zeros((features, n_labels), np.float32), np.full(n_labels, -1, np.float32)
        every[0][:, classes], every[1][classes] = weights, bias
        (weights, bias), classes = every, np.arange(n_labels)
    return NgramModel(tuple(str(label) for label in classes), longest, idf, weights, bias.astype(np.float32))


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


def _make_vectorizer(longest: int, features: int) -> HashingVectorizer:
    return HashingVectorizer(
        analyzer="char_wb",
        ngram_range=(2, longest),
        n_features=features,
        alternate_sign=False,
        norm=None,
        lowercase=False,
    )
