"""`wegweiser chat`: the assistant in a terminal."""

from __future__ import annotations

import argparse
import asyncio
from uuid import uuid4

from bot.brain import Message, Person, converse, get_brain
from bot.cli.say import as_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--language", metavar="CODE", help="language to begin in")


def run(options: argparse.Namespace) -> int:
    """Talk until the end of input."""
    return asyncio.run(_chat(options.language))


async def _chat(language: str | None) -> int:
    get_brain()
    person = Person(f"chat-{uuid4().hex}", language=language, language_chosen=language is not None)
    print("Wegweiser. Write in your language; Ctrl-D ends.\n")
    for reply in await converse(person, Message("/start")):
        print(as_text(reply))
    while True:
        try:
            text = await asyncio.to_thread(input, "> ")
        except (EOFError, KeyboardInterrupt):
            print()
            return 0
        for reply in await converse(person, Message(text)):
            print(as_text(reply))
