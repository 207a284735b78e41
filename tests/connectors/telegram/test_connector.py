"""The Telegram connector against a fake that keeps Telegram's rules, over real HTTP."""

import asyncio
import dataclasses
import time

import httpx
import pytest

from bot.clock import now
from bot.keys import load_keys
from bot.messages import Reply
from bot.settings import Secret
from bot.store import media
from tests.fakes.telegram import FakeTelegram
from tests.gate import running_gate

TOKEN = "1234567:" + "A" * 35


@pytest.fixture
def fake():
    with FakeTelegram(token=TOKEN) as server:
        yield server


@pytest.fixture
def own(settings, tmp_path, fake):
    return dataclasses.replace(
        settings, var=tmp_path, port=0, telegram_token=Secret(TOKEN), telegram_api=fake.url, messages_per_minute=10_000
    )


async def seen(user, count, seconds=20):
    """Wait for so many bubbles at a user."""
    async with asyncio.timeout(seconds):
        while len(user.received) < count:
            await asyncio.sleep(0.02)
    return user.received


async def test_every_kind_of_message_is_kept_for_what_it_is(own, fake):
    user = fake.user(41, language_code="sq")
    async with running_gate(own, "telegram") as gate:
        user.says("sa kushton")
        user.sends_location(52.5, 13.4)
        user.venue(52.5, 13.4, "Office", "Street 1")
        user.contact("+491700000", "Somebody")
        user.photo(b"picture", "look")
        user.document(b"%PDF", "letter.pdf")
        user.sticker("👍")
        user.voice(b"sound", 3)
        user.audio(b"sound")
        user.video(b"film")
        rows = await gate.received(10)
        async with asyncio.timeout(30):
            while len(await gate.database.read(_files)) < 5:
                await asyncio.sleep(0.05)
        files = await gate.database.read(_files)

    kinds = [row.kind for row, _ in rows]
    assert kinds == ["text", "location", "location", "contact", "photo", "document", "sticker", "voice", "audio", "video"]
    assert rows[1][1]["place"] == [52.5, 13.4]
    assert "+491700000" not in str(rows)
    assert "Somebody" not in str(rows)
    assert rows[4][1]["text"] == "look"
    assert sorted(files) == sorted([b"picture", b"%PDF", b"sound", b"sound", b"film"])


def _files(tx):
    from bot.store.tables import media as table

    numbers = [row[0] for row in tx.connection.execute(table.select().with_only_columns(table.c.id))]
    return [media.load(tx, number).content for number in numbers]


async def test_a_press_is_a_choice_and_its_clock_stops(own, fake):
    user = fake.user(42)
    async with running_gate(own, "telegram") as gate:
        user.says("hello")
        await gate.received(1)
        await gate.answer(Reply("Which?", "en", ({"id": "country:XK", "title": "🏠 Kosovo"},)))
        await seen(user, 1)
        user.presses("🏠 Kosovo")
        rows = await gate.received(2)
        async with asyncio.timeout(30):
            while not fake.calls["answerCallbackQuery"]:
                await asyncio.sleep(0.02)

    assert rows[1][0].kind == "choice"
    assert rows[1][1]["choice"] == "country:XK"


async def test_groups_and_other_bots_are_ignored(own, fake):
    group = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "group", "title": "x"}, "text": "hello"}
    private = {"message_id": 2, "date": 1, "chat": {"id": 9, "type": "private"}, "text": "hi"}
    robot = {"id": 9, "is_bot": True, "first_name": "Robot"}
    async with running_gate(own, "telegram") as gate:
        fake.push({"update_id": 1, "message": {**group, "from": {"id": 4, "is_bot": False, "first_name": "x"}}})
        fake.push({"update_id": 2, "message": {**private, "from": robot}})
        fake.user(43).says("a person")
        rows = await gate.received(1)

    assert [payload["text"] for _, payload in rows] == ["a person"]


async def test_a_long_answer_goes_out_in_parts_in_order_with_the_buttons_last(own, fake):
    user = fake.user(44)
    paragraphs = [f"{n}. " + "слово 👨‍👩‍👧 " * 120 for n in range(8)]
    async with running_gate(own, "telegram") as gate:
        user.says("hello")
        await gate.received(1)
        await gate.answer(Reply("\n\n".join(paragraphs), "ru", ({"id": "ask_help", "title": "Menu"},)))
        await gate.sent()

    bubbles = user.received
    assert len(bubbles) > 1
    assert " ".join(b["text"] for b in bubbles).split() == "\n\n".join(paragraphs).split()
    assert [bool(b["buttons"]) for b in bubbles] == [False] * (len(bubbles) - 1) + [True]


