"""Hand-overs through the real console while gate, brain and console are killed; `handover.py` does the same without a console."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import sqlalchemy as sa

from bot.clock import now
from bot.keys import load_keys
from bot.settings import PREFIX, Settings, read_settings
from bot.store import Database, counsellors, signins
from bot.store.tables import cases, messages
from tests.fakes.telegram import FakeTelegram, TelegramUser
from tests.load.office import START_SECONDS, TOKEN, Office, Process, _serve, free_port

PEOPLE = 6  # in hand-overs at once
_FIRST_CHAT = 8_000_000
_LONGEST_LIFE_SECONDS = 4.0
_PATIENCE_SECONDS = 90.0
_EVER = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@dataclass
class Outcome:
    """What came of it. `lost` are words of either side that did not arrive, `twice` words that were kept twice, `both` bubbles
    of the bot between a counsellor's coming and going, `again` bubbles that the messenger got twice (it died on the way)."""

    kills: int = 0
    handovers: int = 0
    said: int = 0
    lost: int = 0
    twice: int = 0
    both: int = 0
    again: int = 0


def measure_handovers(settings: Settings, folder: Path, *, kills: int, seed: int = 6) -> Outcome:
    """Hand over again and again until gate, brain and console have been killed so often, taken together."""
    with FakeTelegram(token=TOKEN) as fake, Office(folder, settings, fake) as office:
        [server] = office.servers
        port = free_port()
        server.environment[f"{PREFIX}CONSOLE_PORT"] = str(port)
        console = Process("console", _serve("console"), settings.home.resolve(), server.environment, folder / "console.log")
        office.warm_up(server, 4711)
        console.start()
        run = _Run(read_settings(server.environment), fake, f"http://127.0.0.1:{port}", [*server.processes, console])
        try:
            return asyncio.run(run.measure(kills, random.Random(seed)))
        finally:
            console.stop()


