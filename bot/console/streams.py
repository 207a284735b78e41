"""Open consoles: each gets new lines, the changed head of its case and changed lists as they come, over server-sent events."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from bot.clock import now
from bot.console import board, caseview
from bot.console.security import Visit
from bot.console.texts import translator
from bot.console.views import Console
from bot.store import signins, watching
from bot.store.watching import Marks

log = logging.getLogger(__name__)

STREAMS_IN_ALL = 300
STREAMS_OF_ONE = 12
HEARTBEAT_SECONDS = 15.0  # proxies close a silent connection after 30 to 60 seconds
BOARD_REST_SECONDS = 0.3  # lists change often, and nobody reads them faster
LISTS_AGAIN_SECONDS = board.AGAIN_SECONDS  # waiting times grow without any change
_REST_SECONDS = 0.02
_LOOK_EVERY_SECONDS = 5.0  # should a notice of a change get lost
_RECONNECT_MILLISECONDS = 1_500

Event = dict[str, Any]


@dataclass(eq=False)
class Watch:
    """One open page: whose it is, and which case it shows."""

    visit: Visit
    case: int | None
    first: int
    stir: asyncio.Event = field(default_factory=asyncio.Event)
    board_mark: Any = None
    case_mark: Any = None
    is_over: bool = False


class Streams:
    """All open pages of this process. Looks once after each change for all of them who has something new."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._open: list[Watch] = []
        self._needed = asyncio.Event()
        self._marks = Marks((), {})
        self._is_over = False

    def open(self, visit: Visit, case: int | None, first: int) -> Watch | None:
        """Take a place; None when all are taken. Somebody's thirteenth page ends the first: it may be dead already."""
        if self._is_over or len(self._open) >= STREAMS_IN_ALL:
            return None
        mine = [watch for watch in self._open if watch.visit.account.id == visit.account.id]
        if len(mine) >= STREAMS_OF_ONE:
            mine[0].is_over = True
            mine[0].stir.set()
        watch = Watch(visit, case, first)
        self._open.append(watch)
        self._needed.set()
        return watch

    def close(self, watch: Watch) -> None:
        """Give a place back."""
        if watch in self._open:
            self._open.remove(watch)

    def stop_all(self) -> None:
        """End all: the console stops, and pages come back when it runs again."""
        self._is_over = True
        for watch in self._open:
            watch.is_over = True
            watch.stir.set()

    async def run(self) -> None:
        """Stir pages until cancelled."""
        database = self._console.database
        while True:
            if not self._open:
                self._needed.clear()
                await self._needed.wait()
            seen = database.changes.seen
            try:
                marks = await database.read(watching.look, {watch.case for watch in self._open if watch.case is not None})
            except sa.exc.DBAPIError as error:
                log.error("console.database_failed error=%s", type(error.orig).__name__)
                await asyncio.sleep(1)
                continue
            before, self._marks = self._marks, marks
            for watch in self._open:
                if marks.board != before.board or watch.case_mark != marks.of_cases.get(watch.case or 0):
                    watch.stir.set()
            await asyncio.sleep(_REST_SECONDS)
            await database.changes.wait(seen, _LOOK_EVERY_SECONDS)

    async def events(self, watch: Watch) -> AsyncIterator[str]:
        """Yield what a page gets."""
        yield f"retry: {_RECONNECT_MILLISECONDS}\n\n"
        try:
            async for event in self._follow(watch):
                yield event
        except sa.exc.DBAPIError as error:  # the page comes back
            log.error("console.database_failed error=%s", type(error.orig).__name__)

    async def _follow(self, watch: Watch) -> AsyncIterator[str]:
        clock = asyncio.get_running_loop().time
        shown = _ShownCase(self._console, watch)
        checked, listed = clock(), -LISTS_AGAIN_SECONDS
        while not watch.is_over:
            watch.stir.clear()
            if clock() - checked > HEARTBEAT_SECONDS:
                checked = clock()
                if not await self._is_signed_in(watch):
                    yield _written({"type": "signed_out"})
                    return
            mark = self._marks.of_cases.get(watch.case or 0)
            if watch.case is not None and (mark is None or mark != watch.case_mark):
                watch.case_mark = mark
                for event in await shown.changes():
                    yield _written(event)
            is_rested = clock() - listed > BOARD_REST_SECONDS
            if is_rested and (watch.board_mark != self._marks.board or clock() - listed > LISTS_AGAIN_SECONDS):
                watch.board_mark, listed = self._marks.board, clock()
                yield _written(await self._board(watch))
            left = HEARTBEAT_SECONDS if watch.board_mark == self._marks.board else BOARD_REST_SECONDS
            try:
                async with asyncio.timeout(left):
                    await watch.stir.wait()
            except TimeoutError:
                if left == HEARTBEAT_SECONDS:
                    yield _written({"type": "alive"})

    async def _is_signed_in(self, watch: Watch) -> bool:
        idle = self._console.settings.console_idle_minutes
        session = await self._console.database.read(signins.read, watch.visit.token, now(), idle)
        if session is None:
            return False
        if signins.is_stale(session, now()):
            await self._console.database.write(signins.touch, watch.visit.token, now())
        watch.visit = Visit(session.counsellor, session.csrf, watch.visit.token)
        return True

    async def _board(self, watch: Watch) -> Event:
        lists = await self._console.lists.get(self._marks.board)
        due = await self._console.database.read(board.read_due, watch.visit.account, now())
        mine = board.board_of(self._console.settings, watch.visit.account, lists, due)
        urgent = mine.urgent(watch.case)
        html = render_board(self._console, watch.visit, mine, watch.case)
        return {
            "type": "board",
            "html": html,
            "red": mine.red,
            "unclaimed_red": mine.unclaimed_red,
            "waiting": len(mine.fitting) + len(mine.reds),
            "turns": mine.turns,
            "urgent": urgent.id if urgent else None,
            "is_call": urgent is not None and not urgent.is_waiting,
        }


