"""What happens to cases by time alone, each thing in one transaction that checks that it is still due.

Whoever changes a case holds its person's row first, and a transaction holds one person at most: so none waits for another
that waits for it (PostgreSQL).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import values
from bot.cases import desk, hours, opening, routing
from bot.cases.answers import vetted_answer
from bot.cases.desk_state import desk_state
from bot.cases.lines import line, tell, with_line
from bot.cases.transitions import CLAIMED
from bot.errors import CaseChangedError
from bot.settings import Settings
from bot.store import case_watch, cases, counsellors, inbox, office, outbox, people, timers
from bot.store.database import Transaction
from bot.store.timers import Timer


def is_anything_due(tx: Transaction, settings: Settings, now: datetime) -> bool:
    """Whether any case may be due for `take_back`, `ask_silent` or `ask_further`: mostly none is, and nothing need be written."""
    silent = case_watch.silent(tx, now - timedelta(minutes=settings.reply_timeout_minutes))
    if silent or case_watch.quiet(tx, now - timedelta(minutes=settings.silence_minutes)):
        return True
    return bool(case_watch.unclaimed(tx, now - timedelta(minutes=settings.answer_timeout_minutes)))


def take_back(tx: Transaction, settings: Settings, now: datetime) -> int:
    """Put a chat whose counsellor is silent back in the line; return how many: 1, or 0 when none is due."""
    for case in case_watch.silent(tx, now - timedelta(minutes=settings.reply_timeout_minutes)):
        try:
            desk.expire(tx, settings, case, now)
        except CaseChangedError:  # something has happened in this moment; it will be seen in the next look
            return 0
        return 1
    return 0


def ask_silent(tx: Transaction, settings: Settings, now: datetime) -> int:
    """Ask somebody who does not answer a counsellor, once until they write again; return for how many: 1, or 0."""
    for case in case_watch.quiet(tx, now - timedelta(minutes=settings.silence_minutes)):
        cases.lock_person(tx, case.person or "")
        until = now + timedelta(minutes=settings.place_kept_minutes)
        if not case_watch.tell_silent(tx, case, now, until):  # somebody has written in this moment
            return 0
        tell(tx, settings, case, now, "utter_case_silent", until=values.moment(until))
        return 1
    return 0


def ask_further(tx: Transaction, settings: Settings, now: datetime) -> int:
    """Ask the next group for a case that nobody takes; when all were asked, tell the person. Only while somebody works.

    Somebody in danger is not asked whether they want to wait; the group is alerted alike.

    Returns:
        For how many cases something was done: 1, or 0 when none is due.
    """
    patience = timedelta(minutes=settings.answer_timeout_minutes)
    due = case_watch.unclaimed(tx, now - patience)
    if not due:
        return 0
    everybody, free_days = counsellors.every(tx), {day for day, _ in office.holidays(tx)}
    fallbacks = routing.load_fallbacks(settings.data)
    for case in due:
        group = routing.next_group(case, everybody, fallbacks)
        at_work = routing.team(everybody, routing.wanted_language(case), fallbacks) if group is None else everybody
        begun = hours.open_since(at_work, free_days, now)
        if begun is None or now - max(begun, case.stepped_at) < patience:
            continue
        cases.lock_person(tx, case.person or "")
        if group is not None:
            return int(case_watch.step(tx, case, group, now))
        if not case_watch.tell_long_wait(tx, case, now):
            return 0
        if not case.is_danger:
            tell(tx, settings, case, now, "utter_case_long_wait")
        timers.add(tx, "alert", now, {"case": case.id, "kind": "waiting"}, case.person)
        return 1
    return 0


def hear_danger(tx: Transaction, settings: Settings, message: int, person: str, danger: str, now: datetime) -> None:
    """Danger in a message that no brain has looked at: the fixed text goes out at once, unless a counsellor has the chat."""
    cases.lock_person(tx, person)
    row = people.load(tx, person)
    if row is None or not inbox.mark(tx, inbox.HEARD, ids=[message]):
        return
    inbox.mark_danger(tx, [message], danger)
    opened = opening.open_for(tx, row, opening.Need("danger", danger), now)
    if opened is not None and opened.case.state == CLAIMED:
        return
    language = row.language or settings.language
    reply = vetted_answer(settings, danger, language, {"country": opened.case.country if opened else None})
    state = desk_state(tx, settings, language, now)
    if state is not None:
        answer_id, shown = state.danger_line()
        reply = with_line(settings, reply, answer_id, **shown)
    outbox.add(tx, row, [reply], now, author="system", answers=message)


def give_to_counsellors(tx: Transaction, settings: Settings, person: str, now: datetime) -> bool:
    """The bot is late with somebody's message: open a case and say so; return whether the person was told."""
    cases.lock_person(tx, person)
    row = people.load(tx, person)
    if row is None or row.is_forgotten or not inbox.mark(tx, inbox.UNANSWERED, person=person):
        return False
    if cases.claimed_case(tx, person) is not None:  # a counsellor reads it anyway
        return False
    opened = opening.open_for(tx, row, opening.Need("unanswered"), now)
    state = desk_state(tx, settings, row.language, now)
    if opened is None or state is None or not (opened.is_new or opened.is_raised):
        return False
    answer_id, shown = state.queue_line()
    language = row.language or settings.language
    lines = [line(settings, "utter_case_unanswered", language), line(settings, answer_id, language, **shown)]
    outbox.add(tx, row, lines, now, author="system", case_id=opened.case.id)
    return True


def tell_danger(tx: Transaction, settings: Settings, timer: Timer, now: datetime) -> bool:
    """Nobody has answered an alarm in a claimed chat: send the fixed text, once per kind; return whether it was sent."""
    timers.end(tx, timer.id)
    cases.lock_person(tx, timer.person or "")
    case, danger = cases.load(tx, timer.payload["case"]), timer.payload["danger"]
    since = datetime.fromisoformat(timer.payload["since"])
    if case is None or case.person is None or case.state != CLAIMED or case.is_calmed or danger in case.danger_told.split(","):
        return False
    if case.last_counsellor_at is not None and case.last_counsellor_at >= since:
        return False
    person = people.load(tx, case.person)
    if person is None or not case_watch.told_danger(tx, case, danger):
        return False
    slots = (case.summary or {}).get("slots", {})
    known = {"country": case.country, "whereabouts": slots.get("whereabouts")}
    reply = vetted_answer(settings, danger, person.language or case.language or settings.language, known)
    outbox.add(tx, person, [reply], now, author="system", case_id=case.id)
    return True


def alert_text(tx: Transaction, settings: Settings, timer: Timer, now: datetime) -> str | None:
    """Return what goes to the counsellors' group: never what somebody wrote; None when it has become needless."""
    case = cases.load(tx, timer.payload["case"])
    if case is None or case.person is None or case.state == "closed":
        return None
    link = f"{settings.console_address}/cases/{case.id}"
    kind = timer.payload["kind"]
    if kind == "colleague":
        if case.help_wanted_at is None:
            return None
        return line(settings, "alert_colleague", settings.alert_language, link=link).text
    if kind == "waiting":
        return None if case.state == CLAIMED else line(settings, "alert_waiting", settings.alert_language, link=link).text
    everybody = [one for one in counsellors.every(tx) if one.is_active]
    on_call = ", ".join(one.display_name for one in everybody if one.is_on_call)
    if on_call and not hours.is_open(everybody, {day for day, _ in office.holidays(tx)}, now):
        return line(settings, "alert_danger_on_call", settings.alert_language, link=link, names=on_call).text
    return line(settings, "alert_danger", settings.alert_language, link=link).text
