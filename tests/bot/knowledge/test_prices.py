from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal

import pytest

from bot.knowledge.load import current, load
from bot.knowledge.model import Freshness
from bot.knowledge.prices import look_up


def _csv_rows(folder, name, **wanted):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[column] == value for column, value in wanted.items())]


@pytest.mark.parametrize(
    ("name", "country", "city", "item"),
    [
        ("prices.csv", "AF", "Kabul", "bread_kg"),
        ("prices_crowd.csv", "AL", "Tirana", "rent_1br_centre"),
        ("prices_crowd.csv", "GH", "Accra", "rent_1br_centre"),
    ],
)
def test_a_price_equals_its_row(knowledge, project_folder, today, name, country, city, item):
    row = max(_csv_rows(project_folder, name, country=country, city=city, item=item), key=lambda row: row["observed_on"])

    (price,) = look_up(knowledge, country, [item], city, today=today).prices

    assert (str(price.amount), price.currency, str(price.observed_on), price.city) == (
        row["amount"],
        row["currency"],
        row["observed_on"],
        city,
    )
    assert price.source.id == row["source"]


def test_changing_a_price_changes_the_answer_without_restart(folder, today):
    path = folder / "prices.csv"
    (row,) = _csv_rows(folder, "prices.csv", country="AF", city="Kabul", item="bread_kg")
    old = look_up(current(folder), "AF", ["bread_kg"], "Kabul", today=today).prices[0]

    text = path.read_text(encoding="utf-8")
    line = f"AF,Kabul,bread_kg,{row['amount']},"
    assert line in text
    path.write_text(text.replace(line, "AF,Kabul,bread_kg,77.5,"), encoding="utf-8")
    new = look_up(current(folder), "AF", ["bread_kg"], "Kabul", today=today).prices[0]

    assert (str(old.amount), str(new.amount)) == (row["amount"], "77.5")


@pytest.mark.parametrize("country", ["GN", "ER", "XK", "AF"])
def test_a_rent_that_nobody_knows_is_missing_not_zero(knowledge, today, country):
    report = look_up(knowledge, country, ["rent_1br_centre", "rent_1br_outside"], today=today)

    assert (report.prices, report.missing) == ((), ("rent_1br_centre", "rent_1br_outside"))


def test_crowd_estimates_stand_in_only_where_nothing_official_is_known(knowledge, today):
    items = list(knowledge.items)
    countries = {row.country for row in knowledge.prices}
    for country in countries:
        official = {row.item.id for row in knowledge.prices if row.country == country and not row.is_crowd and row.is_tellable}
        for price in look_up(knowledge, country, items, today=today).prices:
            assert price.is_crowd == (price.item not in official)


def test_an_old_official_price_is_withheld_and_no_crowd_estimate_takes_its_place(knowledge):
    late = date(2028, 6, 1)

    report = look_up(knowledge, "IQ", ["rice_kg", "rent_1br_centre"], "Erbil", today=late)

    assert (report.prices, report.withheld) == ((), 2)


def test_a_crowd_estimate_is_a_range_in_euro_and_always_warned_of(knowledge, today):
    (price,) = look_up(knowledge, "AL", ["rent_1br_centre"], "Tirana", today=today).prices

    assert (price.is_crowd, price.source.name, price.freshness) == (True, "Numbeo", Freshness.OLD)
    assert price.low_eur < price.amount_eur < price.high_eur


def test_crowd_estimates_can_be_switched_off(knowledge, today):
    report = look_up(knowledge, "AL", ["rent_1br_centre", "wage_min_month"], "Tirana", today=today, crowd=False)

    assert [price.item for price in report.prices] == ["wage_min_month"]
    assert report.missing == ("rent_1br_centre",)


def test_the_nearest_town_with_a_price_is_taken_and_said(knowledge, today):
    report = look_up(knowledge, "IQ", ["rent_1br_centre"], "Sulaymaniyah", today=today)

    assert (report.city_asked, report.city_found, report.is_other_place) == ("Sulaymaniyah", "Erbil", True)


def test_far_from_every_town_with_a_price_a_national_figure_goes_before_it(folder, today):
    """Grozny is 568 km from Krasnodar: the town says less of life there than the country does."""
    path = folder / "prices_crowd.csv"
    known = path.read_text(encoding="utf-8")

    (of_town,) = look_up(load(folder), "RU", ["rent_1br_centre"], "Grozny", today=today).prices
    row = next(line for line in known.splitlines() if line.startswith("RU,Moscow,rent_1br_centre,"))
    path.write_text(known + row.replace("RU,Moscow,", "RU,,") + "\n", encoding="utf-8")
    (of_country,) = look_up(load(folder), "RU", ["rent_1br_centre"], "Grozny", today=today).prices

    assert (of_town.city, of_country.city) == ("Krasnodar", None)


def test_a_near_town_goes_before_the_country(knowledge, today):
    (bread,) = look_up(knowledge, "IQ", ["rent_1br_centre"], "Sulaymaniyah", today=today).prices

    assert bread.city == "Erbil"


def test_a_town_outside_the_list_is_placed_by_its_coordinates(knowledge, today):
    ghazni = look_up(knowledge, "AF", ["bread_kg"], "Spin Boldak", today=today, lat=31.0, lon=66.4)
    unplaced = look_up(knowledge, "AF", ["bread_kg"], "Spin Boldak", today=today)

    assert (ghazni.city_found, unplaced.city_found) == ("Kandahar", "Kabul")


@pytest.mark.parametrize(
    ("country", "items", "city"),
    [("AF", ["bread_kg"], "Kabul"), ("NG", ["rice_kg"], "Lagos"), ("ER", ["rice_kg"], "Asmara")],
)
def test_without_town_the_capital_is_meant_or_the_town_with_most_prices(knowledge, today, country, items, city):
    assert look_up(knowledge, country, items, today=today).city_asked == city


def test_wages_are_prices_of_the_whole_country(knowledge, today):
    (price,) = look_up(knowledge, "AL", ["wage_min_month"], "Tirana", today=today).prices

    assert (price.amount, price.currency, price.city, price.is_other_place) == (Decimal(50000), "ALL", None, False)


def test_of_two_official_prices_the_newer_one_is_told(folder, today):
    path = folder / "prices.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "AF,Kabul,bread_kg,61,AFN,1.1,2026-09,wfp_global_2026,high,\n",
        encoding="utf-8",
    )

    (price,) = look_up(load(folder), "AF", ["bread_kg"], "Kabul", today=today).prices

    assert (price.amount, str(price.observed_on)) == (Decimal(61), "2026-09")
