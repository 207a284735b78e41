"""What a household needs in a month: worked by hand, and what must hold for every country that we know prices of."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.budget import Household, Missing, Plan, Range, dated_prices, monthly_costs, monthly_income
from bot.budget.costs import items_needed
from bot.knowledge.dates import PartialDate
from bot.knowledge.model import Freshness, Source
from bot.knowledge.prices import Price, look_up

TODAY = date(2026, 11, 22)
PEOPLE = st.tuples(st.integers(0, 6), st.integers(0, 8)).filter(sum).map(lambda both: Household(*both))
HOMES = ("rent", "own", "family")


def price(item, euro, high=None, *, observed_on="2026-10", country="AF", is_crowd=False):
    amount = Decimal(str(euro))
    return Price(
        item=item, amount=amount, currency="EUR", amount_eur=amount, low_eur=amount if high else None,
        high_eur=Decimal(str(high)) if high else None, unit="kg", country=country, city=None,
        observed_on=PartialDate.parse(observed_on), source=Source("wfp", "WFP"), confidence="high", is_crowd=is_crowd,
        is_other_place=False, freshness=Freshness.FRESH, note=None,
    )  # fmt: skip


def costs_of(knowledge, plan, *prices):
    return monthly_costs(knowledge.basket, plan, dated_prices(knowledge, prices, TODAY))


def parts_of(costs):
    return {part.name: part.cost for part in costs.parts}


FOOD = (
    price("wheat_flour_kg", 1), price("rice_kg", 2), price("chicken_kg", 5), price("onions_kg", "0.5"),
    price("oil_cooking_l", "1.84"), price("sugar_kg", 1),
)  # fmt: skip
# a month: staple 13.5 kg at 1 to 1.5, protein 1.8 kg at 5, vegetables 12 kg at 0.5, oil 0.75 kg at 2, sugar 0.45 kg at 1
ONE_LOW, ONE_HIGH = Decimal("30.45"), Decimal("37.20")


def test_food_is_the_basket_at_the_prices_of_the_place(knowledge):
    parts = parts_of(costs_of(knowledge, Plan(home="own"), *FOOD))

    assert parts["food"] == Range(ONE_LOW, ONE_HIGH)
    assert parts["other"].low == Decimal("16.40")  # 30.45 is 65 % of 46.85
    assert parts["other"].high == ONE_HIGH  # 37.20 is half of 74.40


def test_a_family_eats_by_heads_and_shares_the_rest(knowledge):
    parts = parts_of(costs_of(knowledge, Plan(Household(2, 2), home="own"), *FOOD))

    assert parts["food"] == Range(4 * ONE_LOW, 4 * ONE_HIGH)
    assert parts["other"].high == ONE_HIGH * Decimal("2.7")  # 1 + 0.7 + 2 × 0.5


def test_grams_without_a_price_are_counted_like_the_others(knowledge):
    parts = parts_of(costs_of(knowledge, Plan(home="own"), *FOOD[:4]))

    priced = Decimal("28.50")  # without oil and sugar: 910 of 950 grams
    assert parts["food"].low == round(priced * 950 / 910, 2)


def test_without_bread_flour_and_rice_food_is_unknown(knowledge):
    costs = costs_of(knowledge, Plan(home="own"), *FOOD[2:])

    assert costs.missing == (Missing.FOOD,)
    assert not costs.parts


def test_flour_alone_is_too_little_of_a_basket(knowledge):
    assert costs_of(knowledge, Plan(home="own"), FOOD[0]).missing == (Missing.FOOD,)


def test_rent_that_is_not_known_is_missing_and_never_nothing(knowledge):
    assert costs_of(knowledge, Plan(home="rent"), *FOOD).missing == (Missing.RENT,)
    assert costs_of(knowledge, Plan(home="own"), *FOOD).missing == ()


def test_three_people_rent_the_larger_flat_and_two_the_smaller(knowledge):
    flats = (price("rent_1br_outside", 100, 200), price("rent_3br_outside", 150, 180))

    def rent(people):
        return parts_of(costs_of(knowledge, Plan(Household(people)), *FOOD, *flats))["rent"]

    assert rent(2) == Range(Decimal(100), Decimal(200))
    assert rent(3) == Range(Decimal(150), Decimal(200))  # the larger flat is never cheaper


def test_who_lives_with_family_pays_no_rent_and_no_energy(knowledge):
    prices = (*FOOD, price("rent_1br_outside", 100, 200), price("utilities_85m2", 50, 90))

    assert set(parts_of(costs_of(knowledge, Plan(home="family"), *prices))) == {"food", "other"}
    assert set(parts_of(costs_of(knowledge, Plan(home="own"), *prices))) == {"food", "other", "utilities"}
    assert set(parts_of(costs_of(knowledge, Plan(home="rent", medicine=Decimal(20)), *prices))) == {
        "food", "other", "rent", "utilities", "medicine",
    }  # fmt: skip


def test_the_high_end_is_what_people_report_where_that_is_more(knowledge):
    reported = (price("cost_single_no_rent", 300), price("cost_family4_no_rent", 900), price("utilities_85m2", 50, 90))

    assert costs_of(knowledge, Plan(home="own"), *FOOD, *reported).total.high == 300
    assert costs_of(knowledge, Plan(Household(2, 2), home="own"), *FOOD, *reported).total.high == 900
    assert costs_of(knowledge, Plan(Household(2), home="own"), *FOOD, *reported).total.high == 500  # 300 + 600 / 3


def test_without_reported_costs_the_basket_is_enough_only_where_somebody_has_counted_the_same(knowledge):
    elsewhere = [replace(known, country="ER") for known in FOOD]

    assert costs_of(knowledge, Plan(home="own"), *elsewhere).missing == (Missing.OTHER,)


def test_an_afghan_family_of_seven_needs_about_what_aid_agencies_count(knowledge):
    prices = look_up(knowledge, "AF", items_needed(knowledge.basket), city="Kabul", today=TODAY).prices
    total = costs_of(knowledge, Plan(Household(2, 5), home="own"), *prices).total

    assert 100 < total.low < 180 < total.high < 300  # 180 USD in August 2022


def test_an_old_price_is_raised_at_its_high_end_by_the_consumer_price_index(knowledge):
    old = dated_prices(knowledge, [price("rice_kg", 1, 2, observed_on="2023-08", country="AL")], TODAY)["rice_kg"]

    assert old.is_usable
    assert old.euro.low == 1
    assert round(old.euro.high, 3) == round(2 * Decimal("100.11") / Decimal("95.89"), 3)


@pytest.mark.parametrize(("country", "observed_on", "is_usable"), [
    ("TR", "2023-08", False),  # prices have doubled since
    ("TR", "2026-01", True),  # newer than the index
    ("SY", "2023-07", False),  # no index, three years old
    ("SY", "2026-02", True),
])  # fmt: skip
def test_prices_too_far_from_today_are_not_added_up(knowledge, country, observed_on, is_usable):
    known = dated_prices(knowledge, [price("rice_kg", 1, observed_on=observed_on, country=country)], TODAY)

    assert known["rice_kg"].is_usable == is_usable


def test_old_figures_make_the_budget_unknown_and_say_so(knowledge):
    food = [replace(known, country="SY") for known in FOOD]
    rent = price("rent_1br_outside", 100, 200, observed_on="2023-08", country="SY")
    reported = price("cost_single_no_rent", 300, observed_on="2023-08", country="SY", is_crowd=True)

    assert costs_of(knowledge, Plan(), *food, rent, reported).missing == (Missing.OTHER_OLD, Missing.RENT_OLD)


def test_a_price_in_money_that_collapsed_has_no_euro_and_is_not_used(knowledge):
    assert dated_prices(knowledge, [replace(price("rice_kg", 1), amount_eur=None)], TODAY) == {}


@pytest.mark.parametrize(("wage", "income"), [
    ("none", Range(Decimal(0), Decimal(0))),
    ("day", Range(Decimal(80), Decimal(176))),  # 8 a day on 10 to 22 days
    ("min", Range(Decimal(90), Decimal(90))),
    ("mean", Missing.WAGE),
])  # fmt: skip
def test_one_earner_brings_home_the_wage_of_the_place(knowledge, wage, income):
    known = dated_prices(knowledge, [price("wage_day_unskilled", 8), price("wage_min_month", 90)], TODAY)

    assert monthly_income(knowledge.basket, wage, known) == income


@settings(max_examples=30, deadline=None)
@given(household=PEOPLE, more=PEOPLE, home=st.sampled_from(HOMES))
def test_more_people_never_cost_less_in_any_country(knowledge, household, more, home):
    together = Household(household.adults + more.adults, household.minors + more.minors)
    for prices in _all_prices(knowledge):
        small = monthly_costs(knowledge.basket, Plan(household, home), prices)
        large = monthly_costs(knowledge.basket, Plan(together, home), prices)
        if not small.missing and not large.missing:
            assert large.total.low >= small.total.low
            assert large.total.high >= small.total.high


@settings(max_examples=20, deadline=None)
@given(household=PEOPLE)
def test_an_own_home_never_costs_more_than_a_rented_one_nor_less_than_with_family(knowledge, household):
    for prices in _all_prices(knowledge):
        rent, own, family = (monthly_costs(knowledge.basket, Plan(household, home), prices) for home in HOMES)
        assert set(family.missing) <= set(own.missing) <= set(rent.missing)
        if not rent.missing:
            assert rent.total.low >= own.total.low >= family.total.low
            assert rent.total.high >= own.total.high >= family.total.high


_PRICES = {}


def _all_prices(knowledge):
    if not _PRICES:
        wanted = items_needed(knowledge.basket)
        for country in sorted({row.country for row in knowledge.prices}):
            _PRICES[country] = dated_prices(knowledge, look_up(knowledge, country, wanted, today=TODAY).prices, TODAY)
    return _PRICES.values()
