"""What the fake messengers share: an HTTP server in a thread, faults on demand, webhook delivery, people who wait for replies."""

from __future__ import annotations

import asyncio
import json
import random
import re
import socket
import threading
import time
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qsl

import aiohttp
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

Bubble = dict[str, Any]

FIRST_RETRY_SECONDS = 0.05  # The real ones begin with seconds; tests cannot wait that long.
LONGEST_RETRY_SECONDS = 2.0


@dataclass(frozen=True)
class Upload:
    """A file in a multipart body."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Answer:
    """What a call of the bot returns; `bubble` is what the person now sees because of it."""

    body: Any
    status: int = 200
    bubble: Bubble | None = None


@dataclass
class Fault:
    """A fault that waits for its call; `what` is a status or "timeout", "lost_answer", "broken_json"."""

    method: str
    chat_id: int | str | None
    what: int | str
    description: str = ""
    retry_after: int | None = None
    times: int = 1


class Person:
    """One chat as its person sees it. Owns what was received; what a person can do is the messenger's."""

    def __init__(self) -> None:
        self.received: list[Bubble] = []
        self._bells: list[Callable[[], Any]] = []

    def waits_for(self, what: int | Callable[[Bubble], bool], timeout: float = 30.0) -> list[Bubble]:
        """Block until something has been received.

        Args:
            what: a number of bubbles in all, or a test that at least one bubble has to pass.
            timeout: in seconds.

        Returns:
            All bubbles if `what` is a number, else those that pass the test.

        Raises:
            TimeoutError: it did not come; the message says what did.
        """
        bell = threading.Event()
        self._bells.append(bell.set)
        try:
            deadline = time.monotonic() + timeout
            while (found := self._find(what)) is None:
                if not bell.wait(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError(self._complaint(what, timeout))
                bell.clear()
            return found
        finally:
            self._bells.remove(bell.set)

    async def waits_for_async(self, what: int | Callable[[Bubble], bool], timeout: float = 30.0) -> list[Bubble]:
        """Do what `waits_for` does without blocking the event loop."""
        loop, bell = asyncio.get_running_loop(), asyncio.Event()

        def ring() -> None:
            loop.call_soon_threadsafe(bell.set)

        self._bells.append(ring)
        try:
            async with asyncio.timeout(timeout):
                while (found := self._find(what)) is None:
                    await bell.wait()
                    bell.clear()
            return found
        except TimeoutError as error:
            raise TimeoutError(self._complaint(what, timeout)) from error
        finally:
            self._bells.remove(ring)

    def _notice(self) -> None:
        for ring in tuple(self._bells):
            ring()

    def _find(self, what: int | Callable[[Bubble], bool]) -> list[Bubble] | None:
        bubbles = list(self.received)
        if isinstance(what, int):
            return bubbles if len(bubbles) >= what else None
        return [bubble for bubble in bubbles if what(bubble)] or None

    def _complaint(self, what: int | Callable[[Bubble], bool], timeout: float) -> str:
        wanted = f"{what} bubbles" if isinstance(what, int) else "a bubble that fits"
        return f"no {wanted} after {timeout} s; received: {[bubble['text'][:80] for bubble in self.received]}"


class FakeServer:
    """A messenger's server. Owns the thread, the faults and the webhook's queue; the subclass owns the messenger's rules.

    Use it as a context manager. Its methods may be called from any thread. An error in the fake itself is raised on leaving.
    """

    sends: frozenset[str] = frozenset()  # methods that `fail_share` may hit
    fault_kinds: tuple[str, ...] = ("500", "429", "timeout", "lost_answer")
    webhook_accepts: Sequence[int] = range(200, 300)

    def __init__(
        self,
        routes: Sequence[BaseRoute],
        *,
        clock: Callable[[], float] = time.time,
        hang_seconds: float = 60.0,
        webhook_timeout: float = 30.0,
    ) -> None:
        """Prepare a server; it runs from `start()` to `stop()`.

        Args:
            routes: what it serves.
            clock: seconds since 1970 for dates and ages. Rates are always measured on the real clock.
            hang_seconds: how long a "timeout" fault says nothing before it closes the connection.
            webhook_timeout: how long a webhook may take to answer, in seconds.
        """
        self.clock = clock
        self.calls: Counter[str] = Counter()
        self.unacknowledged: list[Bubble] = []  # delivered, but the bot was not told: it may send them a second time
        self.is_down = False
        self.url = ""
        self.last_webhook_error: str | None = None
        self._hang_seconds, self._webhook_timeout = hang_seconds, webhook_timeout
        self._lock = threading.RLock()
        self._faults: list[Fault] = []
        self._delays: dict[tuple[str, int | str | None], float] = {}
        self._failing: tuple[float, random.Random, Sequence[str]] | None = None
        self._doubling: tuple[float, random.Random] | None = None
        self._queues: dict[int | str, deque[Callable[[], Awaitable[None]]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._webhook_slots = asyncio.Semaphore(40)  # Telegram's default of max_connections
        self._errors: list[Exception] = []
        self._server = uvicorn.Server(
            uvicorn.Config(
                Starlette(routes=routes),
                http=_Protocol,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                timeout_keep_alive=300,
            )
        )

    # Running

    def start(self) -> Self:
        """Listen on a free port of 127.0.0.1."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listener,), name=type(self).__name__, daemon=True)
        self._thread.start()
        self._is_ready.wait()
        return self

    def stop(self) -> None:
        """Close every connection.

        Raises:
            RuntimeError: the fake itself, not the bot, has failed.
        """
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        if self._errors:
            raise RuntimeError(f"{type(self).__name__} failed {len(self._errors)} times") from self._errors[0]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self, listener: socket.socket) -> None:
        with asyncio.Runner(loop_factory=self._server.config.get_loop_factory()) as runner:
            runner.run(self._serve(listener))

    async def _serve(self, listener: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        timeout = aiohttp.ClientTimeout(total=self._webhook_timeout)
        async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as self._client:
            self._stopping = asyncio.Event()
            self._tasks.add(asyncio.create_task(self._server.serve([listener])))
            self._is_ready.set()
            await self._stopping.wait()
            # uvicorn's own way out takes 0.2 s, which a hundred tests would feel.
            for server in self._server.servers if self._server.started else []:
                server.close()
            for connection in list(self._server.server_state.connections):
                connection.transport.close()
            tasks = [*self._tasks, *self._server.server_state.tasks]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            listener.close()

    # Faults

    def fail_next(
        self,
        method: str,
        chat_id: int | str | None = None,
        *,
        status: int | str,
        description: str = "",
        retry_after: int | None = None,
        times: int = 1,
    ) -> None:
        """Let the next calls of a method fail.

        Args:
            method: as the messenger names it.
            chat_id: only calls for this chat; None means any.
            status: a number (see the messenger), or "timeout" (not delivered, no answer), "lost_answer" (delivered, connection
                closed without an answer), "broken_json" (delivered, unreadable answer).
            description: what the error says; by default what the messenger usually says.
            retry_after: seconds, for status 429.
            times: how many calls.
        """
        with self._lock:
            self._faults.append(Fault(method, chat_id, status, description, retry_after, times))

    def delay(self, method: str, seconds: float, chat_id: int | str | None = None) -> None:
        """Answer a method late from now on; 0 seconds end it."""
        with self._lock:
            self._delays[method, chat_id] = seconds

    def fail_share(self, share: float, seed: int, kinds: Sequence[str] | None = None) -> None:
        """Let a share of the calls that send something fail, each in one of `kinds` (see `fail_next`); 0 ends it."""
        with self._lock:
            self._failing = (share, random.Random(seed), kinds or self.fault_kinds)

    def duplicate_share(self, share: float, seed: int) -> None:
        """Deliver a share of the updates twice, at once if there is a webhook; 0 ends it."""
        with self._lock:
            self._doubling = (share, random.Random(seed))

    def set_bot_down(self, is_down: bool) -> None:
        """Answer 502 to everything and deliver nothing, or end that."""
        self.is_down = is_down

    def _next_fault(self, method: str, chat_id: int | str | None) -> Fault | None:
        with self._lock:
            for fault in self._faults:
                if fault.method == method and fault.chat_id in (None, chat_id):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                    return fault
            if self._failing is None or method not in self.sends:
                return None
            share, chance, kinds = self._failing
            if chance.random() >= share:
                return None
            kind = chance.choice(kinds)
            return Fault(method, chat_id, int(kind) if kind.isdigit() else kind)

    def _is_doubled(self) -> bool:
        with self._lock:
            return self._doubling is not None and self._doubling[1].random() < self._doubling[0]

    def _fault_answer(self, fault: Fault, chat_id: int | str | None) -> Answer:
        """Return the error as the messenger writes it."""
        raise NotImplementedError

    async def _answer(
        self, request: Request, method: str, chat_id: int | str | None, answer: Callable[[], Awaitable[Answer]]
    ) -> Response:
        """Answer a call of the bot, with the faults that were ordered."""
        self.calls[method] += 1
        if self.is_down:
            return self._render(self._fault_answer(Fault(method, None, 502), None))
        if seconds := self._delays.get((method, chat_id)) or self._delays.get((method, None)):
            await asyncio.sleep(seconds)
        fault = self._next_fault(method, chat_id)
        if fault and isinstance(fault.what, int):
            return self._render(self._fault_answer(fault, chat_id))
        if fault and fault.what == "timeout":
            return await self._hang_up(request, self._hang_seconds)
        try:
            result = await answer()
        except Exception as error:
            self._errors.append(error)
            raise
        if fault and result.bubble:
            with self._lock:
                result.bubble["is_acknowledged"] = False
                self.unacknowledged.append(result.bubble)
        if fault and fault.what == "lost_answer":
            return await self._hang_up(request, 0)
        if fault:
            return Response('{"ok": tr', media_type="application/json")
        return self._render(result)

    @staticmethod
    def _render(answer: Answer) -> Response:
        return JSONResponse(answer.body, answer.status)

    @staticmethod
    async def _hang_up(request: Request, seconds: float) -> Response:
        async def gone() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass

        try:
            async with asyncio.timeout(seconds):
                await gone()
        except TimeoutError:
            request.scope["transport"].close()
            await gone()
        return Response()  # goes nowhere

    # Webhook

    def _envelope(self, body: bytes) -> tuple[str, dict[str, str]] | None:
        """Return the webhook's URL and headers, or None if there is no webhook."""
        raise NotImplementedError

    def _enqueue(self, chat_id: int | str, job: Callable[[], Awaitable[None]]) -> None:
        """Run a job after the chat's earlier ones, beside other chats' jobs."""
        self._loop.call_soon_threadsafe(self._start_job, chat_id, job)

    def _start_job(self, chat_id: int | str, job: Callable[[], Awaitable[None]]) -> None:
        if chat_id in self._queues:
            self._queues[chat_id].append(job)
            return
        self._queues[chat_id] = deque([job])
        task = self._loop.create_task(self._work_off(chat_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_off(self, chat_id: int | str) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                await queue[0]()
                queue.popleft()
        except Exception as error:
            self._errors.append(error)
        finally:
            del self._queues[chat_id]

    async def _post(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """Post to a webhook once; status 0 means that there was no answer."""
        try:
            async with self._webhook_slots, self._client.post(url, data=body, headers=headers) as response:
                status, answer = response.status, await response.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            status, answer = 0, repr(error).encode()
        if status not in self.webhook_accepts:
            self.last_webhook_error = f"Wrong response from the webhook: {status or answer.decode()}"
        return status, answer

    async def _post_until_accepted(self, body: bytes) -> bytes | None:
        """Post to the webhook again and again; return its answer, or None if the webhook was taken away meanwhile."""
        pause = FIRST_RETRY_SECONDS
        while envelope := self._envelope(body):
            if not self.is_down:
                status, answer = await self._post(*envelope, body)
                if status in self.webhook_accepts:
                    return answer
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_RETRY_SECONDS)
        return None


class _Protocol(HttpToolsProtocol):
    """Shows handlers their connection, so that they can close it without an answer."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["transport"] = self.transport  # type: ignore[typeddict-unknown-key]


async def read_params(request: Request) -> dict[str, Any]:
    """Read a call's parameters from the query and a JSON, form or multipart body; files become `Upload`.

    Raises:
        ValueError: the body is not what its content type says.
    """
    params: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    media_type = request.headers.get("content-type", "")
    if media_type.startswith("application/json"):
        params.update(json.loads(body or b"{}"))
    elif match := re.match(r'multipart/form-data;.*\bboundary="?([^";]+)', media_type):
        params.update(_parts(body, match[1].encode()))
    else:
        params.update(parse_qsl(body.decode(), keep_blank_values=True))
    return params


def _parts(body: bytes, boundary: bytes) -> Iterator[tuple[str, str | Upload]]:
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        fields = dict(re.findall(r'\b(name|filename)="([^"]*)"', head.decode()))
        if "filename" in fields:
            found = re.search(r"(?i)content-type: *(\S+)", head.decode())
            yield fields["name"], Upload(fields["filename"], content, found[1] if found else "application/octet-stream")
        else:
            yield fields["name"], content.decode()
