"""The generator of answers inside Rasa: it must never raise."""

import pytest
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlg import CatalogueGenerator


@pytest.fixture
def tracker():
    return DialogueStateTracker.from_events("nlg-test", [])


@pytest.mark.parametrize(
    "answer",
    [
        {"id": "utter_no_such_answer", "values": {}},
        {"id": "utter_rent", "values": {}},
        {"id": "utter_rent", "values": {"place": {"kind": "no such kind"}}},
        {"id": "utter_thank", "values": {}, "buttons": ["no_such_button"]},
        {"id": "utter_thank", "values": {}, "sources": [{"nonsense": 1}]},
    ],
)
async def test_a_broken_answer_becomes_the_answer_that_says_so(answer, tracker):
    message = await CatalogueGenerator().generate(answer["id"], tracker, "any", answer=answer)

    assert "Something went wrong on our side" in message["text"]
    assert message["buttons"]


async def test_an_answer_without_an_action_is_written_too(tracker):
    message = await CatalogueGenerator().generate("utter_thank", tracker, "any")

    assert message["text"].startswith("💬 You are welcome.")
    assert message["buttons"][0]["payload"] == "ask_return_options"
