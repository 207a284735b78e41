"""`wegweiser say`: conversations without a server, for people, scripts and tests."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from bot.brain import Message, Person, Reply, converse
from bot.errors import WegweiserError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("texts", nargs="*", metavar="TEXT", help="a message; several are one conversation")
    parser.add_argument("--language", metavar="CODE", help="language that the person has chosen")
    parser.add_argument("--json", action="store_true", help="one JSON object a reply")
    parser.add_argument("--input", type=Path, metavar="F.jsonl", help='lines {"language": CODE, "messages": [TEXT, …]}')


def run(options: argparse.Namespace) -> int:
    """Hold the conversations."""
    return asyncio.run(_file(options.input) if options.input else _one(options))


async def _one(options: argparse.Namespace) -> int:
    for replies in await hold_conversation(options.texts, options.language):
        for reply in replies:
            print(json.dumps(reply.as_json(), ensure_ascii=False) if options.json else as_text(reply))
    return 0


async def _file(path: Path) -> int:
    for number, record in enumerate(_records(path), start=1):
        if not isinstance(record, dict) or not isinstance(record.get("messages"), list):
            raise WegweiserError(f'{path}:{number}: expected {{"language": CODE, "messages": [TEXT, …]}}')
        replies = await hold_conversation(record["messages"], record.get("language"))
        spoken = [[reply.as_json() for reply in turn] for turn in replies]
        print(json.dumps({"language": record.get("language"), "replies": spoken}, ensure_ascii=False), flush=True)
    return 0


def _records(path: Path) -> Iterable[Any]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise WegweiserError(f"{path}: cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise WegweiserError(f"{path}:{number}: not a JSON object: {error}") from error


async def hold_conversation(texts: Sequence[str], language: str | None) -> list[list[Reply]]:
    """Let one new person say texts in order; return the replies to each."""
    person = Person(f"say-{uuid4().hex}", language=language, language_chosen=language is not None)
    return [await converse(person, Message(str(text))) for text in texts]


def as_text(reply: Reply) -> str:
    """Write a reply for a terminal, its buttons numbered."""
    buttons = "".join(f"\n  [{number}] {button['title']}" for number, button in enumerate(reply.buttons, start=1))
    return reply.text + buttons + "\n"
