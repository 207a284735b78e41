import asyncio
from dataclasses import replace

import pytest

from bot.clock import now
from bot.messages import Reply
from bot.store import media, outbox, people
from connectors.web import streams
from tests.connectors.web.office import Office, read_events


async def post(browser, number=1, **body):
    response = await browser.post("/chat/messages", json={"id": f"message-{number}", **(body or {"text": f"Question {number}"})})
    assert response.status_code == 202


def brief(events):
    return [(event["type"], event.get("text")) for event in events if event["type"] != "ready"]


def count(number):
    return lambda events: len(brief(events)) == number


async def test_a_stream_shows_the_whole_conversation_and_goes_on(browser, office):
    await post(browser)
    await wait_for(browser, 2)
    async with browser.stream("GET", "/chat/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        await post(browser, 2)
        events = await read_events(stream, count(4))

    assert brief(events) == [
        ("own", "Question 1"), ("bubble", "Answer to: Question 1"), ("own", "Question 2"), ("bubble", "Answer to: Question 2"),
    ]  # fmt: skip
    assert [event["seq"] for event in events if "seq" in event] == [1, 2, 3, 4]
    assert events[0]["id"] == "message-1"
    bubble = next(event for event in events if event["type"] == "bubble")
    assert bubble["language"] == "sq"
    assert bubble["direction"] == "ltr"
    assert bubble["buttons"][0] == {"id": "ask_return_options", "title": "💶 Ways to return"}


@pytest.mark.parametrize(("path", "headers"), [("/chat/events?after=2", {}), ("/chat/events?after=0", {"Last-Event-ID": "2"})])
async def test_a_stream_resumes_where_the_page_stands(browser, path, headers):
    for number in (1, 2):
        await post(browser, number)
        await wait_for(browser, 2 * number)
    async with browser.stream("GET", path, headers=headers) as stream:
        events = await read_events(stream, count(2))

    assert [event["seq"] for event in events] == [3, 4]


async def wait_for(browser, number):
    async with asyncio.timeout(30):
        while len((await browser.get("/chat/poll")).json()["events"]) < number:
            await asyncio.sleep(0.02)


async def test_asking_gives_what_a_stream_gives(browser):
    await post(browser)
    await wait_for(browser, 2)
    async with browser.stream("GET", "/chat/events") as stream:
        streamed = [event for event in await read_events(stream, count(2)) if event["type"] != "ready"]
    answer = (await browser.get("/chat/poll?after=0")).json()

    assert answer == {"events": streamed, "more": False}
    assert (await browser.get("/chat/poll?after=2")).json() == {"events": [], "more": False}


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "²", "9" * 30])
async def test_nonsense_to_resume_from_is_refused(browser, after):
    await post(browser)

    assert (await browser.get("/chat/poll", params={"after": after})).status_code == 400
    assert (await browser.get("/chat/events", params={"after": after})).status_code == 400


async def test_nothing_is_shown_before_a_bubble_that_is_still_on_its_way(web_settings):
    """Else a page that resumes behind the newer line would never see the bubble."""
    async with Office(web_settings, is_sending=False).open() as office, office.client() as browser:
        await post(browser)
        async with asyncio.timeout(30):
            while len(await office.rows()) < 2:
                await asyncio.sleep(0.02)
        office.is_thinking = False
        await post(browser, 2)
        before = (await browser.get("/chat/poll")).json()["events"]
        number = (await office.rows("id", "messages WHERE direction = 'out'"))[0][0]
        async with browser.stream("GET", "/chat/events?after=1") as stream:
            await office.database.write(outbox.fail, number, "gone", now())
            failed = await read_events(stream, count(1))

    assert [event["seq"] for event in before] == [1]
    assert [event["seq"] for event in failed if "seq" in event] == [3], "a bubble that failed holds nothing up and is not shown"


async def test_a_long_conversation_comes_in_pieces_and_whole(web_settings, monkeypatch):
    monkeypatch.setattr("connectors.web.connector.LINES_AT_ONCE", 3)
    monkeypatch.setattr(streams, "LINES_AT_ONCE", 3)
    async with Office(web_settings).open() as office, office.client() as browser:
        for number in range(1, 5):
            await post(browser, number)
        async with browser.stream("GET", "/chat/events") as stream:
            events = await read_events(stream, count(8))
        first = (await browser.get("/chat/poll")).json()

    assert sorted(event["seq"] for event in events if "seq" in event) == list(range(1, 9))
    assert ([event["seq"] for event in first["events"]], first["more"]) == ([1, 2, 3], True)


