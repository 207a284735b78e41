"""The fake Viber keeps Viber's rules, and viberbot can read every answer and event of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import requests
from aiohttp import test_utils, web
from viberbot import Api, BotConfiguration
from viberbot.api import messages
from viberbot.api.messages.data_types.contact import Contact
from viberbot.api.messages.data_types.location import Location

from tests.fakes.viber import FakeViber, ViberUser

Json = dict[str, Any]
SENDER = {"name": "Wegweiser"}
BUTTON = {"Columns": 6, "Rows": 1, "Text": "Po", "ActionType": "reply", "ActionBody": "yes"}


class Clock:
    now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fake(clock: Clock) -> Iterator[FakeViber]:
    with FakeViber(clock=clock, receipts=False, hang_seconds=5) as fake:
        fake.webhook = "http://127.0.0.1:9/nobody"
        yield fake


@pytest.fixture
def user(fake: FakeViber) -> ViberUser:
    user = fake.user(language="sq")
    fake.webhook = None
    user.subscribes()
    fake.webhook = "http://127.0.0.1:9/nobody"
    return user


@pytest.fixture
def api(fake: FakeViber) -> Api:
    return make_api(fake, fake.token)


def make_api(fake: FakeViber, token: str) -> Api:
    api = Api(BotConfiguration(token, "Wegweiser", ""))
    api._request_sender._viber_bot_api_url = f"{fake.url}/pa"
    return api


def post(fake: FakeViber, **message: Any) -> int:
    """Send a message that viberbot would not build; return Viber's status."""
    body = {"sender": SENDER, "type": "text", "text": "hi", **message}
    answer = requests.post(f"{fake.url}/pa/send_message", json=body, headers={"X-Viber-Auth-Token": fake.token}, timeout=5)
    assert answer.status_code == 200
    return answer.json()["status"]


def keyboard(*buttons: Json, **more: Any) -> Json:
    return {"Type": "keyboard", "Buttons": list(buttons), **more}


@asynccontextmanager
async def webhook(fake: FakeViber, *answers: int | Json) -> AsyncIterator[tuple[Api, Callable[[], Any]]]:
    """Set a webhook that gives these answers, then always 200; the second value waits for its next event, parsed by viberbot."""
    api, left, bodies = make_api(fake, fake.token), [200, *answers], asyncio.Queue()

    async def handle(request: web.BaseRequest) -> web.Response:
        body = await request.read()
        assert api.verify_signature(body, request.headers["X-Viber-Content-Signature"])
        bodies.put_nowait(body)
        answer = left.pop(0) if left else 200
        return web.Response(status=answer) if isinstance(answer, int) else web.json_response(answer)

    async def next_event() -> Any:
        return api.parse_request(await asyncio.wait_for(bodies.get(), 10))

    async with test_utils.RawTestServer(handle) as server:
        await asyncio.to_thread(api.set_webhook, str(server.make_url("/hook")))
        assert (await next_event()).event_type == "webhook"
        yield api, next_event
        fake.webhook = None


# Webhook and events


async def test_webhook_is_called_back_before_it_is_set(fake: FakeViber) -> None:
    async with webhook(fake) as (api, _):
        assert api.get_account_info()["webhook"] == fake.webhook
    for url in ("http://127.0.0.1:9/nobody", "http://example.org/bare", "https://127.0.0.1:9"):
        with pytest.raises(Exception, match="status: 1, message: invalidUrl"):
            await asyncio.to_thread(api.set_webhook, url)
    await asyncio.to_thread(api._request_sender.post_request, "set_webhook", json.dumps({"auth_token": fake.token, "url": ""}))


