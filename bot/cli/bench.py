"""`wegweiser bench`: the figures of docs/performance.md, measured again."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import yaml

from bot import evaluation
from bot.brain import Message, Person, converse, get_brain
from bot.errors import WegweiserError
from bot.settings import Settings, read_settings

SAMPLE = 300  # messages measured, evenly over the languages
EARLY, LATE = 10, 500  # turns of one chat that are compared
AROUND = 20  # turns measured at each of them
STOCK_PIPELINE: list[dict[str, object]] = [  # what `rasa init` writes
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
]
STOCK_POLICIES: list[dict[str, object]] = [
    {"name": "MemoizationPolicy"},
    {"name": "RulePolicy"},
    {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True},
]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--messages", type=int, default=10_000, metavar="N", help="messages of the load (default 10000; 0: none)")
    parser.add_argument("--kills", type=int, default=20, metavar="N", help="kills of gate and brain, each (default 20)")
    parser.add_argument("--stock", action="store_true", help="also train and measure Rasa's default pipeline (half an hour)")
    parser.add_argument("--stock-epochs", type=int, default=100, metavar="N", help="epochs of DIET and TED (default 100)")
    parser.add_argument("--stock-model", type=Path, help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Print the figures as a table."""
    settings = read_settings()
    if options.stock_model:
        print(json.dumps(asyncio.run(_measure_stock(options.stock_model, settings))))
        return 0
    rows = asyncio.run(_measure(settings))
    if options.stock:
        rows += _stock(settings, options.stock_epochs)
    print("| what | value |\n|---|---|")
    for name, value in itertools.chain(rows, _messages(settings, options)):
        print(f"| {name} | {value} |", flush=True)
    return 0


def _messages(settings: Settings, options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Load, kills, two servers, Rasa's own channel and the webhook: the harness of the tests, at full size."""
    if not options.messages:
        return
    try:
        sys.path.insert(0, str(settings.home))
        harness = import_module("tests.load.harness")
    except ImportError as error:
        raise WegweiserError(f"the benchmarks of messages need the project's tests and their packages ({error.name})") from error
    people = max(1, options.messages // 20)
    yield from harness.bench(settings, harness.Size(options.messages, people, options.kills, min(500, options.messages)))


def memory_mb() -> float:
    """Return the most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _sample(settings: Settings) -> list[evaluation.Sentence]:
    sentences = evaluation.read_sentences(settings.home / "tests" / "languages")
    return sentences[:: max(1, len(sentences) // SAMPLE)][:SAMPLE]


async def _measure(settings: Settings) -> list[tuple[str, str]]:
    started = time.perf_counter()
    brain = get_brain()
    loaded = time.perf_counter() - started
    from bot.vectors import encode

    sample = _sample(settings)
    embed, parse, turn = [], [], []
    for sentence in sample:  # the ending differs each time, so that no vector is in memory yet
        begun = time.perf_counter()
        encode([sentence.text + " !"])
        embed.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        await brain.parse(sentence.text + " ?")
        parse.append(time.perf_counter() - begun)
        person = Person(f"bench-{uuid4().hex}", language=sentence.language)
        begun = time.perf_counter()
        await converse(person, Message(sentence.text + " ."))
        turn.append(time.perf_counter() - begun)
    early, late = await _long_chat([s.text for s in sample])
    one = statistics.median(embed)
    return [
        ("load the brain", f"{loaded:.1f} s"),
        ("one embedding, p50", f"{one * 1000:.1f} ms"),
        ("parse, p50 / p95", f"{_ms(parse, 50)} / {_ms(parse, 95)} ms, {statistics.median(parse) / one:.2f} × one embedding"),
        ("whole turn, p50 / p95", f"{_ms(turn, 50)} / {_ms(turn, 95)} ms, {statistics.median(turn) / one:.2f} × one embedding"),
        (f"turn {LATE} against turn {EARLY}", f"{late * 1000:.1f} / {early * 1000:.1f} ms, {late / early:.2f} ×"),
        ("memory of the brain, most", f"{memory_mb():.0f} MB"),
    ]


async def _long_chat(texts: list[str]) -> tuple[float, float]:
    """Return the median turn around turn 10 and around turn 500 of one chat, over the same messages."""
    person = Person(f"bench-{uuid4().hex}", language="en", language_chosen=True)
    window = texts[:AROUND]
    for text in window:
        await get_brain().parse(text)  # the same vectors are in memory for both
    times: dict[int, list[float]] = {EARLY: [], LATE: []}
    for number in range(1, LATE + AROUND + 1):
        begun = time.perf_counter()
        await converse(person, Message(window[number % AROUND]))
        for start, measured in times.items():
            if start <= number < start + AROUND:
                measured.append(time.perf_counter() - begun)
    return statistics.median(times[EARLY]), statistics.median(times[LATE])


def _ms(values: list[float], percentile: int) -> str:
    return f"{statistics.quantiles(values, n=100)[percentile - 1] * 1000:.1f}"


def _stock(settings: Settings, epochs: int) -> list[tuple[str, str]]:
    """Train Rasa's default pipeline on the same data in a process of its own, and measure it there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pipeline = [{**c, "epochs": epochs} if "epochs" in c else c for c in STOCK_PIPELINE]
        policies = [{**p, "epochs": epochs} if "epochs" in p else p for p in STOCK_POLICIES]
        config = {"recipe": "default.v1", "assistant_id": "stock", "language": "xx", "pipeline": pipeline, "policies": policies}
        (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
        home = settings.home.resolve()
        begun = time.perf_counter()
        command = [sys.executable, "-m", "rasa", "train", "--out", str(folder), "--config", str(folder / "config.yml")]
        command += ["--domain", str(home / "domain.yml"), "--data", str(home / "data" / "nlu"), str(home / "data" / "rules")]
        environment = {**os.environ, "PYTHONPATH": str(home)}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        trained = time.perf_counter() - begun
        model = next(folder.glob("*.tar.gz"))
        measured = subprocess.run(
            [sys.executable, "-c", "from bot.cli import main; raise SystemExit(main())", "bench", "--stock-model", str(model)],
            check=True, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        figures = json.loads(measured.stdout.strip().splitlines()[-1])
    return [
        (f"Rasa's default (DIET, TED, {epochs} epochs): training", f"{trained:.0f} s"),
        ("Rasa's default: intent accuracy on tests/languages", f"{figures['accuracy']:.3f}"),
        ("Rasa's default: parse, p50", f"{figures['parse_ms']:.1f} ms"),
        ("Rasa's default: memory, most", f"{figures['memory_mb']:.0f} MB"),
    ]


async def _measure_stock(model: Path, settings: Settings) -> dict[str, float]:
    from bot.brain.quiet import silence_libraries

    silence_libraries()
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    sentences = evaluation.read_sentences(settings.home / "tests" / "languages")
    times, rights = [], 0
    for sentence in sentences:
        begun = time.perf_counter()
        parsed = await agent.parse_message(sentence.text)
        times.append(time.perf_counter() - begun)
        rights += parsed["intent"]["name"] == sentence.intent
    return {"accuracy": rights / len(sentences), "parse_ms": statistics.median(times) * 1000, "memory_mb": memory_mb()}
