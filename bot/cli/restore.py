"""`wegweiser restore FILE`: put a backup into an empty database."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.settings import read_settings
from bot.store.backup import restore
from bot.store.exclusive import only_one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the argument."""
    parser.add_argument("file", type=Path, metavar="FILE", help="what `wegweiser backup` wrote")


def run(options: argparse.Namespace) -> int:
    """Read the file; nothing else may run."""
    settings = read_settings()
    with only_one(settings, "gate"), only_one(settings, "brain"):
        print(f"{restore(settings, options.file)} rows restored; run `wegweiser purge` to forget what has become too old")
    return 0