async def test_events_can_be_parsed(fake: FakeViber) -> None:
    async with webhook(fake) as (api, next_event):
        user = fake.user(language="sq")
        assert "/" in user.id
        assert "+" in user.id
        assert user.id.endswith("==")
        user.opens("qr-berlin")
        opened = await next_event()
        assert (opened.context, opened.subscribed, opened.user.language) == ("qr-berlin", False, "sq")
        user.subscribes()
        assert (await next_event()).user.id == user.id
        user.says("Përshëndetje")
        said = await next_event()
        assert (said.message.text, said.sender.id, said.message_token > 2**62) == ("Përshëndetje", user.id, True)
        for act, kind in (
            (lambda: user.sends_location(41.3, 19.8), "location"),
            (lambda: user.contact("Mira", "+355681"), "contact"),
            (lambda: user.picture(b"jpg", "kush"), "media"),
            (lambda: user.video(b"mp4"), "media"),
            (lambda: user.file(b"ogg", "voice.ogg"), "file_name"),
            (lambda: user.sticker(), "sticker_id"),
            (lambda: user.link("https://example.org"), "media"),
        ):
            act()
            assert getattr((await next_event()).message, kind)
        await asyncio.to_thread(api.send_messages, user.id, messages.TextMessage(text="hi"))
        user.sees()
        assert (await next_event()).message_token == user.received[-1]["message_token"]
        user.fails("bad keyboard")
        assert (await next_event()).desc == "bad keyboard"
        user.unsubscribes()
        assert (await next_event()).user_id == user.id
        user.reports_status()
        with pytest.raises(Exception, match="'client_status' is not supported"):
            await next_event()


async def test_events_are_repeated_until_200_in_order_and_doubled_on_demand(fake: FakeViber) -> None:
    async with webhook(fake, 500, 202) as (_, next_event):
        user = fake.user()
        first = user.says("one")
        user.says("two")
        assert [(await next_event()).message.text for _ in range(4)] == ["one", "one", "one", "two"]
        fake.redeliver(first["message_token"])
        assert (await next_event()).message_token == first["message_token"]
        fake.duplicate_share(1.0, seed=1)
        user.says("three")
        assert [(await next_event()).message.text for _ in range(2)] == ["three", "three"]


async def test_delivered_follows_a_message_unless_it_was_not_asked_for() -> None:
    with FakeViber() as fake:
        async with webhook(fake) as (api, next_event):
            user = fake.user()
            user.says("hi")
            await next_event()
            sent = await asyncio.to_thread(api.send_messages, user.id, messages.TextMessage(text="hello"))
            assert (await next_event()).message_token == sent[0]
            assert await asyncio.to_thread(api.set_webhook, fake.webhook, ["seen"]) == [
                "message",
                "seen",
                "subscribed",
                "unsubscribed",
            ]
            await next_event()
            await asyncio.to_thread(api.send_messages, user.id, messages.TextMessage(text="hello"))
            user.sees()
            assert (await next_event()).event_type == "seen"


async def test_answer_to_conversation_started_is_the_welcome(fake: FakeViber) -> None:
    good = {"sender": SENDER, "type": "text", "text": "Mirë se erdhët", "keyboard": keyboard(BUTTON)}
    bad = {"type": "text", "text": "no sender"}
    async with webhook(fake, good, bad):
        user = fake.user()
        user.opens()
        welcome = await user.waits_for_async(1)
        assert (welcome[0]["method"], welcome[0]["text"]) == ("welcome", "Mirë se erdhët")
        assert post(fake, receiver=user.id) == 6
        assert user.presses("Po")["message"]["text"] == "yes"
        user.waits_for(1)
        assert post(fake, receiver=user.id) == 0
        other = fake.user()
        fake.webhook, url = None, fake.webhook
        assert post(fake, receiver=other.id) == 10
        fake.webhook = url


async def test_media_can_be_fetched(fake: FakeViber, user: ViberUser) -> None:
    url = user.picture(b"jpg", name="a b.jpg")["message"]["media"]
    assert requests.get(url, timeout=5).content == b"jpg"
    assert requests.get(f"{fake.url}/media/none", timeout=5).status_code == 404


