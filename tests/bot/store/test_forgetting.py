"""Erasure leaves nothing behind, and retention forgets."""

import asyncio
from datetime import timedelta

import sqlalchemy as sa

from bot.clock import now
from bot.gate.intake import Intake
from bot.gate.sender import Sender
from bot.messages import Part, Reply
from bot.store import forgetting, inbox, media, outbox, people, timers, turns
from bot.store.tables import metadata, seen_updates
from tests.bot.store.test_inbox import keep, text


async def rows(database, *but):
    def count(tx):
        tables = [t for t in metadata.sorted_tables if t.name not in ("keyring", *but)]
        return {t.name: tx.connection.execute(sa.select(sa.func.count()).select_from(t)).scalar() for t in tables}

    return {name: number for name, number in (await database.read(count)).items() if number}


async def a_full_person(database):
    [received] = await keep(database, text(1, "my secret"))
    row = await database.read(people.load, received.person)

    def fill(tx):
        turns.add(tx, row.pseudonym, 0, [{"event": "x"}], anew=True)
        timers.add(tx, "reminder", now(), {}, row.pseudonym)
        media.add(tx, row.pseudonym, received.message, "image/png", b"picture", now())
        [bubble] = outbox.add(tx, row, [Reply("hello", "en")], now())
        outbox.cut(tx, bubble, [Part("text", {"text": "hello"})])
        outbox.begin(tx, bubble, 0)
        outbox.sent(tx, bubble, 0, "501", now(), True)

    await database.write(fill)
    return row


async def test_a_forgotten_person_leaves_a_farewell_and_then_nothing(database):
    row = await a_full_person(database)

    await database.write(forgetting.forget, row, [Reply("deleted", "en")], now())
    order = await database.read(outbox.next_outgoing, row.pseudonym)
    assert (order.kind, order.payload) == ("delete_bubbles", {"ids": ["1", "501"]})
    assert await database.write(forgetting.end_forgetting, row.pseudonym) is False
    await database.write(outbox.fail_all, row.pseudonym, "blocked", now())
    assert await database.write(forgetting.end_forgetting, row.pseudonym) is True
    assert await rows(database) == {"seen_updates": 1}


async def test_an_update_delivered_again_does_not_bring_a_forgotten_person_back(database):
    row = await a_full_person(database)
    await database.write(forgetting.forget, row, [], now())
    await database.write(outbox.fail_all, row.pseudonym, "blocked", now())
    await database.write(forgetting.end_forgetting, row.pseudonym)

    [again] = await keep(database, text(1, "my secret"))
    assert again.message is None
    assert await rows(database) == {"seen_updates": 1}


async def test_whoever_writes_while_being_forgotten_is_somebody_new(database):
    row = await a_full_person(database)
    await database.write(forgetting.forget, row, [Reply("deleted", "en")], now())

    [new] = await keep(database, text(2, "hello again"))
    assert new.person != row.pseudonym
    assert new.is_new_person


async def test_retention_deletes_old_chats_then_the_person_then_the_update_hashes(database):
    [received] = await keep(database, text(1))
    await database.write(inbox.finish, [received.message], now())

    kept = await database.write(forgetting.purge, now() + timedelta(days=29), 30, 180)
    assert (kept.people, kept.messages) == (0, 0)
    gone = await database.write(forgetting.purge, now() + timedelta(days=31), 30, 180)
    assert (gone.people, gone.messages) == (0, 1)
    forgotten = await database.write(forgetting.purge, now() + timedelta(days=181), 30, 180)
    assert forgotten.people == 1
    assert await rows(database) == {}


async def test_a_message_without_an_answer_is_not_deleted_by_retention(database):
    await keep(database, text(1))

    assert (await database.write(forgetting.purge, now() + timedelta(days=31), 30, 180)).messages == 0


async def test_hashes_of_updates_go_after_two_days(database):
    row = await a_full_person(database)
    await database.write(forgetting.forget, row, [], now())

    assert (await database.write(forgetting.purge, now() + timedelta(hours=47), 30, 180)).updates == 0
    assert (await database.write(forgetting.purge, now() + timedelta(hours=49), 30, 180)).updates == 1
    assert await database.read(lambda tx: tx.connection.execute(sa.select(seen_updates)).first()) is None


async def test_the_sender_ends_what_the_lane_began(database, settings):
    """Also in PostgreSQL, where the sender holds a lock on a row that goes with the person."""
    sender = Sender(database, {"web": WebLike()})
    working = asyncio.create_task(sender.run())
    intake = Intake(database, settings)
    received = await intake.accept("web", "web", text(1))
    row = await database.read(people.load, received.person)
    await database.write(forgetting.forget, row, [Reply("deleted", "en")], now())
    async with asyncio.timeout(30):
        while await database.read(people.load, row.pseudonym) is not None:
            await asyncio.sleep(0.05)
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


class WebLike:
    """A messenger that takes everything at once."""

    name = bot = "web"
    messages_per_second = 1000.0

    def cut(self, reply):
        return [Part("bubble")]

    async def send(self, address, part):
        return None


async def test_what_waited_for_the_person_to_write_goes_out_when_they_do(database):
    [received] = await keep(database, text(1))
    row = await database.read(people.load, received.person)
    [bubble] = await database.write(outbox.add, row, [Reply("hello", "en")], now())
    later = now() + timedelta(minutes=10)
    await database.write(outbox.cut, bubble, [Part("text", {"text": "hello"})])
    await database.write(outbox.postpone, bubble, 0, later, "unanswered")
    assert await database.read(outbox.waiting_people, now(), 5) == []

    await keep(database, text(2))
    assert await database.read(outbox.waiting_people, now(), 5) == [received.person]
