"""What tests of components share: Rasa's storage in a temporary folder, and a small set of training sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

SENTENCES = {
    "ask_rent": [
        "rent in accra",
        "what is the rent",
        "kira ne kadar",
        "wie hoch ist die miete",
        "price of a flat",
        "1 room flat",
    ],
    "greet": ["hello", "good morning", "merhaba", "guten tag", "hi there", "hallo"],
    "report_self_harm": [
        "i want to die",
        "ich will sterben",
        "end my life",
        "kill myself",
        "no reason to live",
        "olmek istiyorum",
    ],
}


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    folder = tmp_path / "model"
    folder.mkdir()
    return LocalModelStorage(folder)


@pytest.fixture
def resource() -> Resource:
    return Resource("component")


@pytest.fixture
def context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), node_name="component")


@pytest.fixture
def training_data() -> TrainingData:
    return TrainingData(
        [Message({"text": text, "intent": intent}) for intent, texts in SENTENCES.items() for text in texts]
        + [Message({"action_name": "action_listen"})]
    )
