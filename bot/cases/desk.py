"""What a counsellor does with a case: the step itself, and the line that tells the person, in one transaction.

Every function raises `CaseChangedError` when the case is not as the counsellor has seen it; then nothing was done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot import values
from bot.cases import routing
from bot.cases.desk_state import desk_state
from bot.cases.lines import by_human, tell
from bot.errors import CaseChangedError
from bot.messages import Reply
from bot.settings import Settings
from bot.store import case_moves, cases, counsellors, threads, timers
from bot.store.cases import CaseRow
from bot.store.counsellors import CounsellorRow
from bot.store.database import Transaction


@dataclass(frozen=True)
class Upload:
    """A file that goes with a reply; `field` is where the reply names it: image, audio or file."""

    field: str
    mime: str
    content: bytes


def claim(tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime) -> CaseRow:
    """Take a waiting case; from here on the bot is silent."""
    case = case_moves.claim(tx, case_id, epoch, counsellor.id, now)
    tell(tx, settings, case, now, "utter_case_joined", name=counsellor.display_name)
    return case


def take_next(tx: Transaction, settings: Settings, counsellor: CounsellorRow, now: datetime) -> CaseRow | None:
    """Take the most urgent case that is this counsellor's to take; None when there is none, or the hands are full.

    Danger comes on top of the capacity.
    """
    is_full = cases.loads(tx).get(counsellor.id, 0) >= counsellor.capacity
    for case in routing.for_counsellor(settings, counsellor, cases.queue(tx, now), counsellors.every(tx)):
        if is_full and not case.is_danger:
            return None
        try:
            return claim(tx, settings, case.id, case.epoch, counsellor, now)
        except CaseChangedError:  # a colleague on another server was faster
            continue
    return None


def release(tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime) -> CaseRow:
    """Give a chat back to the line; the bot answers until somebody else takes it."""
    case = case_moves.release(tx, case_id, epoch, counsellor.id, now)
    tell(tx, settings, case, now, "utter_case_released", name=counsellor.display_name)
    return case


def expire(tx: Transaction, settings: Settings, case: CaseRow, now: datetime) -> CaseRow:
    """Take a chat back from a counsellor who is silent."""
    holder = counsellors.load(tx, case.counsellor) if case.counsellor else None
    moved = case_moves.expire(tx, case.id, case.epoch, now)
    state = desk_state(tx, settings, moved.language, now)
    shown = {"name": holder.display_name if holder else "", "next": state.next_line() if state else values.latin("")}
    tell(tx, settings, moved, now, "utter_case_expired", **shown)
    return moved


def transfer(
    tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime, *,
    to: CounsellorRow | None = None, to_language: str | None = None, is_lead: bool = False,
) -> CaseRow:  # fmt: skip
    """Hand a chat to a colleague, or to the line for those who speak a language; a lead may do it with anybody's."""
    number = to.id if to else None
    case = case_moves.transfer(
        tx, case_id, epoch, counsellor.id, now, to_counsellor=number, to_language=to_language, is_lead=is_lead
    )
    if to is not None:
        tell(tx, settings, case, now, "utter_case_transferred", name=to.display_name)
    else:
        wanted = routing.wanted_language(case)
        tell(tx, settings, case, now, "utter_case_regrouped", language=values.languages([wanted] if wanted else []))
    return case


def ask_transfer(
    tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime, *,
    to: CounsellorRow | None = None, to_language: str | None = None,
) -> CaseRow:  # fmt: skip
    """Ask the person whether a colleague, or whoever speaks a language, may go on; `answer_transfer` does what they say."""
    number = to.id if to else None
    case = case_moves.ask_transfer(tx, case_id, epoch, counsellor.id, now, to_counsellor=number, to_language=to_language)
    if to is None:
        tell(tx, settings, case, now, "utter_case_ask_regroup", language=values.languages([to_language] if to_language else []))
    elif case.country is not None and case.country in to.countries:
        tell(tx, settings, case, now, "utter_case_ask_transfer_knows", name=to.display_name, country=values.country(case.country))
    else:
        tell(tx, settings, case, now, "utter_case_ask_transfer", name=to.display_name)
    return case


