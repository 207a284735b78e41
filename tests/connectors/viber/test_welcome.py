"""What somebody sees who opens the chat: an answer to the event, in a likely language, that leaves no trace."""

import pytest

from connectors.viber.parse import Opened
from connectors.viber.welcome import language_of, welcome


async def test_opening_the_chat_is_answered_at_once_and_leaves_nothing(started, fake):
    user = fake.user(language="sq")
    async with started() as gate:
        user.opens()
        [bubble] = await user.waits_for_async(1)

        assert await gate.rows() == []
    assert fake.refused == []
    assert fake.calls["send_message"] == 0
    assert bubble["method"] == "welcome"
    assert "Beratungsstelle Mitte" in bubble["text"]
    assert "030 123456" in bubble["text"]
    assert "https://office.example/privacy" in bubble["text"]
    assert "/delete" in bubble["text"]
    assert bubble["params"]["sender"] == {"name": "Wegweiser"}
    assert bubble["buttons"][0]["Text"] == "🌐 Shqip"


async def test_a_language_tapped_in_the_welcome_is_a_choice(started, fake):
    user = fake.user(language="en")
    async with started() as gate:
        user.opens()
        await user.waits_for_async(1)
        user.presses("🌐 فارسی")
        rows = await gate.received(1)

    assert (rows[0][0].kind, rows[0][1]["choice"]) == ("choice", "language:fa")


async def test_whoever_comes_back_finds_the_chat_as_it_was(started, fake):
    user = fake.user()
    async with started() as gate:
        user.says("hello")
        await gate.received(1)
        user.opens()
        user.says("again")
        await gate.received(2)

    assert user.received == []


@pytest.mark.parametrize(
    ("language", "country", "context", "expected"),
    [
        ("sq", "DE", "", "sq"),
        ("tr-TR", None, "", "tr"),
        ("de_AT", "XK", "", "de"),
        ("el-gr", "TR", "", "tr"),
        ("xx", "IQ", "", "ar"),
        ("xx", "AF", "", "fa"),
        (None, "AL", "", "sq"),
        ("tr", "TR", "fa", "fa"),
        ("tr", "TR", "qr-berlin", "tr"),
        (None, None, "", "en"),
        ("xx", "XX", "", "en"),
    ],
)
def test_the_language_is_that_of_the_link_the_phone_or_the_country(catalogue, language, country, context, expected):
    assert language_of(Opened(language, country, context, False), "en", catalogue) == expected


def test_without_an_office_nothing_is_made_up(settings, catalogue):
    text = welcome(Opened("en", None, "", False), settings, catalogue)["text"]

    assert "🏢" not in text
    assert "{" not in text
