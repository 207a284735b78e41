"""A gate with the web chat on loopback: a real database, the real sender, and a brain of a few lines instead of the model."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn

from bot.clock import now
from bot.gate.app import build_app
from bot.gate.intake import Intake
from bot.gate.media_links import MediaLinks
from bot.gate.sender import Sender
from bot.keys import load_keys
from bot.messages import Reply
from bot.settings import Settings
from bot.store import Database, Transaction, forgetting, inbox, outbox, people
from bot.store.inbox import Waiting
from bot.store.people import PersonRow
from connectors.web import connect

Answers = Callable[[Waiting, str], list[Reply]]
MENU = ({"id": "ask_return_options", "title": "💶 Ways to return"}, {"id": "ask_cost_of_living", "title": "🏠 Costs at home"})


def echo(message: Waiting, language: str) -> list[Reply]:
    """Answer with what was said."""
    said = message.payload["text"] or str(message.payload.get("place"))
    return [Reply(f"Answer to: {said}", language, MENU)]


class Office:
    """What an office runs. `answers` is its brain; `is_sending` False lets bubbles wait as they do when the gate is busy."""

    def __init__(self, settings: Settings, answers: Answers = echo, is_sending: bool = True) -> None:
        self.settings, self.answers, self._is_sending = settings, answers, is_sending
        self.database = Database.open(settings, load_keys(settings, with_addresses=True))
        self.links = MediaLinks(settings.public_url, self.database.keys.content)
        self.connector = connect(settings, self.database, Intake(self.database, settings), self.links)
        self.app = build_app(self.database, {"web": self.connector}, self.links)
        self.url = ""
        self.is_thinking = True

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Office]:
        """Serve until the block ends."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(self.app, ws="none", lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=1)
        )
        loop = asyncio.get_running_loop()
        serving = loop.create_task(server.serve([listener]))
        works = [self.connector.run(), self._think()]
        if self._is_sending:
            works.append(Sender(self.database, {"web": self.connector}).run())
        tasks = [loop.create_task(work) for work in works]
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield self
        finally:
            await self.connector.close()
            server.should_exit = True
            await serving
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.database.close()

    def client(self, **headers: str) -> httpx.AsyncClient:
        """A browser without a page."""
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=10)

    async def say(self, text: str) -> None:
        """Send a bubble to everybody, unasked."""
        await self.database.write(_say_to_all, text)

    async def rows(self, columns: str = "*", table: str = "messages") -> list[tuple[Any, ...]]:
        """Look into a table."""
        return await self.database.read(
            lambda tx: [tuple(r) for r in tx.connection.exec_driver_sql(f"SELECT {columns} FROM {table}")]
        )

    async def _think(self) -> None:
        while True:
            seen = self.database.changes.seen
            if self.is_thinking:
                for person in await self.database.read(inbox.waiting_people, now()):
                    await self.database.write(self._answer, person)
            await self.database.changes.wait(seen, 0.2)

    def _answer(self, tx: Transaction, pseudonym: str) -> None:
        person = people.load(tx, pseudonym)
        assert person is not None
        for message in inbox.waiting_messages(tx, pseudonym):
            if message.payload.get("choice") == "erase":
                forgetting.forget(tx, person, [Reply("Deleted.", "en")], now())
                return
            inbox.finish(tx, [message.id], now())
            language = person.language or person.language_hint or self.settings.language
            outbox.add(tx, person, self.answers(message, language), now(), answers=message.id)


def _say_to_all(tx: Transaction, text: str) -> None:
    for row in list(tx.connection.exec_driver_sql("SELECT pseudonym FROM people")):
        person = people.load(tx, row[0])
        assert isinstance(person, PersonRow)
        outbox.add(tx, person, [Reply(text, "en")], now())


async def read_events(response: httpx.Response, enough: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
    """Read server-sent events until there are enough of them, or the stream ends."""
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(30):
        async for line in response.aiter_lines():
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
                if enough(events):
                    break
    return events
