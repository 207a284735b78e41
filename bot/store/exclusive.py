"""One of a kind: with SQLite one gate and one brain, with PostgreSQL one process that polls Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import zlib
from collections.abc import AsyncIterator, Iterator

import sqlalchemy as sa

from bot.errors import StoreError
from bot.settings import Settings

_TRY_AGAIN_SECONDS = 2.0
_CHECK_SECONDS = 2.0


@contextlib.contextmanager
def only_one(settings: Settings, name: str) -> Iterator[None]:
    """Hold a lock file while a process runs; with PostgreSQL, where several servers share the work, do nothing.

    Raises:
        StoreError: another process holds it.
    """
    if settings.database:
        yield
        return
    folder = settings.var_folder
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(f"another {name} works with {folder} already; several servers need PostgreSQL") from error
        yield


@contextlib.asynccontextmanager
async def leading(settings: Settings, name: str) -> AsyncIterator[asyncio.Event]:
    """Wait until this process is the only one that leads in something, and lead as long as the block runs.

    Yields:
        An event that is set when the lead is lost: the connection to the database broke.
    """
    lost = asyncio.Event()
    if not settings.database:
        yield lost  # there is one gate only
        return
    engine = sa.create_engine(settings.database, future=True, poolclass=sa.pool.NullPool)
    number = zlib.crc32(name.encode())
    loop = asyncio.get_running_loop()

    def take() -> sa.engine.Connection | None:
        try:
            connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        except sa.exc.OperationalError:
            return None
        if connection.execute(sa.text("SELECT pg_try_advisory_lock(:number)"), {"number": number}).scalar():
            return connection
        connection.close()
        return None

    connection = None
    while connection is None:
        connection = await loop.run_in_executor(None, take)
        if connection is None:
            await asyncio.sleep(_TRY_AGAIN_SECONDS)

    async def check() -> None:
        while not lost.is_set():
            await asyncio.sleep(_CHECK_SECONDS)
            try:
                await loop.run_in_executor(None, connection.execute, sa.text("SELECT 1"))
            except sa.exc.DBAPIError:
                lost.set()

    checking = loop.create_task(check())
    try:
        yield lost
    finally:
        checking.cancel()
        await asyncio.gather(checking, return_exceptions=True)
        with contextlib.suppress(sa.exc.DBAPIError):
            await loop.run_in_executor(None, connection.close)
        engine.dispose()
