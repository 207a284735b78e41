"""When to look at a fact again, and what is due."""

from datetime import date, timedelta

import pytest

from bot.knowledge import review
from bot.knowledge.load import load
from bot.knowledge.model import Freshness

PRICES = "country,city,item,amount,currency,observed_on,source,confidence,review_on"


def test_every_record_has_a_review_date_and_a_place_in_a_file(knowledge):
    found = list(review.records(knowledge))

    assert len(found) > 3000
    for record in found:
        assert review.review_date(record, knowledge.freshness_rules) > date(1970, 1, 1), record
        assert record.origin is not None, record
        assert record.origin.line > 0, record


def test_the_place_of_a_fact_is_its_line(knowledge):
    fact = knowledge.fact("programmes.reag_garp_2_0.startup_adult")

    assert "startup_adult" in fact.origin.path.read_text(encoding="utf-8").splitlines()[fact.origin.line - 1]


@pytest.mark.parametrize(
    ("day", "is_due", "freshness"),
    [
        (date(2027, 3, 30), False, None),
        (date(2027, 3, 31), True, Freshness.FRESH),  # the last day without the warning
        (date(2027, 4, 1), True, Freshness.OLD),
        (date(2028, 3, 31), True, Freshness.WITHHELD),
    ],
)
def test_a_price_is_due_when_its_warning_begins(knowledge, day, is_due, freshness):
    found = {one.id: one for one in review.due(knowledge, day)}

    one = found.get("prices.AF.Kabul.sugar_kg")
    assert (one is not None) == is_due
    assert one is None or one.freshness is freshness


def test_looking_ahead_finds_what_is_due_then_and_a_report_is_due_at_once(knowledge):
    day = date(2027, 3, 1)

    assert "prices.AF.Kabul.sugar_kg" not in [one.id for one in review.due(knowledge, day)]
    assert "prices.AF.Kabul.sugar_kg" in [one.id for one in review.due(knowledge, day, within_days=30)]
    assert review.due(knowledge, day, reported=["prices.AF.Kabul.sugar_kg"])[0].id == "prices.AF.Kabul.sugar_kg"


def test_a_record_with_a_day_of_its_own_is_due_on_it(project_folder, tmp_path):
    row = "AF,Kabul,rent_1br_outside,9000,AFN,2026-11,office,high,2026-12-24"
    (tmp_path / "prices.csv").write_text(f"{PRICES}\n{row}\n", encoding="utf-8")
    knowledge = load(project_folder, tmp_path)

    for day, is_due in ((date(2026, 12, 23), False), (date(2026, 12, 24), True)):
        assert ("prices.AF.Kabul.rent_1br_outside" in [one.id for one in review.due(knowledge, day)]) == is_due


def test_only_the_newest_of_a_series_is_due_and_nothing_that_is_never_told(knowledge, today):
    far = review.due(knowledge, today, within_days=timedelta(days=20000).days)
    ids = [one.id for one in far]

    assert len(ids) == len({(one.id, one.origin.path.name) for one in far})
    assert sum(id.startswith("indicators.AF.cpi_index_annual") for id in ids) == 1
    assert "countries.IQ.emergency_police" not in ids  # low confidence
    assert not any(id.startswith("programmes.errin") for id in ids)


def test_the_most_urgent_comes_first(knowledge, today):
    order = [one.freshness for one in review.due(knowledge, today)]

    assert order == sorted(order, key=lambda one: one is not Freshness.WITHHELD)
