"""No secret and nothing that people wrote gets into a log."""

import io
import logging

import pytest

from bot.errors import SettingsError
from bot.logs import DiscreetFormatter
from bot.settings import read_settings

TOKEN = "7654321:" + "B" * 35


@pytest.fixture
def log():
    settings = read_settings(
        {"WEGWEISER_TELEGRAM_TOKEN": TOKEN, "WEGWEISER_VIBER_TOKEN": "4a5b-secret", "WEGWEISER_DATABASE": "postgresql://u:pw@h/d"}
    )
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(DiscreetFormatter(settings))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger, stream


@pytest.mark.parametrize(
    "line",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
        "auth_token=4a5b-secret",
        "cannot connect to postgresql://u:pw@h/d",
        "https://api.telegram.org/file/bot99887766:" + "C" * 35 + "/voice/1.oga",
    ],
)
def test_secrets_are_replaced(log, line):
    logger, stream = log
    logger.error(line)

    written = stream.getvalue()
    assert "***" in written
    for secret in (TOKEN, "4a5b-secret", "pw@h", "C" * 35):
        assert secret not in written


def test_what_a_foreign_exception_says_is_not_written(log):
    logger, stream = log
    try:
        try:
            int("my husband beats me")
        except ValueError as error:
            raise RuntimeError("a turn failed on: my husband beats me") from error
    except RuntimeError:
        logger.exception("turn.failed")

    written = stream.getvalue()
    assert "husband" not in written
    assert "RuntimeError" in written
    assert "ValueError" in written
    assert "test_logs.py" in written


def test_our_own_errors_say_what_is_wrong(log):
    logger, stream = log
    try:
        raise SettingsError("WEGWEISER_PORT: 'x' is no whole number")
    except SettingsError:
        logger.exception("start.failed")

    assert "WEGWEISER_PORT" in stream.getvalue()


def test_a_secret_does_not_print():
    settings = read_settings({"WEGWEISER_TELEGRAM_TOKEN": TOKEN})

    assert TOKEN not in repr(settings)
    assert settings.telegram_token.reveal() == TOKEN
