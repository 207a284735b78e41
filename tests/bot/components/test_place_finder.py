"""The finders add entities in Rasa's form and never fail."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from bot.components.people_finder import PeopleFinder
from bot.components.place_finder import PlaceFinder


@pytest.fixture
def read(storage: LocalModelStorage, resource: Resource, context: ExecutionContext) -> Any:
    finders = [kind.create({}, storage, resource, context) for kind in (PlaceFinder, PeopleFinder)]

    def _read(text: str, **data: Any) -> dict[str, Any]:
        messages = [Message({"text": text, **data})]
        for finder in finders:
            messages = finder.process(messages)
        return {e["entity"]: e["value"] for e in messages[0].as_dict(only_output_properties=True)["entities"]}

    return _read


@pytest.mark.parametrize("n", [0, 1, 3])
@pytest.mark.parametrize("kind", [PlaceFinder, PeopleFinder])
def test_each_message_gets_a_list_of_entities(
    n: int, kind: Any, storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> None:
    messages = [Message({"text": text}) for text in ["Erbil, we are 3", "hello", ""][:n]]

    processed = kind.create({}, storage, resource, context).process(messages)

    assert len(processed) == n
    assert all(isinstance(message.get("entities"), list) for message in processed)


def test_a_message_without_text_passes(
    read: Any, storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> None:
    (message,) = PlaceFinder.create({}, storage, resource, context).process([Message({"action_name": "x"})])

    assert message.get("entities") == []


def test_an_entity_has_the_form_that_rasa_reads(
    storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> None:
    (message,) = PlaceFinder.create({}, storage, resource, context).process([Message({"text": "in Bremen"})])

    assert message.get("entities") == [
        {"entity": "place", "value": "Bremen", "start": 3, "end": 9, "confidence": 1.0, "extractor": "PlaceFinder"}
    ]


def test_all_entities_of_a_message(read: Any) -> None:
    entities = read("my brother is in Canada, I am from Erbil, I live in Bremen, we are 3 people", language={"code": "en"})

    assert entities == {"country": "IQ", "city": "Erbil", "place": "Bremen", "people": 3}


@pytest.mark.parametrize(
    ("text", "whereabouts"),
    [("I am already back home", "home"), ("ich lebe in Deutschland", "germany"), ("memleketteyim", "home"), ("hello", None)],
)
def test_whereabouts(read: Any, text: str, whereabouts: str | None) -> None:
    assert read(text).get("whereabouts") == whereabouts


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("shqip", "sq"),
        ("auf Arabisch bitte", "ar"),
        ("I don't know English, Albanian is better", "sq"),
        ("کوردی سۆرانی", "ckb"),
        ("українська", "uk"),
        ("hello", None),
    ],
)
def test_the_language_somebody_asks_for(read: Any, text: str, language: str | None) -> None:
    assert read(text).get("language") == language


def test_a_language_is_no_country(read: Any) -> None:
    assert read("Turkish please", intent={"name": "change_language"}) == {"language": "tr"}


def test_the_country_named_before_decides_between_cities(read: Any) -> None:
    assert read("Hyderabad", metadata={"country": "PK"})["country"] == "PK"


@pytest.mark.parametrize("text", ["I am 16 and alone here", "ich bin 15 ohne eltern"])
def test_who_is_under_18_and_alone_is_marked_and_not_counted(read: Any, text: str) -> None:
    found = read(text, language={"code": "en"})

    assert found["special"] == "minor_alone"
    assert "people" not in found
