"""When a wish is due: days on the calendar and the clock on the wall, right across a change of summer time."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.reminders.wish import Wish, zone_of

BERLIN, KABUL, TEHRAN = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kabul"), ZoneInfo("Asia/Tehran")


@pytest.mark.parametrize(("asked", "wish", "zone", "expected"), [
    ("2026-10-24 10:00", "remind_in_1", BERLIN, "2026-10-25 08:00"),  # clocks go back on the 25th
    ("2026-10-23 10:00", "remind_in_1", BERLIN, "2026-10-24 07:00"),
    ("2026-10-23 10:00", "remind_on_1@10:30", BERLIN, "2026-10-26 09:30"),
    ("2027-03-27 10:00", "remind_in_1", BERLIN, "2027-03-28 07:00"),  # clocks go forward on the 28th
    ("2027-03-26 10:00", "remind_in_1", BERLIN, "2027-03-27 08:00"),
    ("2027-03-15 10:00", "remind_in_14", BERLIN, "2027-03-29 07:00"),
    ("2026-10-24 22:30", "remind_in_1", BERLIN, "2026-10-26 08:00"),  # 0:30 on the 25th in Germany
    ("2026-11-18 21:00", "remind_in_1", KABUL, "2026-11-20 04:30"),  # 1:30 on the 19th in Kabul
    ("2026-11-23 05:00", "remind_on_1", BERLIN, "2026-11-30 08:00"),  # a Monday: never today
    ("2026-11-22 12:00", "remind_on_1", BERLIN, "2026-11-23 08:00"),
    ("2026-11-22 12:00", "remind_next_7@21:00", TEHRAN, "2026-11-29 17:30"),
])  # fmt: skip
def test_nine_oclock_is_nine_oclock_where_the_person_is(asked, wish, zone, expected):
    now = datetime.fromisoformat(asked).replace(tzinfo=UTC)

    assert Wish.read(wish).due_at(now, zone) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_a_moment_that_is_over_is_none():
    assert Wish("in", 0, 12).due_at(datetime(2026, 11, 18, 12, 0, tzinfo=UTC), BERLIN) is None


@pytest.mark.parametrize("written", [
    "remind_in_61", "remind_on_0", "remind_on_8", "remind_in_1@8:59", "remind_in_1@21:01", "remind_in_1@25:00",
    "remind_in_1@10:60", "remind_me", "leave_line", "",
])  # fmt: skip
def test_nights_far_years_and_other_steps_are_no_wish(written):
    assert Wish.read(written) is None


def test_a_wish_is_read_from_its_own_name():
    assert Wish.read(Wish("next", 2, 10, 5).name) == Wish("next", 2, 10, 5)


def test_the_clock_is_that_of_germany_until_the_person_is_back(knowledge):
    assert zone_of(knowledge, "AF", False) == (BERLIN, "DE")
    assert zone_of(knowledge, "AF", True) == (KABUL, "AF")
    assert zone_of(knowledge, None, True) == (BERLIN, "DE")


def test_every_country_that_is_offered_has_a_time_zone(knowledge, catalogue):
    offered = {country for language in catalogue.languages.values() for country in language.countries} | set(knowledge.countries)

    assert offered <= set(knowledge.time_zones)
