"""How soon a webhook says "I have it" while the brain thinks, and while a model is trained beside."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.settings import PREFIX, Settings
from tests.fakes.telegram import FakeTelegram
from tests.load.crowd import TEXTS
from tests.load.office import START_SECONDS, TOKEN, Office, foreign_environment

PER_SECOND = 20  # typed messages, each a new text to embed: a brain needs most of one core for them
THINKING_SECONDS = 60
_PEOPLE = 50
_FIRST_CHAT = 6_000_000
_OFFICE = {"office_name": "Load test", "office_contact": "nobody"}
_PAGES = {"office_privacy_url": "https://example.org/privacy", "office_imprint_url": "https://example.org/imprint"}


@dataclass(frozen=True)
class Acknowledgement:
    """Milliseconds from a call to its answer, sorted, while the brain thinks and while a process trains."""

    thinking: list[float]
    training: list[float]


def percentile(values: list[float], share: float) -> float:
    """Return the value that a share of the sorted values does not exceed."""
    return values[min(len(values) - 1, int(share * len(values)))]


def measure_acknowledgement(settings: Settings, folder: Path, *, seconds: float = THINKING_SECONDS) -> Acknowledgement:
    """Measure on one server with SQLite in webhook mode."""
    with FakeTelegram(token=TOKEN) as fake, Office(folder, settings, fake) as office:
        [server] = office.servers
        more = {"telegram_mode": "webhook", "public_url": f"http://127.0.0.1:{server.port}", **_OFFICE, **_PAGES}
        server.environment.update({PREFIX + name.upper(): value for name, value in more.items()})
        office.warm_up(server, 4711)
        for chat in range(_FIRST_CHAT, _FIRST_CHAT + _PEOPLE):
            fake.user(chat).has_written = True
        posts = _Posts(fake, folder, settings)
        thinking = posts.during(lambda: time.sleep(seconds))
        training = posts.during(lambda: _train(settings, folder / "training"))
    return Acknowledgement(thinking, training)


class _Posts:
    """Starts the caller beside something else."""

    def __init__(self, fake: FakeTelegram, folder: Path, settings: Settings) -> None:
        assert fake.webhook is not None
        self._folder, self._settings, self._rounds = folder, settings, 0
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": fake.webhook["secret_token"]}
        chats = list(range(_FIRST_CHAT, _FIRST_CHAT + _PEOPLE))
        self._order = {"url": fake.webhook["url"], "headers": headers, "per_second": PER_SECOND, "texts": TEXTS, "chats": chats}

    def during(self, work: Callable[[], None]) -> list[float]:
        """Call the webhook while something else is done; return the milliseconds, sorted."""
        self._rounds += 1
        until = self._folder / f"until{self._rounds}"
        order = {**self._order, "until": str(until), "first_update": self._rounds * 10_000_000}
        command = [sys.executable, "-m", "tests.load.posts"]
        environment = foreign_environment(self._settings)
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(command, cwd=self._settings.home, env=environment, **pipes) as caller:  # type: ignore[call-overload]
            caller.stdin.write(json.dumps(order))
            caller.stdin.close()
            try:
                work()
            finally:
                until.touch()
            return sorted(json.loads(caller.stdout.read()))


def _train(settings: Settings, folder: Path) -> None:
    """Train as an operator does, with the vectors at hand but nothing that Rasa has cached."""
    folder.mkdir()
    (folder / "cache").symlink_to(settings.cache.resolve())
    own = {f"{PREFIX}VAR": str(folder), "RASA_CACHE_DIRECTORY": str(folder / "rasa")}
    command = [sys.executable, "-c", "from bot.cli import main; raise SystemExit(main())", "train", "--force"]
    environment = {**foreign_environment(settings), **own}
    subprocess.run(
        command, check=True, cwd=settings.home, env=environment, timeout=4 * START_SECONDS, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
