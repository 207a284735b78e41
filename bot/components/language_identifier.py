"""The language of a message, and whether it is a reason to answer in another language than before.

The rule, in order:
1. A language that the person chose stays, whatever is written.
2. German office words, digits and emoji say nothing, nor does a greeting of many languages ("salam") at the very beginning:
   what counts are the remaining words.
3. The present language stays unless the letters decide (they leave one language, and it is not written in Latin letters),
   or the guess reaches `switch_confidence` on at least `switch_words` words, so that no name switches. Two cases differ:
   - letters other than Latin in which the present language is not written: it cannot be meant, so two words and
     `first_confidence` will do;
   - Latin letters, where the present language has others: they may be a transliteration, so the words must be
     `switch_words_from_script`.
4. Without a present language the guess is taken from `first_confidence` on; below it, the messenger's hint if the letters
   allow it, else the guess. On fewer than `switch_words` words it is not decisive, so the dialogue may ask.
Persian and Dari, Serbian and Bosnian are one language here: the person's own, their hint, else `fa` and `sr`.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.language_model import Guess, guess_language, train_language_model
from bot.components.ngrams import NgramModel, load_ngrams
from bot.components.training_rows import hash_of_rows, read_rows
from bot.languages import load_languages, of_country, of_tag
from bot.scripts import LANGUAGES, LATIN, SAME_IN_TEXT, languages_by_letters, languages_of_script, script_of
from bot.settings import read_settings

LANGUAGE = "language"

_WORD = re.compile(r"[^\W\d_]+")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LanguageIdentifier(GraphComponent):
    """Puts `language` into what is parsed: {"code": str, "confidence": float, "is_decisive": bool}.

    It reads the message's metadata: `language` (the person's present one), `language_chosen` (bool), `language_hint`
    (the messenger's, any BCP 47 tag). `code` may be a language of ours that the assistant has no texts in yet; whether to
    follow is the caller's to decide. It learns from the folders of `data/nlu`, not from Rasa's training data, which does
    not know the language of a sentence.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The component's defaults; how they were measured stands in config.yml."""
        return {
            "switch_confidence": 0.8,
            "switch_words": 3,
            "switch_words_from_script": 5,
            "switch_confidence_from_script": 0.9,  # and how sure it must be
            "first_confidence": 0.6,
            "office_words": [],  # German words that everybody uses
            "shared_greetings": [],  # words of greeting that many languages have
        }

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Check the kinds of the values.

        Raises:
            InvalidConfigException: a confidence is no probability, or `office_words` is no list of words.
        """
        merged = {**cls.get_default_config(), **config}
        for key in ("switch_confidence", "switch_confidence_from_script", "first_confidence"):
            if not 0 <= merged[key] <= 1:
                raise InvalidConfigException(
                    f"config.yml: LanguageIdentifier: {key}={merged[key]}; expected a number from 0 to 1; correct it"
                )
        for key in ("office_words", "shared_greetings"):
            if not isinstance(merged[key], list):
                raise InvalidConfigException(f"config.yml: LanguageIdentifier: {key} must be a list of words; write a list")

    @staticmethod
    def fingerprint_addon(config: Dict[str, Any]) -> Optional[str]:
        """Train again when a training sentence changes."""
        return hash_of_rows(read_settings().data / "nlu")

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        own: Optional[NgramModel] = None,
    ) -> None:
        """Keep what is given; without `own` the letters and the ready-made voters decide."""
        self.validate_config(config)
        self._config = {**self.get_default_config(), **config}
        self._office_words = {word.casefold() for word in self._config["office_words"]}
        self._shared_greetings = {word.casefold() for word in self._config["shared_greetings"]}
        self._model_storage = model_storage
        self._resource = resource
        self._own = own

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
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
    ) -> LanguageIdentifier:
        """Make the component with the voter that `train` stored, if there was anything to learn."""
        with model_storage.read_from(resource) as folder:
            path = folder / "languages.npz"
            return cls(config, model_storage, resource, load_ngrams(path) if path.exists() else None)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit our own voter on `data/nlu` and store it; with fewer than two languages there is nothing to fit."""
        rows = read_rows(read_settings().data / "nlu")
        with self._model_storage.write_to(self._resource) as folder:
            if len({SAME_IN_TEXT.get(row.language, row.language) for row in rows}) > 1:
                self._own = train_language_model(rows)
                self._own.save(folder / "languages.npz")
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Set `language` on each message."""
        for message in messages:
            said = self.decide(message.get(TEXT) or "", message.get(METADATA) or {})
            message.set(LANGUAGE, said, add_to_output=True)
        return messages

    def decide(self, text: str, metadata: Mapping[str, Any]) -> Dict[str, Any]:
        """Apply the rule of this module to one message.

        Returns:
            `code`: the language to answer in; `confidence`: of the guess it rests on, 1.0 for a choice, 0.0 when nothing
            speaks for it; `is_decisive`: whether it may replace the present language without asking.
        """
        present = metadata.get("language") or None
        if present and metadata.get("language_chosen"):
            return _said(present, 1.0, True)
        hint = _supported(metadata.get("language_hint"))
        silent = self._office_words if present else self._office_words | self._shared_greetings
        words = [word for word in _WORD.findall(text) if word.casefold() not in silent]
        remaining = " ".join(words)
        guess = guess_language(remaining, self._own)
        if guess is None:
            return _said(present or hint or read_settings().language, 0.0, False)
        code = _of_pair(guess.language, metadata.get("country"), present, hint)
        if present:
            is_same = code == present or SAME_IN_TEXT.get(code, code) == SAME_IN_TEXT.get(present, present)
            if is_same or self._switches(guess, present, remaining, len(words)):
                return _said(code, guess.probability, True)
            return _said(present, 1 - guess.probability, False)
        if guess.is_by_script or guess.probability >= self._config["first_confidence"]:
            return _said(code, guess.probability, guess.is_by_script or len(words) >= self._config["switch_words"])
        if hint and SAME_IN_TEXT.get(hint, hint) in languages_by_letters(remaining):
            return _said(hint, guess.probability, False)
        return _said(code, guess.probability, False)

    def _switches(self, guess: Guess, present: str, text: str, n_words: int) -> bool:
        if guess.is_by_script:
            return True
        present = SAME_IN_TEXT.get(present, present)
        words, confidence = self._config["switch_words"], self._config["switch_confidence"]
        if script_of(text) == "LATIN":
            if present not in LATIN:
                words = self._config["switch_words_from_script"]
                confidence = self._config["switch_confidence_from_script"]
        elif present not in languages_of_script(text):
            words, confidence = 2, self._config["first_confidence"]
        return bool(n_words >= words and guess.probability >= confidence)


def _said(code: str, confidence: float, is_decisive: bool) -> Dict[str, Any]:
    return {"code": code, "confidence": round(float(confidence), 4), "is_decisive": is_decisive}


def _of_pair(language: str, country: Optional[str], present: Optional[str], hint: Optional[str]) -> str:
    """Tell languages apart that are written alike: by the country of return, else by habit."""
    own = of_country(language, country, load_languages(read_settings().data))
    if own != language:
        return own
    return next((code for code in (present, hint) if code and SAME_IN_TEXT.get(code) == language), language)


def _supported(tag: Any) -> Optional[str]:
    """Return the language of ours that a messenger's tag ("de-DE", "ku") names, if any."""
    code = of_tag(tag) if isinstance(tag, str) else ""
    return code if code in LANGUAGES or code in SAME_IN_TEXT else None
