"""The gate alone, with the brain dead: danger, lateness, alerts and a talk between two people, over real HTTP."""

import asyncio
import dataclasses
import statistics
import time

import pytest
import sqlalchemy as sa

from bot.cases import desk
from bot.clock import now
from bot.gate import watch
from bot.messages import Reply
from bot.settings import Secret
from bot.store import cases, counsellors, timers
from bot.store.tables import people
from tests.fakes.telegram import FakeTelegram
from tests.gate import running_gate

TOKEN = "1234567:" + "A" * 35
GROUP = -100200
ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@pytest.fixture
def fake():
    with FakeTelegram(token=TOKEN) as server:
        server.user(GROUP).has_written = True
        yield server


@pytest.fixture
def own(settings, tmp_path, fake):
    return dataclasses.replace(
        settings, var=tmp_path, port=0, telegram_token=Secret(TOKEN), telegram_api=fake.url, alert_chat=str(GROUP),
        unanswered_seconds=1, console_url="https://console.example", alert_language="en",
    )  # fmt: skip


async def hire(gate, **more):
    def add(tx):
        number = counsellors.add(tx, "mina", "Mina", "counsellor", now(), languages=("en",), hours=ALWAYS, **more)
        return counsellors.load(tx, number)

    return await gate.database.write(add)


async def open_case(gate):
    def load(tx):
        return cases.open_of(tx, tx.connection.execute(sa.select(people.c.pseudonym)).scalar_one())

    return await gate.database.read(load)


async def seen(user, count, seconds=15):
    async with asyncio.timeout(seconds):
        while len(user.received) < count:
            await asyncio.sleep(0.01)
    return [bubble["text"] for bubble in user.received]


async def test_without_a_brain_a_message_becomes_a_case_and_two_people_can_talk(own, fake):
    user = fake.user(41)
    async with running_gate(own, "telegram") as gate:
        mina = await hire(gate)
        user.says("is anybody there")
        told = await seen(user, 2)
        assert told[0].startswith("I, the program, cannot answer at the moment.")
        assert "You are in the line." in told[1]
        case = await open_case(gate)
        case = await gate.database.write(desk.claim, own, case.id, case.epoch, mina, now())
        await seen(user, 3)
        user.says("hello Mina")
        [_, (row, payload)] = await gate.received(2)
        await gate.database.write(desk.reply, own, case.id, case.epoch, mina, Reply("Hello. How are you?", "en"), now())
        heard = await seen(user, 4)

    assert (case.reason, row.case_id, payload["text"]) == ("unanswered", case.id, "hello Mina")
    assert heard[2].startswith("Mina, counsellor, is here now.")
    assert heard[3] == "👤 Mina:\nHello. How are you?"


async def test_danger_without_a_brain_gets_the_fixed_text_and_alerts_the_group_with_a_link_only(own, fake, monkeypatch):
    monkeypatch.setattr(watch, "HEAR_AFTER", watch.timedelta(seconds=0))
    user = fake.user(42)
    async with running_gate(own, "telegram") as gate:
        await hire(gate)
        user.says("i want to kill myself")
        told = next(iter([text for text in await seen(user, 3, 120) if "112" in text]))  # the lists take long to read
        alerts = await seen(fake.user(GROUP), 1)
        case = await open_case(gate)

    assert told.endswith("A counsellor has been called to this chat. In danger, do not wait for the answer.")
    assert alerts == [f"🔴 Danger in a chat. Please look now.\nhttps://console.example/cases/{case.id}"]


async def test_the_person_sees_that_a_counsellor_is_writing(own, fake):
    user = fake.user(43)
    async with running_gate(own, "telegram") as gate:
        user.says("hello")
        [(row, _)] = await gate.received(1)
        await gate.database.write(timers.add, "show_typing", now(), {}, row.person)
        async with asyncio.timeout(30):
            while not fake.calls["sendChatAction"]:
                await asyncio.sleep(0.02)


async def test_a_counsellors_words_are_at_the_messenger_within_half_a_second(own, fake):
    user = fake.user(44)
    own = dataclasses.replace(own, unanswered_seconds=600)
    async with running_gate(own, "telegram") as gate:
        mina = await hire(gate)
        user.says("hello")
        [(row, _)] = await gate.received(1)

        def begin(tx):
            from bot.store import people as people_rows

            opened = cases.open_case(tx, people_rows.load(tx, row.person), "person", now())
            return desk.claim(tx, own, opened.case.id, opened.case.epoch, mina, now())

        case = await gate.database.write(begin)
        await seen(user, 1)
        times = []
        for number in range(20):
            begun = time.perf_counter()
            await gate.database.write(desk.reply, own, case.id, case.epoch, mina, Reply(str(number), "en"), now())
            await seen(user, number + 2)
            times.append(time.perf_counter() - begun)
            await asyncio.sleep(0.3)  # Telegram takes about one message a second of one chat, and three at once

    assert statistics.quantiles(times, n=20)[-1] < 0.5
