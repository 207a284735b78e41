"""`wegweiser counsellor` and the third process, as an operator starts them."""

import re
import signal
import urllib.request

import pytest

from bot.cli import main
from bot.cli.counsellor import first_link
from bot.clock import now
from bot.keys import load_keys
from bot.settings import read_settings
from bot.store import Database, counsellors, signins
from tests.bot.cli.test_serve import free_port, start, wait_for


@pytest.fixture
def office(monkeypatch, tmp_path):
    monkeypatch.setenv("WEGWEISER_VAR", str(tmp_path))
    monkeypatch.setenv("WEGWEISER_CONSOLE_URL", "https://desk.example/")
    return read_settings()


def test_an_account_is_made_listed_and_gets_a_new_link(office, capsys):
    assert (
        main(["counsellor", "add", "Amal", "--name", "Amal", "--role", "lead", "--languages", "ar,de", "--countries", "iq"]) == 0
    )
    link = capsys.readouterr().out.strip()
    assert re.fullmatch(r"https://desk\.example/invitation/[\w-]{40,}", link)
    assert main(["counsellor", "add", "amal", "--name", "Other"]) == 2
    assert "taken" in capsys.readouterr().err
    assert main(["counsellor", "list"]) == 0
    assert capsys.readouterr().out == "amal\tAmal\tlead\tar,de\ton\n"
    assert main(["counsellor", "link", "amal"]) == 0
    assert capsys.readouterr().out.strip() != link
    assert main(["counsellor", "link", "nobody"]) == 2


async def test_the_first_link_is_for_an_administrator_until_somebody_can_sign_in(office):
    database = Database.open(office, load_keys(office, with_addresses=False))
    try:
        first, again = [await database.write(first_link, office) for _ in range(2)]
        token = again.rpartition("/")[2]
        assert await database.read(signins.invited, first.rpartition("/")[2], now()) is None
        admin = await database.read(signins.invited, token, now())
        assert (admin.role, admin.is_away, admin.hours) == ("admin", True, {})
        await database.write(signins.accept, token, "hash", now())
        assert await database.write(first_link, office) is None
        assert len(await database.read(counsellors.every)) == 1
    finally:
        await database.close()


def test_a_console_serves_and_ends_cleanly(tmp_path):
    port = free_port()
    process = start(tmp_path, "console", WEGWEISER_CONSOLE_PORT=str(port))
    assert "ok" in wait_for(f"http://127.0.0.1:{port}/health")
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/").read().decode()
    assert 'name="password"' in page
    assert not (tmp_path / "keys" / "address.key").exists(), "the console has no key of addresses"
    process.send_signal(signal.SIGTERM)

    assert process.wait(15) == 0
    assert process.stdout.read() == ""


def test_a_console_on_a_network_without_https_is_refused(tmp_path):
    process = start(tmp_path, "console", WEGWEISER_CONSOLE_HOST="0.0.0.0", WEGWEISER_CONSOLE_PORT=str(free_port()))

    assert process.wait(30) == 2
    assert "WEGWEISER_CONSOLE_URL" in process.stdout.read()
