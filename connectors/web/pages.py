"""The page itself: texts in the person's language, the files it needs, and the headers that keep it closed."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from bot.catalogue import Catalogue, load_catalogue
from bot.settings import Settings
from bot.static_files import StaticFiles

LEAVE_TO = "https://www.wetter.de"  # "leave quickly" goes there: a page that anybody may have open
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",  # browsers that do not know frame-ancestors
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_FOLDER = Path(__file__).parent
FILES = StaticFiles(_FOLDER / "static")
_PREFIX = "web_"
_GREETING = "web_hello"
_ACCEPTED = re.compile(r"([A-Za-z]{2,3})[A-Za-z0-9-]*(?:\s*;\s*q=([0-9.]+))?")


class Pages:
    """Renders the page. Reads templates and texts when they are needed, not before."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        loader = FileSystemLoader(_FOLDER / "templates")
        self._templates = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    @property
    def catalogue(self) -> Catalogue:
        """The texts, as the files hold them now."""
        return load_catalogue(self._settings.data, self._settings.office)

    def language_of(self, wanted: str | None, spoken: str | None, accepted: str) -> str:
        """Return the language of a page.

        Args:
            wanted: as the address says.
            spoken: as the person who comes back writes.
            accepted: the browser's Accept-Language.
        """
        known = self.catalogue.languages
        fitting = (code for code in (wanted, spoken, *accepted_languages(accepted)) if code in known)
        return next(fitting, self._settings.language) or self._settings.language

    def text(self, name: str, language: str) -> str:
        """Return one text of the page."""
        return self.catalogue.render(_PREFIX + name, {}, language).text

    def chat(self, language: str, *, is_chosen: bool, has_session: bool) -> str:
        """Return the page as HTML.

        Args:
            language: of all texts.
            is_chosen: the person asked for this language, so the assistant keeps to it.
            has_session: there is a conversation to show.
        """
        catalogue, into = self.catalogue, self.catalogue.languages[language]
        greeting = catalogue.render(_GREETING, {}, language)
        state: dict[str, Any] = {
            "language": language if is_chosen else None,
            "has_session": has_session,
            "leave_to": LEAVE_TO,
            "texts": self._texts(language),
        }
        return self._templates.get_template("chat.html").render(
            into=into,
            languages=catalogue.languages.values(),
            greeting=greeting,
            state=state,
            texts=state["texts"],
            settings=self._settings,
            version=FILES.version,
        )

    def _texts(self, language: str) -> dict[str, str]:
        settings = self._settings
        values = {"office": settings.office_name, "contact": settings.office_contact, "days": str(settings.keep_chat_days)}
        names = [name for name in self.catalogue.entries if name.startswith(_PREFIX) and name != _GREETING]
        return {name.removeprefix(_PREFIX): self.catalogue.render(name, values, language).text for name in names}


def accepted_languages(header: str) -> list[str]:
    """Return the languages that a browser asks for, the most wanted first, without their regions."""
    found: dict[str, float] = {}
    for code, weight in _ACCEPTED.findall(header[:500]):
        try:
            found.setdefault(code.lower(), float(weight or 1))
        except ValueError:
            continue
    return sorted((code for code in found if found[code] > 0), key=lambda code: -found[code])


def language_hint(header: str, languages: Collection[str]) -> str | None:
    """Return the first language of ours that a browser asks for, else the first at all."""
    accepted = accepted_languages(header)
    return next((code for code in accepted if code in languages), accepted[0] if accepted else None)
