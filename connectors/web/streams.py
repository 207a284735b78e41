"""Open streams: who follows which conversation, and the waking of those who have something new."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import sqlalchemy as sa
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.store import Database, stream
from bot.store.stream import Line, News
from connectors.web.outgoing import Event

log = logging.getLogger(__name__)

STREAMS_A_SESSION = 4
STREAMS_IN_ALL = 1_000
HEARTBEAT_SECONDS = 15.0  # proxies close a silent connection after 30 to 60 seconds
LINES_AT_ONCE = 100
_LOOK_EVERY_SECONDS = 5.0  # should a notice of a change get lost
_REST_SECONDS = 0.05  # between two looks, however much is going on
_RECONNECT_MILLISECONDS = 2_000


class Stream:
    """One open connection of a page."""

    def __init__(self, session: str, person: str) -> None:
        self.session, self.person = session, person
        self.end: Event | None = None  # what is said last
        self.is_typing = False
        self.is_closed = False
        self.stir = asyncio.Event()

    def stop(self, farewell: Event | None) -> None:
        """End it as soon as what it is sending is sent."""
        self.end, self.is_closed = farewell, True
        self.stir.set()


class Streams:
    """All open connections of this process. Looks after each change once for all of them who has something new."""

    def __init__(self, database: Database, channel: str, show: Callable[[Line], Event]) -> None:
        self._database, self._channel, self._show = database, channel, show
        self._open: dict[str, list[Stream]] = {}  # by session, the oldest first
        self._is_needed = asyncio.Event()
        self._is_over = False

    @property
    def count(self) -> int:
        """How many connections are open."""
        return sum(len(streams) for streams in self._open.values())

    def open(self, session: str, person: str) -> Stream | None:
        """Take a place; None when all are taken. A session's fifth connection ends its first: that one may be dead already."""
        if self._is_over or self.count >= STREAMS_IN_ALL:
            return None
        opened = Stream(session, person)
        mine = self._open.setdefault(session, [])
        if len(mine) >= STREAMS_A_SESSION:
            mine.pop(0).stop({"type": "full"})
        mine.append(opened)
        self._is_needed.set()
        return opened

    def close(self, opened: Stream) -> None:
        """Give a place back."""
        mine = self._open.get(opened.session, [])
        if opened in mine:
            mine.remove(opened)
        if not mine:
            self._open.pop(opened.session, None)

    def show_typing(self, session: str) -> None:
        """Tell a session's pages that an answer is being written."""
        for opened in self._open.get(session, ()):
            opened.is_typing = True
            opened.stir.set()

    def stop_all(self) -> None:
        """End all connections: the gate stops, and pages come back when it runs again."""
        self._is_over = True
        for mine in self._open.values():
            for opened in mine:
                opened.stop(None)

    async def run(self) -> None:
        """Wake streams until cancelled."""
        last: News | None = None
        while True:
            if not self._open:
                last = None
                self._is_needed.clear()
                await self._is_needed.wait()
            seen = self._database.changes.seen
            followed = {opened.person for mine in self._open.values() for opened in mine}
            try:
                news = await self._database.read(stream.look, self._channel, followed, last)
            except sa.exc.DBAPIError as error:
                log.error("web.database_failed error=%s", type(error.orig).__name__)
                await asyncio.sleep(1)
                continue
            for mine in self._open.values():  # those, too, that were opened during the look: they may have read too early
                for opened in mine:
                    if last is None or opened.person in news.people:
                        opened.stir.set()
            last = news
            await asyncio.sleep(_REST_SECONDS)
            await self._database.changes.wait(seen, _LOOK_EVERY_SECONDS)

    async def events(self, opened: Stream, after: int) -> AsyncIterator[str]:
        """Yield what a connection gets: the lines after the `after`-th, then new ones as they come."""
        yield f"retry: {_RECONNECT_MILLISECONDS}\n\n"
        try:
            async for event in self._follow(opened, after):
                yield event
        except sa.exc.DBAPIError as error:  # the page comes back and goes on where it was
            log.error("web.database_failed error=%s", type(error.orig).__name__)

    async def _follow(self, opened: Stream, after: int) -> AsyncIterator[str]:
        is_ready = False
        while not opened.is_closed:
            opened.stir.clear()
            lines = await self._database.read(stream.conversation, opened.person, after, LINES_AT_ONCE)
            if lines is None:
                opened.stop({"type": "erased"})
                break
            for line in lines:
                after = line.seq
                yield _written(self._show(line))
            if len(lines) == LINES_AT_ONCE:
                continue
            if not is_ready:
                is_ready = True
                yield _written({"type": "ready"})
            if opened.is_typing:
                opened.is_typing = False
                yield _written({"type": "typing"})
            try:
                async with asyncio.timeout(HEARTBEAT_SECONDS):
                    await opened.stir.wait()
            except TimeoutError:
                yield ": still here\n\n"
        if opened.end:
            yield _written(opened.end)


class EventStream(StreamingResponse):
    """Server-sent events; gives its place back however the connection ends."""

    media_type = "text/event-stream"

    def __init__(self, streams: Streams, opened: Stream, after: int, headers: dict[str, str]) -> None:
        self._streams, self._opened = streams, opened
        # nginx collects answers before it passes them on, unless it is told not to
        super().__init__(streams.events(opened, after), headers={**headers, "X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until one of both ends it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._streams.close(self._opened)


def _written(event: dict[str, Any]) -> str:
    number = f"id: {event['seq']}\n" if "seq" in event else ""
    return f"{number}event: {event['type']}\ndata: {json.dumps(event, ensure_ascii=False, separators=(',', ':'))}\n\n"
