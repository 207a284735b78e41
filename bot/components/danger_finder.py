"""First in the pipeline: signs of danger by word lists, before anything else can fail."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.lexicon import current_lexicons
from bot.safety import find_danger
from bot.settings import read_settings

DANGER = "danger"

_log = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DangerFinder(GraphComponent):
    """Puts `danger` into what is parsed: the kind of danger that the word lists name.

    It owns no list and no rule (`bot.safety`). Where they find nothing, `IntentFusion` may
    still set it; it never changes what was found here.
    """

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DangerFinder:
        """Make the component; the word lists are read with the first message."""
        return cls(read_settings().data / "lexicon")

    def __init__(self, folder: Path) -> None:
        """Keep the folder of the word lists."""
        self._folder = folder

    def process(self, messages: List[Message]) -> List[Message]:
        """Set `danger` on each message; never raises. Rasa leaves a None out of what it hands on."""
        for message in messages:
            message.set(DANGER, self._kind_of_danger(message.get(TEXT) or ""), add_to_output=True)
        return messages

    def _kind_of_danger(self, text: str) -> Optional[str]:
        try:
            danger = find_danger(text, current_lexicons(self._folder))
        except Exception as error:  # whatever breaks here, the message must be answered, and the classifier still listens
            _log.error("danger_finder.failed error=%s", type(error).__name__)  # a traceback could quote the message
            return None
        return danger.kind if danger else None