# Sending


def test_messages_of_every_type(fake: FakeViber, user: ViberUser, api: Api) -> None:
    url = "http://127.0.0.1/file"
    sent = api.send_messages(
        user.id,
        [
            messages.TextMessage(text="Përshëndetje", keyboard=keyboard(BUTTON), tracking_data="case-1"),
            messages.PictureMessage(media=url, text="kush"),
            messages.VideoMessage(media=url, size=1000),
            messages.FileMessage(media=url, size=1000, file_name="lista.pdf"),
            messages.LocationMessage(location=Location(41.3, 19.8)),
            messages.ContactMessage(contact=Contact("Zyra", "+4930")),
            messages.StickerMessage(sticker_id=46105),
            messages.URLMessage(media="https://example.org"),
            messages.RichMediaMessage(rich_media={"Type": "rich_media", "Buttons": [BUTTON]}, min_api_version=2),
            messages.KeyboardMessage(keyboard=keyboard(BUTTON)),
        ],
    )
    assert sent == [bubble["message_token"] for bubble in user.received]
    assert [bubble["type"] for bubble in user.received][-2:] == ["rich_media", "keyboard"]
    assert api.get_user_details(user.id)["language"] == "sq"
    assert api.get_online([user.id, "x=="])[1]["online_status"] == 4
    assert user.presses("yes")["message"] == {"type": "text", "text": "yes"}


@pytest.mark.parametrize(
    ("message", "status"),
    [
        ({"text": "a" * 7000}, 0),
        ({"text": "a" * 7001}, 3),
        ({"text": ""}, 4),
        ({"type": "rubbish"}, 3),
        ({"sender": {}}, 4),
        ({"sender": {"name": "a" * 29}}, 3),
        ({"tracking_data": "a" * 4000}, 0),
        ({"tracking_data": "a" * 4001}, 3),
        ({"min_api_version": 11}, 13),
        ({"type": "picture", "media": "https://example.org/a.jpg", "text": "a" * 769}, 3),
        ({"type": "picture", "media": "ftp://example.org/a.jpg"}, 3),
        ({"type": "file", "media": "https://example.org/a", "size": 1, "file_name": "a" * 253 + ".pdf"}, 3),
        ({"type": "file", "media": "https://example.org/a", "size": 51 * 1024 * 1024, "file_name": "a.pdf"}, 3),
        ({"type": "location", "location": {"lat": 91, "lon": 0}}, 3),
        ({"keyboard": keyboard(*[BUTTON] * 24)}, 0),
        ({"keyboard": keyboard(*[BUTTON] * 25)}, 3),
        ({"keyboard": keyboard(*[BUTTON | {"Columns": 3}] * 48)}, 0),
        ({"keyboard": keyboard(*[BUTTON | {"Columns": 3}] * 49)}, 3),
        ({"keyboard": keyboard(*[BUTTON | {"Rows": 2}] * 13)}, 3),
        ({"keyboard": {"Buttons": [BUTTON]}}, 3),
        ({"keyboard": keyboard()}, 3),
        ({"keyboard": keyboard(BUTTON | {"Columns": 7})}, 3),
        ({"keyboard": keyboard(BUTTON | {"Rows": 3})}, 3),
        ({"keyboard": keyboard(BUTTON | {"Text": "a" * 251})}, 3),
        ({"keyboard": keyboard(BUTTON | {"Colums": 3})}, 3),
        ({"keyboard": keyboard(BUTTON | {"ActionType": "open-url", "ActionBody": "no url"})}, 3),
        ({"keyboard": keyboard({"Text": "Po"})}, 4),
        ({"keyboard": keyboard({"Text": "Ku jam", "ActionType": "location-picker"})}, 14),
        ({"keyboard": keyboard({"Text": "Ku jam", "ActionType": "location-picker"}), "min_api_version": 3}, 0),
        ({"keyboard": keyboard(BUTTON, InputFieldState="hidden"), "min_api_version": 3}, 14),
    ],
)
def test_limits(fake: FakeViber, user: ViberUser, message: Json, status: int) -> None:
    assert post(fake, receiver=user.id, **message) == status
    assert len(user.received) == (status == 0)
    assert [refused for refused, _ in fake.refused] == [status] * (status > 0)


