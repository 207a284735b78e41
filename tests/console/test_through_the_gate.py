"""What a counsellor sends in the console, all the way through the gate to the messengers' fakes."""

import asyncio
import contextlib
import dataclasses
import html
import re
import socket

import httpx
import pytest

from bot.clock import now
from bot.settings import Secret
from bot.store import cases, people
from tests.console.harness import running_console
from tests.console.test_sending import PACKETS, packets_of, recording, upload
from tests.fakes.telegram import FakeTelegram
from tests.fakes.viber import FakeViber
from tests.gate import running_gate

TELEGRAM = "123456:" + "A" * 35
VIBER = "4453b6ac12345678-0fedcba987654321-4453b6ac87654321"
PDF = b"%PDF-1.7 plan"


@pytest.fixture
async def office(settings, tmp_path):
    """A console and a gate with both messengers on one database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with FakeTelegram(token=TELEGRAM) as telegram, FakeViber(token=VIBER, receipts=False) as viber:
        own = dataclasses.replace(
            settings, var=tmp_path, port=port, public_url=f"http://127.0.0.1:{port}", web_chat=False, office_name="Büro",
            office_contact="030 1", office_privacy_url="https://office.example/privacy", telegram_token=Secret(TELEGRAM),
            telegram_api=telegram.url, viber_token=Secret(VIBER), viber_api=f"{viber.url}/pa", viber_messages_per_second=1_000,
        )  # fmt: skip
        async with contextlib.AsyncExitStack() as stack:
            gate = await stack.enter_async_context(running_gate(own, "telegram", "viber"))
            desk = await stack.enter_async_context(running_console(own))
            async with asyncio.timeout(30):
                while not viber.webhook:
                    await asyncio.sleep(0.02)
            yield gate, desk, {"telegram": telegram.user(77), "viber": viber.user()}


async def conversation(gate, desk, channel, user):
    """Let a person write, and a counsellor take the chat over."""
    amal = await desk.add("amal", name="Amal")
    user.says("hello")
    [(row, _)] = await gate.received(1)

    def open_case(tx):
        people.set_language(tx, row.person, "en", True)
        return cases.open_case(tx, people.load(tx, row.person), "person", now(), language="en", country="AL").case

    case = await desk.outside.write(open_case)
    browser = await desk.client("amal")
    assert (await browser.act(f"/cases/{case.id}/claim", epoch=case.epoch)).status_code == 303
    assert amal
    return browser, f"/cases/{case.id}", case.epoch + 1


async def test_file_voice_and_canned_reply_arrive_on_telegram(office):
    gate, desk, users = office
    user = users["telegram"]
    browser, path, epoch = await conversation(gate, desk, "telegram", user)
    async with browser:
        await sends_all(browser, path, epoch)
        await gate.sent()
    kinds = {bubble["method"]: bubble for bubble in user.received}

    assert kinds["sendDocument"]["file"] == PDF
    assert packets_of(kinds["sendVoice"]["file"])[2:] == PACKETS
    assert user.received[-1]["text"].startswith("👤 Amal:\nGood day, I am Amal, a counsellor.")
    assert [bubble["text"] for bubble in user.received].count("👤 Amal:") == 1  # who speaks in the voice message


async def test_file_voice_and_canned_reply_arrive_on_viber(office):
    gate, desk, users = office
    user = users["viber"]
    browser, path, epoch = await conversation(gate, desk, "viber", user)
    async with browser:
        await sends_all(browser, path, epoch)
        await gate.sent()
        files = [bubble["params"] for bubble in user.received if bubble["type"] == "file"]
        async with httpx.AsyncClient() as phone:
            contents = [(await phone.get(file["media"])).content for file in files]

    assert contents[0] == PDF
    assert packets_of(contents[1])[2:] == PACKETS
    assert [file["size"] for file in files] == [len(content) for content in contents]
    assert user.received[-1]["text"].startswith("👤 Amal:\nGood day, I am Amal, a counsellor.")


async def sends_all(browser, path, epoch):
    """A file, a recording, and the first of the replies that everybody has."""
    assert (await upload(browser, f"{path}/file?epoch={epoch}", PDF, **{"X-File-Name": "plan.pdf"})).status_code == 200
    assert (await upload(browser, f"{path}/voice?epoch={epoch}", recording(PACKETS))).status_code == 200
    page = (await browser.get(path)).text
    offered = [html.unescape(text) for text in re.findall(r'data-insert="([^"]*)"', page)]
    hello = next(text for text in offered if text.startswith("Good day"))
    assert len(offered) == 12
    assert (await browser.act(f"{path}/reply", epoch=epoch, text=hello)).status_code == 303
