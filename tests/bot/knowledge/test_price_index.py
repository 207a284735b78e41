"""Old prices are moved by the consumer price index where the rule of freshness.yml allows it, never beyond its last year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.knowledge.dates import PartialDate
from bot.knowledge.model import Freshness
from bot.knowledge.price_index import index_by_year, move, rounded
from bot.knowledge.prices import look_up


def _row(knowledge, country, item, **changes):
    row = next(r for r in knowledge.prices if r.country == country and r.item.id == item and not r.is_crowd)
    return replace(row, **changes)


def test_a_price_of_2023_is_told_at_the_level_of_the_last_year_of_the_index(knowledge, today):
    """25.52 GHS in July 2023, index 183.68 in 2023 and 257.69 in 2025: 35.80, told as 36; 13.23 GHS for one euro."""
    (price,) = look_up(knowledge, "GH", ["chicken_kg"], "Accra", today=today).prices

    assert (price.amount, price.currency, price.amount_eur) == (Decimal(36), "GHS", Decimal("2.7"))
    assert (str(price.observed_on), str(price.moved.to), price.freshness) == ("2023-07", "2025", Freshness.OLD)
    assert price.moved.source.id == "ilo_cpi"


def test_a_price_of_the_last_year_of_the_index_stays_as_it_is(knowledge, today):
    (price,) = look_up(knowledge, "LK", ["rice_kg"], "Colombo", today=today).prices

    assert (price.moved, price.observed_on.year) == (None, 2025)


def test_a_fresh_price_is_never_moved(knowledge, today):
    for country in {row.country for row in knowledge.prices}:
        for price in look_up(knowledge, country, list(knowledge.items), today=today).prices:
            assert price.moved is None or knowledge.judge("price", price.observed_on, today) is not Freshness.FRESH


@pytest.mark.parametrize("country", ["IR", "LB", "SD", "SY"])
def test_prices_of_collapsed_money_are_never_moved(knowledge, today, country):
    item = next(r.item.id for r in knowledge.prices if r.country == country and not r.is_crowd and r.amount_eur)
    row = _row(knowledge, country, item, as_of=PartialDate(2024, 6))

    assert move(knowledge, row, "price", index_by_year(knowledge, country), today) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"as_of": PartialDate(2021, 6)}, "more than four years old, and prices rose more than one and a half times"),
        ({"as_of": PartialDate(2018, 6)}, "no index of that year"),
        ({"amount_eur": None}, "its worth in euro is not known"),
        ({"currency": "USD"}, "not the money that the index is of"),
    ],
)
def test_what_the_rule_does_not_allow_is_not_moved(knowledge, today, changes, why):
    row = _row(knowledge, "GH", "chicken_kg", **changes)

    assert move(knowledge, row, "price", index_by_year(knowledge, "GH"), today) is None, why


def test_prices_that_doubled_are_withheld(knowledge, today):
    """Turkey: 46.77 in 2023 and 100 in 2025."""
    item = next(r.item.id for r in knowledge.prices if r.country == "TR" and r.item.category == "food" and not r.is_crowd)
    row = _row(knowledge, "TR", item, as_of=PartialDate(2023, 6))

    assert move(knowledge, row, "price", index_by_year(knowledge, "TR"), today) is None


def test_an_index_that_has_ended_moves_nothing(knowledge):
    row = _row(knowledge, "GH", "chicken_kg", as_of=PartialDate(2024, 12))

    assert move(knowledge, row, "price", index_by_year(knowledge, "GH"), date(2028, 2, 1)) is None


def test_where_money_has_two_rates_no_price_is_moved(knowledge, today):
    row = _row(knowledge, "SO", "diesel_l")

    assert move(knowledge, row, "price", index_by_year(knowledge, "SO"), today) is None
    assert look_up(knowledge, "SO", ["diesel_l"], today=today).withheld == 1


def test_a_wage_is_never_moved(knowledge, today):
    for row in knowledge.prices:
        if row.item.category == "wages":
            assert move(knowledge, row, "wage", index_by_year(knowledge, row.country), today) is None


@pytest.mark.parametrize(
    ("amount", "told"), [("35.80", "36"), ("1234", "1200"), ("0.768", "0.77"), ("99.6", "100"), ("5", "5.0")]
)
def test_estimates_have_two_figures(amount, told):
    assert rounded(Decimal(amount)) == Decimal(told)
