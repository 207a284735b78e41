"""The console's own texts: English in templates and code, German in `locales/de/LC_MESSAGES/console.po`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = {"de": "Deutsch", "en": "English"}
SOURCE = "en"
_FOLDER = Path(__file__).parent / "locales"

Translate = Callable[..., str]


def mark(text: str) -> str:
    """Mark a text for translation that is translated where it is shown."""
    return text


@lru_cache
def translations(language: str) -> dict[str, str]:
    """Return English text -> text of a language."""
    path = _FOLDER / language / "LC_MESSAGES" / "console.po"
    if language == SOURCE or not path.is_file():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string and not m.fuzzy}


@lru_cache
def translator(language: str) -> Translate:
    """Return the function `_` of a language: a whole sentence with named placeholders."""
    known = translations(language)

    def translate(text: str, **values: object) -> str:
        found = known.get(text, text)
        return found.format(**values) if values else found

    return translate
