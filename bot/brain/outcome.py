"""What a turn leaves in the database, each in one transaction: replies, "done", the language, the case.

The case is read again here, under the person's lock: a counsellor who took the chat while the bot was thinking is never
talked over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot import values
from bot.brain.model import FIXED_REPLIES, Person
from bot.brain.session import Turn
from bot.cases import desk, opening
from bot.cases.desk_state import desk_state
from bot.cases.lines import line, with_line
from bot.cases.transitions import CLAIMED, WAITING
from bot.clock import now
from bot.messages import Reply
from bot.settings import Settings
from bot.store import Transaction, case_moves, cases, fact_reports, forgetting, inbox, media, outbox, people, timers, turns
from bot.store.cases import CaseRow
from bot.store.people import PersonRow

CLEAR_FIRST = "clear_first"  # the button that deletes the chat before a counsellor sees it
MAX_TIME_CHARS = 120  # of a time for a call back in the person's own words
UNASKED = ("reminder",)  # timers that write to a person unasked; `/stop` drops them
_RATINGS = {"rate_good": 3, "rate_so_so": 2, "rate_bad": 1}
MAX_REMINDERS = 5  # of one person that wait


@dataclass(frozen=True)
class Batch:
    """The messages of one turn: ids, kinds, the danger in them; `is_command`: the person means the program in any state.

    `consent` answers the question whether a colleague may go on; `is_typed`: in own words, which may mean something else.
    """

    ids: tuple[int, ...]
    kinds: tuple[str, ...] = ()
    danger: str | None = None
    is_command: bool = False
    consent: bool | None = None
    is_typed: bool = False


def commit(
    tx: Transaction, settings: Settings, row: PersonRow, person: Person, batch: Batch, replies: Sequence[Reply], turn: Turn | None
) -> bool:
    """Write everything that a turn has changed; return whether it counts: not when a counsellor has the chat now."""
    time_now = now()
    cases.lock_person(tx, row.pseudonym)
    if person.wants_erasure:
        forgetting.forget(tx, row, replies, time_now)
        return True
    case = cases.open_of(tx, row.pseudonym)
    if case is not None and case.state == CLAIMED and not batch.is_command:
        hear(tx, settings, row, batch)
        return False
    inbox.finish(tx, batch.ids, time_now)
    people.set_language(tx, row.pseudonym, person.language, person.language_chosen)
    if person.wants_silence:
        timers.drop(tx, row.pseudonym, UNASKED)
    if person.turn.step == CLEAR_FIRST:
        forgetting.clear_chat(tx, row, batch.ids, time_now)
    if turn:
        turns.add(tx, row.pseudonym, turn.number, turn.events, anew=turn.anew)
    stored = [_with_files(tx, row, batch.ids[-1], reply) for reply in replies]
    if case is not None and case.state == CLAIMED:  # a command: what it says is no answer of the bot's own
        outbox.add(tx, row, stored, time_now, author="system", answers=batch.ids[-1], case_id=case.id)
        return True
    stored = _with_danger_line(tx, settings, row, person, batch, stored)
    stored = _with_reminder(tx, settings, row, person, batch, stored)
    outbox.add(tx, row, stored, time_now, answers=batch.ids[-1])
    _carry_out(tx, settings, row, person, batch)
    return True


def hear(tx: Transaction, settings: Settings, row: PersonRow, batch: Batch) -> None:
    """Messages for a counsellor: the bot looks for danger in them, and for the answer to a question of its own."""
    cases.lock_person(tx, row.pseudonym)
    inbox.finish(tx, batch.ids, now())
    case = cases.open_of(tx, row.pseudonym)
    if batch.consent is not None and case is not None and case.state == CLAIMED and not _is_for_counsellor(case, batch):
        desk.answer_transfer(tx, settings, case, batch.consent, now())
    if batch.danger:
        inbox.mark_danger(tx, batch.ids, batch.danger)
        opening.open_for(tx, row, opening.Need("danger", batch.danger), now())


def _is_for_counsellor(case: CaseRow, batch: Batch) -> bool:
    """Whether a typed yes or no may answer what the counsellor has written after the question."""
    asked, wrote = case.transfer_asked_at, case.last_counsellor_at
    return batch.is_typed and asked is not None and wrote is not None and wrote > asked


def park(tx: Transaction, settings: Settings, row: PersonRow, batch: Batch, reply: Reply) -> None:
    """Give messages up and hand the person to a counsellor. What was remembered may be the reason, so it is forgotten."""
    cases.lock_person(tx, row.pseudonym)
    turns.drop(tx, row.pseudonym)
    inbox.finish(tx, batch.ids, now(), error="turn failed")
    opened = opening.open_for(tx, row, opening.Need("danger" if batch.danger else "parked", batch.danger), now())
    if opened is not None and opened.case.state == CLAIMED:
        return
    replies = [reply]
    if opened is not None and opened.is_new:
        replies = _told(tx, settings, row, reply, batch.danger)
    outbox.add(tx, row, replies, now(), answers=batch.ids[-1])


def _carry_out(tx: Transaction, settings: Settings, row: PersonRow, person: Person, batch: Batch) -> None:
    """Do for the case what the turn was about."""
    notes, case = person.turn, cases.open_of(tx, row.pseudonym)
    row = replace(row, language=person.language)
    spoken = notes.unspoken or (person.language if person.language_chosen else None)
    if notes.step == "leave_line" and case is not None and case.state == WAITING:
        case_moves.leave(tx, case.id, case.epoch, now())
        return
    if notes.doubt is not None:
        fact_reports.add(tx, notes.doubt, person.language, now())
    if notes.step in _RATINGS:
        cases.rate(tx, row.pseudonym, _RATINGS[notes.step])
    if notes.step.startswith("wish_") and case is not None:
        cases.set_wishes(tx, case.id, {"counsellor": notes.step.removeprefix("wish_")})
    need = opening.need_of(notes.asked, notes.step, notes.after, batch.danger, batch.kinds)
    if need is not None and need.reason == "callback" and need.wishes:
        need = replace(need, wishes={**need.wishes, **_time_wished(tx, notes.step, batch)})
    if need is not None:
        opened = opening.open_for(tx, row, need, now(), slots=notes.slots, language=spoken)
        if opened is not None and opened.is_new and need.reason in ("voice", "file"):
            _tell_line(tx, settings, row, person.language, opened.case)
    elif case is not None:
        opening.keep_up(tx, case, notes.slots or (case.summary or {}).get("slots", {}), spoken)


def _time_wished(tx: Transaction, step: str, batch: Batch) -> dict[str, str]:
    """Return when the wish for a time was written ("tomorrow" needs it), and the time itself in the person's own words."""
    wished = {"when_at": now().isoformat(timespec="minutes")}
    if step == "call_text":
        texts = ((inbox.payload(tx, number) or {}).get("text", "") for number in batch.ids)
        wished["when"] = " ".join(filter(None, texts))[:MAX_TIME_CHARS]
    return wished


