"""Tells when somebody has written to the database, whichever process it was."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from typing import Any

from bot.settings import Settings

_LOOK_EVERY_SECONDS = 0.02  # SQLite's data_version is a number in shared memory: 10 µs a look
_RECONNECT_SECONDS = 1.0

log = logging.getLogger(__name__)


class Changes:
    """Wakes everybody in this process who waits for a change."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._event: asyncio.Event | None = None
        self._watcher: asyncio.Task[None] | None = None
        self.seen = 0  # how many changes were noticed; take it before looking, and hand it to `wait`

    async def wait(self, seen: int, timeout: float) -> None:
        """Return when there was a change after the `seen`-th, at the latest after `timeout` seconds."""
        if self._watcher is None:
            watch = self._watch_postgresql if self._settings.database else self._watch_sqlite
            self._watcher = asyncio.get_running_loop().create_task(watch())
        if self.seen != seen:
            return
        if self._event is None or self._event.is_set():
            self._event = asyncio.Event()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):  # Python 3.11's `wait_for` can swallow a cancellation
                await self._event.wait()

    async def close(self) -> None:
        """Stop watching."""
        if self._watcher:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)

    def wake(self) -> None:
        """Wake everybody in this process, as a change does."""
        self.seen += 1
        if self._event:
            self._event.set()

    async def _watch_sqlite(self) -> None:
        connection = sqlite3.connect(self._settings.var_folder / "wegweiser.db")
        try:
            known = None
            while True:
                version = connection.execute("PRAGMA data_version").fetchone()[0]
                if version != known:
                    known = version
                    self.wake()
                await asyncio.sleep(_LOOK_EVERY_SECONDS)
        finally:
            connection.close()

    async def _watch_postgresql(self) -> None:
        import psycopg2
        import psycopg2.extensions

        loop = asyncio.get_running_loop()
        while True:
            try:
                connection = await loop.run_in_executor(None, psycopg2.connect, self._settings.database)
            except psycopg2.OperationalError:
                await asyncio.sleep(_RECONNECT_SECONDS)
                continue
            connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
            connection.cursor().execute("LISTEN wegweiser")
            lost = asyncio.Event()
            loop.add_reader(connection.fileno(), self._read_notices, connection, lost)
            try:
                await lost.wait()
                log.warning("store.listen_lost")
            finally:
                loop.remove_reader(connection.fileno()) if not connection.closed else None
                connection.close()
            await asyncio.sleep(_RECONNECT_SECONDS)

    def _read_notices(self, connection: Any, lost: asyncio.Event) -> None:
        import psycopg2

        try:
            connection.poll()
        except psycopg2.Error:
            asyncio.get_running_loop().remove_reader(connection.fileno())
            lost.set()
        if connection.notifies or lost.is_set():
            connection.notifies.clear()
            self.wake()
