"""The welcome: the only thing that may be said to somebody who has not written yet. It comes with the HTTP answer."""

from __future__ import annotations

from typing import Any

from babel.languages import get_official_languages
from viberbot.api.messages import TextMessage

from bot import values
from bot.catalogue import Catalogue
from bot.settings import Settings
from connectors.viber.keyboard import keyboard
from connectors.viber.parse import Opened

ANSWER_ID = "viber_welcome"


def language_choices(catalogue: Catalogue) -> dict[str, str]:
    """Return the buttons of the welcome, title to choice. The sign before the name keeps them apart from what is typed."""
    sign = catalogue.topics["language"]
    return {f"{sign} {language.name}": f"language:{code}" for code, language in catalogue.languages.items()}


def welcome(opened: Opened, settings: Settings, catalogue: Catalogue) -> dict[str, Any]:
    """Return the welcome message without sender: what this is, who is behind it, and languages to tap."""
    language = language_of(opened, settings.language, catalogue)
    shown = {"messenger": values.answer("messenger_viber"), "office": _office_line(settings)}
    text = catalogue.render(ANSWER_ID, shown, language).text
    choices = sorted(language_choices(catalogue).items(), key=lambda choice: choice[1] != f"language:{language}")
    buttons = [{"id": choice, "title": title} for title, choice in choices]
    message: dict[str, Any] = TextMessage(text=text, keyboard=keyboard(buttons), min_api_version=1).to_dict()
    return message


def language_of(opened: Opened, default: str, catalogue: Catalogue) -> str:
    """Return the language of the welcome: that of the link, of the phone, of the country of its number, else the default."""
    of_phone = (opened.language or "").replace("_", "-").split("-")[0]
    of_country = get_official_languages(opened.country, de_facto=True) if opened.country else ()
    wanted = (opened.context.strip().lower(), of_phone, *(code.split("_")[0] for code in of_country))
    return next((code for code in wanted if code in catalogue.languages), default)


def _office_line(settings: Settings) -> values.Value:
    """Who runs this; empty where nobody is named."""
    if not settings.office_name:
        return values.latin("")
    told = {"name": settings.office_name, "contact": settings.office_contact, "privacy_url": settings.office_privacy_url}
    return values.answer("office_line", **{name: values.latin(text) for name, text in told.items()})
