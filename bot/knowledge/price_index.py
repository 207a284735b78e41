"""Old prices at the price level of a later year, by the consumer price index; the rule is in freshness.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bot.knowledge.collection import Knowledge
from bot.knowledge.dates import PartialDate
from bot.knowledge.model import Fact, Freshness, PriceRow, Source

INDEX, RATE, MARKET_RATE = "cpi_index_annual", "fx_lcu_per_eur", "fx_market_lcu_per_usd"
FIGURES = 2  # that an estimate is told with: more would look exact


@dataclass(frozen=True)
class Moved:
    """A price at the level of year `to`: local money, euro at the newest rate (None where none is known), and the index."""

    amount: Decimal
    amount_eur: Decimal | None
    to: PartialDate
    source: Source
    index_as_of: PartialDate


def index_by_year(knowledge: Knowledge, country: str) -> Mapping[int, Fact]:
    """Return the yearly consumer price index of a country; one base, so that only ratios mean anything."""
    known = (fact for fact in knowledge.indicators if fact.item == INDEX and fact.countries == frozenset({country}))
    return {fact.as_of.year: fact for fact in known if fact.as_of and fact.value and fact.is_tellable}


def move(knowledge: Knowledge, row: PriceRow, kind: str, index: Mapping[int, Fact], today: date) -> Moved | None:
    """Move a price to the last year of the index; None where the rule of its kind does not allow it.

    Args:
        knowledge: for the rule and the rate of exchange.
        row: the price.
        kind: key of freshness.yml.
        index: of `index_by_year` for the country of the price.
        today: the day in Germany.
    """
    rule = knowledge.freshness_rules[kind].moved_by_index
    if rule is None or row.as_of is None or row.amount_eur is None or row.country in rule.not_in or not index:
        return None
    last = index[max(index)]
    then = index.get(row.as_of.year)
    if then is None or then.value is None or last.value is None or last.as_of is None or last.as_of.year <= row.as_of.year:
        return None
    factor = last.value / then.value
    is_steady = 1 / rule.max_factor <= factor <= rule.max_factor
    is_recent = last.as_of.age_days(today) <= rule.max_index_age_days and row.as_of.age_days(today) <= rule.max_age_days
    rate = _rate(knowledge, row, today)
    if not (is_steady and is_recent) or rate is None:
        return None
    amount = rounded(row.amount * factor)
    return Moved(amount, rounded(row.amount * factor / rate), PartialDate(last.as_of.year), last.sources[0], last.as_of)


def rounded(amount: Decimal, figures: int = FIGURES) -> Decimal:
    """Round to so many figures: 1234 is 1200, 0.768 is 0.77."""
    step = Decimal(1).scaleb(amount.adjusted() + 1 - figures)
    return Decimal(f"{(amount / step).quantize(1, ROUND_HALF_UP) * step:f}")


def _rate(knowledge: Knowledge, row: PriceRow, today: date) -> Decimal | None:
    """Return units of the row's money for one euro; None where that is not the country's money or no sure rate is known."""
    if row.currency == "EUR":
        return Decimal(1)
    if knowledge.indicator(row.country, MARKET_RATE) is not None:
        return None  # people change money at another rate there than the official one
    fact = knowledge.indicator(row.country, RATE)
    if fact is None or not (fact.unit or "").startswith(f"{row.currency} "):
        return None
    is_fresh = knowledge.judge("indicator", fact.as_of, today) is Freshness.FRESH
    return fact.value if is_fresh else None
