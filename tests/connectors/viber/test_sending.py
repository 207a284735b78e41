"""Answers reach the person on Viber, in order and once; what Viber refuses is tried again, given up or told to the operator."""

import asyncio
import logging
from datetime import timedelta

import httpx
import pytest

from bot.clock import now
from bot.errors import DeliveryError
from bot.gate.media_links import MediaLinks
from bot.messages import Part, Reply
from bot.store import media
from connectors.viber import connect
from tests.connectors.viber.conftest import TOKEN
from tests.gate import running_gate

MENU = ({"id": "ask_help", "title": "💬 Menu"},)


async def begun(gate, user):
    """Let somebody write; return who it is in the database."""
    before = len(await gate.rows(direction="in"))
    user.says("hello")
    rows = await gate.received(before + 1)
    return rows[-1][0].person


@pytest.mark.parametrize(
    "paragraph",
    ["слово 👨‍👩‍👧 " * 120, "السلام عليكم، هذا نصّ طويل. " * 60, "ሰላም ነው። " * 200],
    ids=["emoji", "right to left", "three bytes"],
)
async def test_a_long_answer_goes_out_in_parts_in_order_with_the_buttons_last(started, fake, paragraph):
    user = fake.user()
    long = "\n\n".join(f"{n}. {paragraph}" for n in range(12))
    async with started() as gate:
        await begun(gate, user)
        await gate.answer(Reply(long, "ru", tuple({"id": f"c{n}", "title": f"Choice {n} " + "ж" * 200} for n in range(40))))
        await gate.sent()

    assert len(user.received) > 1
    assert fake.refused == []
    assert " ".join(b["text"] for b in user.received).split() == long.split()
    assert [bool(b["buttons"]) for b in user.received] == [False] * (len(user.received) - 1) + [True]


async def test_a_part_that_was_sent_is_not_repeated_for_the_next(started, fake):
    user = fake.user()
    long = "\n\n".join(f"{n} " + "word " * 1200 for n in range(3))
    async with started() as gate:
        await begun(gate, user)
        fake.delay("send_message", 0.05)
        await gate.answer(Reply(long, "en"))
        await user.waits_for_async(1)
        fake.fail_next("send_message", user.id, status=500)
        await gate.sent()

    assert " ".join(b["text"] for b in user.received).split() == long.split()


@pytest.mark.parametrize("what", [500, "timeout", "lost_answer", "broken_json"])
async def test_a_passing_fault_is_tried_again_and_doubles_only_what_nobody_confirmed(started, fake, what):
    user = fake.user()
    async with started() as gate:
        await begun(gate, user)
        fake.fail_next("send_message", status=what)
        await gate.answer(Reply("first", "en"), Reply("second", "en"))
        rows = await gate.sent()

    confirmed = [b["text"] for b in user.received if b["is_acknowledged"]]
    assert confirmed == ["first", "second"]
    assert len(user.received) == 2 + len(fake.unacknowledged)
    assert [row.status for row, _ in rows] == ["sent", "sent"]


@pytest.mark.parametrize("status", [3, 4, 11, 14, 21])
async def test_what_viber_never_takes_is_a_visible_failure_and_the_next_follows(started, fake, status):
    user = fake.user()
    async with started() as gate:
        await begun(gate, user)
        fake.fail_next("send_message", status=status)
        await gate.answer(Reply("bad", "en"), Reply("good", "en"))
        rows = await gate.sent()

    assert [row.status for row, _ in rows] == ["failed", "sent"]
    assert [b["text"] for b in user.received] == ["good"]


@pytest.mark.parametrize(("status", "reason"), [(12, "unanswered"), (2, "token"), (9, "account_suspended"), (24, "no_balance")])
async def test_what_passes_slowly_is_tried_again_after_ten_minutes_and_stops_nobody_else(started, fake, status, reason):
    slow, quick = fake.user(), fake.user()
    async with started() as gate:
        slow_person, quick_person = await begun(gate, slow), await begun(gate, quick)
        fake.fail_next("send_message", slow.id, status=status)
        await gate.answer(Reply("first", "en"), person=slow_person)
        await gate.answer(*[Reply(f"line {n}", "en") for n in range(5)], person=quick_person)
        await quick.waits_for_async(5)
        async with asyncio.timeout(30):
            while (row := (await gate.rows(direction="out", person=slow_person))[0][0]).error is None:
                await asyncio.sleep(0.02)

    assert (row.status, row.error) == ("to_send", reason)
    assert 590 < (row.due_at - now()).total_seconds() <= 600
    assert slow.received == []


