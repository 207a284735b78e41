"""What the counsellors' desk looks like to one person: whether anybody is there, and when somebody will be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot import values
from bot.cases import hours, routing
from bot.cases.transitions import CLAIMED
from bot.settings import Settings
from bot.store import cases, counsellors, office
from bot.store.database import Transaction

_FEWEST_WAITS = 3
_MINUTES_TOLD = (5, 10, 15, 30, 60)  # rounded up: a longer wait than told is worse than a shorter one


@dataclass(frozen=True)
class DeskState:
    """The desk, for a person of one language. `opens_at` is told only while nobody is there.

    `asks_transfer`: the person was asked whether a colleague may go on, and has not answered.
    """

    is_open: bool
    opens_at: datetime | None = None
    minutes: int | None = None
    is_claimed: bool = False
    asks_transfer: bool = False

    def queue_line(self) -> tuple[str, dict[str, Any]]:
        """Return the answer, with its values, for somebody who asks for a person."""
        if self.is_open:
            waiting = values.answer("case_minutes", minutes=values.number(self.minutes)) if self.minutes else values.latin("")
            return "utter_case_queued", {"waiting": waiting}
        if self.opens_at is None:
            return "utter_case_outside_unknown", {}
        return "utter_case_outside", {"when": values.moment(self.opens_at)}

    def next_line(self) -> Mapping[str, Any]:
        """Return one line that says when counsellors are there, empty when they are there now or nobody knows."""
        if self.is_open or self.opens_at is None:
            return values.latin("")
        return values.answer("case_next_time", when=values.moment(self.opens_at))

    def as_metadata(self) -> dict[str, Any]:
        """Return what the answers of a turn need to know of the desk, as JSON."""
        answer_id, shown = self.queue_line()
        return {"answer": answer_id, "values": shown, "next": self.next_line()}

    def danger_line(self) -> tuple[str, dict[str, Any]]:
        """Return the line under a fixed reply to danger: never that somebody comes when nobody is there."""
        if self.is_open:
            return "case_danger_called", {}
        return "case_danger_outside", {"next": self.next_line()}


def desk_state(
    tx: Transaction, settings: Settings, language: str | None, now: datetime, *, person: str | None = None
) -> DeskState | None:
    """Look at the desk for a person; None when this office has no counsellors at all."""
    everybody = [one for one in counsellors.every(tx) if one.is_active]
    if not everybody:
        return None
    free_days = {day for day, _ in office.holidays(tx)}
    team = routing.team(everybody, language, routing.load_fallbacks(settings.data))
    case = cases.open_of(tx, person) if person else None
    is_claimed = case is not None and case.state == CLAIMED
    asks = is_claimed and case is not None and case.transfer_asked_at is not None
    if hours.is_open(team, free_days, now):
        return DeskState(True, minutes=_expected(cases.recent_waits(tx, now)), is_claimed=is_claimed, asks_transfer=asks)
    return DeskState(False, hours.next_opening(team, free_days, now), is_claimed=is_claimed, asks_transfer=asks)


def _expected(waits: list[timedelta]) -> int | None:
    """Return the waiting time to tell: the middle of what others have waited, in round minutes; None when it says nothing."""
    if len(waits) < _FEWEST_WAITS:
        return None
    middle = waits[len(waits) // 2].total_seconds() / 60
    return next((minutes for minutes in _MINUTES_TOLD if middle <= minutes), None)
