"""What people send is kept once and in order, in SQLite and in PostgreSQL."""

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from bot.clock import now
from bot.gate.intake import Intake
from bot.messages import Attachment, Incoming
from bot.settings import read_settings
from bot.store import inbox, people, timers
from bot.store.tables import messages


def text(update, words="hello", address="chat-1", **more):
    return Incoming(str(update), address, "text", words, message_id=str(update), **more)


async def keep(database, *incoming):
    intake = Intake(database, read_settings({"WEGWEISER_MESSAGES_PER_MINUTE": "10000"}))
    return await asyncio.gather(*(intake.accept("telegram", "1", message) for message in incoming))


async def texts(database, person):
    return [message.payload["text"] for message in await database.read(inbox.waiting_messages, person)]


async def test_the_same_update_five_times_in_parallel_is_one_message(database):
    received = await keep(database, *[text(7)] * 5)

    assert sum(result.message is not None for result in received) == 1
    [person] = await database.read(inbox.waiting_people, now())
    assert await texts(database, person) == ["hello"]


async def test_a_new_person_who_writes_twice_at_once_is_one_person(database):
    await keep(database, *[text(number, str(number)) for number in range(8)])

    [person] = await database.read(inbox.waiting_people, now())
    waiting = await database.read(inbox.waiting_messages, person)
    assert sorted(m.payload["text"] for m in waiting) == sorted(map(str, range(8)))
    assert [m.seq for m in waiting] == list(range(1, 9))


async def test_messages_of_a_person_keep_their_order(database):
    for number in range(5):
        await keep(database, text(number, f"line {number}"))

    [person] = await database.read(inbox.waiting_people, now())
    assert await texts(database, person) == [f"line {number}" for number in range(5)]


async def test_two_bots_may_use_the_same_numbers(database):
    intake = Intake(database, read_settings({}))
    await intake.accept("telegram", "1", text(7))
    second = await intake.accept("telegram", "2", text(7))

    assert second.message is not None
    assert len(await database.read(inbox.waiting_people, now())) == 2


async def test_neither_words_nor_address_stand_readable_in_a_row(database):
    await keep(database, text(1, "my secret story", "4711-address"))

    def everything(tx):
        return str([tx.connection.execute(sa.text(f"SELECT * FROM {name}")).all() for name in ("people", "messages")])

    rows = await database.read(everything)
    assert "secret" not in rows
    assert "4711" not in rows


async def test_an_edit_of_the_latest_message_replaces_it_while_it_waits(database):
    await keep(database, text(1, "rent in Acra"))
    await keep(database, Incoming("2", "chat-1", "text", "rent in Accra", message_id="1", is_edit=True))

    [person] = await database.read(inbox.waiting_people, now())
    assert await texts(database, person) == ["rent in Accra"]


async def test_an_edit_of_the_latest_message_is_a_new_turn_once_it_was_answered(database):
    [first] = await keep(database, text(1, "rent in Acra"))
    await database.write(inbox.finish, [first.message], now())
    await keep(database, Incoming("2", "chat-1", "text", "rent in Accra", message_id="1", is_edit=True))

    assert await texts(database, first.person) == ["rent in Accra"]


async def test_an_edit_of_an_older_message_is_kept_but_no_turn(database):
    [first] = await keep(database, text(1, "one"))
    await keep(database, text(2, "two"))
    await keep(database, Incoming("3", "chat-1", "text", "one, corrected", message_id="1", is_edit=True))

    assert await texts(database, first.person) == ["one", "two"]
    kept = await database.read(lambda tx: tx.connection.execute(sa.select(sa.func.count()).select_from(messages)).scalar())
    assert kept == 3


async def test_a_postponed_message_holds_back_those_behind_it(database):
    [first] = await keep(database, text(1))
    await keep(database, text(2))
    await database.write(inbox.postpone, [first.message], now() + timedelta(minutes=1))

    assert await database.read(inbox.waiting_people, now()) == []
    assert await database.read(inbox.waiting_people, now() + timedelta(minutes=2)) == [first.person]


async def test_a_file_sets_a_timer_that_one_process_takes(database):
    await keep(database, Incoming("1", "chat-1", "voice", attachment=Attachment("file-1", "audio/ogg", 100, 3)))

    until = now() + timedelta(minutes=1)
    taken = await asyncio.gather(*(database.write(timers.take, ("fetch_file",), now(), until) for _ in range(4)))
    assert sum(timer is not None for timer in taken) == 1
    assert await database.write(timers.take, ("fetch_file",), until + timedelta(seconds=1), until) is not None


async def test_a_link_with_a_language_sets_it_as_chosen(database):
    [first] = await keep(database, text(1, "/start", language="sq"))

    person = await database.read(people.load, first.person)
    assert (person.language, person.language_chosen) == ("sq", True)
