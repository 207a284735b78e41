"""Sends the reminders that people have asked for: one bubble, which says nothing but that they asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cases.lines import line
from bot.cases.transitions import CLAIMED
from bot.settings import Settings
from bot.store import Transaction, cases, outbox, people, timers
from bot.store.cases import CaseRow
from bot.store.timers import Timer

KIND = "reminder"
HELD_FOR = timedelta(minutes=5)  # until it is looked again whether the chat is free


def remind(tx: Transaction, settings: Settings, timer: Timer, now: datetime) -> bool:
    """Put a reminder in the way to its person and end the timer, in one transaction; return whether this was done.

    It waits while a counsellor has the chat, and while a case of danger is open: then it would come at the wrong moment.
    """
    person = people.load(tx, timer.person) if timer.person else None
    if person is None or person.is_forgotten:
        timers.end(tx, timer.id)
        return False
    cases.lock_person(tx, person.pseudonym)
    case = cases.open_of(tx, person.pseudonym)
    if case is not None and _is_held(case):
        timers.postpone(tx, timer.id, now + HELD_FOR)
        return False
    if not timers.end_taken(tx, timer):
        return False
    outbox.add(tx, person, [line(settings, "utter_reminder", person.language)], now)
    return True


def _is_held(case: CaseRow) -> bool:
    return case.state == CLAIMED or case.is_danger
