"""The lanes of the brain: once, in order, together, through failures. With the trained model and a real database."""

import asyncio
import dataclasses

import pytest
import sqlalchemy as sa

from bot.brain.lanes import LaneWorker, together
from bot.gate.intake import Intake
from bot.keys import load_keys
from bot.messages import Incoming, Reply
from bot.settings import Settings
from bot.store import Database
from bot.store.inbox import Waiting
from bot.store.tables import messages, people, timers, turns


class Office:
    """A database with a brain at work on it."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database, self.intake, self.count = database, Intake(database, settings), 0

    async def write(self, *texts: str, address: str = "chat-1", **more) -> None:
        for text in texts:
            self.count += 1
            incoming = Incoming(str(self.count), address, **{"kind": "text", "text": text, "message_id": str(self.count), **more})
            await self.intake.accept("telegram", "1", incoming)

    async def rows(self, **where):
        def load(tx):
            query = sa.select(messages).where(*(messages.c[k] == v for k, v in where.items())).order_by(messages.c.seq)
            return [(row, tx.keys.content.open_json(row.payload)) for row in tx.connection.execute(query)]

        return await self.database.read(load)

    async def replies(self, count: int, seconds: float = 30) -> list[Reply]:
        """Wait for so many replies; the introduction of a first contact does not count."""
        async with asyncio.timeout(seconds):
            while len(found := await self._bubbles()) < count:
                await asyncio.sleep(0.02)
        return found

    async def _bubbles(self) -> list[Reply]:
        rows = [Reply.from_payload(p) for row, p in await self.rows(direction="out") if row.kind == "bubble"]
        return [reply for reply in rows if reply.answer_id != "utter_first_contact"]

    async def settled(self) -> list[str]:
        """Wait until nothing waits; return the states of what came in."""
        async with asyncio.timeout(30):
            while await self.rows(direction="in", status="received"):
                await asyncio.sleep(0.02)
        return [row.status for row, _ in await self.rows(direction="in")]


@pytest.fixture
async def office(settings, tmp_path, brain):
    own = dataclasses.replace(settings, var=tmp_path)
    database = Database.open(own, load_keys(own, with_addresses=True))
    working = asyncio.create_task(LaneWorker(database, brain).run())
    yield Office(database, own)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await database.close()


async def test_a_question_is_answered_once_and_the_language_is_kept(office):
    await office.write("Wie hoch ist die Miete in Istanbul?")
    [reply] = await office.replies(1)

    assert reply.answer_id == "utter_rent"
    assert await office.settled() == ["done"]
    language = await office.database.read(lambda tx: tx.connection.execute(sa.select(people.c.language)).scalar())
    assert language == "de"


async def test_somebody_new_who_begins_with_a_question_learns_who_answers(office):
    await office.write("how much is the rent in Accra?")
    await office.replies(1)
    await office.write("and food?")
    await office.replies(2)
    said = [payload["answer_id"] for _, payload in await office.rows(direction="out")]

    assert said[:2] == ["utter_rent", "utter_first_contact"]
    assert said.count("utter_first_contact") == 1


@pytest.mark.parametrize("first", ["hello", "i want to kill myself"])
async def test_a_greeting_says_it_itself_and_danger_comes_alone(office, first):
    await office.write(first)
    await office.replies(1)

    assert len(await office.rows(direction="out")) == 1


async def test_texts_that_wait_together_are_one_message(office):
    lane_is_busy = await office.database.lanes.take("in", ["nobody"])
    await asyncio.gather(office.write("hi", "brother", "how much is the rent in Accra?"))
    replies = await office.replies(1)
    await office.settled()

    assert replies[-1].answer_id == "utter_rent" or (await office.replies(2))[-1].answer_id == "utter_rent"
    await office.database.lanes.release(lane_is_busy)


def test_a_press_or_a_command_is_read_alone():
    def waiting(number, text, choice=None):
        payload = {"text": text, **({"choice": choice} if choice else {})}
        return Waiting(number, number, "choice" if choice else "text", payload, 0, None)

    hi, brother, press, stop = waiting(1, "hi"), waiting(2, "brother"), waiting(3, "", "ask_rent"), waiting(4, "/stop")

    assert together([hi, brother, press, stop]) == [hi, brother]
    assert together([press, hi]) == [press]
    assert together([stop, hi]) == [stop]
    assert together([hi, stop]) == [hi]


async def test_the_country_is_remembered_by_another_process(office, brain):
    await office.write("I am from Ghana")
    await office.replies(1)
    await office.settled()
    [[person]] = await office.database.read(lambda tx: tx.connection.execute(sa.select(people.c.pseudonym)).all())
    brain.memory.forget(person)  # as in a process that has just started
    await office.write("how much is the rent")

    assert "Accra" in (await office.replies(2))[-1].text


async def test_a_turn_that_fails_three_times_parks_its_message_and_the_lane_goes_on(office, brain):
    await office.write("hello")
    await office.replies(1)
    await office.settled()
    await _spoil_memory(office, brain)
    await office.write("how much is the rent in Accra?")
    told = (await office.replies(2))[-1]

    assert told.answer_id == "utter_technical_fault"
    assert (await office.settled())[-1] == "parked"
    await office.write("how much is the rent in Accra?")
    assert (await office.replies(3))[-1].answer_id == "utter_rent"


async def test_danger_is_answered_even_when_the_turn_fails(office, brain):
    await office.write("hello")
    await office.replies(1)
    await office.settled()
    await _spoil_memory(office, brain)
    await office.write("i want to kill myself")
    told = (await office.replies(2))[-1]

    assert told.answer_id == "utter_report_self_harm"
    assert "112" in told.text
    [(row, _)] = [r for r in await office.rows(direction="in") if r[0].seq > 1]
    assert (row.danger, row.status) == ("report_self_harm", "parked")


async def _spoil_memory(office, brain):
    """What is remembered of the person cannot be read any more, as after a fault of the disk."""
    [[person]] = await office.database.read(lambda tx: tx.connection.execute(sa.select(people.c.pseudonym)).all())
    brain.memory.forget(person)
    await office.database.write(lambda tx: tx.connection.execute(sa.update(turns).values(events=b"0" * 40)) and None)


async def test_whoever_asks_to_be_forgotten_is(office, brain):
    await office.write("my secret is blue", "/delete")
    await office.settled()
    before = len(await office.rows(direction="out"))
    await office.write("", kind="choice", choice="erase")
    async with asyncio.timeout(30):
        while any(row.direction == "in" for row, _ in await office.rows()):
            await asyncio.sleep(0.02)
    assert before >= 1

    [bubble] = [payload for row, payload in await office.rows(direction="out") if row.kind == "bubble"]
    assert bubble["answer_id"] == "utter_deleted_telegram"
    assert await office.database.read(lambda tx: tx.connection.execute(sa.select(turns)).first()) is None


async def test_stop_drops_what_would_be_written_unasked(office):
    await office.write("hello")
    await office.replies(1)
    [[person]] = await office.database.read(lambda tx: tx.connection.execute(sa.select(people.c.pseudonym)).all())
    from bot.clock import now
    from bot.store import timers as timer_rows

    await office.database.write(timer_rows.add, "reminder", now(), {}, person)
    await office.write("/stop")

    assert (await office.replies(2))[-1].answer_id == "utter_stopped"
    assert await office.database.read(lambda tx: tx.connection.execute(sa.select(timers)).first()) is None


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("voice", "utter_voice_kept"),
        ("photo", "utter_file_kept"),
        ("document", "utter_file_kept"),
        ("contact", "utter_contact_not_kept"),
        ("sticker", "utter_sticker"),
        ("unsupported", "utter_unsupported"),
    ],
)
async def test_every_kind_of_message_gets_a_sensible_answer(office, kind, answer):
    await office.write("", kind=kind, language_hint="sq")
    [reply] = await office.replies(1)

    assert reply.answer_id == answer
    assert reply.language == "sq"


async def test_the_words_under_a_photo_are_answered_too(office):
    await office.write("how much is the rent in Accra?", kind="photo")

    assert [reply.answer_id for reply in await office.replies(2)] == ["utter_file_kept", "utter_rent"]


async def test_a_shared_location_shows_the_offices_near_it(office):
    await office.write("", kind="location", place=(53.08, 8.80))
    [reply] = await office.replies(1)

    assert reply.answer_id == "utter_inform_location"
    assert "Bremen" in reply.text


async def test_a_location_outside_germany_is_not_taken_for_a_german_town(office):
    await office.write("", kind="location", place=(36.19, 44.01))
    [reply] = await office.replies(1)

    assert reply.answer_id == "utter_place_unknown"
    assert reply.asks_place


async def test_thirty_people_who_write_at_once_are_all_answered_in_order(office):
    for round_ in range(3):
        await asyncio.gather(*(office.write(f"/help {round_}"[:5], address=f"chat-{n}") for n in range(30)))
    await office.settled()
    out = [(r, p) for r, p in await office.rows(direction="out") if p["answer_id"] != "utter_first_contact"]

    assert len({row.person for row, _ in out}) == 30
    for person in {row.person for row, _ in out}:
        answered = [row.answers for row, _ in out if row.person == person]
        assert answered == sorted(answered)
        assert len(set(answered)) == len(answered) == 3
