"""Opens the database, runs transactions in threads, and tells when another process has changed something.

SQLite by default: all writes of a process go through one thread, and those that wait together share one commit (one
`fsync` for fifty messages). PostgreSQL by one setting: a pool of connections.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import QueuePool, StaticPool

from bot.errors import StoreError
from bot.keys import Keys, adopt_keys, load_keys
from bot.settings import Settings
from bot.store.changes import Changes
from bot.store.keyring import check_keys, known_fingerprints
from bot.store.lanes import Lanes
from bot.store.schema import migrate

P = ParamSpec("P")
T = TypeVar("T")

BUSY_SECONDS = 20  # how long a write waits for another process's write
_TOGETHER = 50  # writes that share one commit
_THREADS = 8


@dataclass(frozen=True)
class Transaction:
    """What every function of this package gets: an open connection, and the keys."""

    connection: Connection
    keys: Keys


class Database:
    """Owns engines, threads and locks; knows nothing of what the tables mean."""

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self._settings, self.keys = settings, keys
        self.is_sqlite = not settings.database
        self._reader = open_engine(settings, is_writer=False)
        self._writer = open_engine(settings, is_writer=True) if self.is_sqlite else self._reader
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="store")
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        if self.is_sqlite:
            threading.Thread(target=self._write_jobs, name="store-writer", daemon=True).start()
        self.changes = Changes(settings)
        self.lanes = Lanes(None if self.is_sqlite else self._reader, self._threads)

    @classmethod
    def open(cls, settings: Settings, keys: Keys) -> Database:
        """Bring the tables up to date, check the keys, and open the database.

        Raises:
            StoreError: a newer version made the tables, or other keys made the rows.
        """
        engine = open_engine(settings, is_writer=True)
        try:
            migrate(engine, settings)
            with engine.begin() as connection:
                if not settings.database:  # a rotation of keys may have died before its last step
                    adopt_keys(settings, known_fingerprints(connection))
                    keys = load_keys(settings, with_addresses=keys.address is not None)
                check_keys(connection, keys)
        except sa.exc.OperationalError as error:
            raise StoreError(f"the database cannot be opened: {type(error.orig).__name__}; is it running?") from error
        finally:
            engine.dispose()
        return cls(settings, keys)

    async def write(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one piece of work in a transaction of its own; it is on disk when this returns."""
        if self.is_sqlite:
            job = _Job(lambda tx: work(tx, *args, **kwargs), Future())
            self._jobs.put(job)
            return await asyncio.wrap_future(job.result)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._write_now, work, args, kwargs)

    async def read(self, work: Callable[Concatenate[Transaction, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run one piece of work that changes nothing."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read_now, work, args, kwargs)

    async def close(self) -> None:
        """Finish what is being written and close all connections."""
        self._jobs.put(None)
        await self.changes.close()
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)
        self._reader.dispose()
        self._writer.dispose()

    def _read_now(self, work: Callable[..., T], args: Any, kwargs: Any) -> T:
        with self._reader.connect() as connection, connection.begin():
            return work(Transaction(connection, self.keys), *args, **kwargs)

    def _write_now(self, work: Callable[..., T], args: Any, kwargs: Any) -> T:
        with self._reader.begin() as connection:
            result = work(Transaction(connection, self.keys), *args, **kwargs)
            connection.execute(sa.text("NOTIFY wegweiser"))
            return result

    def _write_jobs(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch = [job]
            while len(batch) < _TOGETHER and not self._jobs.empty():
                following = self._jobs.get()
                if following is None:
                    self._jobs.put(None)
                    break
                batch.append(following)
            self._write_together(batch)

    def _write_together(self, batch: list[_Job]) -> None:
        outcomes: list[tuple[_Job, Any, BaseException | None]] = []
        try:
            with self._writer.begin() as connection:
                for job in batch:
                    point = connection.begin_nested()
                    try:
                        outcomes.append((job, job.work(Transaction(connection, self.keys)), None))
                        point.commit()
                    except Exception as error:  # belongs to the one who asked for this piece of work, not to its neighbours
                        point.rollback()
                        outcomes.append((job, None, error))
        except Exception as error:  # the commit itself: nothing of the batch is on disk
            outcomes = [(job, None, error) for job in batch]
        for job, result, fault in outcomes:
            if job.result.set_running_or_notify_cancel():
                job.result.set_result(result) if fault is None else job.result.set_exception(fault)


@dataclass(frozen=True)
class _Job:
    work: Callable[[Transaction], Any]
    result: Future[Any]


def open_engine(settings: Settings, *, is_writer: bool) -> Engine:
    """Return an engine; with SQLite one for writing takes the write lock at the beginning of each transaction."""
    if settings.database:
        return sa.create_engine(settings.database, future=True, pool_size=_THREADS, max_overflow=100, pool_pre_ping=True)
    settings.var_folder.mkdir(parents=True, exist_ok=True)
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    path = settings.var_folder / "wegweiser.db"
    pool = StaticPool if is_writer else QueuePool
    engine = sa.create_engine(f"sqlite:///{path}", future=True, connect_args=arguments, poolclass=pool)

    def configure(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # else the driver begins transactions when it likes
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    sa.event.listen(engine, "connect", configure)
    sa.event.listen(engine, "begin", begin)
    return engine
