"""Rasa's way to the catalogue: turns the name of an answer and its values into text and buttons of the person's language."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import Any, Dict, Optional

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.catalogue import Catalogue, Rendered, SourceNote, load_catalogue
from bot.pictures import draw
from bot.settings import read_settings

log = logging.getLogger(__name__)

FALLBACK_ANSWER = "utter_technical_fault"
_WITH_DRAFT_NOTE = ("utter_greet", "utter_help", "utter_language_changed")


class CatalogueGenerator(NaturalLanguageGenerator):
    """Writes every answer. Never raises: a fault in one answer becomes the answer that says so, and a line in the log."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None) -> None:
        settings = read_settings()
        self._data, self._office = settings.data, settings.office

    async def generate(
        self,
        utter_action: str,
        tracker: DialogueStateTracker,
        output_channel: str,
        **kwargs: Any,
    ) -> Optional[Dict[str, Any]]:
        """Write one answer.

        Args:
            utter_action: id of the answer.
            tracker: its last user message carries the language in the metadata.
            output_channel: not used: every messenger gets the same words.
            kwargs: `answer`: what the action knows, see `actions.answer.utter`.

        Returns:
            Rasa's message: text, buttons (title, payload = id of the choice), and beside them language, sources and the
            answer itself, so that it can be said again.
        """
        answer = kwargs.get("answer") or {"id": utter_action, "values": {}}
        language = self._language(tracker)
        catalogue = load_catalogue(self._data, self._office)
        try:
            rendered = self._render(catalogue, answer, language)
        except Exception:
            # Whatever is wrong with a text or a fact, the person gets an answer: the outermost place before Rasa, which
            # would fall silent (it drops the action's events when the generator raises).
            log.exception("nlg.failed answer=%s language=%s", utter_action, language)
            rendered = catalogue.render(FALLBACK_ANSWER, {}, language)
        return {
            "text": rendered.text,
            "buttons": [{"title": b.title, "payload": b.id, "role": b.role} for b in rendered.buttons],
            "sources": [asdict(source) for source in rendered.sources],
            "language": language,
            "answer": answer,
            "location": answer.get("location"),
            "image": self._image(answer, catalogue, language),
        }

    def _render(self, catalogue: Catalogue, answer: Dict[str, Any], language: str) -> Rendered:
        rendered = catalogue.render(
            answer["id"],
            answer.get("values") or {},
            language,
            is_simple=bool(answer.get("is_simple")),
            is_withheld=bool(answer.get("is_withheld")),
            buttons=answer.get("buttons"),
            sources=[SourceNote(**source) for source in answer.get("sources") or ()],
        )
        if answer["id"] in _WITH_DRAFT_NOTE and not catalogue.languages[language].reviewed:
            note = catalogue.render("utter_draft_language", {}, language).text
            return Rendered(f"{rendered.text}\n\n{note}", rendered.buttons, rendered.sources)
        return rendered

    def _image(self, answer: Dict[str, Any], catalogue: Catalogue, language: str) -> Optional[str]:
        """Draw the answer's picture; without one the text still stands."""
        if not answer.get("picture") or answer.get("is_simple"):
            return None
        try:
            return str(draw(answer["picture"], catalogue, language, read_settings().cache / "pictures"))
        except Exception:
            # Whatever is wrong with a picture, the answer goes out without it.
            log.exception("nlg.picture_failed answer=%s language=%s", answer["id"], language)
            return None

    def _language(self, tracker: DialogueStateTracker) -> str:
        metadata = tracker.latest_message.metadata if tracker.latest_message else None
        return (metadata or {}).get("language") or tracker.get_slot("language") or read_settings().language
