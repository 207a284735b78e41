"""The intent of a message, and the danger that only the classifier hears."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.danger_finder import DANGER
from bot.components.family_models import Scores
from bot.components.intent_model import IntentModel, load_intent_model, train_intent_model
from bot.components.language_identifier import LANGUAGE
from bot.components.training_rows import hash_of_rows, languages_by_text
from bot.errors import DataError
from bot.languages import read_families
from bot.lexicon import DANGER_KINDS
from bot.safety import rest_of_harmless
from bot.settings import read_settings
from bot.text import fold
from bot.vectors import Vectors, encode

_NO_VECTOR = "config.yml: IntentFusion: messages without sentence vector; put SentenceVectors before it"
_WORDS_THAT_SAY_SOMETHING = 2  # beside a harmless phrase
_DESPAIR, _SORROW = "report_self_harm", "express_distress"
NOTHING_SAID = "out_of_scope"  # the intent of a message without a letter or digit, with confidence 0


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentFusion(IntentClassifier, GraphComponent):
    """Sets `intent` and `intent_ranking`, and `danger` where the word lists found none.

    It owns storage and the form of Rasa's output; what is learned is `bot.components.intent_model`. `intent` is always
    the best of the trained intents: whether the bot is sure enough to answer is the dialogue's matter (`sure`, `maybe`).
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """A featurizer must run before."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's defaults; how they were measured stands in config.yml."""
        return {
            "ranking_length": 5,  # Rasa stores the ranking with each turn: all 65 would make 3 kB of it
            "danger": 0.5,  # `danger` is set from this summed probability of its intents on, and for one that is answered
            "sure": 0.45,  # read by the dialogue: answer at or above
            "maybe": 0.15,  # read by the dialogue: offer the best three at or above, else ask to rephrase
        }

    @staticmethod
    def fingerprint_addon(config: Dict[str, Any]) -> Optional[str]:
        """Train again when a sentence or a family changes."""
        data = read_settings().data
        return hash_of_rows(data / "nlu") + str(sorted(read_families(data / "families.yml").items()))

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Check that the thresholds are probabilities in order.

        Raises:
            InvalidConfigException: one is not.
        """
        merged = {**cls.get_default_config(), **config}
        if not 0 <= merged["maybe"] <= merged["sure"] <= 1 or not 0 < merged["danger"] <= 1:
            raise InvalidConfigException(
                f"config.yml: IntentFusion: maybe={merged['maybe']}, sure={merged['sure']}, danger={merged['danger']}; "
                "expected 0 <= maybe <= sure <= 1 and 0 < danger <= 1; correct the values"
            )

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Optional[IntentModel] = None,
    ) -> None:
        """Keep what is given; a component without model calls every message `NOTHING_SAID`."""
        self.validate_config(config)
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentFusion:
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentFusion:
        """Make the component with the model that `train` stored."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, load_intent_model(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all sentences that have an intent, and store the model."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [example.get(TEXT) for example in examples]
        intents = [example.get(INTENT) for example in examples]
        with_vector = [number for number, example in enumerate(examples) if example.get_dense_features(TEXT)[1]]
        if not with_vector:
            raise InvalidConfigException(_NO_VECTOR)
        vectors = np.concatenate([_vector(examples[number]) for number in with_vector])
        data = read_settings().data
        language_of = languages_by_text(data / "nlu")
        languages = [language_of.get(text, "") for text in texts]
        families = read_families(data / "families.yml")
        self._model = train_intent_model(texts, intents, languages, vectors, np.array(with_vector), families)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set intent, ranking and, where the sum of probabilities says so, danger."""
        for message in messages:
            text = message.get(TEXT) or ""
            if self._model is None or not fold(text):
                _set_intent(message, [{INTENT_NAME_KEY: NOTHING_SAID, "confidence": 0.0}])
                continue
            language = (message.get(LANGUAGE) or {}).get("code")
            probabilities = self._model.probabilities([text], _vector(message), [language])[0]
            if message.get(DANGER) is None:
                probabilities = self._without_harmless(text, language, probabilities)
            best = np.argsort(-probabilities, kind="stable")[: self._config["ranking_length"]]
            _set_intent(
                message,
                [{INTENT_NAME_KEY: self._model.labels[i], "confidence": float(probabilities[i])} for i in best],
            )
            if message.get(DANGER) is None:
                message.set(DANGER, self._danger(probabilities), add_to_output=True)
        return messages

    def _danger(self, probabilities: Scores) -> Optional[str]:
        chances = self._chances(probabilities)
        kind = max(chances, key=chances.__getitem__, default=None)
        is_answered = kind is not None and self._config["sure"] <= chances[kind] == float(probabilities.max())
        return kind if is_answered or sum(chances.values()) >= self._config["danger"] else None

    def _chances(self, probabilities: Scores) -> Dict[str, float]:
        assert self._model is not None  # nothing is understood before it is loaded
        return {kind: float(probabilities[self._model.labels.index(kind)]) for kind in DANGER_KINDS if kind in self._model.labels}

    def _without_harmless(self, text: str, language: Optional[str], probabilities: Scores) -> Scores:
        """Judge a message that sounds dangerous again, without the phrases that the word lists call harmless.

        "My phone is dead" sounds to the classifier like a wish to die. What is left of the message is still looked at; where
        nothing is left, words of despair are taken for sorrow, which is answered with who listens.
        """
        assert self._model is not None
        chances = self._chances(probabilities)
        if max(chances.values(), default=0.0) < self._config["maybe"]:
            return probabilities
        rest = _rest_of_harmless(text)
        if rest is None:
            return probabilities
        judged: Scores = probabilities.copy()
        if len(rest.split()) >= _WORDS_THAT_SAY_SOMETHING:
            again: Scores = self._model.probabilities([rest], encode([rest]), [language])[0]
            if sum(self._chances(again).values()) >= self._config["danger"]:
                return again
            judged = np.maximum(judged, again)
        for kind, chance in chances.items():
            judged[self._model.labels.index(kind)] = 0.0
            if kind == _DESPAIR and _SORROW in self._model.labels:
                at = self._model.labels.index(_SORROW)
                judged[at] = max(judged[at], chance)
        return judged


def _rest_of_harmless(text: str) -> Optional[str]:
    try:
        return rest_of_harmless(text)
    except DataError:  # no word lists: then nothing speaks against the classifier
        return None


def _vector(message: Message) -> Vectors:
    features = message.get_dense_features(TEXT)[1]
    if features is None:
        raise InvalidConfigException(_NO_VECTOR)
    vector: Vectors = features.features
    return vector


def _set_intent(message: Message, ranking: List[Dict[str, Any]]) -> None:
    message.set(INTENT, ranking[0], add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
