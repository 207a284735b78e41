"""`wegweiser check`: check all data."""

from __future__ import annotations

import argparse

from bot.check import check, coverage
from bot.settings import read_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options: there are none."""


def run(options: argparse.Namespace) -> int:
    """Print every fault and the coverage of each language; 1 when there is a fault."""
    settings = read_settings()
    faults = check(settings)
    for fault in faults:
        print(fault)
    for line in coverage(settings):
        print(line)
    print(f"{len(faults)} faults" if faults else "no faults")
    return 1 if faults else 0
