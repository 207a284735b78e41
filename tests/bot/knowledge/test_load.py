from __future__ import annotations

import os

import pytest

from bot.errors import DataError, UnknownFactError
from bot.knowledge.files import read_yaml
from bot.knowledge.load import current, load
from bot.knowledge.model import Freshness


def test_every_fact_has_source_confidence_and_date_or_day_of_collection(knowledge):
    for fact in knowledge.facts.values():
        assert fact.sources, fact.id
        assert fact.confidence in ("high", "medium", "low"), fact.id
        assert fact.as_of or fact.collected_on, fact.id


def test_an_amount_comes_with_currency_date_and_source(knowledge):
    fact = knowledge.fact("programmes.reag_garp_2_0.startup_adult")

    assert (str(fact.value), fact.currency, str(fact.as_of), fact.kind) == ("1000", "EUR", "2026-02-02", "amount")
    assert fact.sources[0].name == "Returning from Germany (IOM, BAMF)"
    assert fact.is_tellable


@pytest.mark.parametrize(
    "fact_id",
    [
        "programmes.starthilfeplus.shp_amounts_background",  # low, unverified
        "procedure.luggage_allowance.kilograms_not_found",  # unverified inside a verified entry
        "countries.IQ.emergency_police",  # replaced by 911 in 2025
        "contacts.counsellors_only",
    ],
)
def test_what_is_not_sure_or_not_for_people_is_loaded_but_not_tellable(knowledge, fact_id):
    fact = knowledge.fact(fact_id)

    assert not (knowledge.contact(fact_id.split(".")[1]) if fact_id.startswith("contacts") else fact).is_tellable


def test_an_unknown_id_is_answered_with_the_nearest_ones(knowledge):
    with pytest.raises(UnknownFactError, match=r"nearest are.*programmes.reag_garp_2_0.startup_adult"):
        knowledge.fact("programmes.reag_garp_2_0.startup")
    with pytest.raises(KeyError):
        knowledge.contact("emergency_113")


@pytest.mark.parametrize(
    ("country", "kind"),
    [
        ("SY", "open"),
        ("UA", "suspended"),
        ("YE", "restricted"),
        ("TR", "six_month_rule"),
        ("RS", "visa_free"),
        ("GH", None),
    ],
)
def test_country_notes_are_typed(knowledge, country, kind):
    note = knowledge.country_note(country)

    assert (note and note.kind) == kind


def test_programmes_for_a_country_are_open_and_name_it_or_all(knowledge):
    kosovo = [programme.id for programme in knowledge.programmes_for("XK")]
    bavaria = [programme.id for programme in knowledge.programmes_for("NG", land="BY", audience="women")]

    assert kosovo == ["reag_garp_2_0", "ura_kosovo"]
    assert {"land_bavaria", "solwodi_women"} <= set(bavaria)
    assert not {"arrives_nigeria", "land_hesse"} & set(bavaria)


def test_a_country_without_sheet_is_not_known(knowledge):
    assert knowledge.country("TJ") is None
    albania = knowledge.country("AL")
    assert (albania.capital.text, albania.currency, albania.emergency["police"].text) == ("Tirana", "ALL", "129")


@pytest.mark.parametrize(
    ("danger", "language", "land", "expected"),
    [
        ("self_harm", "ru", None, ["telefon_doweria", "telefonseelsorge", "muslim_seelsorge"]),
        ("self_harm", "tr", None, ["muslim_seelsorge", "telefonseelsorge"]),
        ("self_harm", "ps", "BY", ["krisendienste_bayern", "telefonseelsorge", "muslim_seelsorge"]),
        ("self_harm", "ps", "BE", ["telefonseelsorge", "muslim_seelsorge"]),
        ("violence", "prs", None, ["violence_against_women"]),
        ("violence_men", "en", None, ["violence_against_men"]),
        ("trafficking", "bs", "BY", ["violence_against_women", "trafficking_kok", "trafficking_bavaria"]),
        ("trafficking", "ka", None, ["violence_against_women", "trafficking_kok"]),
        ("minor", "ar", None, ["child_helpline"]),
    ],
)
def test_lines_in_the_persons_language_come_before_german_ones(knowledge, danger, language, land, expected):
    assert [line.id for line in knowledge.crisis_lines(danger, language, land)] == expected


