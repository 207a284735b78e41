"""The stream of an open page: new lines, changed heads and lists, erasure, the end of a session."""

import asyncio
import contextlib
import json

from bot.cases import desk as core
from bot.clock import now
from bot.console import streams
from bot.store import counsellors, forgetting, people, signins
from tests.console.harness import on_both


class Stream:
    """Reads server-sent events."""

    def __init__(self, response):
        self._lines, self.seen = response.aiter_lines(), []

    async def until(self, is_enough, seconds=10):
        async with asyncio.timeout(seconds):
            while not (self.seen and is_enough(self.seen[-1])):
                line = await anext(self._lines)
                if line.startswith("data: "):
                    self.seen.append(json.loads(line.removeprefix("data: ")))
        return self.seen[-1]


@contextlib.asynccontextmanager
async def stream(browser, query=""):
    async with browser.stream("GET", f"/events{query}") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response)


async def claim(desk, case, number):
    account = await desk.outside.read(counsellors.load, number)
    return await desk.outside.write(core.claim, desk.settings, case.id, case.epoch, account, now())


def shows(text):
    return lambda event: event["type"] == "lines" and any(text in line["html"] for line in event["lines"])


@on_both
async def test_a_persons_message_a_reply_and_its_delivery_appear(desk):
    number = await desk.add("amal")
    case = await claim(desk, await desk.opens("1"), number)
    async with await desk.client("amal") as browser, stream(browser, f"?case={case.id}") as events:
        await events.until(lambda event: event["type"] == "case")
        loop = asyncio.get_running_loop()
        await desk.says("1", "Sind Sie da?")
        begun = loop.time()
        await events.until(shows("Sind Sie da?"))
        assert loop.time() - begun < 1
        await browser.act(f"/cases/{case.id}/reply", epoch=case.epoch, text="Ja, ich bin da")
        event = await events.until(shows("Ja, ich bin da"))
        assert "on its way" in event["lines"][0]["html"]
        await events.until(lambda event: event["type"] == "case" and "their turn" in event["head"])
        await desk.sends_all()
        event = await events.until(shows("Ja, ich bin da"))
        assert "delivered" in event["lines"][-1]["html"]
        assert all("Sind Sie da?" not in line["html"] for line in event["lines"]), "only what has changed is sent"


@on_both
async def test_lists_change_and_danger_raises_the_alarm_for_everybody(desk):
    await desk.add("amal")
    async with await desk.client("amal") as browser, stream(browser) as events:
        first = await events.until(lambda event: event["type"] == "board")
        assert (first["red"], first["waiting"], first["turns"]) == ([], 0, 0)
        case = await desk.opens("1", language="so", reason="danger", danger="report_violence")
        board = await events.until(lambda event: event["type"] == "board" and event["red"])
        assert board["red"] == [case.id]
        assert board["unclaimed_red"]
        await claim(desk, case, await desk.add("nadia"))
        board = await events.until(lambda event: event["type"] == "board" and not event["red"])
        assert not board["unclaimed_red"]


async def test_a_transfer_shows_the_old_owner_who_has_it(desk):
    amal, nadia = await desk.add("amal"), await desk.add("nadia")
    case = await claim(desk, await desk.opens("1", "vertraulich"), amal)
    async with await desk.client("amal") as browser, stream(browser, f"?case={case.id}") as events:
        await events.until(lambda event: event["type"] == "case" and event["mine"])
        one, other = [await desk.outside.read(counsellors.load, number) for number in (amal, nadia)]
        await desk.outside.write(core.transfer, desk.settings, case.id, case.epoch, one, now(), to=other)
        event = await events.until(lambda event: event["type"] == "case" and not event["mine"])
        assert event["holder"] == "Nadia"
        gone = [event["gone"] for event in events.seen if event["type"] == "lines"]
        assert any(gone), "what is not the old owner's any more leaves the page"


async def test_erasure_empties_the_page_at_once(desk):
    number = await desk.add("amal")
    case = await claim(desk, await desk.opens("1"), number)
    async with await desk.client("amal") as browser, stream(browser, f"?case={case.id}") as events:
        await events.until(lambda event: event["type"] == "case")
        await desk.outside.write(lambda tx: forgetting.forget(tx, people.load(tx, case.person), [], now()))
        event = await events.until(lambda event: event["type"] == "erased")
    assert event["text"] == "The person had everything erased. There is nothing left to show."


async def test_a_stream_ends_with_the_session(desk, monkeypatch):
    number = await desk.add("amal")
    monkeypatch.setattr(streams, "HEARTBEAT_SECONDS", 0.2)
    async with await desk.client("amal") as browser, stream(browser) as events:
        await events.until(lambda event: event["type"] == "alive")
        await desk.outside.write(signins.end_all, number)
        await events.until(lambda event: event["type"] == "signed_out")


async def test_somebodys_many_pages_do_not_pile_up(desk):
    await desk.add("amal")
    async with contextlib.AsyncExitStack() as stack:
        browser = await stack.enter_async_context(await desk.client("amal"))
        opened = [await stack.enter_async_context(stream(browser)) for _ in range(streams.STREAMS_OF_ONE + 1)]
        for events in opened[1:]:
            await events.until(lambda event: event["type"] == "board")
        assert len(desk.server.streams._open) <= streams.STREAMS_OF_ONE


@on_both
async def test_a_called_colleagues_visit_and_note_appear_at_once(desk):
    amal, _ = await desk.add("amal"), await desk.add("nadia")
    case = await claim(desk, await desk.opens("1", reason="danger", danger="report_violence"), amal)
    path = f"/cases/{case.id}"
    async with (
        await desk.client("amal") as browser,
        await desk.client("nadia") as other,
        stream(browser, f"?case={case.id}") as events,
    ):
        await events.until(lambda event: event["type"] == "case")
        await browser.act(f"{path}/call-colleague", epoch=case.epoch)
        await events.until(lambda event: event["type"] == "case" and "Colleagues are called" in event["head"])
        await other.get(path)
        await events.until(lambda event: event["type"] == "case" and "Have looked in: Nadia" in event["head"])
        await other.act(f"{path}/note", text="Frag nach der Schwester")
        event = await events.until(lambda event: event["type"] == "case" and event["advice"] == 1)
        assert "Frag nach der Schwester" in event["head"]
