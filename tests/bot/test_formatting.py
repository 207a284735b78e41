import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot import values
from bot.errors import DataError
from bot.formatting import format_value, isolate, isolate_foreign, list_of
from bot.knowledge.dates import PartialDate
from bot.languages import load_languages
from bot.own_formats import read_formats

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def languages(settings):
    return load_languages(settings.data)


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (values.money(Decimal("1000"), "EUR"), "en", "1,000 €"),
        (values.money(Decimal("1000"), "EUR"), "de", "1.000 €"),
        (values.money(Decimal("0.8"), "EUR"), "de", "0,80 €"),
        (values.money(Decimal("42"), "AFN", Decimal("0.8044")), "en", "42 AFN (0.80 €)"),
        (values.money_range(Decimal("243.2"), Decimal("389"), "EUR"), "en", "243–389 €"),
        (values.money_range(Decimal("1.1"), Decimal("2.92"), "EUR"), "en", "1.10–2.92 €"),
        (values.percent(Decimal("10.69")), "en", "10.7%"),
        (values.percent(Decimal("8.5")), "tr", "%8,5"),
        (values.hours("Mon-Fri 09:00-11:00"), "de", "Mo.–Fr. 09:00–11:00"),
        (values.date(PartialDate(2026, 3)), "en", "March 2026"),
        (values.date(PartialDate(2026)), "tr", "2026"),
        (values.date(PartialDate(2026, 3, 2)), "de", "2. März 2026"),
        (values.country("XK"), "sq", "Kosovë"),
        (values.country("GN"), "ar", "غينيا"),
        (values.languages(["sq", "de"]), "en", "Albanian and German"),
        (values.city("Kabul", "کابل"), "fa", "کابل"),
        (values.city("Kabul", "کابل"), "sq", "Kabul"),
        (values.distance(53.6), "en", "54 km"),
        (values.money_range(Decimal("277"), Decimal("610"), "EUR"), "uk", "277–610 €"),
        (values.money_range(Decimal("700"), Decimal("3700"), "EUR"), "ro", "700–3.700 €"),
        (values.money_range(Decimal("700"), Decimal("3700"), "AFN"), "en", "700–3,700 AFN"),
        (values.money(Decimal("42000"), "AFN", Decimal("804")), "ps", "42,000 AFN (804 €)"),
        (values.moment(MONDAY), "en", "Monday, 23 November, 09:00"),
        (values.moment(MONDAY), "fr", "lundi 23 novembre, 09:00"),
        (values.moment(MONDAY), "prs", "دوشنبه، 23 نومبر، 09:00"),
        (values.moment(MONDAY), "ps", "دوشنبه، 23 نومبر، 09:00"),
        (values.moment(MONDAY), "ckb", "دووشەممە، 23ی تشرینی دووەم، 09:00"),
        (values.moment(MONDAY), "tr", "23 Kasım Pazartesi, 09:00"),
        (values.moment(MONDAY), "so", "Isniin, 23 Noofeembar, 09:00"),
        (values.moment(MONDAY), "am", "ሰኞ፣ 23 ኖቬምበር፣ 09:00"),
        (values.date(PartialDate(2024, 2, 27)), "ckb", "27ی شوباتی 2024"),
        (values.date(PartialDate(2024, 12)), "ckb", "کانوونی یەکەمی 2024"),
        (values.date(PartialDate(2026, 1)), "ckb", "کانوونی دووەمی 2026"),
        (values.date(PartialDate(2026, 3, 2)), "ps", "2 مارچ 2026"),
        (values.date(PartialDate(2025, 12, 12)), "vi", "ngày 12 tháng 12 năm 2025"),
        (values.hours("Mon-Fri 09:00-11:00, Sun"), "ar", "الاثنين–الجمعة 09:00–11:00، الأحد"),
        (values.languages(["sq", "de", "ar"]), "ckb", "ئەڵبانی، ئەڵمانی و عەرەبی"),
    ],
)
def test_values_are_written_as_the_language_writes_them(languages, value, language, written):
    assert format_value(value, languages[language]).replace("\u00a0", " ").replace("\u202f", " ") == written


@pytest.mark.parametrize("code", ["ar", "fa"])
def test_digits_are_western_in_right_to_left_languages(languages, code):
    written = format_value(values.money(Decimal("1234567"), "EUR"), languages[code])

    assert not any("\u0660" <= c <= "\u06f9" for c in written)


def test_values_are_isolated_only_in_right_to_left_text(languages):
    assert isolate("20 km", languages["ar"], left_to_right=True) == "\u206620 km\u2069"
    assert isolate("20 km", languages["en"]) == "20 km"


def test_one_name_needs_no_enumeration(languages):
    assert list_of(["a"], languages["en"]) == "a"


def test_left_to_right_runs_of_a_right_to_left_text_are_isolated(languages):
    written = isolate_foreign('قولوا: "Ich brauche Hilfe. Ich bin in …" أو /delete {name} 116 016', languages["ar"])

    assert written == ('قولوا: "\u2066Ich brauche Hilfe. Ich bin in …\u2069" أو \u2066/delete\u2069 {name} \u2066116 016\u2069')
    assert isolate_foreign("/delete", languages["sq"]) == "/delete"


def test_in_every_language_the_day_stands_before_its_month_and_money_has_the_sign(languages):
    for language in languages.values():
        day = format_value(values.moment(MONDAY), language)
        assert re.search(r"23.* 09:00", day), day
        assert not re.search(r"[^\W\d]\W* 23[^\w\d]* 09:00", day), f"{language.code}: month before day: {day}"
        written = format_value(values.money_range(Decimal("1277"), Decimal("2610"), "EUR"), language)
        assert re.fullmatch(r"1\W?277–2\W?610\W€", written), written


def test_a_faulty_file_of_formats_names_every_fault(tmp_path):
    path = tmp_path / "formats.yml"
    path.write_text("so:\n  dated: x\n  weekdays: [a, b]\n  numbers_as: so_so_so\n", encoding="utf-8")

    with pytest.raises(DataError) as error:
        read_formats(path)
    assert all(part in str(error.value) for part in ("'dated' is no format", "so.weekdays: expected a list of 7", "so_so_so"))
