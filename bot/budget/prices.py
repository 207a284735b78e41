"""Which prices may be added up with the money of today, and how far an older one may have risen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.budget.model import Range
from bot.knowledge.basket import Basket
from bot.knowledge.collection import Knowledge
from bot.knowledge.dates import PartialDate
from bot.knowledge.model import Fact
from bot.knowledge.prices import Price

_MONTH_DAYS = Decimal("30.44")


@dataclass(frozen=True)
class DatedPrice:
    """A price in euro as a range, for one unit of its item.

    `rise` is how much consumer prices rose since its year (0.1: by a tenth), None where the index is not known. `index`
    is the newest value of that index. `is_usable`: near enough to today to be added up.
    """

    price: Price
    euro: Range
    rise: Decimal | None
    index: Fact | None
    is_usable: bool


def dated_prices(knowledge: Knowledge, prices: Iterable[Price], today: date) -> dict[str, DatedPrice]:
    """Return the prices that are known in euro by their items, judged by the rule of basket.yml.

    A price of a year for which the index is known is raised at its upper end by the rise of the index since. One that is
    newer than the index stays as it is, and so does one that `look_up` has moved.
    """
    dated = {}
    for price in prices:
        low, high = price.low_eur or price.amount_eur, price.high_eur or price.amount_eur
        if low is None or high is None:
            continue
        if price.moved is not None:  # at the level of the last index already
            dated[price.item] = DatedPrice(price, Range(low, high), None, None, is_usable=True)
            continue
        rise, index = _rise_since(knowledge, price.country, price.observed_on)
        is_usable = _is_usable(knowledge.basket, rise, price.observed_on.age_days(today))
        raised = high * (1 + (rise or 0)) if is_usable else high
        dated[price.item] = DatedPrice(price, Range(low, max(low, round(raised, 4))), rise, index, is_usable)
    return dated


def _is_usable(basket: Basket, rise: Decimal | None, age_days: int) -> bool:
    if rise is None:
        return age_days <= basket.most_months_without_index * _MONTH_DAYS
    return rise <= basket.most_rise


def _rise_since(knowledge: Knowledge, country: str, since: PartialDate) -> tuple[Decimal | None, Fact | None]:
    years = {
        fact.as_of.year: fact
        for fact in knowledge.indicators
        if fact.item == knowledge.basket.index and fact.countries == frozenset({country}) and fact.as_of and fact.is_tellable
    }
    newest = years[max(years)] if years else None
    if newest is None or newest.as_of is None or newest.value is None or since.year > newest.as_of.year:
        return None, None
    then = years.get(since.year)
    if then is None or not then.value:
        return None, None
    return max(newest.value / then.value - 1, Decimal(0)), newest
