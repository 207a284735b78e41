from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.errors import DataError
from bot.knowledge.dates import PartialDate
from bot.knowledge.model import Freshness

FRESH, OLD, WITHHELD = Freshness.FRESH, Freshness.OLD, Freshness.WITHHELD


@pytest.mark.parametrize(
    ("kind", "age_days", "expected"),
    [
        ("price", 0, FRESH),
        ("price", 365, FRESH),
        ("price", 366, OLD),
        ("price", 730, OLD),
        ("price", 731, WITHHELD),
        ("crowd_price", 1, OLD),
        ("crowd_price", 1460, OLD),
        ("crowd_price", 1461, WITHHELD),
        ("amount", 180, FRESH),
        ("amount", 181, OLD),
        ("amount", 730, OLD),
        ("amount", 731, WITHHELD),
        ("contact", 365, FRESH),
        ("contact", 366, OLD),
        ("contact", 1095, OLD),
        ("contact", 1096, WITHHELD),
        ("emergency", 366, OLD),
        ("emergency", 36500, OLD),
    ],
)
def test_age_decides_how_a_fact_is_told(knowledge, today, kind, age_days, expected):
    day = today - timedelta(days=age_days)

    assert knowledge.judge(kind, PartialDate(day.year, day.month, day.day), today) is expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("contact", OLD),
        ("rule", OLD),
        ("statement", OLD),
        ("emergency", OLD),
        ("amount", WITHHELD),
        ("price", WITHHELD),
    ],
)
def test_only_contacts_rules_and_statements_are_told_undated(knowledge, today, kind, expected):
    assert knowledge.judge(kind, None, today) is expected


def test_a_kind_without_rule_is_a_fault(knowledge):
    with pytest.raises(DataError, match="no rule for facts of kind 'weather'"):
        knowledge.judge("weather", None, date(2026, 1, 1))
