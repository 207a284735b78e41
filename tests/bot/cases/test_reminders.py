"""Reminders as timers: kept with the replies, sent once, held, dropped; on both databases."""

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.brain import outcome
from bot.brain.model import Person
from bot.brain.outcome import MAX_REMINDERS, Batch
from bot.cases import desk
from bot.cases.opening import Need, open_for
from bot.gate import reminders
from bot.keys import load_keys
from bot.messages import Reply
from bot.store import Database, forgetting, inbox, timers
from bot.store.tables import timers as timers_table
from tests.gate import Gate

CONFIRMED = Reply("I will remind you.", "en", answer_id="utter_reminder_set")


@pytest.fixture
def office(desk_office, monkeypatch):
    monkeypatch.setattr(outcome, "now", lambda: desk_office.now)  # the turn asks the machine for the time
    return desk_office


async def turn(office, row, replies=(CONFIRMED,), danger=None, **wishes):
    """What a turn leaves behind that ended with these replies and wishes."""
    await office.receive("…")
    rows = await office.database.read(_waiting, row.pseudonym)
    person = Person(row.pseudonym, row.language, True, channel="telegram", **wishes)
    batch = Batch(rows, ("text",), danger)
    return await office.database.write(outcome.commit, office.settings, row, person, batch, list(replies), None)


def _waiting(tx, person):
    return tuple(message.id for message in inbox.waiting_messages(tx, person))


async def due(office, row):
    return sorted(await office.database.read(timers.due_times, row.pseudonym, "reminder"))


async def look(office, database=None):
    """What the gate does each second: take what is due; return how many reminders went out."""
    database, sent = database or office.database, 0
    until = office.now + timedelta(minutes=2)
    while (timer := await database.write(timers.take, (reminders.KIND,), office.now, until)) is not None:
        sent += await database.write(reminders.remind, office.settings, timer, office.now)
    return sent


async def test_a_wish_is_kept_with_the_replies_and_sent_once_when_it_is_due(office):
    row = await office.person(language="de")
    at = office.now + timedelta(days=1)
    await turn(office, row, wants_reminder_at=at)
    before = await look(office)
    office.pass_time(days=1)
    sent = [await look(office), await look(office)]

    assert (before, sent) == (0, [1, 0])
    assert await office.out() == [("utter_reminder_set", "bot"), ("utter_reminder", "bot")]
    assert await due(office, row) == []


async def test_it_says_nothing_but_that_the_person_asked_in_their_language_with_the_way_to_the_steps(office):
    row = await office.person(language="en")
    await turn(office, row, wants_reminder_at=office.now + timedelta(hours=1))
    office.pass_time(hours=1)
    await look(office)
    payload = (await Gate(office.database, {}, "").rows(direction="out"))[-1][1]

    assert (payload["text"], payload["language"]) == ("You asked me to remind you.", "en")
    assert [button["id"] for button in payload["buttons"]] == ["ask_next_steps"]


async def test_the_same_time_twice_is_one_reminder(office):
    row = await office.person()
    for _ in range(2):
        await turn(office, row, wants_reminder_at=office.now + timedelta(days=1))

    assert await due(office, row) == [office.now + timedelta(days=1)]


async def test_more_than_a_few_are_not_promised(office):
    row = await office.person()
    for day in range(1, MAX_REMINDERS + 2):
        await turn(office, row, wants_reminder_at=office.now + timedelta(days=day))

    assert len(await due(office, row)) == MAX_REMINDERS
    assert [answer for answer, _ in await office.out()] == ["utter_reminder_set"] * MAX_REMINDERS + ["utter_reminders_full"]


async def test_stop_drops_them(office):
    row = await office.person()
    await turn(office, row, wants_reminder_at=office.now + timedelta(days=1))
    await turn(office, row, replies=(Reply("", "en", answer_id="utter_stopped"),), wants_silence=True)
    office.pass_time(days=2)

    assert await due(office, row) == []
    assert await look(office) == 0


async def test_erasure_drops_them(office):
    row = await office.person()
    await turn(office, row, wants_reminder_at=office.now + timedelta(days=1))
    await turn(office, row, replies=(Reply("", "en", answer_id="utter_deleted"),), wants_erasure=True)
    office.pass_time(days=2)

    assert await office.database.read(lambda tx: tx.connection.execute(sa.select(timers_table.c.kind)).scalars().all()) == []
    assert await look(office) == 0


async def test_in_danger_nothing_is_kept(office):
    row = await office.person()
    await turn(office, row, danger="report_self_harm", wants_reminder_at=office.now + timedelta(days=1))

    assert await due(office, row) == []


async def test_a_claimed_chat_holds_a_reminder_until_the_counsellor_is_done(office):
    mina = await office.counsellor("Mina", "sq")
    row = await office.person()
    await turn(office, row, wants_reminder_at=office.now + timedelta(minutes=1))
    case = await office.open(row)
    case = await office.do(desk.claim, case.id, case.epoch, mina)
    office.pass_time(minutes=2)
    held = await look(office)
    await office.do(desk.close, case.id, case.epoch, mina, outcome="informed")
    office.pass_time(minutes=5)

    assert (held, await look(office)) == (0, 1)


async def test_an_open_case_of_danger_holds_it_too_and_a_plain_one_does_not(office):
    await office.counsellor("Mina", "sq")
    safe, endangered = await office.person("chat-1"), await office.person("chat-2")
    for row in (safe, endangered):
        await office.database.write(timers.add, reminders.KIND, office.now + timedelta(minutes=1), {}, row.pseudonym)
    await office.database.write(open_for, safe, Need("person"), office.now)
    await office.database.write(open_for, endangered, Need("danger", "report_violence"), office.now)
    office.pass_time(minutes=1)

    assert await look(office) == 1
    assert await due(office, safe) == []
    assert len(await due(office, endangered)) == 1


async def test_a_process_that_dies_after_taking_it_leaves_it_to_another_which_sends_it_once(office, store_settings):
    row = await office.person()
    await office.database.write(timers.add, reminders.KIND, office.now, {}, row.pseudonym)
    dead = await office.database.write(timers.take, (reminders.KIND,), office.now, office.now + timedelta(minutes=2))
    at_once = await look(office)
    office.pass_time(minutes=3)
    other = Database.open(store_settings, load_keys(store_settings, with_addresses=True))
    later = await look(office, other)
    await other.close()
    late = await office.database.write(reminders.remind, office.settings, dead, office.now)  # it was only slow, after all

    assert (at_once, later, late) == (0, 1, False)
    assert await office.out() == [("utter_reminder", "bot")]


async def test_of_two_that_take_at_once_one_sends(office):
    row = await office.person()
    await office.database.write(timers.add, reminders.KIND, office.now, {}, row.pseudonym)

    assert sum(await asyncio.gather(*(look(office) for _ in range(4)))) == 1


async def test_nobody_is_reminded_who_is_being_forgotten(office):
    row = await office.person()
    await office.database.write(forgetting.forget, row, [], office.now)
    await office.database.write(timers.add, reminders.KIND, office.now, {}, row.pseudonym)

    assert await look(office) == 0
    assert await due(office, row) == []
