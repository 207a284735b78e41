"""The lists beside the conversation: who waits, my chats and whose turn it is, what is due today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.cases import routing
from bot.settings import Settings
from bot.store import Transaction, cases, counsellors
from bot.store.cases import CaseRow
from bot.store.counsellors import CounsellorRow

SHOWN = 60  # slips of one list: the rest is counted


@dataclass(frozen=True)
class Lists:
    """All open cases, read once for all consoles."""

    waiting: list[CaseRow]
    claimed: list[CaseRow]
    names: dict[int, str]


@dataclass(frozen=True)
class Board:
    """The lists of one counsellor. `fitting` is in the order of "take next"; `reds` is danger that nobody has taken."""

    reds: list[CaseRow]
    mine: list[CaseRow]
    fitting: list[CaseRow]
    others: list[CaseRow]
    colleagues: list[CaseRow]
    follow_ups: list[CaseRow]
    callbacks: list[CaseRow]
    names: dict[int, str]

    @property
    def red(self) -> list[int]:
        """Which cases sound the alarm: danger that nobody has taken, or in one's own chats."""
        return [case.id for case in [*self.reds, *self.mine] if case.is_danger]

    @property
    def unclaimed_red(self) -> bool:
        """Whether there is danger that nobody has taken."""
        return bool(self.reds)

    @property
    def turns(self) -> int:
        """How many people wait for a word of this counsellor."""
        return sum(case.due_since is not None for case in self.mine)


def read_lists(tx: Transaction, now: datetime) -> Lists:
    """Read all open cases."""
    return Lists(cases.queue(tx, now), cases.claimed(tx), {row.id: row.display_name for row in counsellors.every(tx)})


def read_due(tx: Transaction, account: CounsellorRow, now: datetime) -> tuple[list[CaseRow], list[CaseRow]]:
    """Return the follow-ups and callbacks that are due."""
    today = now.astimezone(ZoneInfo(account.time_zone)).date().isoformat()
    return cases.follow_ups(tx, account.id, today), cases.callbacks(tx)


def board_of(settings: Settings, account: CounsellorRow, lists: Lists, due: tuple[list[CaseRow], list[CaseRow]]) -> Board:
    """Return the lists of one counsellor."""
    fitting = routing.for_counsellor(settings, account, lists.waiting)
    fit = {case.id for case in fitting}
    reds = [case for case in lists.waiting if case.is_danger]
    fitting = [case for case in fitting if not case.is_danger]
    own = [case for case in lists.claimed if case.counsellor == account.id]
    own.sort(key=lambda case: (case.priority, case.due_since is None, case.due_since or case.last_person_at))
    colleagues = [case for case in lists.claimed if case.counsellor != account.id]
    others = [case for case in lists.waiting if case.id not in fit and not case.is_danger]
    follow_ups, callbacks = due
    return Board(reds, own, fitting, others, colleagues, follow_ups, callbacks, lists.names)
