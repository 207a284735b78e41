"""How soon words are on a counsellor's screen and at the messenger, with a real gate, brain and console."""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from bot.cases import desk
from bot.clock import now
from bot.keys import load_keys
from bot.settings import PREFIX, Settings, read_settings
from bot.store import Database, cases, counsellors, people, signins
from bot.store.cases import CaseRow
from bot.store.tables import cases as cases_table
from bot.store.tables import people as people_table
from tests.fakes.telegram import FakeTelegram, TelegramUser
from tests.load.acknowledgement import percentile
from tests.load.office import START_SECONDS, TOKEN, Office, Process, _serve, free_port

COUNSELLORS, CONVERSATIONS = 10, 50
PER_SECOND = 4  # messages each way
WAITING = 1_000  # cases in the queue when its page is measured
_FIRST_CHAT = 7_000_000
_PATIENCE_SECONDS = 15.0
_EVER = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@dataclass
class Figures:
    """Milliseconds, sorted; `lost` are messages that did not arrive in time, `waiting_page` is the queue with 1,000 cases."""

    to_screen: list[float] = field(default_factory=list)
    to_messenger: list[float] = field(default_factory=list)
    waiting_page: list[float] = field(default_factory=list)
    lost: int = 0

    def rows(self) -> list[tuple[str, str]]:
        """Return rows of the table of benchmarks."""
        shown = {
            "person's message to counsellor's screen": self.to_screen,
            "counsellor's reply to the messenger": self.to_messenger,
        }
        where = f"{CONVERSATIONS} conversations, {COUNSELLORS} consoles"
        found = [
            (f"{what}, {where}, p50 / p95", f"{percentile(times, 0.5):.0f} / {percentile(times, 0.95):.0f} ms ({len(times)})")
            for what, times in shown.items()
        ]
        page = f"{percentile(self.waiting_page, 0.5):.0f} / {percentile(self.waiting_page, 0.95):.0f} ms"
        return [*found, ("of these not arrived", str(self.lost)), (f"queue page with {WAITING} waiting cases, p50 / p95", page)]


@dataclass(frozen=True)
class Talk:
    """One conversation: the person, the case, and the counsellor's session."""

    person: TelegramUser
    case: CaseRow
    token: str
    csrf: str


def measure_consoles(settings: Settings, folder: Path, *, seconds: float = 60) -> Figures:
    """Measure on one server with SQLite."""
    with FakeTelegram(token=TOKEN) as fake, Office(folder, settings, fake) as office:
        [server] = office.servers
        port = free_port()
        server.environment[f"{PREFIX}CONSOLE_PORT"] = str(port)
        console = Process("console", _serve("console"), settings.home.resolve(), server.environment, folder / "console.log")
        office.warm_up(server, 4711)
        console.start()
        try:
            return asyncio.run(_measure(read_settings(server.environment), fake, f"http://127.0.0.1:{port}", seconds))
        finally:
            console.stop()


async def _measure(settings: Settings, fake: FakeTelegram, url: str, seconds: float) -> Figures:
    database = Database.open(settings, load_keys(settings, with_addresses=True))
    figures = Figures()
    try:
        talks = await _conversations(database, settings, fake)
        async with httpx.AsyncClient(base_url=url, timeout=30, limits=httpx.Limits(max_connections=200)) as client:
            await _until_up(client)
            heard: dict[str, float] = {}
            tasks = [asyncio.create_task(_listen(client, talk, heard)) for talk in talks]
            await asyncio.sleep(2)
            await _talk(client, talks, heard, figures, seconds)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await database.write(_fill_queue, talks[0].case.id)
            for _ in range(20):
                begun = time.perf_counter()
                page = await client.get("/queue", headers=_signed(talks[0]))
                figures.waiting_page.append((time.perf_counter() - begun) * 1000)
                assert page.status_code == 200
    finally:
        await database.close()
    for times in (figures.to_screen, figures.to_messenger, figures.waiting_page):
        times.sort()
    return figures


async def _conversations(database: Database, settings: Settings, fake: FakeTelegram) -> list[Talk]:
    sessions = [await database.write(_hire, number) for number in range(COUNSELLORS)]
    talks = []
    for number in range(CONVERSATIONS):
        user = fake.user(_FIRST_CHAT + number)
        user.says("hello")
        token, csrf, counsellor = sessions[number % COUNSELLORS]
        async with asyncio.timeout(START_SECONDS):
            while (case := await database.write(_claim, settings, str(_FIRST_CHAT + number), counsellor)) is None:
                await asyncio.sleep(0.05)
        talks.append(Talk(user, case, token, csrf))
    return talks


