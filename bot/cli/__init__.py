"""The command `wegweiser`: what operators, tests and tools call. Each command stands in a module of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from bot.brain.quiet import prepare_environment
from bot.errors import WegweiserError

COMMANDS = {
    "serve": "start what answers people: gate, brain and console, or one of them",
    "counsellor": "make accounts of the counsellors' console: add, link, list",
    "chat": "talk to the assistant in this terminal",
    "say": "hold conversations without a server: each text a message; prints the replies",
    "parse": "print what is understood of texts, one JSON object a line",
    "train": "train the model from data/nlu and data/rules",
    "evaluate": "print accuracy, languages, entities and danger on tests/languages and by cross-validation",
    "check": "check all data: schemas, sources, dates, translations, coverage",
    "facts": "keep the facts fresh: list what to look at again, import open prices",
    "add-language": "write every file that a translator must fill",
    "purge": "forget what has been kept long enough",
    "backup": "write the database and its keys into one file, while everything runs",
    "restore": "put a backup into an empty database",
    "rotate-key": "encrypt everything with new keys",
    "bench": "print the benchmarks of docs/performance.md",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 done, 1 the data has faults, 2 the command could not run.
    """
    prepare_environment()
    parser = argparse.ArgumentParser(prog="wegweiser", description="Multilingual counselling before return.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    given = list(sys.argv[1:] if arguments is None else arguments)
    for name, help_line in COMMANDS.items():
        command = commands.add_parser(name, help=help_line, description=help_line)
        if given[:1] == [name]:
            _module(name).add_arguments(command)
    options = parser.parse_args(given)
    try:
        return int(_module(options.command).run(options))
    except WegweiserError as error:
        print(f"wegweiser {options.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _module(command: str):  # type: ignore[no-untyped-def]
    return import_module(f"bot.cli.{command.replace('-', '_')}")
