"""A gate inside the test: real database, real web server on loopback, real connectors; only the messenger is a fake."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
from collections.abc import AsyncIterator
from importlib import import_module
from typing import Any

import sqlalchemy as sa
import uvicorn

from bot.clock import now
from bot.gate.app import build_app
from bot.gate.chores import Chores
from bot.gate.intake import Intake
from bot.gate.media_links import MediaLinks
from bot.gate.sender import Sender
from bot.keys import load_keys
from bot.messages import Reply
from bot.settings import Settings
from bot.store import Database, outbox, people
from bot.store.tables import messages


class Gate:
    """What a test does with a running gate."""

    def __init__(self, database: Database, connectors: dict[str, Any], url: str) -> None:
        self.database, self.connectors, self.url = database, connectors, url

    async def rows(self, **where: Any) -> list[tuple[Any, dict[str, Any]]]:
        """Return message rows with what they hold, in order."""

        def load(tx: Any) -> list[tuple[Any, dict[str, Any]]]:
            query = sa.select(messages).where(*(messages.c[k] == v for k, v in where.items())).order_by(messages.c.id)
            return [(row, tx.keys.content.open_json(row.payload)) for row in tx.connection.execute(query)]

        return await self.database.read(load)

    async def received(self, count: int, seconds: float = 15) -> list[tuple[Any, dict[str, Any]]]:
        """Wait until so many messages of people are kept."""
        return await self._wait(lambda: self.rows(direction="in"), lambda rows: len(rows) >= count, seconds)

    async def sent(self, seconds: float = 20) -> list[tuple[Any, dict[str, Any]]]:
        """Wait until nothing is left to send; return the rows of what went out."""
        done = ("sent", "failed")
        return await self._wait(
            lambda: self.rows(direction="out"), lambda rows: bool(rows) and all(r.status in done for r, _ in rows), seconds
        )

    async def answer(self, *replies: Reply, person: str | None = None) -> None:
        """Put replies in the line, as the brain does."""

        def add(tx: Any) -> None:
            pseudonym = person or tx.connection.execute(sa.text("SELECT pseudonym FROM people LIMIT 1")).scalar()
            outbox.add(tx, people.load(tx, pseudonym), replies, now())

        await self.database.write(add)

    async def _wait(self, look: Any, is_enough: Any, seconds: float) -> Any:
        async with asyncio.timeout(seconds):
            while not is_enough(rows := await look()):
                await asyncio.sleep(0.02)
        return rows


@contextlib.asynccontextmanager
async def running_gate(settings: Settings, *channels: str, **changes: Any) -> AsyncIterator[Gate]:
    """Run a gate with some channels; `changes` are settings."""
    settings = dataclasses.replace(settings, **changes)
    keys = load_keys(settings, with_addresses=True)
    database = Database.open(settings, keys)
    intake, links = Intake(database, settings), MediaLinks(settings.public_url, keys.content)
    connectors = {name: import_module(f"connectors.{name}").connect(settings, database, intake, links) for name in channels}
    config = uvicorn.Config(
        build_app(database, connectors, links), host="127.0.0.1", port=settings.port, ws="none", lifespan="off",
        log_config=None,
    )  # fmt: skip
    server = uvicorn.Server(config)
    works = [server.serve(), Sender(database, connectors).run(), Chores(database, connectors, settings).run()]
    tasks = [asyncio.create_task(work) for work in works]
    while not server.started:
        await asyncio.sleep(0.01)
    tasks += [asyncio.create_task(connector.run()) for connector in connectors.values()]
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Gate(database, connectors, f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        for task in tasks[1:]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for connector in connectors.values():
            await connector.close()
        await database.close()