def _hire(tx: Any, number: int) -> tuple[str, str, int]:
    account = counsellors.add(tx, f"c{number}", f"C{number}", "counsellor", now(), languages=("en",), hours=_EVER)
    token = signins.begin(tx, account, now(), 12)
    session = signins.read(tx, token, now(), 60)
    assert session is not None
    return token, session.csrf, account


def _claim(tx: Any, settings: Settings, address: str, counsellor: int) -> CaseRow | None:
    for row in tx.connection.execute(sa.select(people_table.c.pseudonym, people_table.c.address)):
        if tx.keys.addresses.open(row.address).decode() == address:
            person, account = people.load(tx, row.pseudonym), counsellors.load(tx, counsellor)
            assert person is not None
            assert account is not None
            case = cases.open_case(tx, person, "person", now(), language="en").case
            return desk.claim(tx, settings, case.id, case.epoch, account, now())
    return None


def _fill_queue(tx: Any, like: int) -> None:
    columns = ", ".join(
        column.name
        for column in cases_table.c
        if column.name not in ("id", "person", "state", "counsellor", "claimed_at", "due_since")
    )
    copied = ", ".join(column.name for column in people_table.c if column.name not in ("pseudonym", "address_hash"))
    for number in range(WAITING):
        tx.connection.exec_driver_sql(
            f"INSERT INTO people (pseudonym, {copied}) SELECT ?, {copied} FROM people LIMIT 1", (f"w{number}",)
        )
        tx.connection.exec_driver_sql(
            f"INSERT INTO cases (person, state, {columns}) SELECT ?, 'waiting', {columns} FROM cases WHERE id = ?",
            (f"w{number}", like),
        )


async def _until_up(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                if (await client.get("/health")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)


async def _listen(client: httpx.AsyncClient, talk: Talk, heard: dict[str, float]) -> None:
    """Note when each word of a conversation is on the screen."""
    async with client.stream("GET", f"/events?case={talk.case.id}", headers=_signed(talk), timeout=None) as response:
        async for line in response.aiter_lines():
            if not line.startswith("data: ") or '"type":"lines"' not in line:
                continue
            at = time.perf_counter()
            for shown in json.loads(line.removeprefix("data: "))["lines"]:
                for word in shown["html"].split():
                    if word.startswith("mark-") or ">mark-" in word:
                        heard.setdefault(word[word.index("mark-") :].partition("<")[0], at)


async def _talk(client: httpx.AsyncClient, talks: list[Talk], heard: dict[str, float], figures: Figures, seconds: float) -> None:
    chance, count = random.Random(6), int(seconds * PER_SECOND)
    running = []
    order = [talk for _ in range(count // len(talks) + 1) for talk in chance.sample(talks, len(talks))]
    for number, talk in enumerate(order[:count]):
        running.append(asyncio.create_task(_say(talk, f"mark-{number}", heard, figures)))
        running.append(asyncio.create_task(_reply(client, order[(number + 25) % count], f"answer-{number}", figures)))
        await asyncio.sleep(1 / PER_SECOND)
    await asyncio.gather(*running)


async def _say(talk: Talk, word: str, heard: dict[str, float], figures: Figures) -> None:
    begun = time.perf_counter()
    await asyncio.to_thread(talk.person.says, word)
    if await _until(lambda: word in heard):
        figures.to_screen.append((heard[word] - begun) * 1000)
    else:
        figures.lost += 1


async def _reply(client: httpx.AsyncClient, talk: Talk, word: str, figures: Figures) -> None:
    begun = time.perf_counter()
    form = {"text": word, "epoch": str(talk.case.epoch), "csrf": talk.csrf}
    answer = await client.post(f"/cases/{talk.case.id}/reply", data=form, headers={**_signed(talk), "Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    if await _until(lambda: any(word in (bubble["text"] or "").split() for bubble in list(talk.person.received))):
        figures.to_messenger.append((time.perf_counter() - begun) * 1000)
    else:
        figures.lost += 1


async def _until(is_there: Any) -> bool:
    until = time.perf_counter() + _PATIENCE_SECONDS
    while not is_there():
        if time.perf_counter() > until:
            return False
        await asyncio.sleep(0.005)
    return True


def _signed(talk: Talk) -> dict[str, str]:
    return {"Cookie": f"console={talk.token}"}
