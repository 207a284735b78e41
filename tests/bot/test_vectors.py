"""Sentence vectors have one shape, depend on the text alone, and only those of training sentences reach the disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.vectors import VECTOR_SIZE, encode, encode_cached

TEXTS = ["how much is the rent", "كم الإيجار", "wie hoch ist die Miete"]


@pytest.mark.parametrize("n", [0, 1, 3])
def test_shape_type_and_length(n: int, tmp_path: Path) -> None:
    for vectors in (encode(TEXTS[:n]), encode_cached(TEXTS[:n], tmp_path / "vectors.npz")):
        assert vectors.shape == (n, VECTOR_SIZE)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(n), abs=1e-4)


def test_a_vector_does_not_depend_on_its_neighbours_nor_on_case() -> None:
    assert np.array_equal(encode(TEXTS)[2], encode(["WIE HOCH ist die  Miete"])[0])


def test_empty_text_has_a_vector() -> None:
    assert encode([""]).shape == (1, VECTOR_SIZE)


def test_sentences_of_equal_meaning_are_nearer_than_others() -> None:
    rent, miete, hello = encode([TEXTS[0], TEXTS[2], "hello, good morning"])

    assert rent @ miete > rent @ hello


def test_cached_vectors_are_equal_and_survive_new_sentences(tmp_path: Path) -> None:
    cache_file = tmp_path / "deep" / "vectors.npz"
    first = encode_cached(TEXTS[:1], cache_file)
    encode_cached(TEXTS[1:], cache_file)

    assert np.array_equal(encode_cached(TEXTS, cache_file)[0], first[0])
    assert len(np.load(cache_file)["keys"]) == len(TEXTS)


def test_an_unreadable_cache_is_made_anew(tmp_path: Path) -> None:
    cache_file = tmp_path / "vectors.npz"
    cache_file.write_bytes(b"PK\x03\x04 cut short")

    assert np.array_equal(encode_cached(TEXTS, cache_file), encode(TEXTS))