@pytest.mark.parametrize(
    ("language", "speaks"),
    [("fa", True), ("prs", True), ("sr", True), ("bs", True), ("kmr", True), ("ckb", False), ("ps", False)],
)
def test_the_line_against_violence_names_its_languages_by_our_codes(knowledge, language, speaks):
    assert (language in knowledge.contact("violence_against_women").languages) == speaks


@pytest.mark.parametrize(
    ("land", "phone"),
    [("BE", "030 19240"), ("BB", "030 19240"), ("SN", "0361 730730"), ("SH", "0551 19240"), ("BY", "089 19240")],
)
def test_the_poison_centre_is_that_of_the_land(knowledge, land, phone):
    poison = [line for line in knowledge.crisis_lines("medical", "de", land) if line.lands]

    assert [line.phones for line in poison] == [(phone,)]


def test_crisis_lines_are_told_however_old_they_are(knowledge, today):
    for contact in knowledge.contacts.values():
        if contact.group == "crisis":
            assert knowledge.judge(contact.kind, contact.as_of, today) is not Freshness.WITHHELD


def test_the_newest_indicator_is_told_and_an_unknown_one_is_not_zero(knowledge):
    assert str(knowledge.indicator("AL", "wage_min_month").as_of) == "2026-01"
    assert (
        knowledge.indicator("AL", "cpi_index_annual").value
        == max(
            (fact for fact in knowledge.indicators if fact.item == "cpi_index_annual" and fact.countries == {"AL"}),
            key=lambda fact: fact.as_of,
        ).value
    )
    assert knowledge.indicator("XK", "unemployment_modelled_pct") is None
    assert knowledge.indicator("ER", "wage_min_month") is None


def test_embassies_and_contacts_at_home_are_tellable_ones(knowledge):
    assert knowledge.embassies("AL")[0].city == "Berlin"
    assert all(contact.confidence != "low" for contact in knowledge.home_contacts("IQ"))
    assert knowledge.home_contacts("IQ") != []
    assert knowledge.home_contacts("VE") == []


def test_a_change_is_read_without_restart_and_a_broken_file_keeps_what_was_known(folder):
    before = current(folder)
    assert current(folder) is before
    path = folder / "laender.csv"
    text = path.read_text(encoding="utf-8")

    path.write_text(text.replace("Bayern", "Freistaat Bayern"), encoding="utf-8")
    after = current(folder)
    path.write_text("code,name\nBY\n", encoding="utf-8")
    broken = current(folder)

    assert (before.lands["BY"], after.lands["BY"], broken.lands["BY"]) == (
        "Bayern",
        "Freistaat Bayern",
        "Freistaat Bayern",
    )


def test_a_missing_file_names_itself(folder):
    os.remove(folder / "items.csv")

    with pytest.raises(DataError, match=r"items\.csv"):
        load(folder)


def test_yaml_keeps_dates_and_country_codes_as_text_and_knows_lines(tmp_path):
    path = tmp_path / "some.yml"
    path.write_text("- {country: NO, as_of: 2024-01-31}\n\n- country: YE\n", encoding="utf-8")

    norway, yemen = read_yaml(path)

    assert (norway, yemen.line) == ({"country": "NO", "as_of": "2024-01-31"}, 3)


def test_a_key_given_twice_is_a_fault_with_its_line(tmp_path):
    path = tmp_path / "some.yml"
    path.write_text("a: 1\nb: 2\na: 3\n", encoding="utf-8")

    with pytest.raises(DataError, match=r"some\.yml:3: key 'a' is given twice"):
        read_yaml(path)
