"""Two models speak about a message: one of all languages, one of the language's family (`data/families.yml`).

The one of all carries over what another language teaches; the one of the family knows the language's own wordings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from bot.components.kernel_ridge import KernelRidge
from bot.components.ngrams import NgramModel

MIN_ROWS = 500  # a family of fewer sentences has nothing to add

Scores = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int_]
Model = TypeVar("Model", KernelRidge, NgramModel)


@dataclass(frozen=True)
class FamilyModels(Generic[Model]):
    """Trained models: `common` of all sentences, `families` by name, `members` from language to family."""

    common: Model
    families: Mapping[str, Model]
    members: Mapping[str, str]

    def scores(self, rows: npt.NDArray[Any], languages: Sequence[str | None]) -> Scores:
        """Return the mean of the model of all and the family's, float32 (n, n labels).

        For a row whose language is unknown or in no family the model of all speaks alone. Weights fitted on held-out
        sentences are no better than the mean.

        Args:
            rows: n vectors or n texts, whatever the models take.
            languages: n codes of languages, None where it is not known.
        """
        scores = self.common.scores(rows)
        families = np.array([self.members.get(language or "", "") for language in languages])
        for name in set(families) & set(self.families):
            own = families == name
            scores[own] = (scores[own] + self.families[name].scores(rows[own])) / 2
        return scores


def train_families(train: Callable[[Numbers], Model], languages: Sequence[str], members: Mapping[str, str]) -> dict[str, Model]:
    """Fit a model for each family that is large enough, and smaller than the whole.

    Args:
        train: fits a model to the rows with these numbers.
        languages: codes of the languages of all rows.
        members: name of the family by code of language; what is missing belongs to none.
    """
    own = np.array([members.get(language, "") for language in languages])
    counts = Counter(own.tolist())
    large = [name for name in sorted(counts) if name and MIN_ROWS <= counts[name] < len(own)]
    return {name: train(np.flatnonzero(own == name)).halved() for name in large}
