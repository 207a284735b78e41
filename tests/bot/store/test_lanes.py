"""One lane, one holder."""

import asyncio
import dataclasses

import pytest

from bot.errors import StoreError
from bot.store import Database
from bot.store.exclusive import leading, only_one
from tests.bot.store.test_inbox import keep, text


async def test_a_lane_is_held_by_one_and_free_afterwards(database):
    [received] = await keep(database, text(1))
    person = received.person

    lane = await database.lanes.take("in", [person])
    assert await database.lanes.take("in", [person]) is None
    other_way = await database.lanes.take("out", [person])
    assert other_way is not None
    await database.lanes.release(lane)
    again = await database.lanes.take("in", [person])
    assert again is not None
    for held in (other_way, again):
        await database.lanes.release(held)


async def test_two_servers_do_not_hold_the_same_lane(store_settings, keys, database):
    if not store_settings.database:
        pytest.skip("with SQLite there is one server")
    [received] = await keep(database, text(1))
    second = Database.open(store_settings, keys)

    taken = await asyncio.gather(*(d.lanes.take("in", [received.person]) for d in (database, second)))
    assert sum(lane is not None for lane in taken) == 1
    for server, lane in zip((database, second), taken):
        if lane:
            await server.lanes.release(lane)
    await second.close()


async def test_a_message_can_be_kept_while_its_person_is_being_answered(database):
    [received] = await keep(database, text(1))
    lane = await database.lanes.take("in", [received.person])

    async with asyncio.timeout(30):
        [second] = await keep(database, text(2))
    assert second.message is not None
    await database.lanes.release(lane)


def test_a_second_gate_on_one_sqlite_file_is_refused(settings, tmp_path):
    own = dataclasses.replace(settings, var=tmp_path)
    with only_one(own, "gate"), pytest.raises(StoreError, match="another gate"), only_one(own, "gate"):
        pass


async def test_one_process_leads_and_the_next_follows_when_it_ends(store_settings):
    if not store_settings.database:
        pytest.skip("with SQLite there is one gate")
    events = []

    async def lead(name, seconds):
        async with leading(store_settings, "poll"):
            events.append(name)
            await asyncio.sleep(seconds)

    first = asyncio.create_task(lead("first", 60))
    while not events:
        await asyncio.sleep(0.05)
    second = asyncio.create_task(lead("second", 0))
    await asyncio.sleep(0.5)
    assert events == ["first"]
    first.cancel()
    await asyncio.wait_for(second, 10)
    assert events == ["first", "second"]


async def test_a_change_by_another_connection_wakes_those_who_wait(store_settings, keys, database):
    await database.changes.wait(0, 0.1)  # starts to watch
    await asyncio.sleep(0.3)
    seen = database.changes.seen
    waiting = asyncio.create_task(database.changes.wait(seen, 10))
    await asyncio.sleep(0.05)
    other = Database.open(store_settings, keys)
    await keep(other, text(1))

    await asyncio.wait_for(waiting, 2)
    assert database.changes.seen > seen
    await other.close()
