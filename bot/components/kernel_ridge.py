"""Kernel ridge regression on sentence vectors: a class for each intent, learned from how near sentences are.

On held-out sentences of six languages it is six points better than logistic regression on the same vectors (English one,
Persian eight): many intents have several unlike clusters of wordings, which no plane separates.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from bot.vectors import Vectors

WIDTH = 0.5  # exp(-WIDTH * squared distance); 0.25 and 1 are a point worse
RIDGE = 0.05  # 0.03 to 0.1 are equal, 0.3 is a point worse
# Beyond this many rows the exact solution takes half a minute and a gigabyte, both growing fast; then some rows, spread
# evenly over the data, serve as landmarks for all, which costs two points (Williams and Seeger 2001, "Using the Nyström
# Method to Speed Up Kernel Machines").
MAX_EXACT_ROWS = 16_000
LANDMARKS = 4_000
LANDMARK_RIDGE = 0.1
_BLOCK = 2_000  # rows of the kernel matrix held at once


@dataclass(frozen=True)
class KernelRidge:
    """A trained model: `centre` (dim,), `landmarks` (m, dim) of length 1, `coefficients` (m, n labels); all float32."""

    centre: Vectors
    landmarks: Vectors
    coefficients: Vectors

    def scores(self, vectors: Vectors) -> Vectors:
        """Return about 1 for the label that a vector belongs to and about 0 for others: float32 (n, n labels)."""
        scores: Vectors = _kernel(_centred(vectors, self.centre), self.landmarks) @ self.coefficients
        return scores

    def halved(self) -> KernelRidge:
        """Return the same model with three digits, which halves its file; it is whole again when it is loaded."""
        return KernelRidge(self.centre, self.landmarks.astype(np.float16), self.coefficients.astype(np.float16))

    def save(self, path: Path) -> None:
        """Write everything into one `.npz` file without pickled objects."""
        np.savez(path, centre=self.centre, landmarks=self.landmarks, coefficients=self.coefficients)

    @classmethod
    def load(cls, path: Path) -> KernelRidge:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(*(stored[name].astype(np.float32) for name in ("centre", "landmarks", "coefficients")))


def train_kernel_ridge(vectors: Vectors, labels: npt.NDArray[np.int_], n_labels: int | None = None) -> KernelRidge:
    """Fit the model; equal data give equal coefficients.

    Args:
        vectors: float32 (n, dim), sentence vectors of length 1.
        labels: n numbers of labels, 0 … number of labels - 1.
        n_labels: how many labels there are, when some may have no sentence.
    """
    centre = vectors.mean(axis=0)
    rows = _centred(vectors, centre)
    targets = np.eye(n_labels or int(labels.max()) + 1, dtype=np.float32)[labels]
    if len(rows) <= MAX_EXACT_ROWS:
        kernel = _kernel(rows, rows)
        kernel[np.diag_indices(len(rows))] += RIDGE
        factor = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
        return KernelRidge(centre, rows, cho_solve(factor, targets))
    landmarks = rows[np.linspace(0, len(rows) - 1, LANDMARKS).astype(int)]
    coefficients = _solve_by_landmarks(rows, landmarks, targets)
    return KernelRidge(centre, landmarks, coefficients)


def _solve_by_landmarks(rows: Vectors, landmarks: Vectors, targets: Vectors) -> Vectors:
    among_landmarks = _kernel(landmarks, landmarks)
    among_landmarks[np.diag_indices(len(landmarks))] += 1e-3  # equal sentences make equal landmarks
    lower = np.linalg.cholesky(among_landmarks)
    # Ridge regression on features whose products are the kernel. Solving for the coefficients at once is faster, but
    # squares the condition of the kernel, which float32 does not bear.
    system = np.diag(np.full(len(landmarks), LANDMARK_RIDGE, np.float32))
    right = np.zeros((len(landmarks), targets.shape[1]), np.float32)
    for start in range(0, len(rows), _BLOCK):
        part = slice(start, start + _BLOCK)
        features = solve_triangular(lower, _kernel(landmarks, rows[part]), lower=True, check_finite=False)
        system += features @ features.T
        right += features @ targets[part]
    weights = cho_solve(cho_factor(system, lower=True, overwrite_a=True, check_finite=False), right)
    coefficients: Vectors = solve_triangular(lower.T, weights, lower=False, check_finite=False)
    return coefficients


def _centred(vectors: Vectors, centre: Vectors) -> Vectors:
    # E5 vectors all point one way (cosines of 0.7 to 1); without their mean, distances mean more.
    moved = vectors - centre
    centred: Vectors = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)
    return centred


def _kernel(left: Vectors, right: Vectors) -> Vectors:
    # Both have rows of length 1, so the squared distance is 2 - 2 cos.
    kernel: Vectors = np.exp(2 * WIDTH * (left @ right.T - 1)).astype(np.float32, copy=False)
    return kernel
