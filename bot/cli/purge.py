"""`wegweiser purge`: forget what has been kept long enough; the gate does the same once a day."""

from __future__ import annotations

import argparse
import asyncio

from bot.clock import now
from bot.keys import load_keys
from bot.settings import read_settings
from bot.store import Database, forgetting


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options: there are none."""


def run(options: argparse.Namespace) -> int:
    """Purge, and say how much it was."""
    return asyncio.run(_purge())


async def _purge() -> int:
    settings = read_settings()
    database = Database.open(settings, load_keys(settings, with_addresses=False))
    purged = await database.write(
        forgetting.purge, now(), settings.keep_chat_days, settings.keep_person_days, settings.keep_case_days,
        settings.keep_audit_days,
    )  # fmt: skip
    await database.close()
    print(f"forgotten: {purged.people} people, {purged.messages} messages, {purged.updates} update hashes")
    return 0
