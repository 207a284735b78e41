"""What time it is. The one place that asks the machine, so that tests can fix the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Europe/Berlin")  # counsellors, their hours and every "today" in an answer are in Germany


@dataclass(frozen=True)
class Clock:
    """A clock that runs, or stands still at `fixed_at`.

    Args:
        fixed_at: an aware time to stand still at; the machine's time when None.
    """

    fixed_at: datetime | None = None

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return (self.fixed_at or datetime.now(UTC)).astimezone(UTC)

    def today(self) -> date:
        """Return the day that it is in Germany."""
        return self.now().astimezone(OFFICE_ZONE).date()


def now() -> datetime:
    """Return the machine's time, aware, in UTC."""
    return Clock().now()


def today() -> date:
    """Return the day that it is in Germany by the machine's time."""
    return Clock().today()
