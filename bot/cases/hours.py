"""When counsellors work: by their own hours, time zone and away switch, and not on the office's holidays."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.store.counsellors import CounsellorRow

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_AHEAD = 30
_MIDNIGHT = "24:00"


def open_since(team: Iterable[CounsellorRow], holidays: Collection[str], at: datetime) -> datetime | None:
    """Return since when somebody of a team has been at work; None when nobody is."""
    begun = [start for one in team for start, end in _spans(one, holidays, at, days=1) if start <= at < end]
    return min(begun, default=None)


def is_open(team: Iterable[CounsellorRow], holidays: Collection[str], at: datetime) -> bool:
    """Whether somebody of a team is at work."""
    return open_since(team, holidays, at) is not None


def next_opening(team: Iterable[CounsellorRow], holidays: Collection[str], at: datetime) -> datetime | None:
    """Return when somebody of a team comes to work next; None when this cannot be told."""
    starts = (next((start for start, _ in _spans(one, holidays, at) if start > at), None) for one in team)
    return min((start for start in starts if start is not None), default=None)


def _spans(
    counsellor: CounsellorRow, holidays: Collection[str], at: datetime, days: int = _DAYS_AHEAD
) -> Iterator[tuple[datetime, datetime]]:
    """Yield when a counsellor works, from the day of `at` on, in order."""
    if counsellor.is_away or not counsellor.is_active:
        return
    zone = ZoneInfo(counsellor.time_zone)
    first = at.astimezone(zone).date()
    for day in (first + timedelta(days=n) for n in range(days)):
        if day.isoformat() in holidays:
            continue
        for start, end in sorted(counsellor.hours.get(_DAYS[day.weekday()], ())):
            is_whole = end == _MIDNIGHT
            until = datetime.combine(day + timedelta(days=is_whole), time() if is_whole else time.fromisoformat(end), zone)
            yield datetime.combine(day, time.fromisoformat(start), zone), until
