"""`wegweiser train`: train the model from data/nlu and data/rules."""

from __future__ import annotations

import argparse

from bot.brain.training import ensure_model, train
from bot.settings import read_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--force", action="store_true", help="train even when nothing changed")


def run(options: argparse.Namespace) -> int:
    """Train when needed; print where the model stands."""
    settings = read_settings()
    print(train(settings) if options.force else ensure_model(settings))
    return 0
