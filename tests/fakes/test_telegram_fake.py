"""The fake Telegram keeps Telegram's rules, and python-telegram-bot can read every answer of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio
from aiohttp import test_utils, web
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from tests.fakes.telegram import FakeTelegram, TelegramUser

CHAT = 7
MEGABYTE = 1024 * 1024


class Clock:
    now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fake(clock: Clock) -> Iterator[FakeTelegram]:
    with FakeTelegram(clock=clock) as fake:
        yield fake


@pytest.fixture
def user(fake: FakeTelegram) -> TelegramUser:
    user = fake.user(CHAT, "sq")
    user.starts("abc")
    return user


@pytest_asyncio.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    async with make_bot(fake, fake.token) as bot:
        yield bot


def make_bot(fake: FakeTelegram, token: str) -> Bot:
    request = HTTPXRequest(connection_pool_size=16, read_timeout=5)
    return Bot(token, base_url=f"{fake.url}/bot", base_file_url=f"{fake.url}/file/bot", request=request)


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in rows])


@asynccontextmanager
async def webhook(*statuses: int, together: int = 1) -> AsyncIterator[tuple[str, asyncio.Queue[tuple[str, dict[str, Any]]]]]:
    """Serve a webhook; its queue holds secrets and updates.

    Args:
        *statuses: what it answers first; then always 200.
        together: it answers only when so many posts are waiting.
    """
    left, posts, gate = list(statuses), asyncio.Queue(), asyncio.Barrier(together)

    async def handle(request: web.BaseRequest) -> web.Response:
        posts.put_nowait((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        await gate.wait()
        return web.Response(status=left.pop(0) if left else 200)

    async with test_utils.RawTestServer(handle) as server:
        yield str(server.make_url("/hook")), posts


# Updates


async def test_update_comes_again_until_a_later_offset_confirms_it(bot: Bot, user: TelegramUser) -> None:
    first = (await bot.get_updates())[0]
    assert first.message.text == "/start abc"
    assert first.message.entities[0].type == "bot_command"
    assert first.effective_user.language_code == "sq"
    assert [update.update_id for update in await bot.get_updates(offset=first.update_id)] == [first.update_id]

    second = user.says("po")["update_id"]
    assert second == first.update_id + 1
    assert len(await bot.get_updates(limit=1)) == 1
    assert [update.update_id for update in await bot.get_updates(offset=second)] == [second]
    assert [update.update_id for update in await bot.get_updates()] == [second]

    user.says("jo")
    assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["jo"]
    assert len(await bot.get_updates()) == 1


async def test_redelivered_update_comes_although_it_was_confirmed(bot: Bot, fake: FakeTelegram, user: TelegramUser) -> None:
    update_id = (await bot.get_updates())[0].update_id
    assert await bot.get_updates(offset=update_id + 1) == ()
    fake.redeliver(update_id)
    assert [update.update_id for update in await bot.get_updates(offset=update_id + 1)] == [update_id]
    assert await bot.get_updates(offset=update_id + 1) == ()


async def test_doubled_update_comes_twice(bot: Bot, fake: FakeTelegram) -> None:
    fake.duplicate_share(1.0, seed=1)
    update_id = fake.user(CHAT).says("hi")["update_id"]
    assert (await bot.get_updates())[0].update_id == update_id
    assert [update.update_id for update in await bot.get_updates(offset=update_id + 1)] == [update_id]


async def test_waiting_poll_is_answered_when_somebody_writes_and_fails_when_another_comes(fake: FakeTelegram) -> None:
    async def start_poll(bot: Bot) -> asyncio.Task[tuple[Update, ...]]:
        polls = fake.calls["getUpdates"]
        task = asyncio.create_task(bot.get_updates(timeout=20))
        while fake.calls["getUpdates"] == polls and not task.done():
            await asyncio.sleep(0)
        return task

    async with make_bot(fake, fake.token) as one, make_bot(fake, fake.token) as other:
        older, newer = await start_poll(one), await start_poll(other)
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        fake.user(CHAT).says("hi")
        assert (await newer)[0].message.text == "hi"


async def test_only_allowed_updates_are_kept(bot: Bot, fake: FakeTelegram, user: TelegramUser) -> None:
    await bot.get_updates(offset=2**31, allowed_updates=["callback_query"])
    user.says("not wanted")
    assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda user: user.sends_location(41.3, 19.8), "location"),
        (lambda user: user.venue(41.3, 19.8, "Zyra", "Rruga 1"), "venue"),
        (lambda user: user.contact("+355681", "Mira"), "contact"),
        (lambda user: user.photo(b"jpg", "kush"), "photo"),
        (lambda user: user.document(b"pdf", "a.pdf"), "document"),
        (lambda user: user.voice(b"ogg", 4), "voice"),
        (lambda user: user.audio(b"mp3"), "audio"),
        (lambda user: user.video(b"mp4"), "video"),
        (lambda user: user.video_note(b"mp4"), "video_note"),
        (lambda user: user.sticker("👍"), "sticker"),
    ],
)
async def test_what_a_person_sends_can_be_parsed(
    bot: Bot, user: TelegramUser, act: Callable[[TelegramUser], dict[str, Any]], kind: str
) -> None:
    update_id = act(user)["update_id"]
    update = (await bot.get_updates(offset=update_id))[0]
    assert getattr(update.message, kind)
    assert update.effective_chat.type == "private"


async def test_edits_and_blocks_are_updates_too(bot: Bot, user: TelegramUser) -> None:
    written = user.says("Tirane")["message"]["message_id"]
    user.edits(written, "Tiranë")
    user.blocks()
    updates = await bot.get_updates()
    assert updates[2].edited_message.text == "Tiranë"
    assert updates[3].my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(CHAT, "hi")
    user.unblocks()
    await bot.send_message(CHAT, "hi")


# Webhook


async def test_webhook_gets_updates_in_order_with_the_secret_until_it_accepts_them(bot: Bot, user: TelegramUser) -> None:
    async with webhook(500, 302) as (url, posts):
        await bot.set_webhook(url, secret_token="a_B-9")
        user.says("two")
        got = [await asyncio.wait_for(posts.get(), 10) for _ in range(4)]
        assert [(secret, update["message"]["text"]) for secret, update in got] == [
            ("a_B-9", "/start abc"),
            ("a_B-9", "/start abc"),
            ("a_B-9", "/start abc"),
            ("a_B-9", "two"),
        ]
        info = await bot.get_webhook_info()
        assert info.url == url
        assert "302" in info.last_error_message
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook(drop_pending_updates=True)
        assert await bot.get_updates() == ()


async def test_webhook_gets_doubled_updates_and_other_chats_at_the_same_time(bot: Bot, fake: FakeTelegram) -> None:
    async with webhook(together=3) as (url, posts):
        await bot.set_webhook(url)
        fake.duplicate_share(1.0, seed=1)
        fake.user(CHAT).says("twice")
        fake.duplicate_share(0, seed=1)
        fake.user(8).says("once")
        got = [(await asyncio.wait_for(posts.get(), 10))[1]["message"]["text"] for _ in range(3)]
        assert sorted(got) == ["once", "twice", "twice"]


@pytest.mark.parametrize("secret", ["with space", "ë", "a" * 257])
async def test_bad_secret_token_and_bare_http_are_refused(bot: Bot, secret: str) -> None:
    with pytest.raises(BadRequest, match="ecret token"):
        await bot.set_webhook("https://example.org/hook", secret_token=secret)
    with pytest.raises(BadRequest, match=r"HTTPS|https"):
        await bot.set_webhook("http://example.org/hook")


# Messages


@pytest.mark.parametrize(
    ("text", "mode", "error"),
    [
        ("a" * 4096, None, None),
        ("a" * 4097, None, "too long"),
        ("😀" * 2048, None, None),
        ("😀" * 2049, None, "too long"),
        (f"<b>{'a' * 4090}</b> &lt;&gt;", "HTML", None),
        ("سلام دنیا", None, None),
        (" \n ", None, "text is empty"),
        ("1 < 2", "HTML", "can't parse entities"),
        ("<b>open", "HTML", "can't find end tag"),
        ("<p>no</p>", "HTML", "nsupported start tag"),
    ],
)
async def test_text_limits(bot: Bot, user: TelegramUser, text: str, mode: str | None, error: str | None) -> None:
    if error is None:
        message = await bot.send_message(CHAT, text, parse_mode=mode)
        assert message.text == user.received[-1]["text"]
    else:
        with pytest.raises(BadRequest, match=f"(?i){error}"):
            await bot.send_message(CHAT, text, parse_mode=mode)
        assert user.received == []


async def test_html_becomes_entities(bot: Bot, user: TelegramUser) -> None:
    message = await bot.send_message(
        CHAT, '😀 <b>një <i>dy</i></b> <a href="https://x.org/?a=1&amp;b">këtu</a>', parse_mode="HTML"
    )
    assert message.text == "😀 një dy këtu"
    assert list(message.parse_entities().values()) == ["një dy", "dy", "këtu"]
    assert message.entities[2].url == "https://x.org/?a=1&b"


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (keyboard([("a", "ж" * 32)]), None),
        (keyboard([("a", "ж" * 32 + "x")]), "BUTTON_DATA_INVALID"),
        (keyboard([(" ", "x")]), "BUTTON_TEXT_INVALID"),
        (keyboard([("a", "")]), "BUTTON_DATA_INVALID"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("a")]]), "text buttons are unallowed"),
        (keyboard([("a", "x")] * 8), None),
        (keyboard([("a", "x")] * 9), "reply markup is too long"),
        (keyboard(*[[("a", "x")]] * 101), "reply markup is too long"),
        (keyboard(*[[("a" * 60, "x" * 60)]] * 80), "reply markup is too long"),
        (InlineKeyboardMarkup([[InlineKeyboardButton("a", url="example")]]), "URL 'example' is invalid"),
        (ReplyKeyboardMarkup([[KeyboardButton("Ku jam", request_location=True), "Jo"]]), None),
        (ReplyKeyboardMarkup([["a"] * 13]), "reply markup is too long"),
    ],
)
async def test_keyboard_limits(bot: Bot, user: TelegramUser, markup: Any, error: str | None) -> None:
    if error is None:
        await bot.send_message(CHAT, "hi", reply_markup=markup)
        assert user.received[-1]["buttons"]
    else:
        with pytest.raises(BadRequest, match=f"(?i){error}"):
            await bot.send_message(CHAT, "hi", reply_markup=markup)


async def test_pressed_button_can_be_answered_once_and_soon(bot: Bot, user: TelegramUser, clock: Clock) -> None:
    await bot.send_message(CHAT, "?", reply_markup=keyboard([("Po", "yes"), ("Jo", "no")]))
    message = await bot.send_message(CHAT, "later")
    user.presses("Po")
    user.presses("no")
    pressed = [update.callback_query for update in (await bot.get_updates())[1:]]
    assert [(query.data, query.message.text) for query in pressed] == [("yes", "?"), ("no", "?")]
    assert pressed[0].chat_instance
    assert await pressed[0].answer()
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await pressed[0].answer()
    clock.now += 31
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await pressed[1].answer()
    with pytest.raises(LookupError):
        user.presses("Po", message.message_id)


async def test_reply_keyboard_writes_its_title(bot: Bot, user: TelegramUser) -> None:
    await bot.send_message(CHAT, "?", reply_markup=ReplyKeyboardMarkup([["Po"]]))
    assert user.presses("Po")["message"]["text"] == "Po"


async def test_edits(bot: Bot, user: TelegramUser) -> None:
    message = await bot.send_message(CHAT, "one", reply_markup=keyboard([("a", "x")]))
    edited = await message.edit_text("two", reply_markup=message.reply_markup)
    assert edited.text == user.received[0]["text"] == "two"
    with pytest.raises(BadRequest, match="not modified"):
        await message.edit_text("two", reply_markup=message.reply_markup)
    await message.edit_reply_markup(None)
    assert user.received[0]["buttons"] == []
    with pytest.raises(BadRequest, match="not modified"):
        await message.edit_reply_markup(None)
    with pytest.raises(BadRequest, match="to edit not found"):
        await bot.edit_message_text("x", CHAT, 1)
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("x", CHAT, min(user.messages))


async def test_messages_of_both_sides_can_be_deleted_for_48_hours(bot: Bot, fake: FakeTelegram, user: TelegramUser) -> None:
    ids = [min(user.messages), *[(await bot.send_message(CHAT, text)).message_id for text in "abc"]]
    assert await bot.delete_message(CHAT, ids[0])
    with pytest.raises(BadRequest, match="to delete not found"):
        await bot.delete_message(CHAT, ids[0])
    fake.age_message(CHAT, ids[1], 49)
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await bot.delete_messages(CHAT, ids)
    assert await bot.delete_messages(CHAT, [ids[0], *ids[2:]])
    assert [bubble["is_deleted"] for bubble in user.received] == [False, True, True]
    with pytest.raises(BadRequest, match=r"(?i)too many"):
        await bot.delete_messages(CHAT, list(range(101)))


async def test_uploads_locations_and_actions(bot: Bot, user: TelegramUser) -> None:
    binary = bytes(range(256)) + b"\r\n--\r\n"
    photo = await bot.send_photo(CHAT, binary, caption="<b>kush</b>", parse_mode="HTML")
    assert user.received[-1]["file"] == binary
    await bot.send_photo(CHAT, photo.photo[-1].file_id)
    assert user.received[-1]["file"] == binary
    document = await bot.send_document(CHAT, binary, filename="lista.pdf", reply_markup=keyboard([("a", "x")]))
    assert document.document.file_name == "lista.pdf"
    assert (await bot.send_voice(CHAT, b"ogg", duration=3)).voice.to_dict()["duration"] == 3
    assert (await bot.send_audio(CHAT, b"mp3")).audio
    assert (await bot.send_video(CHAT, "https://example.org/a.mp4")).video
    assert (await bot.send_location(CHAT, 41.3, 19.8)).location.latitude == 41.3
    assert (await bot.send_venue(CHAT, 41.3, 19.8, "Zyra", "Rruga 1")).venue.title == "Zyra"
    assert await bot.send_chat_action(CHAT, "typing")
    assert user.actions == ["typing"]
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_photo(CHAT, b"jpg", caption="a" * 1025)
    with pytest.raises(BadRequest, match="too big for a photo"):
        await bot.send_photo(CHAT, bytes(10 * MEGABYTE + 1))
    with pytest.raises(NetworkError, match="Too Large"):
        await bot.send_document(CHAT, bytes(50 * MEGABYTE + 1))
    with pytest.raises(BadRequest, match=r"(?i)wrong location"):
        await bot.send_location(CHAT, 91, 0)


async def test_files_up_to_20_mb_can_be_fetched(bot: Bot, user: TelegramUser) -> None:
    user.voice(b"ogg")
    user.document(b"pdf", size=20 * MEGABYTE + 1)
    _, voice, document = await bot.get_updates()
    file = await voice.message.voice.get_file()
    assert bytes(await file.download_as_bytearray()) == b"ogg"
    with pytest.raises(BadRequest, match="too big"):
        await document.message.document.get_file()


async def test_profile_limits(bot: Bot, fake: FakeTelegram) -> None:
    assert (await bot.get_me()).username == "WegweiserBot"
    await bot.set_my_commands([BotCommand("help", "Ndihmë")], language_code="sq", scope=BotCommandScopeChat(CHAT))
    assert fake.commands["chat", "sq"] == [{"command": "help", "description": "Ndihmë"}]
    assert len(await bot.get_my_commands(BotCommandScopeChat(CHAT), "sq")) == 1
    await bot.delete_my_commands(BotCommandScopeChat(CHAT), "sq")
    assert await bot.get_my_commands(BotCommandScopeChat(CHAT), "sq") == ()
    for wrong in (BotCommand("Help", "x"), BotCommand("help", " "), BotCommand("help", "x" * 257)):
        with pytest.raises(BadRequest, match=r"(?i)BOT_COMMAND"):
            await bot.set_my_commands([wrong])
    with pytest.raises(BadRequest, match=r"(?i)TOO_MUCH"):
        await bot.set_my_commands([BotCommand(f"c{number}", "x") for number in range(101)])
    with pytest.raises(BadRequest, match=r"(?i)LANG_CODE"):
        await bot.set_my_commands([BotCommand("help", "x")], language_code="prs")
    await bot.set_my_description("x" * 512, language_code="sq")
    assert (await bot.get_my_description("sq")).description == "x" * 512
    for setter, limit in ((bot.set_my_name, 64), (bot.set_my_description, 512), (bot.set_my_short_description, 120)):
        assert await setter("x" * limit)
        with pytest.raises(BadRequest, match="too long"):
            await setter("x" * (limit + 1))


# Errors and faults


async def test_who_cannot_be_written_to(bot: Bot, fake: FakeTelegram, user: TelegramUser) -> None:
    fake.user(8)
    for stranger in (8, 9, "@nobody"):
        with pytest.raises(BadRequest, match=r"(?i)chat not found"):
            await bot.send_message(stranger, "hi")
    user.deactivates()
    with pytest.raises(Forbidden, match="deactivated"):
        await bot.send_message(CHAT, "hi")
    with pytest.raises(InvalidToken):
        await make_bot(fake, "1:wrong").initialize()


async def test_too_fast_a_bot_gets_429_until_it_has_waited() -> None:
    with FakeTelegram(burst_per_chat=3, retry_after=30) as fake:
        for chat_id in (CHAT, 8):
            fake.user(chat_id).says("hi")
        async with make_bot(fake, fake.token) as bot:
            for _ in range(3):
                await bot.send_message(CHAT, "hi")
            with pytest.raises(RetryAfter) as refusal:
                await bot.send_message(CHAT, "the fourth in a second")
            assert (refusal.value.retry_after, fake.violations) == (30, 0)
            with pytest.raises(RetryAfter):
                await bot.send_message(CHAT, "did not wait")
            assert fake.violations == 1
            await bot.send_message(8, "another chat")
            fake.fail_next("sendMessage", 8, status=429, retry_after=5)
            for _ in range(2):
                with pytest.raises(RetryAfter):
                    await bot.send_message(8, "hi")
            assert fake.violations == 2


async def test_limit_over_all_chats() -> None:
    with FakeTelegram(per_second=2) as fake:
        for chat_id in range(3):
            fake.user(chat_id).says("hi")
        async with make_bot(fake, fake.token) as bot:
            await bot.send_message(0, "hi")
            await bot.send_message(1, "hi")
            with pytest.raises(RetryAfter):
                await bot.send_message(2, "hi")


async def test_faults(bot: Bot, fake: FakeTelegram, user: TelegramUser) -> None:
    fake.fail_next("sendMessage", CHAT, status=500, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(CHAT, "x")
    fake.fail_next("sendMessage", CHAT, status="timeout")
    with pytest.raises(TimedOut):
        await bot.send_message(CHAT, "x", read_timeout=0.2)
    assert user.received == []
    fake.fail_next("sendMessage", status="lost_answer")
    with pytest.raises(NetworkError):
        await bot.send_message(CHAT, "lost")
    fake.fail_next("sendMessage", status="broken_json")
    with pytest.raises(TelegramError):
        await bot.send_message(CHAT, "broken")
    assert [bubble["text"] for bubble in fake.unacknowledged] == ["lost", "broken"]
    fake.set_bot_down(True)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.get_me()
    fake.set_bot_down(False)
    fake.delay("sendMessage", 0.3, CHAT)
    with pytest.raises(TimedOut):
        await bot.send_message(CHAT, "late", read_timeout=0.1)
    await user.waits_for_async(3)
    assert user.received[-1]["text"] == "late"


async def test_share_of_faults(bot: Bot, fake: FakeTelegram, user: TelegramUser) -> None:
    fake.fail_share(0.5, seed=3, kinds=("500", "lost_answer"))
    failures = 0
    for _ in range(60):
        try:
            await bot.send_message(CHAT, "x")
        except NetworkError:
            failures += 1
    assert 15 < failures < 45
    assert len(user.received) == 60 - failures + len(fake.unacknowledged)
    assert 0 < len(fake.unacknowledged) < failures


async def test_waiting_for_replies(bot: Bot, fake: FakeTelegram, user: TelegramUser) -> None:
    waiting = asyncio.create_task(user.waits_for_async(lambda bubble: "two" in bubble["text"]))
    await bot.send_message(CHAT, "one")
    await bot.send_message(CHAT, "two")
    assert [bubble["text"] for bubble in await waiting] == ["two"]
    assert len(await asyncio.to_thread(user.waits_for, 2)) == 2
    with pytest.raises(TimeoutError, match="'one', 'two'"):
        user.waits_for(3, timeout=0.01)


async def test_group_gets_answers_and_json_bodies_are_read(fake: FakeTelegram) -> None:
    group = {"id": -100, "type": "group", "title": "Group"}
    fake.push({"message": {"message_id": 1, "date": 1, "chat": group, "text": "hi"}})
    async with httpx.AsyncClient(base_url=f"{fake.url}/bot{fake.token}") as client:
        answer = (await client.post("/sendMessage", json={"chat_id": -100, "text": "private only"})).json()
        assert answer["result"]["chat"] == group
        unknown = await client.post("/sendDice", json={"chat_id": -100})
        assert (unknown.status_code, unknown.json()["description"]) == (404, "Not Found")
        assert (await client.get("/getMe")).json()["ok"]
        broken = await client.post("/sendMessage", content=b"{", headers={"Content-Type": "application/json"})
        assert broken.status_code == 400
    assert json.dumps(fake.user(-100).received)
