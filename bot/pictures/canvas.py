"""A sheet to draw on, in pixels from the side where the language begins: right-to-left pictures are the mirror of the others."""

from __future__ import annotations

from dataclasses import dataclass, field

import resvg_py

from bot.pictures.letters import REGULAR, outlines

INK, MUTED, PAPER = "#1b2733", "#5a6b7a", "#ffffff"
ACCENT, ACCENT_LIGHT, SECOND, LINE, GOOD = "#1f5f8b", "#c9dfee", "#b5651d", "#d7dee4", "#2e7d4f"


@dataclass
class Canvas:
    """One picture. `width` and `height` in pixels; x runs from where the language begins, y from the top; `shapes` is SVG."""

    width: int
    height: int
    right_to_left: bool = False
    shapes: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, size: float, *, anchor: str = "start", colour: str = INK, weight: int = REGULAR
    ) -> None:
        """Write one line whose letters stand on height `y`; `anchor` says which part of it is at `x`: start, middle, end."""
        glyphs, em = outlines(text, self.right_to_left, weight)
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
        left = self._left(x, share * em * size, em * size)
        for path, right, up, scale in glyphs:
            place = f"translate({left + right * size:.2f} {y - up * size:.2f}) scale({scale * size:.6f} {-scale * size:.6f})"
            self.shapes.append(f'<path transform="{place}" d="{path}" fill="{colour}"/>')

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, *, round_by: float = 0, outline: str = ""
    ) -> None:
        """Draw a filled box whose first upper corner is at (x, y)."""
        left = self._left(x, 0, width)
        stroke = f' stroke="{outline}" stroke-width="2"' if outline else ""
        self.shapes.append(
            f'<rect x="{left:.2f}" y="{y:.2f}" width="{max(width, 0):.2f}" height="{height:.2f}" rx="{round_by}" '
            f'fill="{colour}"{stroke}/>'
        )

    def line(self, points: list[tuple[float, float]], colour: str, thickness: float = 2) -> None:
        """Draw a line through points."""
        path = " ".join(f"{self._left(x, 0, 0):.2f},{y:.2f}" for x, y in points)
        self.shapes.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{thickness}"/>')

    def circle(self, x: float, y: float, radius: float, colour: str, *, outline: str = "") -> None:
        """Draw a filled circle around (x, y)."""
        stroke = f' stroke="{outline}" stroke-width="3"' if outline else ""
        self.shapes.append(f'<circle cx="{self._left(x, 0, 0):.2f}" cy="{y:.2f}" r="{radius}" fill="{colour}"{stroke}/>')

    def png(self) -> bytes:
        """Return the picture as a PNG file."""
        body = "".join(self.shapes)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}">'
            f'<rect width="{self.width}" height="{self.height}" fill="{PAPER}"/>{body}</svg>'
        )
        return bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))

    def _left(self, x: float, before: float, width: float) -> float:
        """Return where something `width` wide begins on the left, of which `before` pixels stand before `x`."""
        return self.width - x + before - width if self.right_to_left else x - before
