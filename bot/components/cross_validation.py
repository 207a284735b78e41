"""Accuracy on sentences of the training data that a model has not seen: five times, each time another fifth held out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bot.components.intent_model import train_intent_model
from bot.components.training_rows import read_rows
from bot.languages import read_families
from bot.settings import Settings
from bot.vectors import encode_cached

FOLDS = 5


def cross_validate(settings: Settings) -> Iterator[tuple[str, int, float]]:
    """Train and measure `FOLDS` times.

    Every fifth sentence of an intent and language is held out in turn, so that each has its share in every fold.

    Yields:
        language (or "all"), sentences, share of right intents.
    """
    rows = sorted(read_rows(settings.data / "nlu"), key=lambda row: (row.language, row.intent))
    vectors = encode_cached([row.text for row in rows], settings.cache / "vectors.npz")
    families = read_families(settings.data / "families.yml")
    rights: dict[str, list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        kept = [number for number in range(len(rows)) if number % FOLDS != fold]
        tried = range(fold, len(rows), FOLDS)
        model = train_intent_model(
            [rows[n].text for n in kept],
            [rows[n].intent for n in kept],
            vectors[kept],
            [rows[n].language for n in kept],
            families,
        )
        languages = [rows[n].language for n in tried]
        probabilities = model.probabilities([rows[n].text for n in tried], vectors[list(tried)], languages)
        for number, best in zip(tried, probabilities.argmax(axis=1), strict=True):
            is_right = model.labels[best] == rows[number].intent
            for name in ("all", rows[number].language):
                rights[name].append(is_right)
    for name, values in rights.items():
        yield name, len(values), sum(values) / len(values)
