"""Which forbidden moves a text makes: the phrases of tests/neutrality, one file a language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.phrases import find
from bot.scripts import in_latin
from bot.text import fold

FOLDER = Path(__file__).parent / "neutrality"
KINDS = ("urges_to_go", "urges_to_stay", "hurries", "promises", "assures", "labels")


@cache
def lists_of(language: str) -> dict[str, Any]:
    """Return the phrases of a language by kind, and the sentences that they must find; "sr-Latn" is made from "sr"."""
    if language == "sr-Latn":
        return {kind: [in_latin(phrase) for phrase in lists_of("sr")[kind]] for kind in KINDS}
    return dict(yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8")))


def moves(text: str, language: str) -> list[str]:
    """Return the kinds of forbidden moves in a text."""
    return [kind for kind in KINDS if find(tuple(lists_of(language)[kind]), fold(text))]
