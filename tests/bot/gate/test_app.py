"""Health, metrics, files and body sizes, over real HTTP."""

import dataclasses
from datetime import timedelta

import httpx
import pytest

from bot.clock import now
from bot.gate.intake import Intake
from bot.gate.media_links import MediaLinks
from bot.messages import Incoming
from bot.settings import Secret
from bot.store import media
from tests.gate import running_gate


@pytest.fixture
def telegram_token():
    return "1234567:" + "A" * 35


@pytest.fixture
def own(settings, tmp_path):
    return dataclasses.replace(settings, var=tmp_path, port=0, messages_per_minute=3)


async def test_health_readiness_and_metrics(own):
    async with running_gate(own) as gate, httpx.AsyncClient(base_url=gate.url) as client:
        await Intake(gate.database, own).accept("telegram", "1", Incoming("1", "chat-1", "text", "secret words"))
        health, ready, metrics = [await client.get(path) for path in ("/health", "/ready", "/metrics")]

    assert (health.status_code, ready.status_code) == (200, 200)
    assert 'wegweiser_received_total{channel="telegram"}' in metrics.text
    assert "secret" not in metrics.text


async def test_not_ready_without_the_database(own):
    async with running_gate(own) as gate, httpx.AsyncClient(base_url=gate.url) as client:
        gate.database._reader.dispose()
        (own.var_folder / "wegweiser.db").write_bytes(b"no database any more" * 1000)
        for end in ("-wal", "-shm"):
            (own.var_folder / f"wegweiser.db{end}").unlink(missing_ok=True)
        assert (await client.get("/ready")).status_code == 503
        assert (await client.get("/health")).status_code == 200


async def test_a_file_is_given_only_for_a_signed_link_that_has_not_expired(own):
    async with running_gate(own) as gate, httpx.AsyncClient(base_url=gate.url) as client:
        received = await Intake(gate.database, own).accept("telegram", "1", Incoming("1", "chat-1", "text", "x"))
        number = await gate.database.write(media.add, received.person, received.message, "image/png", b"picture", now())
        links = MediaLinks("", gate.database.keys.content)
        good = links.make(number, now(), ".png")
        old = links.make(number, now() - timedelta(days=2))
        other = good.replace(number, "x" * len(number))

        assert (await client.get(good)).content == b"picture"
        assert (await client.get(good)).headers["content-type"] == "image/png"
        for refused in (old, other, f"/media/{number}", good[:-1] + "0", good.replace("until=", "until=1")):
            assert (await client.get(refused)).status_code == 403


@pytest.fixture
def webhook(own, telegram_token):
    return dataclasses.replace(
        own,
        telegram_token=Secret(telegram_token),
        telegram_mode="webhook",
        public_url="http://127.0.0.1:9",
        telegram_api="http://127.0.0.1:9",
    )


async def test_a_body_that_is_too_large_is_refused_whether_announced_or_not(webhook):
    async def chunks():
        for _ in range(20):
            yield b"x" * 10_000

    async with running_gate(webhook, "telegram") as gate, httpx.AsyncClient(base_url=gate.url) as client:
        secret = gate.connectors["telegram"]._secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        announced = await client.post("/webhooks/telegram", content=b"x" * 70_000, headers=headers)
        in_chunks = await client.post("/webhooks/telegram", content=chunks(), headers=headers)

    assert (announced.status_code, in_chunks.status_code) == (413, 413)


async def test_who_writes_too_fast_is_told_once_and_kindly(own):
    async with running_gate(own) as gate:
        intake = Intake(gate.database, own)
        kept = [await intake.accept("telegram", "1", Incoming(str(n), "chat-1", "text", "x")) for n in range(10)]
        out = await gate.rows(direction="out")

    assert sum(received.message is not None for received in kept) == 3
    assert 1 <= len(out) <= 6
    assert out[0][1]["answer_id"] == "utter_too_fast"
