"""Country and city of return, and the place in Germany, as entities."""

from __future__ import annotations

import dataclasses
import logging
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_NAME_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.errors import DataError
from bot.places.finder import find_places

LANGUAGE = "language"  # set by LanguageIdentifier
_ABOUT_LANGUAGES = "change_language"  # "Albanian please" names no country

_log = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceFinder(EntityExtractorMixin, GraphComponent):
    """Adds at most one `country`, one `city` and one `place` to the entities of each message.

    It owns no name and no rule (`bot.places`). It stands behind the intent classifier, whose intent it reads.
    """

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlaceFinder:
        """Make the component; the gazetteer is read with the first message."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the places of each message that has a text; a fault in the data is logged and the message goes on."""
        for message in messages:
            entities = [] if message.get(TEXT) is None else _entities(message)
            message.set(ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(entities), add_to_output=True)
        return messages


def _entities(message: Message) -> List[Dict[str, Any]]:
    country = (message.get(METADATA) or {}).get("country")
    language = (message.get(LANGUAGE) or {}).get("code")
    try:
        found = find_places(message.get(TEXT), country, language)
    except DataError:
        _log.exception("place_finder.failed")
        return []
    if (message.get(INTENT) or {}).get(INTENT_NAME_KEY) == _ABOUT_LANGUAGES:
        found = [place for place in found if place.entity == "place"]
    return [dataclasses.asdict(place) for place in found]