async def test_a_part_that_was_sent_is_not_repeated_for_the_next(own, fake):
    user = fake.user(45)
    async with running_gate(own, "telegram") as gate:
        user.says("hello")
        await gate.received(1)
        long = "\n\n".join(f"{n} " + "word " * 600 for n in range(3))
        fake.delay("sendMessage", 0.05)
        await gate.answer(Reply(long, "en"))
        await seen(user, 1)
        fake.fail_next("sendMessage", chat_id=45, status=500, description="Internal Server Error")
        await gate.sent()

    assert " ".join(b["text"] for b in user.received).split() == long.split()


async def test_a_pause_that_telegram_demands_is_kept_and_stops_nobody_else(own, fake):
    slow, quick = fake.user(46), fake.user(47)
    async with running_gate(own, "telegram") as gate:
        slow.says("hello")
        [(row, _)] = await gate.received(1)
        quick.says("hello")
        rows = await gate.received(2)
        fake.fail_next("sendMessage", chat_id=46, status=429, description="Too Many Requests", retry_after=2)
        begun = time.monotonic()
        await gate.answer(Reply("first", "en"), person=row.person)
        await gate.answer(*[Reply(f"line {n}", "en") for n in range(5)], person=rows[1][0].person)
        await seen(quick, 5)
        others_took = time.monotonic() - begun
        await seen(slow, 1)
        took = time.monotonic() - begun

    assert others_took < 1.5
    assert 2 <= took < 4
    assert not fake.violations


async def test_whoever_blocks_the_bot_gets_nothing_more_until_they_write_again(own, fake):
    user = fake.user(48)
    async with running_gate(own, "telegram") as gate:
        user.says("hello")
        await gate.received(1)
        user.blocks()
        await asyncio.sleep(0.3)
        await gate.answer(Reply("one", "en"), Reply("two", "en"))
        rows = await gate.sent()
        calls = fake.calls["sendMessage"]
        assert [row.status for row, _ in rows] == ["failed", "failed"]
        assert {row.error for row, _ in rows} == {"blocked"}
        user.unblocks()
        user.says("again")
        await gate.received(2)
        await gate.answer(Reply("welcome back", "en"))
        await seen(user, 1)

    assert calls == 0
    assert user.received[-1]["text"] == "welcome back"


async def test_a_block_found_while_sending_ends_all_that_waits(own, fake):
    user = fake.user(49)
    async with running_gate(own, "telegram") as gate:
        user.says("hello")
        await gate.received(1)
        fake.fail_next("sendMessage", chat_id=49, status=403, description="Forbidden: bot was blocked by the user")
        await gate.answer(*[Reply(f"line {n}", "en") for n in range(3)])
        rows = await gate.sent()

    assert [row.status for row, _ in rows] == ["failed"] * 3
    assert fake.calls["sendMessage"] == 1


@pytest.mark.parametrize(("status", "description"), [(400, "Bad Request: something"), (413, "Request Entity Too Large")])
async def test_a_message_that_telegram_never_takes_is_a_visible_failure_and_the_next_follows(own, fake, status, description):
    user = fake.user(50)
    async with running_gate(own, "telegram") as gate:
        user.says("hello")
        await gate.received(1)
        fake.fail_next("sendMessage", chat_id=50, status=status, description=description, times=1)
        await gate.answer(Reply("bad", "en"), Reply("good", "en"))
        rows = await gate.sent()

    statuses = [row.status for row, _ in rows]
    assert statuses[-1] == "sent"
    assert user.received[-1]["text"] == "good"
    if status == 400:
        assert statuses[0] == "failed"


async def test_pictures_sounds_and_places_are_sent_as_such(own, fake):
    user = fake.user(51)
    async with running_gate(own, "telegram") as gate:
        user.says("hello")
        [(row, _)] = await gate.received(1)
        picture = await gate.database.write(media.add, row.person, row.id, "image/png", b"png", now())
        sound = await gate.database.write(media.add, row.person, row.id, "audio/ogg", b"ogg", now())
        place = {"latitude": 52.5, "longitude": 13.4, "title": "Embassy", "address": "Street 1"}
        await gate.answer(
            Reply("a chart", "en", image=picture), Reply("there", "en", location=place), Reply("hear", "en", audio=sound)
        )
        await gate.sent()

    assert [b["method"] for b in user.received] == ["sendPhoto", "sendMessage", "sendVenue", "sendMessage", "sendVoice"]


