"""What one earner brings home in a month."""

from __future__ import annotations

from collections.abc import Mapping

from bot.budget.model import NOTHING, Missing, Range, Wage
from bot.budget.prices import DatedPrice
from bot.knowledge.basket import Basket


def monthly_income(basket: Basket, wage: Wage, prices: Mapping[str, DatedPrice]) -> Range | Missing:
    """Return the wage of one earner, before tax; day wages for the days on which work is found.

    A wage is not raised by the index like a price: nobody promises that wages follow.
    """
    if wage == "none":
        return NOTHING
    known = prices.get(basket.wages[wage])
    amount = known.price.amount_eur if known else None
    if amount is None:
        return Missing.WAGE
    if wage == "day":
        return Range(amount * basket.work_days.low, amount * basket.work_days.high)
    return Range.exactly(amount)
