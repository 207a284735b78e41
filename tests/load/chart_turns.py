"""How much longer a turn with a chart takes than one without: `python -m tests.load.chart_turns`."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import time
from uuid import uuid4

from bot.brain.quiet import prepare_environment

prepare_environment()

from bot.brain import Message, Person, converse, get_brain  # noqa: E402  (the environment must be set before numpy is imported)
from bot.settings import read_settings  # noqa: E402

PEOPLE = (("de", "AL", "Tirana"), ("ar", "IQ", "Erbil"), ("ur", "PK", "Lahore"), ("sr", "BA", "Sarajevo"))
ROUNDS = 3


async def main() -> None:
    """Ask for rent, with a picture drawn anew and with one kept, and for safety, which has none; print milliseconds."""
    get_brain()
    took: dict[str, list[float]] = {"without": [], "drawn": [], "kept": []}
    for language, country, city in PEOPLE * ROUNDS:
        person = Person(f"test-{uuid4().hex}", language=language, language_chosen=True)
        await converse(person, Message("", choice=f"country:{country}"))
        shutil.rmtree(read_settings().cache / "pictures", ignore_errors=True)
        rent = f"ask_rent?country={country}&city={city}"
        for kind, choice in (("without", "ask_safety_home"), ("drawn", rent), ("kept", rent)):
            start = time.perf_counter()
            await converse(person, Message("", choice=choice))
            took[kind].append((time.perf_counter() - start) * 1000)
    for kind, times in took.items():
        print(f"{kind}: p50 {statistics.median(times):.0f} ms, most {max(times):.0f} ms")


if __name__ == "__main__":
    asyncio.run(main())
