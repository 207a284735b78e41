"""A console inside the test: real database, real web server on loopback, people by way of the real store."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import uvicorn

from bot.cases import desk as core
from bot.clock import now
from bot.console.app import ConsoleServer
from bot.console.passwords import make_hash
from bot.keys import load_keys
from bot.messages import Incoming, Reply
from bot.settings import Settings
from bot.store import Database, cases, counsellors, inbox, outbox, people
from bot.store.cases import CaseRow
from bot.store.counsellors import CounsellorRow

PASSWORD = "correct horse battery"
EVER = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
_hashes: list[str] = []
on_both = pytest.mark.parametrize("desk", ["sqlite", "postgresql"], indirect=True)  # the main way of each page and each write


class Desk:
    """A running console and what a test does with it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database.open(settings, load_keys(settings, with_addresses=False))
        self.server = ConsoleServer(settings, self.database)
        self.outside = Database.open(settings, load_keys(settings, with_addresses=True))  # what the gate writes with
        self.url = ""
        self._updates = 0

    async def add(self, login: str, role: str = "counsellor", **values: Any) -> int:
        """Make an account that can sign in with `PASSWORD`; it works day and night."""
        if not _hashes:
            _hashes.append(await make_hash(PASSWORD))
        given = {"languages": ["ar", "de"], "hours": EVER, "interface": "en", **values}
        columns = {name: given.pop(name) for name in ("is_away", "is_on_call", "is_active") if name in given}
        name = given.pop("name", login.capitalize())
        number = await self.outside.write(counsellors.add, login, name, role, now(), **given)
        await self.outside.write(counsellors.update, number, password_hash=_hashes[0], **columns)
        return number

    async def says(self, address: str, text: str, channel: str = "telegram", **extra: Any) -> str:
        """Let a person write; return the pseudonym."""
        self._updates += 1
        incoming = Incoming(f"u{self._updates}", address, extra.pop("kind", "text"), text, **extra)
        received = await self.outside.write(inbox.receive, channel, "1", incoming, now())
        assert received.person
        return received.person

    async def opens(self, address: str, text: str = "أريد التحدث مع شخص", reason: str = "person", **facts: Any) -> CaseRow:
        """Let a person write and wait for a counsellor."""
        person = await self.says(address, text)
        given = {"language": "ar", "country": "IQ", **facts}

        def work(tx: Any) -> CaseRow:
            people.set_language(tx, person, given["language"], True)
            row = people.load(tx, person)
            inbox.finish(tx, [waiting.id for waiting in inbox.waiting_messages(tx, person)], now())
            return cases.open_case(tx, row, reason, now(), **given).case

        return await self.outside.write(work)

    async def bot_says(self, person: str, text: str, *buttons: str) -> None:
        """Put a bubble of the bot in the line."""
        reply = Reply(text, "ar", tuple({"id": "ask_help", "title": title} for title in buttons))
        await self.outside.write(lambda tx: outbox.add(tx, people.load(tx, person), [reply], now()))

    async def sends_all(self) -> None:
        """Mark everything that waits as sent, as the gate does."""
        done = "UPDATE messages SET status = 'sent', finished_at = created_at WHERE direction = 'out'"
        await self.outside.write(lambda tx: tx.connection.exec_driver_sql(done))

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Look into a table."""
        return await self.outside.read(lambda tx: [tuple(row) for row in tx.connection.exec_driver_sql(query)])

    async def replies(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Return (author, status, payload) of everything for people, in order."""

        def load(tx: Any) -> list[Any]:
            query = "SELECT author, status, payload FROM messages WHERE direction = 'out' ORDER BY id"
            return [(r[0], r[1], tx.keys.content.open_json(r[2])) for r in tx.connection.exec_driver_sql(query)]

        return await self.outside.read(load)

    async def client(self, login: str) -> Browser:
        """Return somebody who is signed in."""
        browser = Browser(self.url)
        await browser.sign_in(login)
        return browser


async def row_of(desk: Desk, number: int) -> CounsellorRow:
    """Return an account."""
    row = await desk.outside.read(counsellors.load, number)
    assert row is not None
    return row


async def claim(desk: Desk, case: CaseRow, number: int) -> CaseRow:
    """Let a counsellor take a case."""
    return await desk.outside.write(core.claim, desk.settings, case.id, case.epoch, await row_of(desk, number), now())


class Browser(httpx.AsyncClient):
    """A browser without script: keeps cookies, fills in the hidden fields of forms."""

    def __init__(self, url: str, **headers: str) -> None:
        super().__init__(
            base_url=url, headers={"Accept": "text/html", "Accept-Language": "en", **headers}, timeout=20, follow_redirects=False
        )

    async def __aenter__(self) -> Browser:
        return self  # it may have been used already: signing in comes first

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """Sign in."""
        form = hidden((await self.get("/sign-in")).text)
        return await self.post("/sign-in", data={**form, "login": login, "password": password})

    async def csrf(self) -> str:
        """Return the word that forms must bring along."""
        return hidden((await self.get("/profile")).text)["csrf"]

    async def act(self, path: str, **fields: Any) -> httpx.Response:
        """Post a form."""
        return await self.post(path, data={"csrf": await self.csrf(), **fields})


def hidden(html: str) -> dict[str, str]:
    """Return the hidden fields of a page."""
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))


@asynccontextmanager
async def running_console(settings: Settings) -> AsyncIterator[Desk]:
    """Run a console until the block ends."""
    desk = Desk(settings)
    listener = socket.create_server(("127.0.0.1", 0))
    desk.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        desk.server.app, ws="none", lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    loop = asyncio.get_running_loop()
    serving, watching = loop.create_task(server.serve([listener])), loop.create_task(desk.server.run())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield desk
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        server.should_exit = True
        await serving
        await desk.database.close()
        await desk.outside.close()
