"""`wegweiser serve` as an operator starts it: in processes of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from bot.cli.serve import check_settings
from bot.errors import SettingsError
from bot.settings import read_settings

OFFICE = {
    "WEGWEISER_OFFICE_NAME": "Testbüro", "WEGWEISER_OFFICE_CONTACT": "Teststr. 1",
    "WEGWEISER_OFFICE_PRIVACY_URL": "https://office.example/privacy",
    "WEGWEISER_OFFICE_IMPRINT_URL": "https://office.example/imprint",
}  # fmt: skip


def free_port():
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


def start(tmp_path, *arguments, **environment):
    own = {**os.environ, "WEGWEISER_VAR": str(tmp_path), **environment}
    command = [sys.executable, "-c", "from bot.cli import main; raise SystemExit(main())", "serve", *arguments]
    return subprocess.Popen(command, env=own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_for(url, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(url)


def test_a_gate_serves_and_ends_cleanly(tmp_path):
    port = free_port()
    process = start(tmp_path, "gate", WEGWEISER_PORT=str(port))
    assert "ok" in wait_for(f"http://127.0.0.1:{port}/ready")
    process.send_signal(signal.SIGTERM)

    assert process.wait(15) == 0
    assert process.stdout.read() == ""


def test_a_port_that_is_taken_is_said_plainly(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start(tmp_path, "gate", WEGWEISER_PORT=str(taken.getsockname()[1]))
        assert process.wait(30) == 2

    assert "WEGWEISER_PORT" in process.stdout.read()


def test_a_second_gate_on_the_same_folder_is_refused(tmp_path):
    port = free_port()
    first = start(tmp_path, "gate", WEGWEISER_PORT=str(port))
    wait_for(f"http://127.0.0.1:{port}/health")
    second = start(tmp_path, "gate", WEGWEISER_PORT=str(free_port()))
    try:
        assert second.wait(30) == 2
        assert "another gate" in second.stdout.read()
    finally:
        first.terminate()
        first.wait(15)


@pytest.mark.parametrize("missing", sorted(OFFICE))
def test_serving_the_public_without_saying_who_is_behind_it_is_refused(missing):
    environment = {**OFFICE, "WEGWEISER_PUBLIC_URL": "https://chat.example"}
    check_settings(read_settings(environment))
    del environment[missing]

    with pytest.raises(SettingsError, match=missing):
        check_settings(read_settings(environment))


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"WEGWEISER_HOST": "0.0.0.0"}, "OFFICE_NAME"),
        ({"WEGWEISER_VIBER_TOKEN": "x"}, "PUBLIC_URL"),
        ({"WEGWEISER_TELEGRAM_TOKEN": "1:x", "WEGWEISER_TELEGRAM_MODE": "webhook"}, "PUBLIC_URL"),
        ({"WEGWEISER_TELEGRAM_MODE": "carrier pigeon"}, "TELEGRAM_MODE"),
    ],
)
def test_settings_that_do_not_fit_together_are_refused(environment, named):
    with pytest.raises(SettingsError, match=named):
        check_settings(read_settings(environment))
