"""Vetted answers without a turn: for counsellors who send one, and for danger when the bot itself is silent or dead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.answers import ANSWERS
from bot.answers.model import Office, Situation, complete
from bot.catalogue import load_catalogue
from bot.clock import today
from bot.knowledge.load import current
from bot.languages import load_languages
from bot.messages import Reply
from bot.settings import Settings


def vetted_answer(settings: Settings, intent: str, language: str, known: Mapping[str, Any]) -> Reply:
    """Return the answer to a question.

    Args:
        settings: for data and office.
        intent: the question, one of `bot.answers.ANSWERS`.
        language: of the person; another than ours falls back to the setting's.
        known: country, city, place, people and whereabouts, as far as they are known.

    Raises:
        KeyError: there is no such question.
    """
    languages = load_languages(settings.data)
    spoken = language if language in languages else settings.language
    facts = {name: value for name, value in known.items() if value}
    situation = Situation(
        language=spoken, knowledge=current(settings.data / "knowledge", settings.office / "knowledge"), today=today(),
        crowd_prices=settings.crowd_prices, languages=languages, countries_offered=languages[spoken].countries,
        office=Office.of(settings), **facts,
    )  # fmt: skip
    answer, catalogue = ANSWERS[intent](situation), load_catalogue(settings.data, settings.office)
    filled, sources, is_withheld = complete(answer, catalogue.entries[answer.id], situation)
    rendered = catalogue.render(answer.id, filled, spoken, is_withheld=is_withheld, buttons=answer.buttons, sources=sources)
    return Reply.of(rendered, spoken, answer.id)
