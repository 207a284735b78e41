"""The vectors and the classifier inside Rasa: shapes, order, storage, empty messages, danger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.intent_fusion import IntentFusion
from bot.components.sentence_vectors import SentenceVectors
from bot.vectors import VECTOR_SIZE


@pytest.fixture
def featurizer(storage: LocalModelStorage, resource: Resource, context: ExecutionContext, tmp_path: Path) -> SentenceVectors:
    config = {**SentenceVectors.get_default_config(), "cache_file": str(tmp_path / "vectors.npz")}
    return SentenceVectors.create(config, storage, resource, context)


@pytest.fixture
def classifier(
    featurizer: SentenceVectors,
    training_data: TrainingData,
    storage: LocalModelStorage,
    resource: Resource,
    context: ExecutionContext,
) -> IntentFusion:
    trained = IntentFusion.create({}, storage, resource, context)
    trained.train(featurizer.process_training_data(training_data))
    return IntentFusion.load({}, storage, resource, context)


def messages(*texts: str, **properties: Any) -> list[Message]:
    return [Message({"text": text, **properties}) for text in texts]


@pytest.mark.parametrize("n", [0, 1, 3])
def test_each_message_gets_one_sentence_vector(n: int, featurizer: SentenceVectors) -> None:
    processed = featurizer.process(messages(*["hello", "rent", "bye"][:n]))

    assert len(processed) == n
    for message in processed:
        words, sentence = message.get_dense_features("text")
        assert words is None
        assert sentence.features.shape == (1, VECTOR_SIZE)
        assert sentence.features.dtype == np.float32


def test_training_messages_without_text_get_no_vector(featurizer: SentenceVectors, training_data: TrainingData) -> None:
    processed = featurizer.process_training_data(training_data)

    assert [not m.features for m in processed.training_examples].count(True) == 1


@pytest.mark.parametrize("n", [0, 1, 3])
def test_intent_and_ranking_are_plain_and_in_order(n: int, featurizer: SentenceVectors, classifier: IntentFusion) -> None:
    processed = classifier.process(featurizer.process(messages(*["hello you", "the rent in kumasi", "merhabaa"][:n])))

    assert [message.get("intent")["name"] for message in processed] == ["greet", "ask_rent", "greet"][:n]
    for message in processed:
        ranking = message.get("intent_ranking")
        confidences = [item["confidence"] for item in ranking]
        assert ranking[0] == message.get("intent")
        assert confidences == sorted(confidences, reverse=True)
        assert sum(confidences) == pytest.approx(1, abs=1e-4)
        assert all(type(confidence) is float for confidence in confidences)


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "?!"])
def test_a_message_without_words_is_out_of_scope_with_confidence_zero(
    text: str, featurizer: SentenceVectors, classifier: IntentFusion
) -> None:
    (message,) = classifier.process(featurizer.process(messages(text)))

    assert message.get("intent") == {"name": "out_of_scope", "confidence": 0.0}
    assert message.get("danger") is None


def test_digits_are_classified(featurizer: SentenceVectors, classifier: IntentFusion) -> None:
    (message,) = classifier.process(featurizer.process(messages("35390")))

    assert message.get("intent")["name"] in ("greet", "ask_rent", "report_self_harm")


def test_danger_that_only_the_classifier_hears_is_set(featurizer: SentenceVectors, classifier: IntentFusion) -> None:
    danger, calm = classifier.process(featurizer.process(messages("i want to end my life and die", "hello hello")))

    assert danger.get("danger") == "report_self_harm"
    assert calm.get("danger") is None


def test_a_harmless_phrase_of_the_word_lists_is_no_danger_but_what_stands_beside_it_is_still_heard(
    featurizer: SentenceVectors, classifier: IntentFusion
) -> None:
    texts = ("hello you, we die of laughing", "my battery is dead, i want to end my life and die")
    harmless, danger = classifier.process(featurizer.process(messages(*texts)))

    assert harmless.get("danger") is None
    assert harmless.get("intent")["name"] != "report_self_harm"
    assert danger.get("intent")["name"] == danger.get("danger") == "report_self_harm"


def test_danger_of_the_word_lists_is_not_changed(featurizer: SentenceVectors, classifier: IntentFusion) -> None:
    (message,) = classifier.process(featurizer.process(messages("i want to die", danger="emergency_medical")))

    assert message.get("danger") == "emergency_medical"


def test_training_twice_gives_the_same_probabilities(
    featurizer: SentenceVectors, classifier: IntentFusion, training_data: TrainingData, context: ExecutionContext, tmp_path: Path
) -> None:
    other_folder = tmp_path / "other"
    other_folder.mkdir()
    other = IntentFusion.create({}, LocalModelStorage(other_folder), Resource("component"), context)
    other.train(training_data)

    first, second = (c.process(featurizer.process(messages("how much rent")))[0] for c in (classifier, other))

    assert first.get("intent_ranking") == second.get("intent_ranking")


@pytest.mark.parametrize("config", [{"sure": 0.1, "maybe": 0.2}, {"danger": 0}, {"sure": 2}])
def test_thresholds_that_make_no_sense_are_refused(config: dict[str, float]) -> None:
    with pytest.raises(InvalidConfigException, match=r"config\.yml"):
        IntentFusion.validate_config(config)