class _Run:
    """One measurement: people, a counsellor, and somebody who kills."""

    def __init__(self, settings: Settings, fake: FakeTelegram, url: str, processes: list[Process]) -> None:
        self._settings, self._fake, self._url, self._processes = settings, fake, url, processes
        self._outcome, self._is_over = Outcome(), False
        self._words: dict[int, list[str]] = {}  # of the counsellor, by chat
        self._own: dict[int, list[str]] = {}  # of the people

    async def measure(self, kills: int, chance: random.Random) -> Outcome:
        """Run until everything has been killed often enough, then look what arrived."""
        database = Database.open(self._settings, load_keys(self._settings, with_addresses=True))
        try:
            token, csrf = await database.write(_hire)
            headers = {"Cookie": f"console={token}", "Accept": "application/json"}
            async with httpx.AsyncClient(base_url=self._url, headers=headers, timeout=10) as client:
                talks = [self._hand_over_again(database, client, csrf, _FIRST_CHAT + number) for number in range(PEOPLE)]
                killing = asyncio.create_task(self._kill(kills, chance))
                await asyncio.gather(*talks, killing)
            await self._settle(database)
            await database.read(self._count)
        finally:
            await database.close()
        return self._outcome

    async def _kill(self, kills: int, chance: random.Random) -> None:
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.5, _LONGEST_LIFE_SECONDS))
            process = chance.choice(self._processes)
            await asyncio.to_thread(process.kill)
            process.start()
            self._outcome.kills += 1
        await asyncio.sleep(5)
        self._is_over = True

    async def _hand_over_again(self, database: Database, client: httpx.AsyncClient, csrf: str, chat: int) -> None:
        user = self._fake.user(chat)
        self._own[chat], self._words[chat] = [], []
        known = 0
        while not self._is_over:
            self._says(user, chat, "/person")
            case = await self._until(database, chat, lambda row, known=known: row.id > known and row.state == "waiting")
            if case is None:
                continue
            known = case.id
            self._says(user, chat, f"how much is the rent {uuid4().hex[:8]}")  # the bot may be thinking when the claim comes
            if not await _post(client, f"/cases/{case.id}/claim", {"csrf": csrf, "epoch": str(case.epoch)}):
                continue
            case = await self._until(database, chat, lambda row: row.state == "claimed")
            if case is None:
                continue
            for _ in range(3):
                self._says(user, chat, f"and this {uuid4().hex[:8]}")
                word = f"answer-{uuid4().hex[:12]}"
                form = {"csrf": csrf, "epoch": str(case.epoch), "text": word, "nonce": uuid4().hex}
                if await _post(client, f"/cases/{case.id}/reply", form):
                    self._words[chat].append(word)
                await asyncio.sleep(0.3)
            await _post(client, f"/cases/{case.id}/hand-back", {"csrf": csrf, "epoch": str(case.epoch)})
            self._outcome.handovers += 1

    def _says(self, user: TelegramUser, chat: int, text: str) -> None:
        user.says(text)
        self._own[chat].append(text)

    async def _until(self, database: Database, chat: int, is_wanted: Any) -> Any:
        """Return the person's latest case once it is as wanted; None when that does not come."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < until:
            row = await database.read(_last_case, str(chat))
            if row is not None and is_wanted(row):
                return row
            await asyncio.sleep(0.05)
        return None

    async def _settle(self, database: Database) -> None:
        """Wait until nothing is on its way any more."""
        said, until = sum(map(len, self._own.values())), time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            kept, is_open = await database.read(_state)
            if kept >= said + 1 and not is_open:  # one more: the greeting of the warm-up
                return
            await asyncio.sleep(0.2)

    def _count(self, tx: Any) -> None:
        outcome = self._outcome
        for chat, words in self._words.items():
            rows = _thread(tx, str(chat))
            received = [text for direction, author, _, text in rows if direction == "in" and author == "person"]
            sent = [text.rpartition("\n")[2] for direction, author, _, text in rows if author.startswith("counsellor")]
            at_messenger = [(bubble["text"] or "").rpartition("\n")[2] for bubble in self._fake.user(chat).received]
            outcome.said += len(self._own[chat]) + len(words)
            outcome.lost += sum(received.count(text) < self._own[chat].count(text) for text in set(self._own[chat]))
            outcome.lost += sum(word not in at_messenger for word in words)
            outcome.twice += sum(sent.count(word) > 1 for word in words)
            outcome.again += sum(at_messenger.count(word) > 1 for word in words)
            is_human = False
            for direction, author, answer_id, _ in rows:
                if answer_id == "utter_case_joined":
                    is_human = True
                elif answer_id in ("utter_case_handed_back", "utter_case_expired", "utter_case_released"):
                    is_human = False
                elif is_human and direction == "out" and author == "bot":
                    outcome.both += 1


async def _post(client: httpx.AsyncClient, path: str, form: dict[str, str]) -> bool:
    """Post a form as a page does: again with the same number while the console does not answer; True when it was taken."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            answer = await client.post(path, data=form)
            # A claim whose answer got lost is refused the second time, and is ours all the same.
            return answer.status_code == 200 or not path.endswith("/reply")
        await asyncio.sleep(0.2)
    return False


def _hire(tx: Any) -> tuple[str, str]:
    number = counsellors.add(tx, "c", "C", "counsellor", now(), languages=("en",), hours=_EVER, capacity=20)
    token = signins.begin(tx, number, now(), 12)
    session = signins.read(tx, token, now(), 60)
    assert session is not None
    return token, session.csrf


def _person(tx: Any, address: str) -> str | None:
    for row in tx.connection.exec_driver_sql("SELECT pseudonym, address FROM people"):
        if tx.keys.addresses.open(row[1]).decode() == address:
            return str(row[0])
    return None


def _last_case(tx: Any, address: str) -> Any:
    query = sa.select(cases.c.id, cases.c.state, cases.c.epoch).where(cases.c.person == _person(tx, address))
    return tx.connection.execute(query.order_by(cases.c.id.desc())).first()


def _thread(tx: Any, address: str) -> list[tuple[str, str, str, str]]:
    c = messages.c
    query = sa.select(c.direction, c.author, c.payload).where(c.person == _person(tx, address)).order_by(c.seq)
    opened = [(row.direction, row.author, tx.keys.content.open_json(row.payload)) for row in tx.connection.execute(query)]
    return [(direction, author, payload.get("answer_id", ""), payload.get("text", "")) for direction, author, payload in opened]


def _state(tx: Any) -> tuple[int, int]:
    count, c = sa.func.count(), messages.c
    kept = tx.connection.execute(sa.select(count).where(c.direction == "in")).scalar_one()
    is_open = tx.connection.execute(sa.select(count).where(c.status.in_(("received", "to_send", "sending")))).scalar_one()
    return int(kept), int(is_open)