def answer_transfer(tx: Transaction, settings: Settings, case: CaseRow, is_yes: bool, now: datetime) -> bool:
    """The person has answered the open question: hand the chat over, or leave it; return whether there was a question."""
    holder = counsellors.load(tx, case.counsellor) if case.counsellor else None
    if holder is None or case.transfer_asked_at is None:
        return False
    to = counsellors.load(tx, case.transfer_to) if case.transfer_to is not None else None
    is_gone = case.transfer_to is not None and (to is None or not to.is_active)
    if is_yes and not is_gone:
        transfer(tx, settings, case.id, case.epoch, holder, now, to=to, to_language=case.transfer_language)
    else:
        case_moves.refuse_transfer(tx, case.id, now)
        tell(tx, settings, case, now, "utter_case_not_transferred", name=holder.display_name)
    return True


def call_colleague(
    tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime, *,
    takes_over: bool = False,
) -> CaseRow:  # fmt: skip
    """Ask colleagues for help with a crisis: everybody sees the case on top and may read it, and the group is alerted.

    `takes_over`: whoever comes may take the chat over by `relieve`.
    """
    case = case_moves.want_help(tx, case_id, epoch, counsellor.id, now, takes_over=takes_over)
    if case.help_wanted_at is None:
        timers.add(tx, "alert", now, {"case": case.id, "kind": "colleague"}, case.person)
    return case


def thank_colleagues(
    tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime
) -> CaseRow:
    """No colleague is needed any more."""
    return case_moves.want_help(tx, case_id, epoch, counsellor.id, None)


def relieve(tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime) -> CaseRow:
    """Come to a colleague who has called for somebody to take over; the person is told who writes now."""
    case = case_moves.relieve(tx, case_id, epoch, counsellor.id, now)
    tell(tx, settings, case, now, "utter_case_transferred", name=counsellor.display_name)
    return case


def hand_back(tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime) -> CaseRow:
    """Leave the chat to the bot."""
    case = case_moves.hand_back(tx, case_id, epoch, counsellor.id, now)
    tell(tx, settings, case, now, "utter_case_handed_back", name=counsellor.display_name)
    return case


def close(
    tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime, *, outcome: str,
    follow_up_on: str | None = None, is_lead: bool = False,
) -> CaseRow:  # fmt: skip
    """End a case. The person may say whether it helped, but is not asked after a crisis or when nobody came."""
    before = cases.load(tx, case_id)
    case = case_moves.close(tx, case_id, epoch, counsellor.id, now, outcome=outcome, follow_up_on=follow_up_on, is_lead=is_lead)
    if before is not None and before.counsellor is None:
        tell(tx, settings, case, now, "utter_case_closed_waiting")
        return case
    holder = counsellors.load(tx, case.counsellor) if case.counsellor else None
    tell(tx, settings, case, now, "utter_case_closed", name=(holder or counsellor).display_name)
    if not case.is_danger and case.first_reply_at is not None:
        tell(tx, settings, case, now, "utter_case_rating")
    return case


def reopen(tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, now: datetime) -> CaseRow:
    """Take up a closed case again."""
    case = case_moves.reopen(tx, case_id, epoch, counsellor.id, now)
    tell(tx, settings, case, now, "utter_case_joined", name=counsellor.display_name)
    return case


def reply(
    tx: Transaction, settings: Settings, case_id: int, epoch: int, counsellor: CounsellorRow, words: Reply, now: datetime, *,
    upload: Upload | None = None,
) -> int:  # fmt: skip
    """Write to the person; return the message's id."""
    number = case_moves.reply(tx, case_id, epoch, counsellor, by_human(counsellor.display_name, words), now)
    if upload is not None:
        case_moves.attach(tx, number, upload.field, upload.mime, upload.content, now)
    return number


def calm(tx: Transaction, settings: Settings, case_id: int, counsellor: CounsellorRow, now: datetime) -> None:
    """Say that it is no crisis."""
    cases.calm(tx, case_id, counsellor.id, now)


def note(tx: Transaction, settings: Settings, case_id: int, counsellor: CounsellorRow, text: str, now: datetime) -> int:
    """Keep a private note; return its id."""
    return threads.add_note(tx, case_id, counsellor.id, text, now)
