"""`wegweiser evaluate`: what docs/understanding.md says, measured again."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence

from bot import evaluation
from bot.brain import get_brain
from bot.cli.parse import parse_text
from bot.errors import WegweiserError
from bot.settings import Settings, read_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--mistakes", action="store_true", help="list every sentence that was understood wrongly")
    parser.add_argument("--cross-validation", action="store_true", help="also train five times on four fifths (minutes)")


def run(options: argparse.Namespace) -> int:
    """Measure on tests/languages, and by cross-validation when asked to."""
    settings = read_settings()
    sentences = evaluation.read_sentences(settings.home / "tests" / "languages")
    if not sentences:
        raise WegweiserError("tests/languages holds no sentences; run this in a checkout of the project")
    results = asyncio.run(evaluation.evaluate(sentences, parse_text))
    languages = sorted({r.sentence.language for r in results})
    far = evaluation.far_from_training(results, settings.data / "nlu")
    rows = [_row("all", results), *(_row(code, [r for r in results if r.sentence.language == code]) for code in languages)]
    _table(("", "sentences", "intent", "macro-F1", "language", "danger", "near misses", "ordinary"), rows)
    print(f"\nwithout those like a trained sentence: {len(far)} sentences, intent {evaluation.accuracy(far):.3f}")
    print("entities, F1: " + ", ".join(f"{k} {v:.3f}" for k, v in evaluation.entity_f1(results).items()))
    thresholds = get_brain().thresholds
    for name, threshold in (("sure", thresholds.sure), ("maybe", thresholds.maybe)):
        covered, precision = evaluation.coverage(results, threshold)
        print(f"{name} (>= {threshold}): answers {covered:.3f}, of which right {precision:.3f}")
    print("\nmost frequent mistakes")
    _table(("right", "given", "times"), [(a, b, str(n)) for a, b, n in evaluation.confusions(results)])
    if options.mistakes:
        _table(("", "text", "right", "given", "danger", "entities"), [_mistake(r) for r in results if not _is_all_right(r)])
    if options.cross_validation:
        _cross_validation(settings)
    return 0


def _cross_validation(settings: Settings) -> None:
    from bot.components.cross_validation import FOLDS, cross_validate
    from bot.components.intent_model import WEIGHTS
    from bot.components.sentence_vectors import SentenceVectors

    held = cross_validate(settings, SentenceVectors.get_default_config()["sentences"])
    print(f"\ncross-validation on data/nlu, {FOLDS} folds")
    rows = []
    for language in (None, *sorted(set(held.languages))):
        count, value = held.accuracy(language)
        rows.append((language or "all", str(count), f"{value:.3f}"))
    _table(("", "sentences", "intent"), rows)
    best = held.best_weights()
    print(f"\nbest weights of vectors and n-grams: {best[0]:.2f} and {best[1]:.2f}; used: {WEIGHTS[0]} and {WEIGHTS[1]}")


def _is_all_right(result: evaluation.Result) -> bool:
    sentence = result.sentence
    return result.is_right and result.danger == sentence.danger and result.entities == sentence.entities


def _mistake(result: evaluation.Result) -> tuple[str, ...]:
    sentence = result.sentence
    danger = "" if result.danger == sentence.danger else f"{sentence.danger} -> {result.danger}"
    entities = "" if result.entities == sentence.entities else f"{sentence.entities} -> {result.entities}"
    return (sentence.language, sentence.text, sentence.intent, f"{result.intent} {result.confidence:.2f}", danger, entities)


def _row(name: str, results: list[evaluation.Result]) -> tuple[str, ...]:
    danger = evaluation.danger_figures(results)
    figures = (
        evaluation.accuracy(results),
        evaluation.macro_f1(results),
        evaluation.language_accuracy(results),
        danger["recall"],
        danger["alarms on near misses"],
        danger["alarms on ordinary"],
    )
    return (name, str(len(results)), *(f"{figure:.3f}" for figure in figures))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
