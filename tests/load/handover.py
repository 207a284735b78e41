"""Hand-overs while processes die: people ask for a person, counsellors take the chats, talk, and hand them back.

Gate and brain are real processes that are killed; the counsellors are this process, which does on the database what the
console does. Afterwards every chat is read as the person has received it.
"""

from __future__ import annotations

import asyncio
import dataclasses
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from bot.cases import desk
from bot.clock import now
from bot.errors import CaseChangedError
from bot.keys import Key, load_keys
from bot.messages import Reply
from bot.settings import Settings
from bot.store import Database, cases, counsellors
from bot.store.cases import CaseRow
from bot.store.counsellors import CounsellorRow
from bot.store.tables import messages, people
from tests.load.harness import messenger
from tests.load.office import Office, Process

COUNSELLORS = 4
_WARM_UP_CHAT = 4711
_FIRST_CHAT = 6_000_000
_JOINED, _LEFT = "utter_case_joined", "utter_case_handed_back"
_STUCK_SECONDS = 240.0  # without any progress
_BACKLOG = 40  # messages on their way: then people wait, so that a machine with little time is not buried
_DIES_YOUNG = 0.2  # how often a process is killed before it has worked
_ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@dataclass
class HandOvers:
    """What was found: hand-overs done, kills, and everything that must be none."""

    done: int = 0
    kills: int = 0
    lost: int = 0  # messages of people that the database does not hold, or that are parked
    not_delivered: int = 0  # lines of bot and counsellors that the person did not receive
    doubled: int = 0  # bubbles that came twice and were not on their way when a gate died
    doubled_in_the_instant: int = 0
    both_spoke: int = 0  # bubbles of the bot while a counsellor had the chat
    faults: list[str] = field(default_factory=list)


class Counsellor:
    """Takes a chat, writes twice, hands it back; then the next."""

    def __init__(self, database: Database, settings: Settings, account: CounsellorRow, chance: random.Random) -> None:
        self._database, self._settings, self._account, self._chance = database, settings, account, chance
        self.done = 0

    async def work(self) -> None:
        """Work until cancelled."""
        while True:
            case = await self._database.write(desk.take_next, self._settings, self._account, now())
            if case is None:
                await asyncio.sleep(0.1)
                continue
            try:
                await self._talk(case)
            except CaseChangedError:
                continue

    async def _talk(self, case: CaseRow) -> None:
        who = (self._settings, case.id, case.epoch, self._account)
        for number in range(2):
            await asyncio.sleep(self._chance.uniform(0.0, 1.5))
            text = f"case {case.id} line {number} of {self._account.login}"
            await self._database.write(desk.reply, *who, Reply(text, "en"), now())
        await self._database.write(desk.hand_back, *who, now())
        self.done += 1


def run_hand_overs(
    settings: Settings, folder: Path, kills: int, *, crowd: int = 20, seed: int = 6, database: str = ""
) -> HandOvers:
    """Run hand-overs until so many processes have been killed, and settle them; on PostgreSQL when `database` is its address.

    Raises:
        TimeoutError: nothing moves any more.
    """
    changes = {f"{name}_key": Key.new(name).as_text() for name in ("address", "content")} if database else {}
    changes |= {"database": database} if database else {}
    with messenger(20.0, seed) as fake, Office(folder, settings, fake, **changes) as office:
        [server] = office.servers
        office.warm_up(server, _WARM_UP_CHAT)
        found, said = HandOvers(), Counter[str]()
        instants: set[tuple[int, int]] = set()
        asyncio.run(_drive(office, kills, crowd, random.Random(seed), found, said, instants))
        _settle(office, found, said, instants)
        return found


