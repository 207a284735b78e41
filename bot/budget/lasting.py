"""From money, costs and income to the months that the money lasts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from bot.budget.model import Payment, Range


@dataclass(frozen=True)
class Months:
    """How long money lasts; None: it does not run out, because the income covers the costs.

    `low` is the worse end (least money, highest costs, lowest income), `high` the better one.
    """

    low: Decimal | None
    high: Decimal | None

    @property
    def is_covered(self) -> bool:
        """Whether the income covers the costs even at the worse end."""
        return self.low is None

    def shown(self, longest: int) -> tuple[int, int | None]:
        """Return the months to tell: whole ones around the range, never one figure alone; None above: no end to tell.

        Args:
            longest: months beyond which nothing is told.
        """
        low = longest if self.low is None else min(int(self.low.to_integral_value(ROUND_FLOOR)), longest)
        if self.high is None or self.high > longest:
            return low, None
        high = int(self.high.to_integral_value(ROUND_CEILING))
        return low, max(high, low + 1)


def how_long(payments: Iterable[Payment], costs: Range, income: Range) -> Months:
    """Return how long the money lasts.

    Money that comes later counts only if the money before lasts until then: a household without money cannot wait.

    Args:
        payments: all money, in any order.
        costs: a month.
        income: a month.
    """
    known = list(payments)
    worst = [(payment.month_high, payment.amount.low) for payment in known]
    best = [(payment.month_low, payment.amount.high) for payment in known]
    return Months(_run(worst, costs.high - income.low), _run(best, costs.low - income.high))


def _run(payments: list[tuple[int, Decimal]], gap: Decimal) -> Decimal | None:
    """Return when the money is gone that closes a monthly gap, None when there is no gap."""
    if gap <= 0:
        return None
    lasts = Decimal(0)
    for month, amount in sorted(payments):
        if month > lasts:
            break
        lasts += amount / gap
    return lasts