async def test_a_hundred_messages_without_a_word_are_the_limit_of_the_fake_and_ours(started, fake):
    user = fake.user()
    async with started() as gate:
        await begun(gate, user)
        await gate.answer(*[Reply(f"line {n}", "en") for n in range(102)])
        await user.waits_for_async(100, 30)
        async with asyncio.timeout(30):
            while not fake.refused:
                await asyncio.sleep(0.02)

    assert len(user.received) == 100
    assert [status for status, _ in fake.refused] == [12]


async def test_whoever_turns_the_bot_off_gets_nothing_until_they_are_back(started, fake):
    user = fake.user()
    async with started() as gate:
        await begun(gate, user)
        user.unsubscribes()
        await asyncio.sleep(0.3)
        await gate.answer(Reply("one", "en"), Reply("two", "en"))
        rows = await gate.sent()
        calls = fake.calls["send_message"]
        assert {(row.status, row.error) for row, _ in rows} == {("failed", "unsubscribed")}
        user.subscribes()
        await asyncio.sleep(0.3)
        await gate.answer(Reply("welcome back", "en"))
        await user.waits_for_async(1)
        user.unsubscribes()
        user.says("and by writing too")
        await gate.received(2)
        await gate.answer(Reply("hello again", "en"))
        await user.waits_for_async(2)

    assert calls == 0
    assert [b["text"] for b in user.received] == ["welcome back", "hello again"]


@pytest.mark.parametrize("status", [5, 6])
async def test_that_the_bot_is_off_found_while_sending_ends_all_that_waits(started, fake, status):
    user = fake.user()
    async with started() as gate:
        await begun(gate, user)
        fake.fail_next("send_message", user.id, status=status)
        await gate.answer(*[Reply(f"line {n}", "en") for n in range(3)])
        rows = await gate.sent()

    assert {(row.status, row.error) for row, _ in rows} == {("failed", "unsubscribed")}
    assert fake.calls["send_message"] == 1


async def test_what_the_phone_refuses_later_is_a_visible_failure(started, fake):
    user = fake.user()
    async with started() as gate:
        await begun(gate, user)
        await gate.answer(Reply("one", "en"), Reply("two", "en"))
        await user.waits_for_async(2)
        await gate.sent()
        user.fails()
        async with asyncio.timeout(30):
            while (rows := await gate.rows(direction="out"))[1][0].status == "sent":
                await asyncio.sleep(0.02)

    assert [(row.status, row.error) for row, _ in rows] == [("sent", None), ("failed", "refused_by_phone")]


async def test_pictures_and_sounds_are_fetched_by_signed_addresses_that_expire(started, fake):
    user = fake.user()
    async with started() as gate, httpx.AsyncClient() as client:
        person = await begun(gate, user)
        number = (await gate.rows(direction="in"))[0][0].id
        picture = await gate.database.write(media.add, person, number, "image/png", b"png", now())
        sound = await gate.database.write(media.add, person, number, "audio/ogg", b"ogg!", now())
        place = {"latitude": 52.5, "longitude": 13.4, "title": "Embassy", "address": "Street 1"}
        await gate.answer(
            Reply("a chart", "en", MENU, image=picture),
            Reply("there", "en", MENU, location=place),
            Reply("hear", "en", audio=sound),
        )
        await gate.sent()
        shown = [b["params"] for b in user.received]
        url = shown[0]["media"]
        fetched = await client.get(url)
        heard = await client.get(shown[4]["media"])
        forged = [url.replace(picture, sound), url.replace("until=", "until=9"), url[:-1] + "x", url.partition("?")[0]]
        refused = [(await client.get(address)).status_code for address in forged]
        links = MediaLinks(gate.url, gate.database.keys.content)
        old = await client.get(links.make(picture, now() - timedelta(hours=25), ".png"))

    assert [p["type"] for p in shown] == ["picture", "text", "location", "text", "file"]
    assert (fetched.content, fetched.headers["content-type"]) == (b"png", "image/png")
    assert ".png?" in url
    assert (heard.content, shown[4]["size"]) == (b"ogg!", 4)
    assert refused == [403] * 4
    assert old.status_code == 403
    assert fake.refused == []


