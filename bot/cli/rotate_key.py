"""`wegweiser rotate-key`: encrypt everything with new keys. `--new` only prints a new key, for a first installation."""

from __future__ import annotations

import argparse

from bot.keys import NAMES, Key, Keys, adopt_keys, load_keys, prepare_keys
from bot.settings import read_settings
from bot.store.exclusive import only_one
from bot.store.rotation import rotate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the option."""
    parser.add_argument("--new", action="store_true", help="print a new key and change nothing")


def run(options: argparse.Namespace) -> int:
    """Rotate; the processes must be stopped."""
    if options.new:
        print(Key.new("content").as_text())
        return 0
    settings = read_settings()
    old = load_keys(settings, with_addresses=True)
    address, content = (Key.new(name) for name in NAMES)
    new = Keys(content, address)
    with only_one(settings, "gate"), only_one(settings, "brain"):
        if not settings.database:
            prepare_keys(settings, new)
        count = rotate(settings, old, new)
        if not settings.database:
            adopt_keys(settings, [key.fingerprint for key in new.all()])
    print(f"{count} values encrypted with new keys")
    if settings.database:
        for key in new.all():
            print(f"WEGWEISER_{key.name.upper()}_KEY={key.as_text()}")
    return 0
