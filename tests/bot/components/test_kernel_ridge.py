"""Kernel ridge regression separates what no plane separates, exactly or by landmarks."""

from __future__ import annotations

import numpy as np
import pytest

from bot.components import kernel_ridge
from bot.components.kernel_ridge import train_kernel_ridge


@pytest.fixture
def rows() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(0)
    centres = np.array([[1, 1, 0], [-1, -1, 0], [1, -1, 0], [-1, 1, 0]], np.float32)  # opposite corners belong together
    vectors = np.repeat(centres, 30, axis=0) + 0.1 * random.standard_normal((120, 3)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.repeat([0, 0, 1, 1], 30)


@pytest.mark.parametrize("limit", [200, 100])
def test_classes_of_several_clusters_are_learned(
    limit: int, rows: tuple[np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_ridge, "MAX_EXACT_ROWS", limit)
    monkeypatch.setattr(kernel_ridge, "LANDMARKS", 60)
    vectors, labels = rows

    model = train_kernel_ridge(vectors, labels)
    scores = model.scores(vectors)

    assert len(model.landmarks) == (120 if limit == 200 else 60)
    assert scores.dtype == np.float32
    assert np.array_equal(scores.argmax(axis=1), labels)
