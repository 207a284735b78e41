"""WFP's price files: every trap is refused or handled by name. Real rows, and made ones for what the samples lack."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.facts.rates import EuroRates, implied_rate, one_rate, read_rates
from bot.facts.wfp import Judge
from bot.facts.wfp_file import read_quotes
from bot.facts.wfp_mapping import read_mapping
from bot.knowledge.overlay import layers

FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 22)
HEADER = (
    "countryiso3,date,admin1,admin2,market,market_id,latitude,longitude,category,commodity,commodity_id,unit,priceflag,"
    "pricetype,currency,price,usdprice"
)
OLD_HEADER = "date,admin1,admin2,market,latitude,longitude,category,commodity,unit,priceflag,pricetype,currency,price,usdprice"


@pytest.fixture
def mapping(settings, knowledge):
    folder = settings.data / "knowledge"
    return read_mapping(layers(folder), folder, knowledge)


@pytest.fixture
def judge(knowledge, mapping):
    def make(known=(), rates=None, **more):
        rates = rates or one_rate("1.17")
        return Judge(mapping, knowledge.items, known, rates, TODAY, 730, **more)

    return make


def row(
    commodity="Bread", price=60, usd=0.92, unit="KG", market="Kabul", day="2026-06-15", currency="AFN", kind="Retail", iso="AFG"
):
    commodity = f'"{commodity}"'
    return f"{iso},{day},A,B,{market},1,1.0,2.0,food,{commodity},9,{unit},actual,{kind},{currency},{price},{usd}"


@pytest.fixture
def read(tmp_path, judge):
    def act(*rows, header=HEADER, country=None, **more):
        path = tmp_path / "wfp.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return judge(**more).read(read_quotes(path, country))

    return act


def reasons(reading):
    return [refusal.reason for refusal in reading.refusals]


def test_the_real_file_gives_the_prices_that_we_took_from_it_by_hand(judge, knowledge):
    rates = EuroRates({}, Decimal("1.1738"))
    reading = judge(rates=rates).read(read_quotes(FILES / "wfp_global_2026.csv"))

    ours = {(p.country, p.city, p.item.id): p for p in knowledge.prices if str(p.as_of) == "2026-01" and "wfp" in p.sources[0].id}
    same = [(offer, ours[key]) for offer in reading.offers if (key := (offer.country, offer.city, offer.item)) in ours]
    assert len(same) > 40
    for offer, price in same:
        if str(offer.observed_on) == "2026-01":
            assert (offer.amount, offer.currency) == (price.amount, price.currency), offer
            # The file is shortened: Iraq's market rate rests on three of its quotes here.
            assert offer.amount_eur == pytest.approx(price.amount_eur, rel=Decimal("0.05")), offer


def test_the_real_file_of_one_country_has_tags_in_its_second_row_and_dates_of_1900(judge):
    reading = judge().read(read_quotes(FILES / "wfp_bgd.csv", "BGD"))

    assert "too_old" in reasons(reading)
    assert "unreadable_row" not in reasons(reading)


def test_an_old_file_of_one_country_has_no_market_numbers(read):
    quote = "2026-06-15,A,B,Kabul,1.0,2.0,food,Bread,KG,actual,Retail,AFN,60,0.92"

    assert [offer.item for offer in read(quote, header=OLD_HEADER, country="AFG").offers] == ["bread_kg"]
    with pytest.raises(DataError, match="--country"):
        read(quote, header=OLD_HEADER)


@pytest.mark.parametrize(
    ("quote", "reason"),
    [
        (row(day="2026-12-15"), "future_date"),
        (row(day="1900-08-15"), "too_old"),
        (row(kind="Wholesale"), "not_retail"),
        (row(currency="PRB"), "not_iso_currency"),
        (row(currency="SLS"), "not_iso_currency"),
        (row(currency="BYR"), "not_iso_currency"),
        (row(currency="XQZ"), "not_iso_currency"),
        (row(unit="Heap"), "bad_unit"),
        (row(commodity="Eggs", unit="1.8 KG"), "bad_unit"),
        (row(price=0), "no_price"),
        (row(price=""), "no_price"),
        (row(price="many"), "unreadable_row"),
        (row(day="June"), "unreadable_row"),
        (row(market="Nowhere"), "unmapped_market"),
        (row(commodity="Livestock (Goat)"), "unmapped_commodity"),
        (row(iso="DZA"), "other_country"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_name(read, quote, reason):
    reading = read(quote)

    assert (reasons(reading), reading.offers) == ([reason], [])
    assert reading.refusals[0].row == 2


@pytest.mark.parametrize(
    ("commodity", "unit", "price", "item", "amount"),
    [
        ("Bread", "1.1 KG", "66", "bread_kg", "60"),
        ("Bread", "800 G", "48", "bread_kg", "60"),
        ("Bread", "Unit", "10", "bread_piece", "10"),
        ("Eggs", "30 pcs", "300", "eggs_12", "120"),
        ("Eggs", "Dozen", "120", "eggs_12", "120"),
        ("Eggs (brown)", "1 piece", "10", "eggs_12", "120"),
        ("Milk", "200 ML", "14", "milk_l", "70"),
        ("Wheat flour", "100 KG", "3500", "wheat_flour_kg", "35"),
        ("Oil (cooking)", "L", "130", "oil_cooking_l", "130"),
        ("Oil (cooking)", "KG", "130", "oil_cooking_kg", "130"),
        ("Fuel (gas)", "12 KG", "600", "lpg_kg", "50"),
        ("Fuel (gas)", "Cylinder", "600", "lpg_cylinder", "600"),
        ("Water", "Cubic meter", "49.3", "water_m3", "49.3"),
        ("Electricity", "kWh", "3", "electricity_kwh", "3"),
        ("Wage (qualified labour)", "Day", "600", "wage_day_skilled", "600"),
    ],
)
def test_units_in_words_are_scaled_to_the_items_unit(read, commodity, unit, price, item, amount):
    [offer] = read(row(commodity, price, 2, unit)).offers

    assert (offer.item, offer.amount) == (item, Decimal(amount))


def test_a_quote_far_from_the_countrys_median_is_refused_and_can_be_accepted(read):
    quotes = [row("Sugar", p, 1, market=m) for p, m in ((118, "Kabul"), (120, "Herat"), (125, "Kunduz"), (5804, "Kandahar"))]

    assert reasons(read(*quotes)) == ["outlier"]
    assert len(read(*quotes, accept=frozenset({"outlier"})).offers) == 4


def test_the_newest_month_of_a_town_is_taken_and_the_median_of_its_markets(read):
    markets = ("Budum", "Custom", "Monday")
    quotes = [row("Sugar", p, 1, market=m, iso="NGA", currency="NGN") for p, m in zip((1500, 1700, 1600), markets, strict=True)]
    [offer] = read(row("Sugar", 900, 1, market="Budum", iso="NGA", currency="NGN", day="2026-05-15"), *quotes).offers

    assert (offer.city, offer.amount, str(offer.observed_on)) == ("Maiduguri", Decimal(1600), "2026-06")
    assert "median of 3 quotes" in offer.note


@pytest.mark.parametrize(("currency", "iso", "market", "official", "at_market"), [
    ("SDG", "SDN", "Khartoum", 600, 3575), ("IQD", "IRQ", "Baghdad", 1310, 1430), ("SYP", "SYR", "Al Midan", 111, 11000),
])  # fmt: skip
def test_euro_comes_from_the_market_rate_where_the_official_one_misleads(read, currency, iso, market, official, at_market):
    price = row("Sugar", 8500, round(8500 / official, 2), market=market, iso=iso, currency=currency)
    rate = row("Exchange rate (unofficial)", at_market, 1, "USD/LCU", "Other", iso=iso, currency=currency)
    accept = frozenset({"redenominated"})

    [offer] = read(price, rate, accept=accept).offers
    [without] = read(price, accept=accept).offers

    assert offer.amount_eur == pytest.approx(Decimal(8500) / at_market / Decimal("1.17"), rel=Decimal("0.005"))
    assert "market rate" in offer.note
    assert (without.amount, without.amount_eur) == (Decimal(8500), None)  # told in local money, never at a wrong rate


def test_money_that_lost_zeros_is_taken_only_where_it_goes_on_from_the_price_before(read, knowledge):
    known = [price for price in knowledge.prices if price.country == "SY" and price.city == "Damascus" and not price.is_crowd]
    old_money = row("Sugar", 9000, 80, market="Al Midan", iso="SYR", currency="SYP")
    new_money = row("Sugar", 90, 80, market="Al Midan", iso="SYR", currency="SYP")

    assert [offer.amount for offer in read(old_money, known=known).offers] == [Decimal(9000)]
    assert reasons(read(new_money, known=known)) == ["redenominated"]
    assert reasons(read(old_money)) == ["redenominated"]  # nothing to compare with


def test_a_rate_that_leaps_gives_no_euro(read, knowledge):
    known = [price for price in knowledge.prices if price.country == "SY" and price.city == "Damascus" and not price.is_crowd]
    rate = row("Exchange rate (unofficial)", 112, 1, "USD/LCU", "Other", iso="SYR", currency="SYP")  # new pounds
    [offer] = read(row("Sugar", 9000, 80, market="Al Midan", iso="SYR", currency="SYP"), rate, known=known).offers

    assert offer.amount_eur is None


def test_a_price_that_leaps_from_our_last_one_is_refused(read, knowledge):
    known = [price for price in knowledge.prices if price.country == "AF"]

    assert reasons(read(row("Sugar", 5438, 80, market="Kunduz"), known=known)) == ["leap"]


def test_rounded_dollar_prices_are_not_trusted_for_the_rate(read):
    assert implied_rate([(Decimal(60), Decimal("0.92")), (Decimal(300), Decimal("4.61"))]) == Decimal(300) / Decimal("4.61")
    assert implied_rate([(Decimal(3), Decimal("0.04"))]) is None
    [offer] = read(row(price=3, usd=0.04)).offers
    assert (offer.amount, offer.amount_eur) == (Decimal(3), None)


def test_rates_by_month_and_of_exchange_api(tmp_path):
    table, api = tmp_path / "rates.csv", tmp_path / "eur.json"
    table.write_text("month,usd_per_eur\n2026-01,1.17\n", encoding="utf-8")
    api.write_text('{"date": "2026-09-29", "eur": {"usd": 1.136}}', encoding="utf-8")

    assert (read_rates(table).usd_per_eur("2026-01"), read_rates(table).usd_per_eur("2026-02")) == (Decimal("1.17"), None)
    assert read_rates(api).usd_per_eur("2026-05") == Decimal("1.136")
    for wrong in ("0.1", "eight"):
        with pytest.raises(DataError):
            one_rate(wrong)


@pytest.mark.parametrize(
    ("text", "row_number"),
    [("a,b,c\n1,2,3\n", 1), (f"{HEADER}\n{row()}\nAFG,2026-06-15,cut off\n", 3), ("", 1)],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_row(tmp_path, text, row_number):
    path = tmp_path / "wfp.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataError) as error:
        list(read_quotes(path))
    assert error.value.row == row_number
