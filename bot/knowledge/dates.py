"""Dates as sources give them: a day, a month or only a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date of which the day, or the day and the month, may be unknown.

    Two dates are ordered by their latest possible day, then by how exact they are: 2024 < 2024-12 < 2024-12-31.
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str | int) -> PartialDate:
        """Read "2024", "2024-05" or "2024-05-31".

        Raises:
            ValueError: the text has another form or names a day that does not exist.
        """
        found = _PATTERN.fullmatch(str(text).strip())
        if not found:
            raise ValueError(f"{text!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        date(year, month or 1, day or 1)
        return cls(year, month, day)

    @property
    def earliest(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def age_days(self, today: date) -> int:
        """Return the days gone since the latest day that the date can mean, 0 while that day is still to come.

        The latest day, because a price "of March" is no older than the end of March, and a year alone would otherwise
        make every figure look up to a year older than it is.
        """
        return max(0, (today - self.latest).days)

    def __lt__(self, other: PartialDate) -> bool:
        return self._key < other._key

    def __str__(self) -> str:
        return "-".join(
            f"{part:0{width}d}" for part, width in ((self.year, 4), (self.month, 2), (self.day, 2)) if part is not None
        )

    @property
    def _key(self) -> tuple[date, int, int]:
        return self.latest, self.month or 0, self.day or 0