async def _drive(
    office: Office, kills: int, crowd: int, chance: random.Random, found: HandOvers, said: Counter[str],
    instants: set[tuple[int, int]],
) -> None:  # fmt: skip
    own = dataclasses.replace(office._settings, unanswered_seconds=600)
    database = Database.open(own, load_keys(own, with_addresses=True))
    workers = []
    for number in range(COUNSELLORS):
        account = await database.write(_hire, f"c{number}")
        workers.append(Counsellor(database, own, account, chance))
    tasks = [asyncio.create_task(worker.work()) for worker in workers]
    users = [office.fake.user(_FIRST_CHAT + number) for number in range(crowd)]
    talking = asyncio.create_task(_talk(users, office, chance, said))
    try:
        while found.kills < kills:
            await asyncio.sleep(chance.uniform(0.2, 3.0))
            process: Process = chance.choice(office.servers[0].processes)
            before = office.sending()
            process.kill()
            instants |= before | office.sending()
            process.start()
            found.kills += 1
            if process.name == "brain" and chance.random() > _DIES_YOUNG:
                await _until_it_works(office, process)
        talking.cancel()
        seen, until = None, 0.0
        while any(left := await database.read(_open, said)):
            if left != seen:
                seen, until = left, time.monotonic() + _STUCK_SECONDS
            if time.monotonic() > until or any(task.done() for task in tasks):
                ended = [task.exception() for task in tasks if task.done()]
                raise TimeoutError(f"stuck at (not kept, open rows, claimed, waiting) {left}, counsellors {ended}")
            await asyncio.sleep(0.3)
    finally:
        for task in (*tasks, talking):
            task.cancel()
        await asyncio.gather(*tasks, talking, return_exceptions=True)
        found.done = sum(worker.done for worker in workers)
        await database.close()


def _hire(tx, login: str) -> CounsellorRow:  # type: ignore[no-untyped-def]
    number = counsellors.add(tx, login, login, "counsellor", now(), languages=("en",), hours=_ALWAYS, capacity=9)
    found = counsellors.load(tx, number)
    assert found is not None
    return found


async def _talk(users, office: Office, chance: random.Random, said: Counter[str]) -> None:  # type: ignore[no-untyped-def]
    """People ask the bot, ask for a person, and write to whoever is there, but not without end while nobody answers."""
    number = 0
    while True:
        if office.in_flight(len(said), office.greetings) > _BACKLOG:
            await asyncio.sleep(0.2)
            continue
        user, number = chance.choice(users), number + 1
        text = "/person" if chance.random() < 0.4 else f"how much luggage can i take {number}"
        update = user.says(text)
        said[str(update["update_id"])] += 1
        await asyncio.sleep(chance.uniform(0.1, 0.9))


async def _until_it_works(office: Office, process: Process) -> None:
    """Wait until a brain has finished something again: one that is always killed while it loads would prove nothing."""
    before, until = office.finished(), time.monotonic() + _STUCK_SECONDS
    while office.finished() == before and time.monotonic() < until:
        await asyncio.sleep(0.5)


def _open(tx, said: Counter[str]) -> tuple[int, int, int, int]:  # type: ignore[no-untyped-def]
    """Return what is still to be done: messages not kept or not done, bubbles not sent, chats that a counsellor has."""
    c = messages.c
    kept = tx.connection.execute(sa.select(sa.func.count()).where(c.channel_update_id.in_(list(said)))).scalar_one()
    is_open = c.status.in_(("received", "to_send", "sending"))
    left = tx.connection.execute(sa.select(sa.func.count()).where(is_open)).scalar_one()
    return len(said) - int(kept), int(left), len(cases.claimed(tx)), len(cases.queue(tx, now()))


def _settle(office: Office, found: HandOvers, said: Counter[str], instants: set[tuple[int, int]]) -> None:
    chats, came_in, went_out = office.load()
    kept = Counter(row.update_id for row in came_in if row.status == "done")
    found.lost = sum(kept[update] != 1 for update in said)
    with office._engine.connect() as connection:
        authors = {row.id: row.author for row in connection.execute(sa.select(messages.c.id, messages.c.author))}
        known = {row.pseudonym for row in connection.execute(sa.select(people.c.pseudonym))}
    for person in known:
        is_claimed = False
        user = office.fake.user(chats[person])
        received = {str(bubble["message_id"]) for bubble in user.received}
        texts: Counter[str] = Counter(bubble["text"] for bubble in user.received)
        mine = [part for part in went_out if part.person == person]
        for part in mine:
            found.not_delivered += part.status != "sent" or part.message_id not in received
            if part.answer_id in (_JOINED, _LEFT):
                is_claimed = part.answer_id == _JOINED
            if is_claimed and authors[part.message] == "bot":
                found.both_spoke += 1
                found.faults.append(f"{part.answer_id} in the chat {chats[person]}")
        wanted: Counter[str] = Counter(part.text for part in mine)
        at_risk: Counter[str] = Counter(part.text for part in mine if (part.message, part.position) in instants)
        for text, count in texts.items():
            more = count - wanted[text]
            found.doubled_in_the_instant += min(more, at_risk[text])
            found.doubled += max(0, more - at_risk[text])
