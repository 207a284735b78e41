"""What a message wants: sentence vectors and character n-grams, with models of their own, fused at the end.

The vectors carry the meaning across languages, the n-grams what the encoder does not know: dialect, transliteration,
German office words. Each of the two is told by a model of all languages and one of the language's family.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from scipy.special import softmax

from bot.components.family_models import FamilyModels, Numbers, Scores, train_families
from bot.components.kernel_ridge import KernelRidge, train_kernel_ridge
from bot.components.ngrams import NgramModel, load_ngrams, train_ngrams
from bot.text import clean, fold
from bot.vectors import Vectors

# The weights of vectors and n-grams before the softmax. They make the probabilities honest: of all weights these have the
# least logarithmic loss on held-out training sentences (`wegweiser evaluate --cross-validation` prints the best again).
WEIGHTS = (13.0, 4.0)
LONGEST_NGRAM = 5
# Many languages share one table of n-grams, a family needs a smaller one. A larger `c` than usual follows the sentences
# closely: each is a thought of its own, and the vectors make up for what is too close. 0.3 costs two points.
COMMON_NGRAMS = {"features": 2**17, "c": 1.5}
FAMILY_NGRAMS = {"features": 2**16, "c": 2.0}
_MIN_ROWS_FOR_PROCESS = 5_000  # fewer are learned faster than a second process starts


@dataclass(frozen=True)
class IntentModel:
    """A trained model."""

    labels: tuple[str, ...]
    by_vector: FamilyModels[KernelRidge]
    by_ngrams: FamilyModels[NgramModel]

    def probabilities(self, texts: Sequence[str], vectors: Vectors, languages: Sequence[str | None]) -> Scores:
        """Return the probability of each label, float32 (n, n labels), rows summing to 1.

        Args:
            texts: n messages as people wrote them.
            vectors: float32 (n, dim), their sentence vectors.
            languages: n codes of their languages; None where it is not known.
        """
        by_vector, by_ngrams = self.scores(texts, vectors, languages)
        probabilities: Scores = softmax(WEIGHTS[0] * by_vector + WEIGHTS[1] * by_ngrams, axis=1).astype(np.float32)
        return probabilities

    def scores(self, texts: Sequence[str], vectors: Vectors, languages: Sequence[str | None]) -> tuple[Scores, Scores]:
        """Return what vectors and n-grams say, each float32 (n, n labels), before they are weighed."""
        prepared = np.array([_prepare(text) for text in texts], dtype=object)
        return self.by_vector.scores(vectors, languages), self.by_ngrams.scores(prepared, languages)

    def save(self, folder: Path) -> None:
        """Write the model into a folder, as plain arrays."""
        members = self.by_vector.members
        np.savez(
            folder / "fusion.npz",
            labels=np.array(self.labels), languages=np.array(list(members)), families=np.array(list(members.values())),
        )  # fmt: skip
        for name, kernel in {"": self.by_vector.common, **self.by_vector.families}.items():
            kernel.save(folder / f"kernel_{name}.npz")
        for name, ngrams in {"": self.by_ngrams.common, **self.by_ngrams.families}.items():
            ngrams.save(folder / f"ngrams_{name}.npz")


def load_intent_model(folder: Path) -> IntentModel:
    """Read what `IntentModel.save` wrote."""
    with np.load(folder / "fusion.npz", allow_pickle=False) as stored:
        labels = tuple(map(str, stored["labels"]))
        members = dict(zip(map(str, stored["languages"]), map(str, stored["families"]), strict=True))
    kernels = {path.stem.removeprefix("kernel_"): KernelRidge.load(path) for path in folder.glob("kernel_*.npz")}
    ngrams = {path.stem.removeprefix("ngrams_"): load_ngrams(path) for path in folder.glob("ngrams_*.npz")}
    return IntentModel(labels, FamilyModels(kernels.pop(""), kernels, members), FamilyModels(ngrams.pop(""), ngrams, members))


def train_intent_model(
    texts: Sequence[str], intents: Sequence[str], languages: Sequence[str], vectors: Vectors, with_vector: Numbers,
    families: Mapping[str, str],
) -> IntentModel:  # fmt: skip
    """Fit the model; equal data give an equal model.

    Args:
        texts: n training sentences.
        intents: their intents, at least two different ones.
        languages: codes of their languages.
        vectors: float32 (m, dim), sentence vectors of some of them.
        with_vector: the m numbers of the sentences that have one, in the order of `vectors`.
        families: name of the family by code of language.
    """
    labels = tuple(sorted(set(intents)))
    number = {label: place for place, label in enumerate(labels)}
    numbers = np.array([number[intent] for intent in intents])
    prepared = [_prepare(text) for text in texts]
    own = [languages[i] for i in with_vector]

    def family_ngrams(rows: Numbers) -> NgramModel:
        return _train_ngrams([prepared[i] for i in rows], numbers[rows], len(labels), FAMILY_NGRAMS)

    def kernel(rows: Numbers) -> KernelRidge:
        return train_kernel_ridge(vectors[rows], numbers[with_vector][rows], len(labels))

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        aside: Future[NgramModel] | None = None
        if len(texts) >= _MIN_ROWS_FOR_PROCESS:  # the common n-grams take as long as all the rest
            aside = pool.submit(_train_ngrams, prepared, numbers, len(labels), COMMON_NGRAMS)
        ngrams = train_families(family_ngrams, languages, families)
        kernels = train_families(kernel, own, families)
        by_vector = FamilyModels(kernel(np.arange(len(vectors))), kernels, dict(families))
        common = aside.result() if aside else _train_ngrams(prepared, numbers, len(labels), COMMON_NGRAMS)
    return IntentModel(labels, by_vector, FamilyModels(common.halved(), ngrams, dict(families)))


def _train_ngrams(prepared: Sequence[str], numbers: Numbers, n_labels: int, how: Mapping[str, float]) -> NgramModel:
    return train_ngrams(prepared, numbers, LONGEST_NGRAM, features=int(how["features"]), c=how["c"], n_labels=n_labels)


def _prepare(text: str) -> str:
    # Folded: phones and dialects spell accents, ya, kaf and dotless i at will.
    return fold(clean(text))
