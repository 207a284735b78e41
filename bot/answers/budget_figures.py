"""The figures behind a budget: what is known of the person and of the place, put into the calculation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from bot import support
from bot.answers.model import Situation, is_told
from bot.answers.price_text import price_report
from bot.budget import Costs, Household, Missing, Months, Payment, Plan, Range, dated_prices, how_long, monthly_costs
from bot.budget.costs import items_needed
from bot.budget.income import monthly_income
from bot.budget.model import NOTHING, Home, Wage
from bot.budget.prices import DatedPrice
from bot.knowledge.model import Fact, Sourced
from bot.knowledge.prices import PriceReport

MOST_PEOPLE = 30
MOST_EURO = Decimal(1_000_000)


@dataclass(frozen=True)
class Figures:
    """Everything that a budget is told with; `months` is None while something is missing or there is no money.

    `money` adds up all payments; `money_records` are what they rest on, none for a sum that the person named.
    """

    plan: Plan
    report: PriceReport
    costs: Costs
    income: Range
    wage_price: DatedPrice | None
    unemployment: Fact | None
    money: Range
    is_own_sum: bool
    money_records: tuple[Sourced, ...]
    missing: tuple[Missing, ...]
    months: Months | None


def work_out(situation: Situation) -> Figures:
    """Put together what is known; the country must be."""
    knowledge, country = situation.knowledge, situation.country or ""
    basket = knowledge.basket
    plan = plan_of(situation)
    report = price_report(situation, items_needed(basket))
    prices = dated_prices(knowledge, report.prices, situation.today)
    costs = monthly_costs(basket, plan, prices)
    income = monthly_income(basket, plan.wage, prices)
    missing = (*costs.missing, *([income] if isinstance(income, Missing) else []))
    earned = NOTHING if isinstance(income, Missing) else income
    own = _euro(situation.slots.get("support_eur"))
    payments, records = _support(situation, plan.household) if own is None else ((Payment(Range.exactly(own)),), ())
    money = sum((payment.amount for payment in payments), NOTHING)
    unemployment = knowledge.indicator(country, "unemployment_modelled_pct") if plan.wage != "none" else None
    return Figures(
        plan=plan,
        report=report,
        costs=costs,
        income=earned,
        wage_price=prices.get(basket.wages[plan.wage]) if earned.high else None,
        unemployment=unemployment if unemployment and is_told(unemployment, situation) else None,
        money=money,
        is_own_sum=own is not None,
        money_records=records,
        missing=missing,
        months=how_long(payments, costs.total, earned) if money.high and not missing else None,
    )


def plan_of(situation: Situation) -> Plan:
    """Return what the person has said, one adult in a rented flat without wage and medicine where nothing was said."""
    slots = situation.slots
    minors = _number(slots.get("minors")) or 0
    adults = _number(slots.get("adults"))
    if adults is None:
        adults = max(1, min(situation.people or 1, MOST_PEOPLE) - minors)
    if adults + minors == 0:
        adults = 1
    return Plan(
        Household(adults, minors),
        slots["home"] if slots.get("home") in get_args(Home) else "rent",
        slots["wage"] if slots.get("wage") in get_args(Wage) else "none",
        _euro(slots.get("medicine_eur")) or Decimal(0),
    )


def _support(situation: Situation, household: Household) -> tuple[tuple[Payment, ...], tuple[Sourced, ...]]:
    """Return the cash that can be planned with; of what comes at a time not known, nothing is sure."""
    asked = support.Household(
        situation.country or "",
        household.adults,
        household.minors,
        *(situation.slots.get(name) for name in ("status", "special", "stay")),
    )
    found = support.estimate(asked, situation.knowledge, situation.today)
    payments: list[Payment] = []
    records: list[Sourced] = []
    for part in found.parts:
        if part.form != "cash" or not part.is_counted or part.low is None or part.high is None:
            continue
        is_dated = part.from_month is not None
        low = part.low if is_dated else Decimal(0)
        month = part.from_month or 0
        payments.append(Payment(Range(low, part.high), month, max(month, part.to_month or 0)))
        records += part.records
    return tuple(payments), tuple(records) or found.records


def _number(said: Any) -> int | None:
    try:
        return min(max(int(said), 0), MOST_PEOPLE)
    except (TypeError, ValueError):
        return None


def _euro(said: Any) -> Decimal | None:
    try:
        amount = Decimal(str(said))
    except InvalidOperation:
        return None
    return min(max(amount, Decimal(0)), MOST_EURO) if amount.is_finite() else None