def test_body_of_30_kb(fake: FakeViber, user: ViberUser) -> None:
    message = {"auth_token": fake.token, "receiver": user.id, "sender": SENDER, "type": "text", "text": "ж" * 4950}
    short, long = json.dumps(message), json.dumps(message | {"text": "ж" * 5000})
    assert (len(short) <= 30_000, len(long) > 30_000) == (True, True)
    statuses = [requests.post(f"{fake.url}/pa/send_message", body, timeout=5).json()["status"] for body in (short, long, "{")]
    assert statuses == [0, 3, 3]


def test_who_cannot_be_written_to(fake: FakeViber, user: ViberUser) -> None:
    assert post(fake) == 4
    assert post(fake, receiver="unknown==") == 5
    user.unsubscribes()
    assert post(fake, receiver=user.id) == 6
    with pytest.raises(Exception, match="status: 2, message: invalidAuthToken"):
        make_api(fake, "wrong").send_messages(user.id, messages.TextMessage(text="hi"))


def test_hundred_messages_an_hour_without_a_word(fake: FakeViber, user: ViberUser, clock: Clock) -> None:
    assert {post(fake, receiver=user.id) for _ in range(100)} == {0}
    assert post(fake, receiver=user.id) == 12
    clock.now += 3600
    assert {post(fake, receiver=user.id) for _ in range(100)} == {0}
    assert post(fake, receiver=user.id) == 12
    user.says("hi")
    assert post(fake, receiver=user.id) == 0


def test_buttons(fake: FakeViber, user: ViberUser) -> None:
    link = {"Text": "<b>Faqja</b>", "ActionType": "open-url", "ActionBody": "https://example.org"}
    place = {"Text": "Ku jam", "ActionType": "location-picker"}
    assert post(fake, receiver=user.id, keyboard=keyboard(BUTTON | {"Silent": True}, link, place), min_api_version=3) == 0
    assert user.presses("Po")["silent"] is True
    assert user.presses("Faqja") is None
    with pytest.raises(ValueError, match="location-picker"):
        user.presses("Ku jam")
    with pytest.raises(LookupError):
        user.presses("Jo")


def test_faults(fake: FakeViber, user: ViberUser, api: Api) -> None:
    text = messages.TextMessage(text="hi")
    fake.fail_next("send_message", user.id, status=12)
    with pytest.raises(Exception, match="status: 12, message: tooManyRequests"):
        api.send_messages(user.id, text)
    fake.fail_next("send_message", status=500)
    with pytest.raises(requests.HTTPError, match="500"):
        api.send_messages(user.id, text)
    fake.fail_next("send_message", status="timeout")
    with pytest.raises(requests.Timeout):
        requests.post(f"{fake.url}/pa/send_message", json={"auth_token": fake.token}, timeout=0.2)
    assert user.received == []
    fake.fail_next("send_message", status="lost_answer")
    with pytest.raises(requests.ConnectionError):
        api.send_messages(user.id, text)
    fake.fail_next("send_message", status="broken_json")
    with pytest.raises(ValueError, match=r"delimiter|Expecting"):
        api.send_messages(user.id, text)
    assert fake.unacknowledged == user.received
    fake.set_bot_down(True)
    with pytest.raises(requests.HTTPError, match="502"):
        api.get_account_info()
    fake.set_bot_down(False)
    fake.fail_share(1.0, seed=1, kinds=("12",))
    with pytest.raises(Exception, match="status: 12"):
        api.send_messages(user.id, text)
    assert fake.calls["send_message"] == 6
