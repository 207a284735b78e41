"""What may happen to a case, in one table: nothing else changes its state.

waiting: people wait for a counsellor, and the bot goes on answering. claimed: a counsellor has the chat, and the bot is
silent. closed: it is over. Each transition counts the case's epoch up, so that whoever acts on what they saw before is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

WAITING, CLAIMED, CLOSED = "waiting", "claimed", "closed"
STATES = (WAITING, CLAIMED, CLOSED)
REASONS = ("person", "callback", "figure", "misunderstood", "danger", "voice", "file", "unanswered", "parked")
OUTCOMES = ("helped", "referred", "no_answer", "left", "erased", "other")

DANGER, SOON, NORMAL = 0, 1, 2  # priorities
PRIORITIES = {
    "danger": DANGER, "unanswered": SOON, "parked": SOON, "voice": SOON, "file": SOON, "person": NORMAL, "callback": NORMAL,
    "figure": NORMAL, "misunderstood": NORMAL,
}  # fmt: skip


@dataclass(frozen=True)
class Transition:
    """One thing that may happen to a case: from which states, to which, and who may do it.

    `by_owner`: only its own counsellor. `by_invited`: only another one, while its own offers to hand it over.
    """

    before: tuple[str, ...]
    after: str
    by_owner: bool = False
    by_invited: bool = False


TRANSITIONS = {
    "claim": Transition((WAITING,), CLAIMED),
    "release": Transition((CLAIMED,), WAITING, by_owner=True),
    "expire": Transition((CLAIMED,), WAITING),  # the counsellor was silent for too long
    "transfer": Transition((WAITING, CLAIMED), CLAIMED, by_owner=True),
    "relieve": Transition((CLAIMED,), CLAIMED, by_invited=True),  # a colleague comes who was called to take over
    "transfer_to_group": Transition((WAITING, CLAIMED), WAITING, by_owner=True),
    "hand_back": Transition((CLAIMED,), CLOSED, by_owner=True),
    "close": Transition((WAITING, CLAIMED), CLOSED, by_owner=True),
    "leave": Transition((WAITING,), CLOSED),  # the person has gone on without us
    "erase": Transition((WAITING, CLAIMED), CLOSED),
    "reopen": Transition((CLOSED,), CLAIMED),
}


def allows(transition: str, state: str) -> bool:
    """Whether a case in a state may go through a transition."""
    return state in TRANSITIONS[transition].before
