"""From Rasa's tracker to what the answers need to know of the person."""

from __future__ import annotations

from rasa_sdk import Tracker

from bot.answers.model import Office, Situation
from bot.catalogue import load_catalogue
from bot.clock import today
from bot.knowledge.load import current
from bot.languages import load_languages
from bot.lexicon import DANGER_KINDS
from bot.places.home import find_city
from bot.settings import read_settings

MAX_LIKELY = 3
_DESPAIR = "report_self_harm"  # answered with who listens (`bot.brain.understanding`)
_KEPT = ("adults", "minors", "status", "special", "stay", "home", "wage", "medicine_eur", "support_eur", "steps_done")


def read_situation(tracker: Tracker) -> Situation:
    """Read slots and the present message.

    A city counts only while it lies in the country: whoever changes the country has left the city behind.
    """
    settings = read_settings()
    languages = load_languages(settings.data)
    message = tracker.latest_message
    code = (message.get("metadata") or {}).get("language") or tracker.get_slot("language") or settings.language
    country, city = tracker.get_slot("country"), tracker.get_slot("city")
    if city and not (country and find_city(city, country)):
        city = None
    people = tracker.get_slot("people")
    named = {entity["entity"]: str(entity["value"]) for entity in message.get("entities") or ()}
    offered = load_catalogue(
        settings.data, settings.office
    ).button_texts  # what has no title, such as a greeting, is no question to offer
    ranking = [r["name"] for r in message.get("intent_ranking") or () if r["name"] in offered]
    # Danger is offered to somebody who may have named it, not beside a question about money; "I want to die" never.
    ranking = [name for place, name in enumerate(ranking) if name not in DANGER_KINDS or (place == 0 and name != _DESPAIR)]
    return Situation(
        language=code if code in languages else settings.language,
        knowledge=current(settings.data / "knowledge", settings.office / "knowledge"),
        today=today(),
        country=country,
        city=city,
        place=tracker.get_slot("place"),
        people=int(people) if people else None,
        whereabouts=tracker.get_slot("whereabouts"),
        named=named,
        text=message.get("text") or "",
        likely=tuple(ranking[:MAX_LIKELY]),
        misses=int(tracker.get_slot("misses") or 0),
        crowd_prices=settings.crowd_prices,
        languages=languages,
        countries_offered=languages[code].countries if code in languages else (),
        slots={name: value for name in _KEPT if (value := tracker.get_slot(name)) is not None},
        channel=(message.get("metadata") or {}).get("channel") or "",
        office=Office.of(settings),
        desk=(message.get("metadata") or {}).get("desk"),
    )
