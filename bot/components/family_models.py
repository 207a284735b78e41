"""What a sentence vector means, told by two models: one of all languages, one of the language's family.

The one of all carries over what another language teaches; it cannot be exact, because solving for all sentences at once
takes time and memory with their cube and square. The one of the family is exact, and knows the language's own wordings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.components.kernel_ridge import KernelRidge, train_kernel_ridge
from bot.vectors import Vectors

MIN_ROWS = 500  # a family of fewer sentences has nothing to add


@dataclass(frozen=True)
class FamilyModels:
    """Trained models: `common` of all sentences, `families` by name, `members` from language to family."""

    common: KernelRidge
    families: Mapping[str, KernelRidge]
    members: Mapping[str, str]

    def scores(self, vectors: Vectors, languages: Sequence[str | None]) -> Vectors:
        """Return the mean of the model of all and the family's: about 1 for the right label, float32 (n, n labels).

        For a vector whose language is unknown or in no family the model of all speaks alone. Weights fitted on held-out
        sentences are no better than the mean: on the fewer sentences of such a fit the model of all is exact too.
        """
        scores = self.common.scores(vectors)
        families = np.array([self.members.get(language or "", "") for language in languages])
        for name in set(families) & set(self.families):
            own = families == name
            scores[own] = (scores[own] + self.families[name].scores(vectors[own])) / 2
        return scores

    def save(self, folder: Path) -> None:
        """Write the models into a folder, as plain arrays; those of families with half the digits, which changes nothing."""
        for name, model in {"": self.common, **self.families}.items():
            np.savez(
                folder / f"kernel_{name}.npz", centre=model.centre, landmarks=model.landmarks, coefficients=model.coefficients
            )
        np.savez(folder / "members.npz", languages=np.array(list(self.members)), families=np.array(list(self.members.values())))


def load_family_models(folder: Path) -> FamilyModels:
    """Read what `FamilyModels.save` wrote."""
    with np.load(folder / "members.npz", allow_pickle=False) as stored:
        members = dict(zip(map(str, stored["languages"]), map(str, stored["families"]), strict=True))
    models = {}
    for name in {"", *members.values()}:
        path = folder / f"kernel_{name}.npz"
        if path.exists():
            with np.load(path, allow_pickle=False) as stored:
                models[name] = KernelRidge(stored["centre"], stored["landmarks"], stored["coefficients"])
    return FamilyModels(models.pop(""), models, members)


def train_family_models(
    vectors: Vectors, labels: npt.NDArray[np.int_], languages: Sequence[str], families: Mapping[str, str]
) -> FamilyModels:
    """Fit the models; equal data give equal models.

    Args:
        vectors: float32 (n, dim), sentence vectors of length 1.
        labels: n numbers of labels, 0 … number of labels - 1.
        languages: n codes of languages.
        families: name of the family by code of language; what is missing belongs to none.
    """
    n_labels = int(labels.max()) + 1
    own = np.array([families.get(language, "") for language in languages])
    counts = Counter(own.tolist())
    large = [name for name in sorted(counts) if name and counts[name] >= MIN_ROWS and counts[name] < len(labels)]
    models = {name: train_kernel_ridge(vectors[own == name], labels[own == name], n_labels).halved() for name in large}
    return FamilyModels(train_kernel_ridge(vectors, labels, n_labels), models, dict(families))
