"""The same load on Rasa as it comes: `rasa run` with its Telegram channel, `rasa run actions`, our model and answers."""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.brain.training import model_path
from bot.settings import Settings
from tests.fakes.telegram import FakeTelegram
from tests.load.accounts import last_bubble
from tests.load.crowd import PRESSES, Crowd
from tests.load.office import START_SECONDS, TOKEN, Process, foreign_environment, free_port
from tests.load.rasa_telegram import API_VARIABLE

QUIET_SECONDS = 45.0  # nothing moves any more: longer than a fault "timeout" and than the webhook's own time
_FIRST = 4711
_CREDENTIALS = """tests.load.rasa_telegram.LoopbackTelegram:
  access_token: "{token}"
  verify: {name}
  webhook_url: http://127.0.0.1:{port}/webhooks/telegram/webhook
"""
_ENDPOINTS = """action_endpoint:
  url: http://127.0.0.1:{port}/webhook
nlg:
  type: bot.nlg.CatalogueGenerator
"""


@dataclass(frozen=True)
class RasaAccount:
    """What was found."""

    sent: int
    lost: int  # messages without an answer
    doubled: int  # answers that came more than once without an excuse
    doubled_unacknowledged: int  # the messenger took the first and did not say so
    disordered: int  # people whose first answers came in another order than their questions
    seconds: float

    @property
    def rate(self) -> float:
        """Messages answered a second."""
        return (self.sent - self.lost) / self.seconds


def measure_rasa(
    settings: Settings, fake: FakeTelegram, folder: Path, *, people: int, messages: int, in_flight: int, seed: int,
    disturb: Callable[[], None],
) -> RasaAccount:  # fmt: skip
    """Load Rasa until it is quiet.

    Args:
        settings: of the project, for its model, which must exist.
        fake: the running messenger.
        folder: an empty folder.
        people: how many write.
        messages: how many they write together.
        in_flight: how many updates wait for Rasa's acknowledgement at once.
        seed: of who writes when.
        disturb: begins with faults; called once Rasa answers.
    """
    processes = _processes(settings, fake, folder)
    try:
        for process in processes:
            process.start()
        first = fake.user(_FIRST)
        for number, choice in enumerate(PRESSES, start=1):  # also tells what each answer looks like
            first.says(f"/{choice}")
            first.waits_for(number, START_SECONDS)
        questions = {bubble["text"]: choice for choice, bubble in zip(PRESSES, first.received)}
        disturb()
        crowd = Crowd(fake, people, messages, seed, prefix="/")
        _drive(crowd, fake, in_flight)
        return _settle(crowd, fake, questions)
    finally:
        for process in processes:
            process.stop()


def _processes(settings: Settings, fake: FakeTelegram, folder: Path) -> list[Process]:
    port, actions_port = free_port(), free_port()
    credentials, endpoints = folder / "credentials.yml", folder / "endpoints.yml"
    credentials.write_text(_CREDENTIALS.format(token=TOKEN, name=fake.bot["username"], port=port), encoding="utf-8")
    endpoints.write_text(_ENDPOINTS.format(port=actions_port), encoding="utf-8")
    environment = {
        **foreign_environment(settings), API_VARIABLE: fake.url, "RASA_TELEMETRY_ENABLED": "false", "LOG_LEVEL": "ERROR",
        "CUDA_VISIBLE_DEVICES": "-1",
    }  # fmt: skip
    rasa = [sys.executable, "-m", "rasa", "run"]
    server = [*rasa, "--model", str(model_path(settings).resolve()), "--credentials", str(credentials), "--endpoints"]
    server += [str(endpoints), "--interface", "127.0.0.1", "--port", str(port)]
    home = settings.home.resolve()
    return [
        Process("actions", [*rasa, "actions", "--actions", "actions", "--port", str(actions_port)], home, environment,
                folder / "actions.log"),
        Process("rasa", server, home, environment, folder / "rasa.log"),
    ]  # fmt: skip


def _drive(crowd: Crowd, fake: FakeTelegram, in_flight: int) -> None:
    """Let the crowd talk until all updates are acknowledged, or nothing moves any more."""
    last, moved_at = (0, 0), time.monotonic()
    while crowd.left or fake._pending:
        crowd.speak(in_flight - len(fake._pending))
        progress = (len(crowd.said) - len(fake._pending), fake.calls["sendMessage"])
        if progress != last:
            last, moved_at = progress, time.monotonic()
        if time.monotonic() - moved_at > QUIET_SECONDS:
            return
        time.sleep(0.1)


def _settle(crowd: Crowd, fake: FakeTelegram, questions: dict[str, str]) -> RasaAccount:
    asked: dict[int, list[str]] = defaultdict(list)
    for one in crowd.said:
        asked[one.chat].append(one.choice or "")
    lost = doubled = unacknowledged = disordered = 0
    for chat, wanted in asked.items():
        bubbles = fake.user(chat).received
        came = [questions.get(bubble["text"], "") for bubble in bubbles]
        excess = Counter(came) - Counter(wanted)
        lost += (Counter(wanted) - Counter(came)).total()
        excused = Counter(question for question, bubble in zip(came, bubbles) if not bubble["is_acknowledged"]) & excess
        unacknowledged += excused.total()
        doubled += (excess - excused).total()
        firsts = list(dict.fromkeys(came))
        disordered += firsts != [choice for choice in dict.fromkeys(wanted) if choice in firsts]
    seconds = last_bubble(fake, crowd.chats) - min(one.at for one in crowd.said)
    return RasaAccount(len(crowd.said), lost, doubled, unacknowledged, disordered, seconds)
