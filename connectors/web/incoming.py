"""Reads what the page posts."""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.errors import BadUpdateError
from bot.messages import CHOICE, LOCATION, TEXT
from connectors.web.sessions import is_start

MAX_BODY_BYTES = 32_000
MAX_TEXT_CHARS = 4_000  # in UTF-8 and JSON always less than the body may have
MAX_TITLE_CHARS = 200
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_CHOICE = re.compile(r"[A-Za-z_]{1,48}(:[A-Za-z_-]{1,16})?")
_KINDS = ("text", "choice", "place")


@dataclass(frozen=True)
class Post:
    """One message as the page sent it; `id` is the page's own, `start` the secret number of a page without a session."""

    id: str
    start: str | None
    kind: str
    text: str = ""
    choice: str | None = None
    place: tuple[float, float] | None = None
    language: str | None = None


def read_post(body: bytes, languages: Collection[str]) -> Post:
    """Read the body of a request: an id, and one of text, choice with title, place or a language alone.

    A language beside one of the others is the one that the person has chosen on the page.

    Raises:
        BadUpdateError: it is something else.
    """
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadUpdateError("the body is no JSON") from error
    if not isinstance(given, dict):
        raise BadUpdateError("the body is no object")
    number, start, language = given.get("id"), given.get("start"), given.get("language")
    if not isinstance(number, str) or not _ID.fullmatch(number):
        raise BadUpdateError("id: 8 to 64 letters, digits or hyphens expected")
    if start is not None and not is_start(start):
        raise BadUpdateError("start: 22 to 64 letters or digits expected")
    if language is not None and (not isinstance(language, str) or language not in languages):
        raise BadUpdateError("language: not one of ours")
    kinds = [kind for kind in _KINDS if kind in given]
    if not kinds and language is not None:
        return Post(number, start, CHOICE, choice=f"language:{language}", language=language)
    if len(kinds) != 1:
        raise BadUpdateError("one of text, choice, place expected")
    return _READERS[kinds[0]](given, number, start, language)


def plain(text: str) -> str:
    """Return a text without control characters (lines stay) and without halves of characters."""
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


def _read_text(given: dict[str, Any], number: str, start: str | None, language: str | None) -> Post:
    return Post(number, start, TEXT, _text(given["text"], "text", MAX_TEXT_CHARS), language=language)


def _read_choice(given: dict[str, Any], number: str, start: str | None, language: str | None) -> Post:
    choice = given["choice"]
    if not isinstance(choice, str) or not _CHOICE.fullmatch(choice):
        raise BadUpdateError("choice: the id of a button expected")
    title = _text(given.get("title", choice), "title", MAX_TITLE_CHARS)
    return Post(number, start, CHOICE, title, choice, language=language)


def _read_place(given: dict[str, Any], number: str, start: str | None, language: str | None) -> Post:
    place = given["place"]
    if not isinstance(place, list) or len(place) != 2 or not all(_is_number(value) for value in place):
        raise BadUpdateError("place: [latitude, longitude] expected")
    latitude, longitude = float(place[0]), float(place[1])
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise BadUpdateError("place: degrees expected")
    return Post(number, start, LOCATION, place=(latitude, longitude), language=language)


def _text(value: object, name: str, max_chars: int) -> str:
    text = plain(value) if isinstance(value, str) else ""
    if not text or len(text) > max_chars:
        raise BadUpdateError(f"{name}: 1 to {max_chars} characters expected")
    return text


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= 180 and math.isfinite(value)


_READERS = {"text": _read_text, "choice": _read_choice, "place": _read_place}