async def test_a_file_that_is_gone_is_a_visible_failure(started, fake):
    user = fake.user()
    async with started() as gate:
        await begun(gate, user)
        await gate.answer(Reply("a chart", "en", image="no-such-file"))
        rows = await gate.sent()

    assert [(row.status, row.error) for row, _ in rows] == [("failed", "file_gone")]


async def test_asking_for_a_place_works_on_an_old_phone_too(started, fake):
    new, old = fake.user(), fake.user(api_version=2)
    async with started() as gate:
        for user in (new, old):
            person = await begun(gate, user)
            await gate.answer(Reply("Where?", "sq", MENU, asks_place=True), person=person)
            await user.waits_for_async(1)
        new.sends_location(52.5, 13.4)
        rows = await gate.received(3)

    assert [b["ActionType"] for b in new.received[0]["buttons"]] == ["location-picker", "reply"]
    assert [b["ActionType"] for b in old.received[0]["buttons"]] == ["reply"]
    assert rows[2][1]["place"] == [52.5, 13.4]


async def test_deleting_bubbles_is_done_by_doing_nothing(own, fake):
    connector = connect(own, None, None, None)

    assert await connector.send("x", Part("delete_bubbles", {"ids": ["1"]})) is None
    await connector.show_typing("x")
    await connector.close()
    assert fake.calls.total() == 0


async def test_the_webhook_is_set_again_when_it_fails_or_is_lost(own, fake, until):
    fake.fail_next("set_webhook", status=500)
    user = fake.user()
    async with running_gate(own, "viber") as gate:
        await until(lambda: fake.webhook)
        assert fake.webhook == f"{gate.url}/webhooks/viber"
        assert fake.event_types == {"conversation_started", "failed"}
        await begun(gate, user)
        fake.webhook = None
        await gate.answer(Reply("hello", "en"))
        await user.waits_for_async(1)

    assert fake.calls["set_webhook"] == 3


async def test_without_a_public_address_the_gate_runs_and_says_what_to_set(own, fake, caplog):
    async with running_gate(own, "viber", public_url="") as gate, httpx.AsyncClient() as client:
        assert (await client.get(f"{gate.url}/ready")).json() == {"status": "ok", "channels": ["viber"]}

    assert "set WEGWEISER_PUBLIC_URL" in caplog.text
    assert fake.calls.total() == 0


async def test_the_operator_is_told_once_what_only_they_can_mend(own, fake, caplog):
    connector = connect(own, None, None, None)
    user = fake.user()
    fake.webhook = "http://127.0.0.1:9/nobody"
    user.is_known = user.is_subscribed = True
    fake.fail_next("send_message", status=2, times=3)
    for _ in range(3):
        with pytest.raises(DeliveryError, match="token"):
            await connector.send(user.id, Part("text", {"text": "hi"}))
    await connector.send(user.id, Part("text", {"text": "hi"}))
    fake.fail_next("send_message", status=2)
    with pytest.raises(DeliveryError, match="token"):
        await connector.send(user.id, Part("text", {"text": "hi"}))
    await connector.close()

    assert caplog.text.count("viber.refused reason=token") == 2
    assert "WEGWEISER_VIBER_TOKEN" in caplog.text


async def test_no_log_line_holds_the_token_or_what_people_wrote(started, own, fake, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)
    user, answer = fake.user(name="Mira Hoxha"), "secret " + "answer"  # in two: tracebacks show lines of this test
    async with started() as gate:
        user.opens()
        await user.waits_for_async(1)
        user.picture(b"jpg", " ".join(["secret", "words"]))
        for status in (2, 3, 500, "lost_answer", "broken_json", "timeout"):
            fake.fail_next("send_message", status=status)
        await gate.received(1)
        await gate.answer(*[Reply(answer, "en") for _ in range(2)])
        connector = gate.connectors["viber"]
        for _ in range(6):
            try:
                await connector.send(user.id, Part("text", {"text": answer}))
            except DeliveryError as error:
                logging.getLogger("test").error("failed", exc_info=error)
        async with httpx.AsyncClient() as client:
            await client.post(f"{gate.url}/webhooks/viber", content=b"{}", headers={"X-Viber-Content-Signature": "x"})

    seen = caplog.text + "".join(capsys.readouterr())
    assert "viber" in seen
    for secret in (TOKEN, "secret words", answer, "Mira", user.id):
        assert secret not in seen
