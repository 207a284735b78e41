"""The lists beside the conversation: who waits, my chats and whose turn it is, what is due today."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.cases import routing
from bot.clock import now
from bot.settings import Settings
from bot.store import Database, Transaction, cases, counsellors, watching
from bot.store.cases import CaseRow
from bot.store.counsellors import CounsellorRow

SHOWN = 60  # slips of one list: the rest is counted
AGAIN_SECONDS = 30.0  # should a change not show in the mark


@dataclass(frozen=True)
class Lists:
    """All open cases and all accounts, read once for all consoles."""

    waiting: list[CaseRow]
    claimed: list[CaseRow]
    everybody: list[CounsellorRow]

    @property
    def names(self) -> dict[int, str]:
        """The names of counsellors by number."""
        return {row.id: row.display_name for row in self.everybody}


@dataclass(frozen=True)
class Board:
    """The lists of one counsellor.

    `fitting` is in the order of "take next"; `reds` is danger that nobody has taken, `calls` are colleagues who need somebody.
    """

    reds: list[CaseRow]
    calls: list[CaseRow]
    mine: list[CaseRow]
    fitting: list[CaseRow]
    others: list[CaseRow]
    colleagues: list[CaseRow]
    follow_ups: list[CaseRow]
    callbacks: list[CaseRow]
    names: dict[int, str]

    @property
    def red(self) -> list[int]:
        """Which cases sound the alarm: danger that nobody has taken, or in one's own chats; a colleague who needs somebody."""
        return [*(case.id for case in [*self.reds, *self.mine] if case.is_danger), *(case.id for case in self.calls)]

    @property
    def unclaimed_red(self) -> bool:
        """Whether there is danger that nobody has taken."""
        return bool(self.reds)

    def urgent(self, present: int | None) -> CaseRow | None:
        """Return the first conversation that needs somebody now, another than the one that a page shows."""
        return next((case for case in [*self.reds, *self.calls] if case.id != present), None)

    @property
    def turns(self) -> int:
        """How many people wait for a word of this counsellor."""
        return sum(case.due_since is not None for case in self.mine)


def read_lists(tx: Transaction, time_now: datetime) -> Lists:
    """Read all open cases."""
    return Lists(cases.queue(tx, time_now), cases.claimed(tx), counsellors.every(tx))


class CurrentLists:
    """The lists as they are now, read again only when something that they show has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: tuple[Any, float, Lists] | None = None
        self._turn = asyncio.Lock()

    async def get(self, mark: Any = None) -> Lists:
        """Return all open cases; `mark` is what a look at the database has just shown of them (`watching.look`)."""
        async with self._turn:
            if mark is None:
                mark = (await self._database.read(watching.look, ())).board
            kept = self._kept
            if kept is None or kept[0] != mark or time.monotonic() - kept[1] > AGAIN_SECONDS:
                kept = self._kept = (mark, time.monotonic(), await self._database.read(read_lists, now()))
            return kept[2]


def read_due(tx: Transaction, account: CounsellorRow, time_now: datetime) -> tuple[list[CaseRow], list[CaseRow]]:
    """Return the follow-ups and callbacks that are due."""
    today = time_now.astimezone(ZoneInfo(account.time_zone)).date().isoformat()
    return cases.follow_ups(tx, account.id, today), cases.callbacks(tx)


def board_of(settings: Settings, account: CounsellorRow, lists: Lists, due: tuple[list[CaseRow], list[CaseRow]]) -> Board:
    """Return the lists of one counsellor."""
    fitting = routing.for_counsellor(settings, account, lists.waiting, lists.everybody)
    fit = {case.id for case in fitting}
    reds = [case for case in lists.waiting if case.is_danger]
    fitting = [case for case in fitting if not case.is_danger]
    own = [case for case in lists.claimed if case.counsellor == account.id]
    own.sort(key=lambda case: (case.priority, case.due_since is None, case.due_since or case.last_person_at))
    colleagues = [case for case in lists.claimed if case.counsellor != account.id]
    others = [case for case in lists.waiting if case.id not in fit and not case.is_danger]
    follow_ups, callbacks = due
    calls = [case for case in colleagues if case.help_wanted_at is not None]
    return Board(reds, calls, own, fitting, others, colleagues, follow_ups, callbacks, lists.names)
