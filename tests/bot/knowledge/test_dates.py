from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.dates import PartialDate


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        (2024, date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-02-02", date(2026, 2, 2), date(2026, 2, 2)),
    ],
)
def test_a_partial_date_spans_all_days_it_can_mean(text, earliest, latest):
    parsed = PartialDate.parse(text)

    assert (parsed.earliest, parsed.latest, str(parsed)) == (earliest, latest, str(text))


@pytest.mark.parametrize("text", ["", "undated", "24", "2024-13", "2024-2", "2023-02-29", "2024-01-01 or later"])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r"is no date|month must be|day is out of range"):
        PartialDate.parse(text)


def test_dates_are_ordered_by_their_latest_day_then_by_exactness():
    texts = ["2023-12-31", "2024-11-30", "2024", "2024-12", "2024-12-31", "2025-01"]

    assert [str(parsed) for parsed in sorted(PartialDate.parse(text) for text in reversed(texts))] == texts


@pytest.mark.parametrize(("today", "age_days"), [(date(2024, 3, 31), 0), (date(2024, 3, 5), 0), (date(2024, 4, 1), 1)])
def test_age_counts_from_the_latest_possible_day(today, age_days):
    assert PartialDate.parse("2024-03").age_days(today) == age_days
