"""A fake Viber and settings that point to it."""

import contextlib
import dataclasses
import socket

import pytest

from bot.settings import Secret
from tests.fakes.viber import FakeViber
from tests.gate import running_gate

TOKEN = "4453b6ac12345678-0fedcba987654321-4453b6ac87654321"


@pytest.fixture
def fake():
    with FakeViber(token=TOKEN, receipts=False, max_caption_chars=512, hang_seconds=0.3) as server:
        yield server


@pytest.fixture
def own(settings, tmp_path, fake):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return dataclasses.replace(
        settings,
        var=tmp_path,
        port=port,
        public_url=f"http://127.0.0.1:{port}",
        viber_token=Secret(TOKEN),
        viber_api=f"{fake.url}/pa",
        viber_messages_per_second=1_000,
        messages_per_minute=10_000,
        office_name="Beratungsstelle Mitte",
        office_contact="030 123456",
        office_privacy_url="https://office.example/privacy",
    )


@pytest.fixture
def started(own, fake, until):
    """Run a gate with Viber, until Viber knows its webhook."""

    @contextlib.asynccontextmanager
    async def start(**changes):
        async with running_gate(own, "viber", **changes) as gate:
            await until(lambda: fake.webhook)
            yield gate

    return start


@pytest.fixture
def until():
    """Wait until something is so."""
    import asyncio

    async def wait(look, seconds=15):
        async with asyncio.timeout(seconds):
            while not look():
                await asyncio.sleep(0.02)

    return wait
