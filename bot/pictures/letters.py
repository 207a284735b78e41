"""Words as outlines: any script, shaped, in the right order from right to left, and how wide they are.

The fonts come with a package, so that a picture is the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

import uharfbuzz as hb
from bidi.algorithm import get_display  # the pure Python one: it mirrors brackets
from fontTools.pens.svgPathPen import SVGPathPen

REGULAR, BOLD = 400, 700
_SCRIPTS = ("", "Arabic", "Armenian", "Georgian", "Ethiopic", "Symbols")
_FACES = (*(f"NotoSans{script}" for script in _SCRIPTS), "NotoEmoji")
# The library knows embeddings only, which do the same within one line as the isolates that `bot.formatting` writes.
_EMBEDDED = {0x2066: "\u202a", 0x2067: "\u202b", 0x2068: "\u202a", 0x2069: "\u202c", 0x200E: None, 0x200F: None, 0xFE0F: None}
_FIRST_STRONG = re.compile("\u2068([^\u2068\u2069]*)\u2069")
_RIGHT_TO_LEFT = ("R", "AL")


@lru_cache(maxsize=2)
def _fonts(weight: int) -> tuple[hb.Font, ...]:
    fonts = []
    for name in _FACES:
        font = hb.Font(hb.Face((files("manimgx_fonts") / f"{name}[wght].ttf").read_bytes()))
        font.set_variations({"wght": weight})
        fonts.append(font)
    return tuple(fonts)


@lru_cache(maxsize=4096)
def _outline(font: hb.Font, glyph: int) -> str:
    pen = SVGPathPen(None)
    font.draw_glyph_with_pen(glyph, pen)
    return str(pen.getCommands())


@lru_cache(maxsize=1024)
def outlines(text: str, right_to_left: bool, weight: int = REGULAR) -> tuple[tuple[tuple[str, float, float, float], ...], float]:
    """Shape one line of text.

    Args:
        text: one line, any script or mixture of scripts.
        right_to_left: direction of the line.
        weight: REGULAR or BOLD.

    Returns:
        For each glyph its SVG path, how far it stands to the right and above the line's origin, and the scale of the path;
        then the width of the line. All for a letter height (em) of 1.
    """
    placed, right = [], 0.0
    for font, run in _runs(get_display(_embed(text), base_dir="R" if right_to_left else "L"), weight):
        is_right_to_left = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in run)
        buffer = hb.Buffer()
        buffer.add_str(run[::-1] if is_right_to_left else run)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if is_right_to_left else "ltr"
        hb.shape(font, buffer)
        scale = 1 / font.face.upem
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if path := _outline(font, info.codepoint):
                placed.append((path, right + position.x_offset * scale, position.y_offset * scale, scale))
            right += position.x_advance * scale
    return tuple(placed), right


def _embed(text: str) -> str:
    """Write isolates as embeddings, each with the direction of its first letter."""

    def by_letter(found: re.Match[str]) -> str:
        letters = (unicodedata.bidirectional(letter) for letter in found.group(1))
        first = next((kind for kind in letters if kind in ("L", *_RIGHT_TO_LEFT)), "L")
        return ("\u202a" if first == "L" else "\u202b") + found.group(1) + "\u202c"

    return _FIRST_STRONG.sub(by_letter, text).translate(_EMBEDDED)


def _runs(visual: str, weight: int) -> list[tuple[hb.Font, str]]:
    """Split a line, in the order in which it is seen, into pieces that one font can write."""
    runs: list[tuple[hb.Font, str]] = []
    for letter in visual:
        keeps = letter == " " or unicodedata.category(letter) == "Mn"
        font = runs[-1][0] if runs and keeps else _font_of(letter, weight)
        if runs and runs[-1][0] is font:
            runs[-1] = (font, runs[-1][1] + letter)
        else:
            runs.append((font, letter))
    return runs


def _font_of(letter: str, weight: int) -> hb.Font:
    fonts = _fonts(weight)
    return next((font for font in fonts if font.get_nominal_glyph(ord(letter))), fonts[0])


def width(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide a line of text is with letters `size` pixels high."""
    return outlines(text, False, weight)[1] * size


def wrap(text: str, size: float, room: float, weight: int = REGULAR) -> list[str]:
    """Break a text between words into lines that are at most `room` pixels wide; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, weight) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
