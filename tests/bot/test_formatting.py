from decimal import Decimal

import pytest

from bot import values
from bot.formatting import format_value, isolate, isolate_foreign, list_of
from bot.knowledge.dates import PartialDate
from bot.languages import load_languages


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
