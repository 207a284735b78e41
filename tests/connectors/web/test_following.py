"""Who has something new: the looks by which one process wakes all its streams."""

import pytest

from bot.clock import now
from bot.keys import load_keys
from bot.messages import Incoming, Part, Reply
from bot.store import Database, forgetting, inbox, outbox, people, stream


@pytest.fixture
async def database(web_settings):
    opened = Database.open(web_settings, load_keys(web_settings, with_addresses=True))
    yield opened
    await opened.close()


async def write_to(database, address, update, channel="web"):
    return (await database.write(inbox.receive, channel, "web", Incoming(update, address, "text", "hi"), now())).person


async def add_bubble(database, person):
    return (await database.write(lambda tx: outbox.add(tx, people.load(tx, person), [Reply("hi", "en")], now())))[0]


def send(tx, bubble):
    outbox.cut(tx, bubble, [Part("bubble")])
    outbox.sent(tx, bubble, 0, None, now(), True)


async def look(database, followed, last):
    return await database.read(stream.look, "web", followed, last)


async def test_a_look_names_who_wrote_and_nobody_of_another_channel(database):
    anna, ben = await write_to(database, "anna", "1"), await write_to(database, "ben", "2")
    first = await look(database, {anna, ben}, None)
    await write_to(database, "anna", "3")
    await write_to(database, "carl", "4", channel="telegram")
    second = await look(database, {anna, ben}, first)

    assert second.people == {anna}
    assert (await look(database, {anna, ben}, second)).people == set()


async def test_a_look_names_whose_bubble_was_sent_since_the_last(database):
    anna = await write_to(database, "anna", "1")
    bubble = await add_bubble(database, anna)
    first = await look(database, {anna}, None)
    before = await look(database, {anna}, first)
    await database.write(send, bubble)
    second = await look(database, {anna}, first)

    assert before.people == set(), "nothing is to be seen of a bubble on its way"
    assert second.people == {anna}
    assert (await look(database, {anna}, second)).people == set()


async def test_a_bubble_that_came_and_went_between_two_looks_is_noticed(database):
    anna = await write_to(database, "anna", "1")
    first = await look(database, {anna}, None)
    for _ in range(2):
        bubble = await add_bubble(database, anna)
        await database.write(
            lambda tx, bubble=bubble: (outbox.cut(tx, bubble, [Part("x")]), outbox.sent(tx, bubble, 0, None, now(), True))
        )

    assert (await look(database, {anna}, first)).people == {anna}


async def test_the_first_of_two_waiting_bubbles_is_noticed_when_it_is_sent(database):
    anna = await write_to(database, "anna", "1")
    bubble, _ = await add_bubble(database, anna), await add_bubble(database, anna)
    first = await look(database, {anna}, None)
    await database.write(send, bubble)

    assert (await look(database, {anna}, first)).people == {anna}


async def test_a_look_names_who_was_forgotten_also_when_nothing_is_left(database):
    anna, ben = await write_to(database, "anna", "1"), await write_to(database, "ben", "2")
    first = await look(database, {anna, ben}, None)
    await database.write(lambda tx: forgetting.forget(tx, people.load(tx, anna), [], now()))
    second = await look(database, {anna, ben}, first)
    await database.write(forgetting.end_forgetting, anna)
    third = await look(database, {anna, ben}, second)

    assert second.people == third.people == {anna}
    assert await database.read(stream.conversation, anna, 0, 10) is None
    assert await database.read(stream.conversation, "nobody", 0, 10) is None


async def test_orders_and_failed_bubbles_are_no_lines_of_a_conversation(database):
    anna = await write_to(database, "anna", "1")
    failed = await add_bubble(database, anna)
    await database.write(outbox.fail, failed, "gone", now())
    order = await database.write(lambda tx: outbox.add_order(tx, people.load(tx, anna), "delete_bubbles", {"ids": []}, now()))
    await database.write(send, order)

    assert [line.seq for line in await database.read(stream.conversation, anna, 0, 10)] == [1]
