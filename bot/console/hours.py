"""Working hours as a form has them: a line for each day, "09:00-12:00, 13:00-17:00"."""

from __future__ import annotations

import re

from bot.console.views import Form

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


def hours_of(form: Form) -> dict[str, list[list[str]]] | None:
    """Return the hours of a form, None when one of them is no time."""
    found: dict[str, list[list[str]]] = {}
    for day in DAYS:
        spans = _spans(form.get(f"hours_{day}"))
        if spans is None:
            return None
        if spans:
            found[day] = spans
    return found


def written(spans: list[list[str]] | None) -> str:
    """Return the hours of a day for a form."""
    return ", ".join(f"{start}-{end}" for start, end in spans or ())


def _spans(text: str) -> list[list[str]] | None:
    spans = []
    for piece in filter(None, (part.strip() for part in re.split(r"[,;]", text))):
        match = _SPAN.fullmatch(piece)
        if match is None:
            return None
        hour, minute, until_hour, until_minute = map(int, match.groups())
        is_time = hour < 24 and minute < 60 and until_minute < 60 and (until_hour < 24 or (until_hour, until_minute) == (24, 0))
        if not is_time or (hour, minute) >= (until_hour, until_minute):
            return None
        spans.append([f"{hour:02}:{minute:02}", f"{until_hour:02}:{until_minute:02}"])
    return sorted(spans)