async def test_asking_for_a_place_offers_to_send_the_own_location(own, fake):
    user = fake.user(52)
    async with running_gate(own, "telegram") as gate:
        user.says("hello")
        await gate.received(1)
        await gate.answer(Reply("Where?", "en", ({"id": "ask_contact", "title": "📞 Phone"},), asks_place=True))
        await gate.sent()

    keyboard = user.received[-1]["params"]["reply_markup"]["keyboard"]
    assert keyboard[0][0]["request_location"] is True
    assert keyboard[1][0]["text"] == "📞 Phone"


async def test_commands_are_introduced_in_the_languages_that_telegram_knows(own, fake):
    async with running_gate(own, "telegram"):
        async with asyncio.timeout(30):
            while fake.calls["setMyCommands"] < 7:
                await asyncio.sleep(0.02)

    assert fake.calls["setMyCommands"] >= 7


async def test_updates_are_confirmed_only_when_they_are_kept(own, fake):
    """With the database away nothing is confirmed; when it is back, nothing is missing and nothing doubled."""
    user = fake.user(53)
    async with running_gate(own, "telegram") as gate:
        user.says("one")
        await gate.received(1)
    for n in range(5):
        user.says(f"while away {n}")
    async with running_gate(own, "telegram") as gate:
        rows = await gate.received(6)

    assert [payload["text"] for _, payload in rows] == ["one", *[f"while away {n}" for n in range(5)]]


class TestWebhook:
    @pytest.fixture
    def own(self, own):
        return dataclasses.replace(own, telegram_mode="webhook", public_url="http://127.0.0.1:18091", port=18091)

    def headers(self, own):
        key = load_keys(own, with_addresses=True).content
        return {"X-Telegram-Bot-Api-Secret-Token": key.hash("telegram webhook", TOKEN)}

    async def test_telegram_calls_and_is_answered(self, own, fake):
        user = fake.user(60)
        async with running_gate(own, "telegram") as gate:
            user.says("hello")
            await gate.received(1)
            await gate.answer(Reply("hi", "en"))
            await seen(user, 1)

    async def test_five_parallel_deliveries_are_one_message(self, own, fake):
        async with running_gate(own, "telegram") as gate, httpx.AsyncClient() as client:
            body = fake.user(61).says("hello")
            answers = await asyncio.gather(
                *(client.post(f"{gate.url}/webhooks/telegram", json=body, headers=self.headers(own)) for _ in range(5))
            )
            await asyncio.sleep(0.2)
            assert [answer.status_code for answer in answers] == [200] * 5
            assert len(await gate.rows(direction="in")) == 1

    @pytest.mark.parametrize("secret", ["", "wrong", "é", "a" * 64])
    async def test_a_wrong_secret_is_refused(self, own, fake, secret):
        async with running_gate(own, "telegram") as gate, httpx.AsyncClient() as client:
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret.encode()}
            answer = await client.post(f"{gate.url}/webhooks/telegram", json={"update_id": 1}, headers=headers)
            assert answer.status_code == 403

    @pytest.mark.parametrize(
        "body", [b"", b"no json", b"[]", b"{}", b"null", b'{"update_id": "1"}', b'{"update_id": true}', b"[" * 5000,
                 b'{"update_id": 1, "message": 5}', b'{"update_id": 1, "message": {"chat": {}}}', b"\xff\xfe"],
    )  # fmt: skip
    async def test_a_malformed_body_is_400(self, own, fake, body):
        async with running_gate(own, "telegram") as gate, httpx.AsyncClient() as client:
            answer = await client.post(f"{gate.url}/webhooks/telegram", content=body, headers=self.headers(own))
            assert answer.status_code == 400

    async def test_updates_of_unknown_kinds_are_200_and_a_large_body_is_413(self, own, fake):
        async with running_gate(own, "telegram") as gate, httpx.AsyncClient() as client:
            unknown = await client.post(
                f"{gate.url}/webhooks/telegram", json={"update_id": 5, "new_thing": {"a": 1}}, headers=self.headers(own)
            )
            large = await client.post(f"{gate.url}/webhooks/telegram", content=b"x" * 70_000, headers=self.headers(own))
            assert (unknown.status_code, large.status_code) == (200, 413)
            assert await gate.rows() == []
