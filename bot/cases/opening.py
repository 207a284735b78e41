"""When a case is opened, and why: by the person's wish, and unasked only by danger, a voice note or a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.cases.transitions import CLAIMED
from bot.store import cases, counsellors, threads, timers
from bot.store.cases import CaseRow, OpenCase
from bot.store.database import Transaction
from bot.store.people import PersonRow

ANSWER_WITHIN = timedelta(seconds=60)  # of an alarm in a claimed chat; then the fixed danger text goes out
SAME_ALARM = timedelta(minutes=10)  # within which one kind of danger in one case alerts once
_MISUNDERSTOOD = ("utter_offer_person", "utter_unclear", "utter_rephrase", "utter_no_text", "utter_out_of_scope")
_NO_FIGURE = (
    "utter_figure_unknown", "utter_figure_withheld", "utter_medicine_cost_unknown", "utter_medicine_no_price",
    "utter_comparison_none", "utter_school_unknown", "utter_housing_home_none", "utter_embassy_unknown", "utter_centres_none",
    "utter_reintegration_none", "utter_business_support_none", "utter_contact_after_return_none",
    "utter_inform_country_without_facts",
)  # fmt: skip
_KINDS = {"voice": "voice", "audio": "voice", "photo": "file", "video": "file", "document": "file"}


@dataclass(frozen=True)
class Need:
    """Why a person needs a counsellor."""

    reason: str
    danger: str | None = None
    wishes: Mapping[str, Any] = field(default_factory=dict)


def need_of(asked: Sequence[str], step: str, after: str, danger: str | None, kinds: Sequence[str]) -> Need | None:
    """Find out whether a message opens a case.

    Args:
        asked: the intents of the message.
        step: the pressed button that is no question.
        after: the answer that the person saw before.
        danger: the kind of danger in it.
        kinds: what sort of messages came (`bot.messages.KINDS`).
    """
    if danger:
        return Need("danger", danger)
    if step.startswith("call_"):
        return Need("callback", wishes={"when": step})
    if "request_callback" in asked:
        return Need("callback")
    if "request_human" in asked:
        return Need("misunderstood" if after in _MISUNDERSTOOD else "figure" if after in _NO_FIGURE else "person")
    return next((Need(_KINDS[kind]) for kind in kinds if kind in _KINDS), None)


def is_staffed(tx: Transaction) -> bool:
    """Whether there is any counsellor; without one no case is opened and nothing is promised."""
    return any(one.is_active for one in counsellors.every(tx))


def open_for(
    tx: Transaction, person: PersonRow, need: Need, now: datetime, *, slots: Mapping[str, Any] | None = None,
    language: str | None = None,
) -> OpenCase | None:  # fmt: skip
    """Open a person's case, or raise the open one; None when there is no counsellor at all."""
    if person.is_forgotten or not is_staffed(tx):
        return None
    before = cases.open_of(tx, person.pseudonym)
    known = dict(slots or {})
    opened = cases.open_case(
        tx, person, need.reason, now, danger=need.danger, language=language, country=known.get("country"),
        place=known.get("place"), summary=summary_of(tx, person.pseudonym, known), wishes=dict(need.wishes) or None,
    )  # fmt: skip
    if need.danger:
        _alarm(tx, before, opened.case, need.danger, now)
    return opened


def keep_up(tx: Transaction, case: CaseRow, slots: Mapping[str, Any], language: str | None) -> None:
    """The bot has gone on answering somebody who waits: keep what it has learned, so that nobody asks it again."""
    if case.person is not None:
        told = {"country": slots.get("country"), "place": slots.get("place"), "language": language}
        known = {name: value for name, value in told.items() if value}
        cases.keep_summary(tx, case.id, summary_of(tx, case.person, dict(slots)), **known)


def summary_of(tx: Transaction, person: str, slots: dict[str, Any]) -> dict[str, Any]:
    """Return what a counsellor should know: what is known, what was answered, which messages were not understood."""
    answered = threads.answered(tx, person)
    return {
        "slots": slots,
        "answers": list(dict.fromkeys(answer_id for _, answer_id in answered)),
        "misunderstood": [message for message, answer_id in answered if message and answer_id in _MISUNDERSTOOD],
    }


def _alarm(tx: Transaction, before: CaseRow | None, case: CaseRow, danger: str, now: datetime) -> None:
    is_known = before is not None and before.is_danger and before.danger == danger
    if is_known and before is not None and before.danger_at is not None and now - before.danger_at < SAME_ALARM:
        return
    timers.add(tx, "alert", now, {"case": case.id, "kind": "danger"}, case.person)
    if case.state == CLAIMED and danger not in case.danger_told.split(","):
        payload = {"case": case.id, "danger": danger, "since": now.isoformat()}
        timers.add(tx, "danger_text", now + ANSWER_WITHIN, payload, case.person)
