"""People who write more than one message before they get an answer, some of it in plain words."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass

from tests.fakes.telegram import FakeTelegram

PRESSES = (  # questions that are answered in one bubble without asking back; the answer tells which question it was
    "ask_luggage", "ask_reentry", "ask_voluntary", "ask_counselling_free", "ask_travel_day", "ask_before_leaving", "ask_apply",
    "ask_processing_time", "ask_travel_documents", "ask_withdraw", "ask_third_country", "ask_my_status", "ask_asylum_effect",
    "ask_deportation",
)  # fmt: skip
TEXTS = ("how much luggage can i take", "can i come back later", "is the counselling free", "what happens on the day of travel")
LONGEST_BURST = 3
_FIRST_CHAT = 5_000_000
_KEYBOARD = 1  # id of an old bubble whose buttons everybody presses


@dataclass(frozen=True)
class Said:
    """What a person sent; `choice` is None for a text."""

    update_id: str
    chat: int
    choice: str | None
    at: float


class Crowd:
    """Many people with something to say. Sends as much as it is told to; keeps what was sent."""

    def __init__(
        self, fake: FakeTelegram, people: int, messages: int, seed: int, *, text_share: float = 0.0, prefix: str = ""
    ) -> None:
        """Gather people.

        Args:
            fake: their messenger.
            people: how many.
            messages: how many they send together.
            seed: of who writes when.
            text_share: which share of the messages is typed.
            prefix: stands before the name of the question in a button's data.
        """
        self._fake, self._prefix, self._chance = fake, prefix, random.Random(seed)
        self.said: list[Said] = []
        self._scripts: dict[int, deque[str | None]] = {}
        for number in range(people):
            count = messages // people + (number < messages % people)
            script = [PRESSES[(number + step) % len(PRESSES)] for step in range(count)]
            self._scripts[_FIRST_CHAT + number] = deque(None if self._chance.random() < text_share else p for p in script)
        for chat in self._scripts:
            user = fake.user(chat)
            user.has_written = True
            user.messages[_KEYBOARD] = {
                "message_id": _KEYBOARD, "from": fake.bot, "chat": user.chat, "date": int(fake.clock()), "text": "?",
            }  # fmt: skip

    @property
    def left(self) -> int:
        """How many messages are not sent yet."""
        return sum(map(len, self._scripts.values()))

    @property
    def chats(self) -> frozenset[int]:
        """Who these people are."""
        return frozenset(self._scripts)

    def speak(self, room: int) -> None:
        """Let people send at least `room` messages, in bursts; fewer when nothing is left to say."""
        while room > 0:
            waiting = [chat for chat, script in self._scripts.items() if script]
            if not waiting:
                return
            chat = self._chance.choice(waiting)
            for _ in range(min(self._chance.randint(1, LONGEST_BURST), len(self._scripts[chat]))):
                self._say(chat, self._scripts[chat].popleft())
                room -= 1

    def _say(self, chat: int, choice: str | None) -> None:
        user, at = self._fake.user(chat), self._fake.clock()
        if choice is None:
            update = user.says(self._chance.choice(TEXTS))
        else:
            update = user._press({"callback_data": self._prefix + choice}, {"keyboard": "inline", "message_id": _KEYBOARD})
        self.said.append(Said(str(update["update_id"]), chat, choice, at))
