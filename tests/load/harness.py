"""The benchmarks of messages: load, kills, two servers, Rasa's own channel, the webhook. `bench` returns rows of a table."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from bot.keys import Key
from bot.settings import Settings
from tests.fakes.telegram import FakeTelegram
from tests.load.accounts import Account, kept_at, settle
from tests.load.acknowledgement import measure_acknowledgement, percentile
from tests.load.console_kills import measure_handovers
from tests.load.consoles import measure_consoles
from tests.load.crowd import Crowd
from tests.load.office import TOKEN, Office, Process, Server, postgresql
from tests.load.rasa_run import measure_rasa

Row = tuple[str, str]

DUPLICATES, FAULTS = 0.20, 0.05
TEXT_SHARE = 0.10  # typed messages; the others are presses of buttons
IN_FLIGHT = 100  # messages on their way at once: a crowd that waits, so that nothing stands idle
QUIET_IN_FLIGHT = 5  # as in an office's day
HAND_OVER_KILLS = 10  # for each kill of the load
TELEGRAM_PER_SECOND = 30  # what Telegram takes from one bot (Bots FAQ, "My bot is hitting limits")
HANG_SECONDS = 21.0  # a fault "timeout" says nothing until python-telegram-bot has given up, after 20 s
QUIET_MESSAGES = 500
LONGEST_LIFE_SECONDS = 6.0  # how long a process may work before it is killed
AWAY_SECONDS = 12.0  # how long a server stays dead
STUCK_SECONDS = 180.0
_LOOK_EVERY_SECONDS = 0.1
_WARM_UP_CHAT = 4711


@dataclass(frozen=True)
class Size:
    """How much is done; `kills` are of gates and of brains, each."""

    messages: int = 10_000
    people: int = 500
    kills: int = 20
    rasa_messages: int = 500
    hang_seconds: float = HANG_SECONDS


@dataclass(frozen=True)
class Outcome:
    """What a run has found.

    `gaps` are the seconds from each death of a gate to the first message kept that was sent after it, `lane_waits` the p50
    and p95 in seconds, `too_early` the sends that came before a demanded pause was over, `is_over_limit` says that all
    chats together got more than Telegram takes in a second, `cpu_ms` the processor's milliseconds for a message in gate and
    brain, where none was killed.
    """

    account: Account
    kills: dict[str, int]
    gaps: dict[float, float]
    lane_waits: tuple[float, float]
    too_early: int
    is_over_limit: bool
    cpu_ms: tuple[float, ...] = ()


class Watcher(Protocol):
    """Looks after a run again and again."""

    def look(self) -> None:
        """Do what is due."""


@dataclass
class Killer:
    """Kills one process at random moments while it works, and starts it again."""

    process: Process
    server: Server
    office: Office
    crowd: Crowd
    kills: int
    chance: random.Random
    in_the_instant: set[tuple[int, int]] = field(default_factory=set)
    _due: float | None = None

    def look(self) -> None:
        """Kill when the moment has come."""
        if self.kills == 0:
            return
        if self._due is None:
            if self.server.has_worked(self.process):
                self._due = time.monotonic() + self.chance.uniform(0.0, LONGEST_LIFE_SECONDS)
        elif time.monotonic() >= self._due:
            self.kill()
            self.process.start()
            self.kills, self._due = self.kills - 1, None

    def kill(self) -> None:
        """Kill now, and note which parts were on their way; with two gates the other may be quick to take them over."""
        before = self.office.sending()
        self.process.kill()
        self.in_the_instant |= before | self.office.sending()
        self.crowd.speak(1)  # somebody writes into the gap


@dataclass
class ServerDeath:
    """A whole server dies under load and comes back later; only then single processes die."""

    server: Server
    whole: list[Killer]
    single: list[Killer]
    due: float
    died_at: float = 0.0  # seconds since 1970

    def look(self) -> None:
        """Do the next step when its time has come."""
        if self.died_at and self.due == 0:
            for killer in self.single:
                killer.look()
        elif time.monotonic() < self.due:
            return
        elif not self.died_at:
            for killer in self.whole:
                killer.kill()
            self.died_at, self.due = self.whole[0].process.deaths[-1], time.monotonic() + AWAY_SECONDS
        else:
            for process in self.server.processes:
                process.start()
            self.due = 0


def drive(crowd: Crowd, office: Office, in_flight: int, watchers: Sequence[Watcher] = ()) -> None:
    """Let a crowd talk and keep so many messages on their way, until everything is answered and delivered.

    Raises:
        TimeoutError: nothing moves any more.
    """
    before = office.kept()
    last, moved_at = -1, time.monotonic()
    while True:
        underway = office.in_flight(len(crowd.said), before)
        if crowd.left == 0 and underway == 0:
            return
        crowd.speak(in_flight - underway)
        for watcher in watchers:
            watcher.look()
        if (progress := len(crowd.said) - underway) != last:
            last, moved_at = progress, time.monotonic()
        if time.monotonic() - moved_at > STUCK_SECONDS:
            complaints = "\n".join(server.complaints() for server in office.servers)
            raise TimeoutError(f"{underway} of {len(crowd.said)} messages are stuck: {complaints}")
        time.sleep(_LOOK_EVERY_SECONDS)


def messenger(hang_seconds: float, seed: int) -> FakeTelegram:
    """Return a Telegram that takes no more than the real one."""
    return FakeTelegram(token=TOKEN, seed=seed, hang_seconds=hang_seconds, per_second=TELEGRAM_PER_SECOND)


def disturb(fake: FakeTelegram, seed: int) -> None:
    """Begin with duplicates and faults."""
    fake.duplicate_share(DUPLICATES, seed)
    fake.fail_share(FAULTS, seed + 1)


def run_one_server(settings: Settings, size: Size, folder: Path, *, in_flight: int = IN_FLIGHT, seed: int = 1) -> Outcome:
    """Load one server with SQLite; kill its processes `size.kills` times each meanwhile."""
    with messenger(size.hang_seconds, seed) as fake, Office(folder, settings, fake) as office:
        [server] = office.servers
        office.warm_up(server, _WARM_UP_CHAT)
        disturb(fake, seed)
        crowd = Crowd(fake, size.people, size.messages, seed, text_share=TEXT_SHARE)
        chance = random.Random(seed)
        killers = [Killer(process, server, office, crowd, size.kills, chance) for process in server.processes]
        used = [process.cpu_seconds() for process in server.processes]
        drive(crowd, office, in_flight, killers)
        outcome = _outcome(crowd, office, killers)
        if size.kills:
            return outcome
        per_message = [1000 * (p.cpu_seconds() - before) / size.messages for p, before in zip(server.processes, used)]
        return replace(outcome, cpu_ms=tuple(per_message))


def run_two_servers(settings: Settings, size: Size, folder: Path, *, seed: int = 2) -> tuple[Outcome, float]:
    """Load two servers on PostgreSQL; kill the one that polls, later single processes `size.kills` times of each kind.

    Returns:
        What was found, and the seconds from the server's death to the first message kept that was sent after it.
    """
    keys = {f"{name}_key": Key.new(name).as_text() for name in ("address", "content")}
    with (
        postgresql(folder / "postgresql") as address,
        messenger(size.hang_seconds, seed) as fake,
        Office(folder, settings, fake, servers=2, database=address, **keys) as office,
    ):
        for number, server in enumerate(office.servers):  # the first polls, because it comes first
            office.warm_up(server, _WARM_UP_CHAT + number)
        disturb(fake, seed)
        crowd = Crowd(fake, size.people, size.messages, seed, text_share=TEXT_SHARE)
        chance = random.Random(seed)
        first = office.servers[0]
        whole = [Killer(process, first, office, crowd, 0, chance) for process in first.processes]
        single = [
            Killer(process, server, office, crowd, (size.kills + number) // 2, chance)
            for number, server in enumerate(office.servers)
            for process in server.processes
        ]
        death = ServerDeath(first, whole, single, time.monotonic() + LONGEST_LIFE_SECONDS / 4)
        drive(crowd, office, IN_FLIGHT, [death])
        outcome = _outcome(crowd, office, [*whole, *single])
        return outcome, outcome.gaps[death.died_at]


def _outcome(crowd: Crowd, office: Office, killers: Sequence[Killer]) -> Outcome:
    in_the_instant: set[tuple[int, int]] = set()
    for killer in killers:
        in_the_instant |= killer.in_the_instant
    kept = kept_at(office)
    gaps, kills = {}, {"gate": 0, "brain": 0}
    for process in office.processes:
        kills[process.name] += len(process.deaths)
        for died_at in process.deaths if process.name == "gate" else ():
            gaps[died_at] = min((kept[one.update_id] - died_at for one in crowd.said if one.at > died_at), default=float("nan"))
    waits = (office.lane_wait(0.50), office.lane_wait(0.95))
    fake = office.fake
    is_over_limit = None in fake._closed_until
    return Outcome(settle(crowd, office, in_the_instant), kills, gaps, waits, fake.violations, is_over_limit)


def bench(settings: Settings, size: Size) -> Iterator[Row]:
    """Measure everything; yields rows as they are known."""
    with TemporaryDirectory(prefix="wegweiser-load-") as name:
        base = Path(name)
        yield _machine("one server, no kills")
        calm = Size(size.messages, size.people, 0, size.rasa_messages, size.hang_seconds)
        yield from _load_rows(settings, calm, base)
        yield from _rasa_rows(settings, calm, base)
        yield _machine("one server with kills")
        (base / "kills").mkdir()
        yield from _kill_rows("one server", run_one_server(settings, size, base / "kills"))
        yield _machine("two servers")
        (base / "two").mkdir()
        outcome, takeover = run_two_servers(settings, size, base / "two")
        yield "two servers on PostgreSQL: the polling one killed, first message taken by the other after", f"{takeover:.1f} s"
        yield from _kill_rows("two servers", outcome)
        yield _machine("the console")
        (base / "console").mkdir()
        yield from measure_consoles(settings, base / "console").rows()
        (base / "hand-overs").mkdir()
        found = measure_handovers(settings, base / "hand-overs", kills=size.kills)
        what = f"{found.handovers} hand-overs by the console, {found.kills} kills: lost / kept twice / bot beside a counsellor"
        yield what, f"{found.lost} / {found.twice} / {found.both}"
        from tests.load.handover import run_hand_overs  # it uses this module

        yield _machine("hand-overs")
        (base / "handover").mkdir()
        found_over = run_hand_overs(settings, base / "handover", HAND_OVER_KILLS * size.kills)
        what = f"{found_over.done} hand-overs, {found_over.kills} kills: lost / doubled / bot and counsellor both speaking"
        lost = found_over.lost + found_over.not_delivered
        yield what, f"{lost} / {found_over.doubled} / {found_over.both_spoke}"
        yield _machine("the webhook")
        (base / "webhook").mkdir()
        found = measure_acknowledgement(settings, base / "webhook")
        for what, times in (("the brain thinks", found.thinking), ("a model is trained", found.training)):
            figures = f"{percentile(times, 0.50):.1f} / {percentile(times, 0.99):.1f} ms ({len(times)} calls)"
            yield f"webhook's acknowledgement while {what}, p50 / p99", figures


def _machine(what: str) -> Row:
    minute, *_ = os.getloadavg()
    return f"before {what}: work of others on this machine", f"load {minute:.1f} on {os.cpu_count()} cores"


def _load_rows(settings: Settings, size: Size, base: Path) -> Iterator[Row]:
    (base / "load").mkdir()
    outcome = run_one_server(settings, size, base / "load")
    account = outcome.account
    load = f"{account.sent} messages of {size.people} people, {DUPLICATES:.0%} duplicates, {FAULTS:.0%} faults"
    yield f"{load}: lost / doubled / people out of order", str(account)
    yield "doubled because Telegram took a bubble and did not say so", str(account.doubled_unacknowledged)
    yield "sustained (Wegweiser paces itself at 25 sends a second)", f"{account.rate:.1f} messages/s"
    yield f"lane wait, p50 / p95, {IN_FLIGHT} messages on their way", _seconds(*outcome.lane_waits)
    yield "message to reply, p50 / p95", _seconds(*_percentiles(account.latencies))
    yield "processor time for a message, gate / brain", " / ".join(f"{value:.0f}" for value in outcome.cpu_ms) + " ms"
    yield _pauses("one server", outcome)
    (base / "quiet").mkdir()
    small = Size(min(QUIET_MESSAGES, size.messages), size.people, 0, hang_seconds=size.hang_seconds)
    quiet = run_one_server(settings, small, base / "quiet", in_flight=QUIET_IN_FLIGHT)
    yield f"lane wait, p50 / p95, {QUIET_IN_FLIGHT} messages on their way", _seconds(*quiet.lane_waits)
    yield "message to reply, p50 / p95", _seconds(*_percentiles(quiet.account.latencies))


def _rasa_rows(settings: Settings, size: Size, base: Path) -> Iterator[Row]:
    (base / "rasa").mkdir()
    people, seed = max(1, size.rasa_messages // 10), 3
    with messenger(size.hang_seconds, seed) as fake:
        found = measure_rasa(
            settings, fake, base / "rasa", people=people, messages=size.rasa_messages, in_flight=IN_FLIGHT, seed=seed,
            disturb=lambda: disturb(fake, seed),
        )  # fmt: skip
    counts = f"{found.lost} / {found.doubled} / {found.disordered}"
    yield f"Rasa's Telegram channel, {found.sent} messages of {people} people: lost / doubled / people out of order", counts
    yield "Rasa: doubled because Telegram took a bubble and did not say so", str(found.doubled_unacknowledged)
    yield "Rasa: sustained", f"{found.rate:.1f} messages/s"


def _kill_rows(what: str, outcome: Outcome) -> Iterator[Row]:
    account, kills = outcome.account, outcome.kills
    name = f"{what}, {account.sent} messages, kill -9 of a gate {kills['gate']} times, of a brain {kills['brain']} times"
    yield f"{name}: lost / doubled / people out of order", str(account)
    excused = f"{account.doubled_in_the_instant} / {account.doubled_unacknowledged}"
    yield f"{what}: doubled in the named instant / because Telegram did not say so", excused
    yield f"{what}: sustained with kills", f"{account.rate:.1f} messages/s"
    yield f"{what}: from a gate's death to the next message kept, longest", f"{max(outcome.gaps.values()):.1f} s"
    yield _pauses(what, outcome)


def _pauses(what: str, outcome: Outcome) -> Row:
    limit = "more" if outcome.is_over_limit else "never more"
    return f"{what}: sends before a demanded pause was over", f"{outcome.too_early}; {limit} than {TELEGRAM_PER_SECOND} a second"


def _percentiles(values: list[float]) -> tuple[float, float]:
    cut = statistics.quantiles(values, n=20)
    return cut[9], cut[18]


def _seconds(*values: float) -> str:
    return " / ".join(f"{value:.2f}" for value in values) + " s"
