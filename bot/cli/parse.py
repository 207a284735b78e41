"""`wegweiser parse`: what is understood of texts, one JSON object a line."""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.brain import get_brain
from bot.errors import WegweiserError
from bot.text import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--input", type=Path, metavar="F.tsv", help="take the column `text` of a TSV instead of stdin")


def run(options: argparse.Namespace) -> int:
    """Parse every text."""
    return asyncio.run(_parse(_texts(options.input)))


async def _parse(texts: Iterable[str]) -> int:
    for text in texts:
        print(json.dumps(await parse_text(text), ensure_ascii=False), flush=True)
    return 0


async def parse_text(text: str) -> dict[str, Any]:
    """Return text, language, intent, confidence, ranking, entities and danger of one text."""
    parsed = await get_brain().parse(clean(text).lstrip("/ ") or " ")
    entities = [{"entity": e["entity"], "value": e["value"]} for e in parsed["entities"]]
    return {
        "text": text,
        "language": (parsed.get("language") or {}).get("code"),
        "intent": parsed["intent"]["name"],
        "confidence": round(float(parsed["intent"]["confidence"] or 0), 4),
        "ranking": [[r["name"], round(float(r["confidence"]), 4)] for r in parsed.get("intent_ranking") or []],
        "entities": [e for e in entities if e["entity"] in ("country", "city", "place", "people")],
        "danger": parsed.get("danger"),
    }


def _texts(path: Path | None) -> Iterable[str]:
    if path is None:
        for line in sys.stdin:
            if line.strip():
                yield line.rstrip("\n")
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if "text" not in (rows.fieldnames or ()):
            raise WegweiserError(f"{path}:1: no column `text`; the columns are {', '.join(rows.fieldnames or ())}")
        for row in rows:
            yield row["text"]
