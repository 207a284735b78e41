"""A wish to be reminded, as a button says it, and the moment it means in the person's time zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import OFFICE_ZONE
from bot.knowledge.collection import Knowledge

FIRST_HOUR, LAST_HOUR = 9, 21  # nobody is written to at night; 21:00 is the last moment
DAYS_AHEAD_AT_MOST = 60
PREFIX = "remind_"
_WRITTEN = re.compile(rf"{PREFIX}(in|on|next)_(\d{{1,2}})(?:@(\d{{1,2}}):(\d{{2}}))?")


@dataclass(frozen=True)
class Wish:
    """A day, counted from the day of asking, and a time of day.

    `kind` is "in" (so many days), "on" (the next day of that name, never today) or "next" (that day of the next calendar
    week); `number` the days, or the day of the week as ISO 8601 counts: 1 is Monday.
    """

    kind: str
    number: int
    hour: int = FIRST_HOUR
    minute: int = 0

    @classmethod
    def read(cls, written: str) -> Wish | None:
        """Read the name of a step: `remind_in_3`, `remind_on_1@10:30`; None for any other."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            return None
        kind, number, hour, minute = found.groups()
        wish = cls(kind, int(number), int(hour or FIRST_HOUR), int(minute or 0))
        return wish if wish.is_possible else None

    @property
    def name(self) -> str:
        """The name of the step that stands for this wish."""
        return f"{PREFIX}{self.kind}_{self.number}@{self.hour}:{self.minute:02}"

    @property
    def is_possible(self) -> bool:
        """Whether day and time are such that somebody is written to."""
        is_day = self.number <= DAYS_AHEAD_AT_MOST if self.kind == "in" else 1 <= self.number <= 7
        is_time = self.minute < 60 and time(FIRST_HOUR) <= time(self.hour % 24, self.minute) <= time(LAST_HOUR)
        return is_day and is_time and self.hour < 24

    def due_at(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """Return the moment in UTC, None when it is over.

        The day and the time on the clock count, not the hours until then: over a change of summer time 9:00 stays 9:00.
        """
        today = now.astimezone(zone).date()
        ahead = self.number
        if self.kind == "on":
            ahead = (self.number - today.isoweekday() - 1) % 7 + 1
        elif self.kind == "next":
            ahead = 7 - today.isoweekday() + self.number
        local = datetime.combine(today + timedelta(days=ahead), time(self.hour, self.minute), tzinfo=zone)
        at = local.astimezone(now.tzinfo)
        return at if at > now else None


def zone_of(knowledge: Knowledge, country: str | None, is_home: bool) -> tuple[ZoneInfo, str]:
    """Return somebody's time zone and the country whose clocks it is.

    That of the capital for who is back in the country of return, Germany's for everybody else.
    """
    if is_home and country is not None and country in knowledge.time_zones:
        return ZoneInfo(knowledge.time_zones[country]), country
    return OFFICE_ZONE, "DE"
