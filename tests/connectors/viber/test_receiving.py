"""What people do on Viber reaches the database, once, and nothing else does. Over real HTTP, with real signatures."""

import asyncio
import json

import httpx
import sqlalchemy as sa
from starlette.applications import Starlette

from bot.messages import Reply
from bot.store import media
from bot.store.tables import media as media_table
from bot.store.tables import people as people_table
from connectors.viber import connect

PATH = "/webhooks/viber"


def message(**content):
    sender = {"id": "01234567890A=", "name": "Mira", "avatar": "http://avatar.example.com", "language": "sq", "country": "DE"}
    return {
        "event": "message", "timestamp": 1, "message_token": 4912661846655238145, "sender": sender,
        "message": {"type": "text", "text": "hello", **content},
    }  # fmt: skip


async def post(url, fake, body, signature=None):
    """Post as Viber does; `body` is an object or the raw bytes."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"X-Viber-Content-Signature": fake.sign(raw) if signature is None else signature}
    async with httpx.AsyncClient() as client:
        return await client.post(url + PATH, content=raw, headers=headers)


def _files(tx):
    rows = tx.connection.execute(sa.select(media_table.c.id, media_table.c.mime))
    return [(row.mime, media.load(tx, row.id).content) for row in rows]


async def test_every_kind_of_message_is_kept_for_what_it_is(started, fake):
    user = fake.user(language="sq", name="Mira Hoxha")
    async with started() as gate:
        user.says("sa kushton buka")
        user.sends_location(52.5, 13.4)
        user.contact("Somebody", "+491700000")
        user.picture(b"picture", "look")
        user.file(b"%PDF", "passport of Mira Hoxha.pdf")
        user.sticker()
        user.file(b"sound", "voice message.m4a")
        user.video(b"film")
        user.link("https://example.org/page")
        fake.push({**message(type="poll"), "message_token": 5}, user)
        rows = await gate.received(10)
        async with asyncio.timeout(30):
            while len(files := await gate.database.read(_files)) < 4:
                await asyncio.sleep(0.05)

    kinds = [row.kind for row, _ in rows]
    assert kinds[:6] == ["text", "location", "contact", "photo", "document", "sticker"]
    assert kinds[6:] == ["voice", "video", "text", "unsupported"]
    assert rows[1][1]["place"] == [52.5, 13.4]
    assert rows[3][1]["text"] == "look"
    assert rows[8][1]["text"] == "https://example.org/page"
    assert sorted(files) == [
        ("application/pdf", b"%PDF"), ("audio/mp4", b"sound"), ("image/jpeg", b"picture"), ("video/mp4", b"film"),
    ]  # fmt: skip


async def test_names_numbers_and_pictures_of_people_are_not_kept(started, fake):
    user = fake.user(language="sq", name="Mira Hoxha", country="XK")
    async with started() as gate:
        user.says("hello")
        user.contact("Somebody", "+491700000")
        rows = await gate.received(2)
        people = await gate.database.read(lambda tx: tx.connection.execute(sa.select(people_table)).mappings().all())

    kept = str(rows) + str(people)
    for secret in ("Mira", "Hoxha", "Somebody", "+491700000", "avatar", user.id):
        assert secret not in kept
    assert people[0]["language_hint"] == "sq"
    assert {row.bot for row, _ in rows} == {people[0]["bot"]}
    assert len(people[0]["bot"]) == 8


async def test_five_parallel_deliveries_are_one_message(started, fake):
    async with started() as gate:
        answers = await asyncio.gather(*(post(gate.url, fake, message()) for _ in range(5)))
        later = await post(gate.url, fake, message())
        rows = await gate.rows(direction="in")

    assert [answer.status_code for answer in (*answers, later)] == [200] * 6
    assert len(rows) == 1


async def test_a_press_arrives_as_the_words_of_the_button(started, fake):
    user = fake.user()
    async with started() as gate:
        user.says("hello")
        await gate.received(1)
        await gate.answer(Reply("Which?", "en", ({"id": "country:XK", "title": "🏠 Kosovo"},)))
        await user.waits_for_async(1)
        assert user.presses("🏠 Kosovo")["silent"] is False
        rows = await gate.received(2)

    assert (rows[1][0].kind, rows[1][1]["text"]) == ("text", "🏠 Kosovo")


async def test_a_wrong_signature_is_refused(started, fake):
    async with started() as gate, httpx.AsyncClient() as client:
        for signature in ("", "wrong", "é".encode(), b"\xff\xfe", "0" * 64, "A" * 10_000):
            answer = await post(gate.url, fake, message(), signature)
            assert answer.status_code == 403, signature
        assert (await client.post(gate.url + PATH, json=message())).status_code == 403
        assert await gate.rows() == []


async def test_the_signature_is_that_of_the_bytes_not_of_their_meaning(started, fake):
    body = json.dumps(message())
    async with started() as gate:
        answer = await post(gate.url, fake, body.replace(": ", ":").encode(), fake.sign(body.encode()))

        assert answer.status_code == 403


MALFORMED = [
    b"", b"no json", b"[]", b"{}", b"null", b'"message"', b"[" * 50_000, b"\xff\xfe", b'{"event": 5}', b'{"event": null}',
    {"event": "message"},
    {**message(), "sender": None},
    {**message(), "sender": {"id": 5}},
    {**message(), "sender": {"id": ""}},
    {**message(), "sender": {"id": "a\x00b"}},
    {**message(), "sender": {"id": "x" * 300}},
    {**message(), "message": []},
    {**message(), "message": {"text": "no type"}},
    {**message(), "message_token": None},
    {**message(), "message_token": "4912661846655238145"},
    {**message(), "message_token": True},
    {**message(), "message_token": 2**64},
    json.dumps(message()).replace("4912661846655238145", "9" * 5000).encode(),
    message(text=None),
    message(text=["hello"]),
    message(type="location"),
    message(type="location", location={"lat": "52", "lon": 13}),
    message(type="location", location={"lat": 91, "lon": 13}),
    message(type="location", location={"lat": float("nan"), "lon": 13}),
    message(type="location", location={"lat": 10**400, "lon": 13}),
    {"event": "unsubscribed"},
    {"event": "subscribed", "user": "somebody"},
    {"event": "failed", "user_id": "01234567890A=", "desc": "no token"},
    {"event": "conversation_started"},
]  # fmt: skip


async def test_a_malformed_body_is_400(started, fake):
    async with started() as gate:
        for body in MALFORMED:
            answer = await post(gate.url, fake, body)
            assert answer.status_code == 400, str(body)[:200]
        assert await gate.rows() == []


SILENT = [
    {"event": "webhook", "timestamp": 1, "message_token": 2},
    {"event": "delivered", "timestamp": 1, "message_token": 2, "user_id": "x"},
    {"event": "seen", "timestamp": 1, "message_token": 2, "user_id": "x"},
    {"event": "client_status", "timestamp": 1, "message_token": 2, "user": {"id": "x"}},
    {"event": "new_thing", "a": {"b": 1}},
    {"event": "unsubscribed", "timestamp": 1, "message_token": 2, "user_id": "never-seen"},
    {"event": "failed", "timestamp": 1, "message_token": 2, "user_id": "never-seen", "desc": "x"},
    {"event": "subscribed", "timestamp": 1, "message_token": 2, "user": {"id": "never-seen"}},
]


async def test_what_needs_no_answer_is_200_and_leaves_nothing(started, fake):
    async with started() as gate:
        for body in SILENT:
            answer = await post(gate.url, fake, body)
            assert (answer.status_code, answer.content) == (200, b""), body
        assert await gate.rows() == []


ODD = [
    ({"type": "picture", "text": ""}, "unsupported"),
    ({"type": "picture", "media": 5, "text": "look"}, "unsupported"),
    ({"type": "text", "text": " "}, "unsupported"),
    ({"type": "rich_media", "rich_media": {}}, "unsupported"),
    ({"type": "file", "media": "https://127.0.0.1:9/a", "file_name": None, "size": "5"}, "document"),
    ({"type": "url", "media": None}, "unsupported"),
    ({"type": "text", "text": "\x00 nul 𝕏 \ud800"}, "text"),
]


async def test_odd_messages_are_kept_so_that_the_person_is_told(started, fake):
    async with started() as gate:
        for number, (content, _) in enumerate(ODD, start=1):
            answer = await post(gate.url, fake, message(**content) | {"message_token": number})
            assert answer.status_code == 200, content
        rows = await gate.received(len(ODD))

    assert [row.kind for row, _ in rows] == [kind for _, kind in ODD]


async def test_a_large_body_is_413(started, fake):
    async with started() as gate:
        assert (await post(gate.url, fake, message(text="x" * 70_000))).status_code == 413


async def test_what_could_not_be_kept_is_not_acknowledged(own, fake):
    class Away:
        """The intake while the database is away."""

        async def accept(self, *_):
            raise sa.exc.OperationalError("INSERT", {}, OSError("gone"))

        set_reachable = report_failed = accept

    app = Starlette(routes=connect(own, None, Away(), None).routes())
    bodies = [
        message(),
        {"event": "unsubscribed", "user_id": "01234567890A="},
        {"event": "failed", "user_id": "01234567890A=", "message_token": 5},
    ]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gate") as client:
        for body in bodies:
            raw = json.dumps(body).encode()
            answer = await client.post(PATH, content=raw, headers={"X-Viber-Content-Signature": fake.sign(raw)})
            assert answer.status_code == 503


async def test_a_file_outside_viber_is_never_asked_for(started, fake):
    """A forged or odd address must not make the gate call what only this machine can reach."""
    asked = []

    async def inner(reader, writer):
        asked.append(await reader.readline())
        writer.close()

    user = fake.user()
    async with started() as gate, await asyncio.start_server(inner, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/secret.jpg"
        fake.push(message(type="picture", media=url, thumbnail=url) | {"sender": user.profile}, user)
        user.is_known = user.is_subscribed = True
        await gate.received(1)
        rows = await gate.sent()

    assert asked == []
    assert "20 MB" in rows[0][1]["text"]


async def test_a_file_that_is_too_large_is_told(started, fake):
    user = fake.user()
    async with started() as gate:
        user.file(b"x" * (media.MAX_BYTES + 1), "film.bin", size=1)
        rows = await gate.sent()

    assert rows[0][1]["answer_id"] == "utter_file_lost"
