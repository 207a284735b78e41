"""Renders templates, and how the console writes times, languages and countries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from jinja2 import Environment, FileSystemLoader

from bot.catalogue import load_catalogue
from bot.clock import now
from bot.console.security import Visit
from bot.console.texts import LANGUAGES, translator
from bot.console.words import SPOKEN, word
from bot.languages import CLDR_CODES, load_languages
from bot.settings import Settings
from bot.static_files import StaticFiles

_FOLDER = Path(__file__).parent
FILES = StaticFiles(_FOLDER / "static")
LOCALES = {"de": Locale("de", "DE"), "en": Locale("en", "GB")}
_OWN_NAMES = {"kmr": {"de": "Kurmandschi", "en": "Kurmanji"}}  # CLDR names Kurdish as a whole only


class Pages:
    """Renders the console's pages and parts of pages. Knows no data."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        loader = FileSystemLoader(_FOLDER / "templates")
        self._templates = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    def render(self, template: str, language: str, visit: Visit | None, **values: Any) -> str:
        """Return a template as HTML in the language of the interface, with times in the counsellor's zone."""
        zone = visit.account.time_zone if visit else "Europe/Berlin"
        writer = Writer(LOCALES[language], ZoneInfo(zone))
        common = {
            "_": translator(language), "language": language, "interfaces": LANGUAGES, "settings": self._settings,
            "me": visit.account if visit else None, "csrf": visit.csrf if visit else "", "version": FILES.version,
            "write": writer, "word": partial(word, translator(language)), "spoken": self._spoken,
            "pressed": self._pressed, "now": now(),
        }  # fmt: skip
        return self._templates.get_template(template).render({**common, **values})

    def _pressed(self, choice: str, language: str | None) -> str:
        """Return what stood on a button that was pressed."""
        catalogue = load_catalogue(self._settings.data, self._settings.office)
        try:
            return catalogue.button(choice, catalogue.languages.get(language or "") or catalogue.languages["en"]).title
        except KeyError:
            return choice

    def _spoken(self, code: str | None) -> Any:
        """Return what is known of a person's language: its direction."""
        return load_languages(self._settings.data).get(code or "")


@dataclass(frozen=True)
class Writer:
    """Writes values as the interface's language does."""

    locale: Locale
    zone: ZoneInfo

    def time(self, at: datetime) -> str:
        """Write a time of day, with the day unless it is today."""
        local = at.astimezone(self.zone)
        clock = format_time(local, "short", tzinfo=self.zone, locale=self.locale)
        if local.date() == now().astimezone(self.zone).date():
            return clock
        return f"{format_date(local, 'short', locale=self.locale)} {clock}"

    def moment(self, iso: str) -> str:
        """Write a time given as ISO text."""
        return self.time(datetime.fromisoformat(iso))

    def day(self, iso: str) -> str:
        """Write a date given as ISO text."""
        try:
            return format_date(datetime.fromisoformat(iso).date(), "medium", locale=self.locale)
        except ValueError:
            return iso

    def span(self, since: datetime | None, until: datetime | None = None) -> str:
        """Write how long something has lasted."""
        if since is None:
            return "–"
        # Seconds would change under the eyes of whoever reads; a minute is as fine as anybody acts on.
        return self.seconds(max(((until or now()) - since).total_seconds(), 1), "minute")

    def seconds(self, seconds: float | None, finest: Literal["second", "minute"] = "second") -> str:
        """Write a span in its largest unit."""
        if seconds is None:
            return "–"
        lasted = timedelta(seconds=max(0, seconds))
        return format_timedelta(lasted, granularity=finest, threshold=1.5, format="short", locale=self.locale)

    def iso(self, at: datetime) -> str:
        """Write a time for machines."""
        return at.astimezone(UTC).isoformat(timespec="seconds")

    def language(self, code: str | None) -> str:
        """Name a language."""
        if code in _OWN_NAMES:
            return _OWN_NAMES[code][self.locale.language]
        names: Mapping[str, str] = self.locale.languages
        return names.get(CLDR_CODES.get(code or "", code or ""), code or "–")

    def country(self, code: str | None) -> str:
        """Name a country."""
        return str(self.locale.territories.get(code or "", code or "–"))

    def languages(self) -> list[tuple[str, str]]:
        """Return the languages that a counsellor may speak, by name."""
        return sorted(((code, self.language(code)) for code in SPOKEN), key=lambda pair: pair[1].casefold())