async def test_somebody_who_is_forgotten_sees_the_stream_end(browser, office):
    await post(browser)
    async with browser.stream("GET", "/chat/events") as stream:
        await read_events(stream, count(2))
    async with browser.stream("GET", "/chat/events?after=2") as stream:
        await post(browser, 2, choice="erase", title="Yes")
        events = await read_events(stream, lambda events: False)

    assert brief(events)[-1] == ("erased", None)
    async with asyncio.timeout(30):
        while await office.rows(table="people"):
            await asyncio.sleep(0.02)
    assert await office.rows() == []
    assert (await browser.get("/chat/poll")).json()["events"] == [{"type": "erased"}]
    async with browser.stream("GET", "/chat/events") as stream:
        assert brief(await read_events(stream, lambda events: False)) == [("erased", None)]
    assert 'wegweiser=""' in (await browser.get("/chat")).headers["set-cookie"]


async def test_a_message_of_somebody_forgotten_does_not_bring_them_back(browser, office):
    await post(browser)
    await post(browser, 2, choice="erase", title="Yes")
    async with asyncio.timeout(30):
        while await office.rows(table="people"):
            await asyncio.sleep(0.02)
    await post(browser)

    assert await office.rows(table="people") == []


async def test_typing_is_shown_to_open_pages(browser, office):
    office.is_thinking = False
    await post(browser)
    address = (await office.database.read(people.address, (await office.rows("pseudonym", "people"))[0][0])) or ""
    async with browser.stream("GET", "/chat/events") as stream:
        await read_events(stream, lambda events: events[-1]["type"] == "ready")
    async with browser.stream("GET", "/chat/events?after=1") as stream:
        reading = asyncio.create_task(read_events(stream, lambda events: events[-1]["type"] == "typing"))
        while not reading.done():
            await office.connector.show_typing(address)
            await asyncio.sleep(0.05)

    assert (await reading)[-1] == {"type": "typing"}


async def test_a_fifth_stream_ends_the_first(browser):
    await post(browser)
    opened = [browser.stream("GET", "/chat/events") for _ in range(streams.STREAMS_A_SESSION + 1)]
    responses = [await stream.__aenter__() for stream in opened]
    try:
        first = await read_events(responses[0], lambda events: events[-1]["type"] == "full")
    finally:
        for stream in opened:
            await stream.__aexit__(None, None, None)

    assert first[-1] == {"type": "full"}


async def test_streams_are_limited_in_all_and_give_their_place_back(browser, office, monkeypatch):
    monkeypatch.setattr(streams, "STREAMS_IN_ALL", 1)
    await post(browser)
    async with browser.stream("GET", "/chat/events"):
        assert (await browser.get("/chat/events")).status_code == 503
    async with asyncio.timeout(30):
        while office.connector._streams.count:
            await asyncio.sleep(0.02)
    async with browser.stream("GET", "/chat/events") as stream:
        assert stream.status_code == 200


async def test_a_silent_stream_breathes(browser, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.05)
    await post(browser)
    async with asyncio.timeout(30), browser.stream("GET", "/chat/events") as stream:
        async for line in stream.aiter_lines():
            if line.startswith(":"):
                break

    assert line == ": still here"


async def test_pictures_places_and_what_is_asked_come_along(browser, office):
    office.is_thinking = False
    await post(browser, place=[52.52, 13.4])
    place = {"latitude": 52.5, "longitude": 13.4, "title": "Office", "address": "Street 1, Berlin"}

    def add(tx):
        person = people.load(tx, tx.connection.exec_driver_sql("SELECT pseudonym FROM people").scalar())
        number = media.add(tx, person.pseudonym, 1, "image/png", b"picture", now())
        outbox.add(
            tx, person, [Reply("Here", "ar", location=place, image=number, asks_place=True, sources=({"name": "x"},))], now()
        )

    await office.database.write(add)
    await wait_for(browser, 2)
    own, bubble = (await browser.get("/chat/poll")).json()["events"]

    assert (own["kind"], own["text"]) == ("place", "")
    assert (bubble["location"], bubble["asks_place"], bubble["direction"]) == (place, True, "rtl")
    assert bubble["has_sources"] is True
    assert bubble["audio"] is None
    assert bubble["image"].startswith("/media/")
    assert (await browser.get(bubble["image"])).content == b"picture"


async def test_a_stopping_gate_ends_its_streams(browser, office):
    await post(browser)
    async with browser.stream("GET", "/chat/events") as stream:
        await office.connector.close()
        assert await read_events(stream, lambda events: False) is not None
    assert (await browser.get("/chat/events")).status_code == 503


async def test_who_writes_too_fast_is_told_in_the_chat(web_settings, catalogue):
    async with Office(replace(web_settings, messages_per_minute=1)).open() as office, office.client() as browser:
        office.is_thinking = False
        await post(browser)
        await post(browser, 2)
        await wait_for(browser, 2)
        events = (await browser.get("/chat/poll")).json()["events"]

    assert brief(events) == [("own", "Question 1"), ("bubble", catalogue.render("utter_too_fast", {}, "en").text)]
