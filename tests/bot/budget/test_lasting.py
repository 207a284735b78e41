"""How long money lasts: worked by hand, and what must hold for any sums."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.budget import Months, Payment, Range, how_long

EURO = st.integers(0, 5000).map(Decimal)
RANGES = st.tuples(EURO, EURO).map(lambda ends: Range(min(ends), max(ends)))
PAYMENTS = st.lists(
    st.builds(lambda amount, month, later: Payment(amount, month, month + later), RANGES, st.integers(0, 12), st.integers(0, 3)),
    max_size=4,
)
NO_END = Decimal(10**9)


def euro(low, high=None):
    return Range(Decimal(low), Decimal(low if high is None else high))


@pytest.mark.parametrize(("payments", "costs", "income", "low", "high"), [
    ([Payment(euro(1000))], euro(200, 250), euro(0), "4", "5"),
    ([Payment(euro(200, 1200))], euro(400, 800), euro(0), "0.25", "3"),
    ([Payment(euro(1000))], euro(300, 500), euro(100), "2.5", "5"),
    ([Payment(euro(600)), Payment(euro(600), 3, 3)], euro(200), euro(0), "6", "6"),  # the second comes in time
    ([Payment(euro(400)), Payment(euro(600), 3, 3)], euro(200), euro(0), "2", "2"),  # the second comes too late
    ([Payment(euro(600)), Payment(euro(600), 2, 8)], euro(200), euro(0), "3", "6"),  # in time only if it comes early
    ([], euro(200), euro(0), "0", "0"),
    ([Payment(euro(1000))], euro(200, 400), euro(300), "10", None),  # the wage covers the lower costs only
    ([Payment(euro(0))], euro(200, 300), euro(300), None, None),
])  # fmt: skip
def test_worked_examples(payments, costs, income, low, high):
    months = how_long(payments, costs, income)

    assert (months.low, months.high) == (low and Decimal(low), high and Decimal(high))


@given(PAYMENTS, RANGES, RANGES)
def test_the_low_end_is_never_above_the_high_end(payments, costs, income):
    months = how_long(payments, costs, income)

    assert _end(months.low) <= _end(months.high)


@given(PAYMENTS, RANGES, RANGES, EURO, st.integers(0, 12))
def test_more_money_never_lasts_shorter(payments, costs, income, more, month):
    before = how_long(payments, costs, income)
    after = how_long([*payments, Payment(Range.exactly(more), month, month)], costs, income)

    assert _end(after.low) >= _end(before.low)
    assert _end(after.high) >= _end(before.high)


@given(PAYMENTS, RANGES, RANGES, RANGES)
def test_higher_costs_never_last_longer_and_a_higher_wage_never_shorter(payments, costs, income, more):
    before = how_long(payments, costs, income)
    dearer, richer = how_long(payments, costs + more, income), how_long(payments, costs, income + more)

    assert _end(dearer.low) <= _end(before.low)
    assert _end(dearer.high) <= _end(before.high)
    assert _end(richer.low) >= _end(before.low)
    assert _end(richer.high) >= _end(before.high)


@given(PAYMENTS, RANGES, RANGES)
def test_what_is_told_holds_the_range_and_is_never_one_figure(payments, costs, income):
    months = how_long(payments, costs, income)
    low, high = months.shown(12)

    assert 0 <= low <= 12
    assert low <= _end(months.low)
    assert high is None or (low < high and _end(months.high) <= high)


def test_beyond_the_longest_time_no_end_is_told():
    assert Months(Decimal(3), Decimal(40)).shown(12) == (3, None)
    assert Months(Decimal(30), Decimal(40)).shown(12) == (12, None)


def _end(months):
    return NO_END if months is None else months
