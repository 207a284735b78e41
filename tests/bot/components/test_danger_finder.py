"""The finder marks messages and never fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from bot.components.danger_finder import DangerFinder


@pytest.fixture
def finder(storage: LocalModelStorage, resource: Resource, context: ExecutionContext) -> DangerFinder:
    return DangerFinder.create({}, storage, resource, context)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_danger_is_part_of_the_output(n: int, finder: DangerFinder) -> None:
    processed = finder.process(
        [Message({"text": text}) for text in ["I want to kill myself", "hello", "mein mann schlägt mich"][:n]]
    )

    kinds = [message.as_dict(only_output_properties=True).get("danger") for message in processed]
    assert kinds == ["report_self_harm", None, "report_violence"][:n]


def test_a_message_without_text_is_no_danger(finder: DangerFinder) -> None:
    assert finder.process([Message({})])[0].get("danger") is None


def test_broken_word_lists_do_not_stop_the_message(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text("danger: [", encoding="utf-8")

    (message,) = DangerFinder(tmp_path).process([Message({"text": "I want to kill myself"})])

    assert message.get("danger") is None
