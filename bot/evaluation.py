"""How well messages are understood: on sentences that are never trained on, as figures and tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import process
from rapidfuzz.distance import Indel

from bot.text import fold

ENTITIES = ("country", "city", "place", "people")
DANGERS = ("report_self_harm", "report_violence", "emergency_medical")
SAME_LANGUAGE = {"prs": "fa", "bs": "sr"}  # told apart by country or choice, not by text
SIMILAR = 0.8  # from this ratio of equal characters on, a test sentence counts as near to a trained one


@dataclass(frozen=True)
class Sentence:
    """One held-out sentence with what is right about it. A `near_miss` holds words of danger without danger."""

    text: str
    language: str
    intent: str
    danger: str | None = None
    near_miss: bool = False
    entities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """A sentence and what was understood."""

    sentence: Sentence
    intent: str
    confidence: float
    language: str | None
    danger: str | None
    entities: dict[str, str]

    @property
    def is_right(self) -> bool:
        """Whether the intent is right."""
        return self.intent == self.sentence.intent


def read_sentences(folder: Path) -> list[Sentence]:
    """Read tests/languages/<lang>.yml."""
    sentences = []
    for path in sorted(folder.glob("*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for row in content["sentences"] or ():
            entities = {name: str(row[name]) for name in ENTITIES if row.get(name) is not None}
            sentences.append(
                Sentence(row["text"], content["language"], row["intent"], row.get("danger"), bool(row.get("near_miss")), entities)
            )
    return sentences


async def evaluate(sentences: Iterable[Sentence], parse: Callable[[str], Awaitable[dict[str, Any]]]) -> list[Result]:
    """Run every sentence through the pipeline; `parse` returns what `wegweiser parse` prints."""
    results = []
    for sentence in sentences:
        parsed = await parse(sentence.text)
        entities = {e["entity"]: str(e["value"]) for e in parsed["entities"]}
        results.append(Result(sentence, parsed["intent"], parsed["confidence"], parsed["language"], parsed["danger"], entities))
    return results


def accuracy(results: Iterable[Result]) -> float:
    """Return the share of right intents, 0 for none."""
    rights = [result.is_right for result in results]
    return sum(rights) / len(rights) if rights else 0.0


def macro_f1(results: list[Result]) -> float:
    """Return the mean over intents of F1."""
    scores = []
    for intent in {r.sentence.intent for r in results}:
        hits = sum(r.is_right for r in results if r.sentence.intent == intent)
        wanted = sum(r.sentence.intent == intent for r in results)
        given = sum(r.intent == intent for r in results)
        scores.append(2 * hits / (wanted + given) if wanted + given else 0.0)
    return sum(scores) / len(scores) if scores else 0.0


def language_accuracy(results: Iterable[Result]) -> float:
    """Return the share of right languages; Persian and Dari count as one, Bosnian and Serbian too."""
    rights = [_merged(r.language) == _merged(r.sentence.language) for r in results]
    return sum(rights) / len(rights) if rights else 0.0


def _merged(language: str | None) -> str | None:
    return SAME_LANGUAGE.get(language or "", language)


def danger_figures(results: list[Result]) -> dict[str, float]:
    """Return recall (any danger found), right kind, and false alarms on near misses and on ordinary questions."""
    in_danger = [r for r in results if r.sentence.danger]
    near = [r for r in results if not r.sentence.danger and r.sentence.near_miss]
    ordinary = [r for r in results if not r.sentence.danger and not r.sentence.near_miss]

    def share(rows: list[Result], test: Callable[[Result], bool]) -> float:
        return sum(test(r) for r in rows) / len(rows) if rows else 0.0

    return {
        "recall": share(in_danger, lambda r: bool(r.danger)),
        "right kind": share(in_danger, lambda r: r.danger == r.sentence.danger),
        "alarms on near misses": share(near, lambda r: bool(r.danger)),
        "alarms on ordinary": share(ordinary, lambda r: bool(r.danger)),
    }


def entity_f1(results: list[Result]) -> dict[str, float]:
    """Return F1 by kind of entity."""
    scores = {}
    for name in ENTITIES:
        hits = sum(name in r.entities and r.entities[name] == r.sentence.entities.get(name) for r in results)
        given = sum(name in r.entities for r in results)
        wanted = sum(name in r.sentence.entities for r in results)
        scores[name] = 2 * hits / (given + wanted) if given + wanted else 1.0
    return scores


def confusions(results: Iterable[Result], limit: int = 15) -> list[tuple[str, str, int]]:
    """Return the most frequent mistakes as (right, given, how often)."""
    pairs = Counter((r.sentence.intent, r.intent) for r in results if not r.is_right)
    return [(right, given, count) for (right, given), count in pairs.most_common(limit)]


def coverage(results: list[Result], threshold: float) -> tuple[float, float]:
    """Return which share is answered from a confidence on, and which share of that is right."""
    answered = [r for r in results if r.confidence >= threshold]
    return (len(answered) / len(results) if results else 0.0), accuracy(answered)


def far_from_training(results: list[Result], nlu: Path) -> list[Result]:
    """Return the results of sentences that resemble no trained sentence of their language."""
    trained: dict[str, list[str]] = defaultdict(list)
    for path in nlu.glob("*/*.yml"):
        for item in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("nlu") or ():
            rows = (item.get("examples") or "").splitlines()
            trained[path.parent.name] += [fold(row.removeprefix("- ")) for row in rows if row.strip()]
    return [
        result
        for result in results
        if process.extractOne(
            fold(result.sentence.text),
            trained[result.sentence.language],
            scorer=Indel.normalized_similarity,
            processor=None,
            score_cutoff=SIMILAR,
        )
        is None
    ]
