"""What the estimate is asked with, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.knowledge.model import Sourced
from bot.knowledge.support_rules import Form

UNSAID = "unsaid"  # "I do not want to say": counts as not known
MINOR_ALONE = "minor_alone"  # the situation of who is under 18 without anybody of age


@dataclass(frozen=True)
class Household:
    """Who would travel, and what decides about support; None where it is not known.

    `status`, `special` and `stay` hold the names that support_rules.yml lists. `adults` None counts as one adult, `minors`
    None as none. Minors without an adult are alone, whatever `special` says.
    """

    country: str
    adults: int | None = None
    minors: int | None = None
    status: str | None = None
    special: str | None = None
    stay: str | None = None

    @property
    def is_minor_alone(self) -> bool:
        """Whether nobody of the household is of age."""
        return self.special == MINOR_ALONE or (self.adults == 0 and bool(self.minors))

    @property
    def counted_adults(self) -> int:
        """How many adults the sums are for."""
        return 0 if self.is_minor_alone else max(1, self.adults or 0)

    @property
    def counted_minors(self) -> int:
        """How many people under 18 the sums are for."""
        return self.minors or 0


@dataclass(frozen=True)
class Reason:
    """Why something is not possible, or what has to be minded: a line of data/answers with the records it rests on."""

    id: str
    line: str
    records: tuple[Sourced, ...]
    payments: tuple[str, ...] = ()  # the payments that it rules out


@dataclass(frozen=True)
class Part:
    """One kind of help that is possible.

    `low` and `high` are EUR for the whole household, both None where the amount is not known or may not be told; a `low` of
    zero says that it depends on more than we know. `form`: cash, in_kind (worth the amount), paid (to others, such as a
    ticket), advice. `from_month` and `to_month` count from arrival, 0 is the day of travel; None where it is not known.
    `is_counted` is False for money that nobody should plan with. `depends_on`: the field of the household whose value
    would narrow the range. `line` is an entry of data/answers, `condition` the id of the condition that goes with it.
    """

    id: str
    programme: str
    form: Form
    low: Decimal | None
    high: Decimal | None
    line: str
    records: tuple[Sourced, ...]
    from_month: int | None = None
    to_month: int | None = None
    is_counted: bool = True
    condition: str | None = None
    depends_on: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether there is an amount."""
        return self.high is not None


@dataclass(frozen=True)
class Estimate:
    """What can be, never a promise.

    `cash_low` and `cash_high` add up the cash whose amount is known and may be planned with. `stopped_by` is the id of the
    reason that rules out all money (suspended, restricted, eu_citizen, minor_alone), else None. `conditions` is what has to
    be minded.
    """

    household: Household
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    conditions: tuple[Reason, ...]
    cash_low: Decimal
    cash_high: Decimal
    stopped_by: str | None = None

    @property
    def has_unknown_cash(self) -> bool:
        """Whether there can be cash beyond the sum, of an amount that is not known."""
        return any(part.form == "cash" and not part.is_known for part in self.parts)

    @property
    def records(self) -> tuple[Sourced, ...]:
        """Everything that the sums and reasons rest on, for the notes on sources; the surest figures first."""
        known = sorted(self.parts, key=lambda part: not part.is_known)
        found = [record for part in known for record in part.records]
        return tuple(dict.fromkeys(found + [record for reason in self.reasons for record in reason.records]))

    def part(self, part_id: str) -> Part | None:
        """Return the part with this id, None when it is not possible."""
        return next((part for part in self.parts if part.id == part_id), None)