class _ShownCase:
    """What a page already shows of its case, so that only what differs is sent."""

    def __init__(self, console: Console, watch: Watch) -> None:
        self._console, self._watch = console, watch
        self._lines: dict[int, Any] = {}
        self._head: Event | None = None

    async def changes(self) -> list[Event]:
        watch = self._watch
        assert watch.case is not None
        view = await self._console.database.read(caseview.load, watch.visit.account, watch.case, watch.first)
        if view is None or view.is_erased:
            self._lines.clear()
            return [_erased(self._console, watch.visit, view)]
        lines = {line.seq: line for line in view.lines or ()}
        fresh = [line for seq, line in lines.items() if self._lines.get(seq) != line]
        gone = [seq for seq in self._lines if seq not in lines]
        self._lines = lines
        events: list[Event] = []
        if fresh or gone:
            written = [{"seq": line.seq, "html": render_line(self._console, watch.visit, view, line)} for line in fresh]
            events.append({"type": "lines", "lines": written, "gone": gone})
        head = case_event(self._console, watch.visit, view)
        if head != self._head:
            self._head = head
            events.append(head)
        return events


class EventStream(StreamingResponse):
    """Server-sent events; gives its place back however the connection ends."""

    media_type = "text/event-stream"

    def __init__(self, streams: Streams, watch: Watch) -> None:
        self._streams, self._watch = streams, watch
        super().__init__(streams.events(watch), headers={"X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until one of both ends it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._streams.close(self._watch)


def render_board(console: Console, visit: Visit, lists: board.Board, case: int | None) -> str:
    """Return the lists as HTML."""
    return console.pages.render("_board.html", visit.account.interface, visit, board=lists, present=case, limit=board.SHOWN)


def render_line(console: Console, visit: Visit, view: caseview.CaseView, line: caseview.Shown) -> str:
    """Return one line as HTML."""
    return console.pages.render("_line.html", visit.account.interface, visit, line=line, view=view)


def case_event(console: Console, visit: Visit, view: caseview.CaseView) -> Event:
    """Return the head of a case and what is known of the person."""
    head, facts = (
        console.pages.render(name, visit.account.interface, visit, view=view, case=view.case)
        for name in ("_head.html", "_facts.html")
    )
    return {
        "type": "case", "head": head, "facts": facts, "epoch": view.case.epoch, "state": view.case.state, "mine": view.is_own,
        "language": view.language or "", "holder": view.holder, "advice": len(view.advice), "visitors": len(view.visitors),
    }  # fmt: skip


def _erased(console: Console, visit: Visit, view: caseview.CaseView | None) -> Event:
    """Return what a page shows of somebody who has been forgotten: one line, and the way back."""
    text = translator(visit.account.interface)("The person had everything erased. There is nothing left to show.")
    head = console.pages.render("_head.html", visit.account.interface, visit, view=view, case=view.case) if view else ""
    return {"type": "erased", "text": text, "head": head}


def _written(event: Event) -> str:
    return f"event: {event['type']}\ndata: {json.dumps(event, ensure_ascii=False, separators=(',', ':'))}\n\n"
