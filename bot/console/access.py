"""Who may read which conversation: what is needed for the work, nothing more."""

from __future__ import annotations

from bot.cases.transitions import CLAIMED, WAITING
from bot.store import Transaction, cases
from bot.store.cases import CaseRow
from bot.store.counsellors import CounsellorRow


def may_read(tx: Transaction, account: CounsellorRow, case: CaseRow) -> bool:
    """Whether somebody may see a case's conversation.

    Waiting ones, and those whose counsellor needs a colleague: everybody. Others: whoever has or had it, whoever has the
    same person's open case, and leads.
    """
    if account.may("lead") or case.state == WAITING or case.counsellor == account.id or wants_help(case):
        return True
    present = cases.open_of(tx, case.person) if case.person else None
    return present is not None and present.id != case.id and is_own(account, present)


def wants_help(case: CaseRow) -> bool:
    """Whether the counsellor who has the chat needs a colleague."""
    return case.state == CLAIMED and case.help_wanted_at is not None


def is_own(account: CounsellorRow, case: CaseRow) -> bool:
    """Whether somebody has the chat now."""
    return case.state == CLAIMED and case.counsellor == account.id
