"""Pictures beside an answer: drawn from figures and words of the person's language, as PNG, without a network or a system font.

An action names a picture by its kind and its values; it is drawn when the answer is written, in the language of the answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.catalogue import Catalogue
from bot.pictures.bars import draw_bars
from bot.pictures.budget import draw_budget
from bot.pictures.canvas import Canvas
from bot.pictures.map import draw_map
from bot.pictures.road import draw_road

MAX_KEPT = 500  # pictures in the folder; the oldest go

Write = Callable[[Any], str]  # a value (`bot.values`) or text, written in the language of the picture
_DRAWINGS: Mapping[str, Callable[[Mapping[str, Any], Write, bool], Canvas]] = {
    "bars": draw_bars,
    "map": draw_map,
    "road": draw_road,
    "budget": draw_budget,
}


def draw(picture: Mapping[str, Any], catalogue: Catalogue, language: str, folder: Path) -> Path:
    """Draw a picture, or return the one drawn before from the same figures and words.

    Args:
        picture: `kind`, a key of `_DRAWINGS`, and what that kind needs.
        catalogue: for the words.
        language: code of the language of the words; right-to-left ones give a mirrored picture.
        folder: where pictures are kept.

    Returns:
        The path of a PNG file.

    Raises:
        KeyError: no such kind, or a value that it needs is missing.
    """
    into = catalogue.languages[language]
    canvas = _DRAWINGS[picture["kind"]](picture, lambda value: catalogue.write(value, into), into.is_right_to_left)
    shapes = json.dumps([picture["kind"], canvas.width, canvas.height, canvas.shapes])
    path = folder / f"{hashlib.sha256(shapes.encode()).hexdigest()[:32]}.png"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            file.write(canvas.png())
        os.replace(file.name, path)
        _drop_oldest(folder)
    return path


def _drop_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime)
    for path in kept[:-MAX_KEPT]:
        path.unlink(missing_ok=True)
