"""`wegweiser backup FILE`: the database and its keys in one file, while everything runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.keys import load_keys
from bot.settings import read_settings
from bot.store.backup import back_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the argument."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a new file; whoever can read it can read every chat")


def run(options: argparse.Namespace) -> int:
    """Write the file."""
    settings = read_settings()
    count = back_up(settings, load_keys(settings, with_addresses=True), options.file)
    print(f"{options.file}: {count} rows and the keys. Keep it locked away, and delete it after 30 days.")
    return 0