def _tell_line(tx: Transaction, settings: Settings, row: PersonRow, language: str | None, case: CaseRow) -> None:
    state = desk_state(tx, settings, language, now())
    if state is not None:
        answer_id, shown = state.queue_line()
        outbox.add(tx, row, [line(settings, answer_id, language, **shown)], now(), author="system", case_id=case.id)


def _with_danger_line(
    tx: Transaction, settings: Settings, row: PersonRow, person: Person, batch: Batch, replies: list[Reply]
) -> list[Reply]:
    """Say under a fixed reply to danger whether a counsellor is there."""
    if not batch.danger:
        return replies
    state = desk_state(tx, settings, person.language, now())
    at = next((n for n, reply in enumerate(replies) if reply.answer_id.startswith(FIXED_REPLIES)), None)
    if state is None or at is None:
        return replies
    answer_id, shown = state.danger_line()
    return [*replies[:at], with_line(settings, replies[at], answer_id, **shown), *replies[at + 1 :]]


def _with_reminder(
    tx: Transaction, settings: Settings, row: PersonRow, person: Person, batch: Batch, replies: list[Reply]
) -> list[Reply]:
    """Keep the reminder that a reply promises; where there are too many already, say so instead. Nothing is kept in danger."""
    at = person.wants_reminder_at
    if at is None or at <= now() or batch.danger:
        return replies
    waiting = timers.due_times(tx, row.pseudonym, "reminder")
    if at in waiting:
        return replies
    if len(waiting) < MAX_REMINDERS:
        timers.add(tx, "reminder", at, {}, row.pseudonym)
        return replies
    full = line(settings, "utter_reminders_full", person.language, most=values.number(MAX_REMINDERS))
    return [full if reply.answer_id == "utter_reminder_set" else reply for reply in replies]


def _told(tx: Transaction, settings: Settings, row: PersonRow, reply: Reply, danger: str | None) -> list[Reply]:
    state = desk_state(tx, settings, row.language, now())
    if state is None:
        return [reply]
    if danger:
        answer_id, shown = state.danger_line()
        return [with_line(settings, reply, answer_id, **shown)]
    answer_id, shown = state.queue_line()
    return [reply, line(settings, answer_id, reply.language, **shown)]


def _with_files(tx: Transaction, row: PersonRow, message: int, reply: Reply) -> Reply:
    """Put a reply's picture and sound into the database, where the gate finds them."""
    for name, mime in (("image", "image/png"), ("audio", "audio/ogg")):
        if path := getattr(reply, name):
            number = media.add(tx, row.pseudonym, message, mime, Path(path).read_bytes(), now())
            reply = replace(reply, image=number) if name == "image" else replace(reply, audio=number)
    return reply
