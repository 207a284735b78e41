"""Lanes: at most one process, and in it one task, handles a person's messages in one direction at a time.

With PostgreSQL a row is locked for as long as a lane is held, so it is free again the moment its process dies. With
SQLite there is one gate and one brain (`exclusive.py`), and a set in memory is enough.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.store.tables import lanes

Direction = Literal["in", "out"]


@dataclass(frozen=True)
class Lane:
    """A lane that is held; give it back with `Lanes.release`."""

    person: str
    direction: Direction
    lock: Connection | None


class Lanes:
    """Takes and gives back lanes."""

    def __init__(self, engine: Engine | None, threads: ThreadPoolExecutor) -> None:
        self._engine, self._threads = engine, threads
        self._held: set[tuple[str, Direction]] = set()

    async def take(self, direction: Direction, people: Sequence[str]) -> Lane | None:
        """Take the first free lane of these people; None when all are held."""
        free = [person for person in people if (person, direction) not in self._held]
        if not free:
            return None
        if self._engine is None:
            self._held.add((free[0], direction))
            return Lane(free[0], direction, None)
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._take_locked, direction, free)

    async def release(self, lane: Lane) -> None:
        """Give a lane back."""
        self._held.discard((lane.person, lane.direction))
        if lane.lock is not None:
            await asyncio.get_running_loop().run_in_executor(self._threads, _end, lane.lock)

    def _take_locked(self, direction: Direction, free: list[str]) -> Lane | None:
        assert self._engine is not None
        connection = self._engine.connect()
        wanted = sa.and_(lanes.c.direction == direction, lanes.c.person.in_(free))
        try:
            query = sa.select(lanes.c.person).where(wanted).limit(1).with_for_update(skip_locked=True)
            person = connection.execute(query).scalar()
        except BaseException:
            connection.close()
            raise
        if person is None:
            connection.close()
            return None
        self._held.add((person, direction))
        return Lane(person, direction, connection)


def _end(connection: Connection) -> None:
    try:
        connection.rollback()
    finally:
        connection.close()
