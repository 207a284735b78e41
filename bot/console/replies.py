"""What counsellors send besides typed words: canned replies, answers of the catalogue, centres, in the person's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from babel.dates import format_date

from bot import values
from bot.answers import ANSWERS
from bot.cases.answers import vetted_answer
from bot.catalogue import load_catalogue
from bot.clock import today
from bot.errors import DataError
from bot.languages import SOURCE_LANGUAGE, load_languages
from bot.messages import Reply
from bot.settings import Settings
from bot.store import Transaction, office
from bot.store.cases import CaseRow
from bot.store.counsellors import CounsellorRow

_STARTER = "canned_"
MAX_TITLE_CHARS = 60
_BLANK = re.compile(r"\{(\w*)\}")
_NOT_OFFERED = {  # what only the program itself says or does
    "affirm", "deny", "restart", "delete_my_data", "change_language", "out_of_scope", "nlu_fallback", "inform_country",
    "inform_location", "inform_people", "request_human", "request_callback", "goodbye", "thank", "greet", "ask_help",
}  # fmt: skip


@dataclass(frozen=True)
class CannedChoice:
    """A canned reply with what is known filled in; `is_theirs`: in the person's language."""

    title: str
    language: str
    text: str
    is_theirs: bool


def canned_for(
    tx: Transaction, settings: Settings, account: CounsellorRow, case: CaseRow, language: str | None, interface: str
) -> list[CannedChoice]:
    """Return the canned replies: the office's own, those in the person's language first, then what everybody has."""
    rows = office.canned_replies(tx)
    rows.sort(key=lambda row: (row.language != language, row.language, row.title.casefold()))
    own = [CannedChoice(r.title, r.language, fill(r.text, settings, account, r.language), r.language == language) for r in rows]
    return [*own, *starters(settings, account, case, language, interface)]


def starters(
    settings: Settings, account: CounsellorRow, case: CaseRow, language: str | None, interface: str
) -> list[CannedChoice]:
    """Return the replies of `data/answers/canned.yml` in the person's language, each under its beginning in the interface's."""
    catalogue = load_catalogue(settings.data)
    spoken = language if language in catalogue.languages else SOURCE_LANGUAGE
    place = case.place or ((case.summary or {}).get("slots") or {}).get("place")
    known: dict[str, Any] = {
        "name": values.latin(account.display_name), "country": values.country(case.country) if case.country else "{country}",
        "place": values.latin(place) if place else "{place}",
    }  # fmt: skip
    found = []
    for answer_id in (entry for entry in catalogue.entries if entry.startswith(_STARTER)):
        title = catalogue.render(answer_id, known, interface).text.replace("\n", " ")
        title = title if len(title) <= MAX_TITLE_CHARS else f"{title[: MAX_TITLE_CHARS - 1]}…"
        text = catalogue.render(answer_id, known, spoken).text
        found.append(CannedChoice(title, spoken, text, spoken == language))
    return found


def fill(text: str, settings: Settings, account: CounsellorRow, language: str) -> str:
    """Fill in {counsellor}, {office}, {contact} and {date}; other blanks stay for the counsellor."""
    known: Mapping[str, str] = {
        "counsellor": account.display_name, "office": settings.office_name, "contact": settings.office_contact,
        "date": _date(settings, language),
    }  # fmt: skip
    return _BLANK.sub(lambda found: known.get(found[1]) or found[0], text)


def blanks(text: str) -> list[str]:
    """Return what is still to be filled in."""
    return [found[0] for found in _BLANK.finditer(text)]


def answer_choices(settings: Settings, language: str) -> list[tuple[str, str]]:
    """Return the answers that can be sent, as (intent, title in the language of the interface), by title."""
    catalogue = load_catalogue(settings.data, settings.office)
    into = catalogue.languages.get(language) or catalogue.languages["en"]
    found = [(intent, catalogue.button(intent, into).title) for intent in ANSWERS if intent in catalogue.button_texts]
    return sorted((pair for pair in found if pair[0] not in _NOT_OFFERED), key=lambda pair: pair[1].lstrip("🏠💶📍🧭👤📄✈🩺 "))


def answer(settings: Settings, case: CaseRow, intent: str, language: str, country: str, place: str) -> Reply | None:
    """Return an answer of the catalogue as the bot would give it now, without buttons; None when there is none.

    Args:
        settings: of the project.
        case: what is known of the person.
        intent: the question.
        language: the person's.
        country: of return; the case's when empty.
        place: in Germany; the case's when empty.
    """
    if intent not in ANSWERS or intent in _NOT_OFFERED:
        return None
    slots = (case.summary or {}).get("slots") or {}
    known = {name: slots.get(name) for name in ("city", "people", "whereabouts")}
    if country and country != (case.country or slots.get("country")):
        known["city"] = None
    known |= {"country": country or case.country or slots.get("country"), "place": place or case.place or slots.get("place")}
    try:
        return replace(vetted_answer(settings, intent, language, known), buttons=())
    except (DataError, KeyError):
        return None


def _date(settings: Settings, language: str) -> str:
    spoken = load_languages(settings.data).get(language)
    return format_date(today(), "long", locale=spoken.locale if spoken else "en_GB")
