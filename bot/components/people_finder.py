"""How many people travel, whether they are home already, who is under 18 and alone, and the language somebody asks for."""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.errors import DataError
from bot.language_wish import asked_language
from bot.lexicon import current_lexicons
from bot.people_age import tells_minor_alone
from bot.people_count import count_people
from bot.settings import Settings, read_settings
from bot.text import fold

LANGUAGE = "language"  # set by LanguageIdentifier
MINOR_ALONE = "minor_alone"  # a value of the slot `special`, see support_rules.yml

_log = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PeopleFinder(EntityExtractorMixin, GraphComponent):
    """Adds at most one `people` (number), `whereabouts` (home or germany), `special` (minor_alone) and `language` (code).

    The words stand in the lexicons and in `data/entities`; the counting is `bot.people_count`, the age `bot.people_age`.
    """

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PeopleFinder:
        """Make the component; the word lists are read with the first message."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add what is found in each message that has a text; a fault in the data is logged and the message goes on."""
        for message in messages:
            entities = [] if message.get(TEXT) is None else _entities(message)
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(entities), add_to_output=True)
        return messages


def _entities(message: Message) -> List[Dict[str, Any]]:
    text, settings = message.get(TEXT), read_settings()
    language = (message.get(LANGUAGE) or {}).get("code")
    found = []
    try:
        if tells_minor_alone(text, language, settings):
            found.append(_entity("special", MINOR_ALONE, 0, len(text)))
        elif counted := count_people(text, language, settings):
            found.append(_entity("people", counted.people, counted.start, counted.end))
        if whereabouts := find_whereabouts(text, settings):
            found.append(_entity("whereabouts", whereabouts, 0, len(text)))
        if asked := asked_language(text, language, settings):
            found.append(_entity("language", asked.code, asked.start, asked.end))
    except DataError:
        _log.exception("people_finder.failed")
    return found


def _entity(name: str, value: Any, start: int, end: int) -> Dict[str, Any]:
    return {"entity": name, "value": value, "start": start, "end": end, "confidence": 1.0}


def find_whereabouts(text: str, settings: Settings) -> Optional[str]:
    """Tell from a message whether the person is "home" already or still in "germany"; None when it does not say."""
    folded, lexicons = fold(text), current_lexicons(settings.data / "lexicon")
    if lexicons.any_home.search(folded):
        return "home"
    return "germany" if lexicons.any_germany.search(folded) else None
