from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.check import check

TODAY = date(2026, 11, 22)


def test_the_projects_own_files_have_no_fault(project_folder):
    assert [str(fault) for fault in check(project_folder, today=TODAY)] == []


BREAKS = [
    # file, text, its replacement, what the fault says
    ("prices.csv", "AF,Kabul,bread_kg,50,AFN,", "AF,Kabul,bread_kg,,AFN,", "'amount' is a required property"),
    ("prices.csv", "AF,Kabul,bread_kg,50,AFN,", "AF,Kabul,bread_kg,fifty,AFN,", "amount: 'fifty' does not match"),
    ("prices.csv", "AF,Kabul,bread_kg,50,AFN,", "AF,Kabul,bread_kg,0,AFN,", "amount is not above zero"),
    ("prices.csv", "AF,Kabul,bread_kg,50,AFN,", "AF,Kabul,bread_kg,50,AFX,", "currency 'AFX' is no ISO 4217 code"),
    ("prices.csv", "AF,Kabul,bread_kg,50,AFN,", "AF,Kabul,bread_kgs,50,AFN,", "item 'bread_kgs' is unknown"),
    ("prices.csv", "AF,Kabul,bread_kg,50,AFN,", "QX,Kabul,bread_kg,50,AFN,", "country 'QX' is no ISO 3166 code"),
    ("prices.csv", "AF,Kabul,bread_kg,50,AFN,", "AF,Kabull,bread_kg,50,AFN,", "city 'Kabull' of AF is unknown"),
    ("prices.csv", "AF,Kabul,bread_kg,50,AFN,", "AF,Kabul,bread_kg,50,AFN,1,", "11 cells, the header has 10"),
    ("prices.csv", ",2026-03,wfp_global_2026,", ",2027-03,wfp_global_2026,", "is still to come"),
    ("prices.csv", ",2026-03,wfp_global_2026,", ",2026-13,wfp_global_2026,", "month must be in 1..12"),
    ("prices.csv", ",2026-03,wfp_global_2026,", ",2026-03,wfp,", "source 'wfp' is unknown"),
    ("prices_crowd.csv", ",464.37,340.23,", ",464.37,940.23,", "low_eur is above high_eur"),
    ("indicators.csv", "country,indicator,", "country,indicater,", "columns indicater are not known"),
    ("cities.csv", "AF,Kabul,کابل,34.5281,", "AF,Kabul,کابل,134.5281,", "not on the globe"),
    ("centres.csv", ",53.5484,8.5953,", ",8.5953,53.5484,", "not in Germany"),
    ("centres.csv", ",Berlin,BE,+49 30 90269", ",Berlin,BX,+49 30 90269", "federal state 'BX' is unknown"),
    (
        "centres.csv",
        "Berlin,BE,+49 30 90269 4848",
        "Berlin,BE,ask the office",
        "phones: 'ask the office' does not match",
    ),
    ("contacts.yml", "phones: ['112']", "phones: [one one two]", "phones: 'one one two' does not match"),
    (
        "contacts.yml",
        "languages_sometimes: [tr, ar, ur]",
        "languages_sometimes: [tr, ar, urdu]",
        "'urdu' is not one of",
    ),
    ("contacts.yml", "go_to: [child_helpline]", "go_to: [childrens_helpline]", "which is no contact"),
    ("contacts.yml", "- id: police_110", "- id: emergency_112", "is taken by line"),
    ("programmes.yml", "value: 1000\n", "value: -1000\n", "not above zero"),
    ("programmes.yml", "status: open", "status: maybe", "status: 'maybe' is not one of"),
    ("programmes.yml", "- id: startup_minor", "- id: startup_adult", "'startup_adult' is taken by line"),
    ("programmes.yml", "valid_to: 2027", "valid_to: 2025", "has the status open"),
    ("procedure.yml", "  - id: shorter\n", "  - id: shorter\n    sources: []\n", "sources: []"),
    ("procedure.yml", "  - id: shorter\n", "  - id: shorter\n    rules: [x]\n", "would make Rasa take the file"),
    ("procedure.yml", "  as_of: 2024-02-27\n", "", "'as_of' is a required property"),
    ("leaving.yml", "  as_of: null\n  collected_on: 2026-11-22\n", "  as_of: null\n", "neither as_of nor collected_on"),
    (
        "leaving.yml",
        "  confidence: high\n",
        "  confidence: high\n  confidence: low\n",
        "key 'confidence' is given twice",
    ),
    ("country_notes.yml", "countries: [YE]", "countries: [SY]", "SY has a note in line"),
    ("sources.yml", "- id: numbeo\n", "- id: numbeo2\n  name: Numbeo\n- id: numbeo\n", "'numbeo2' is used by no fact"),
    (
        "sources.yml",
        "  url: https://www.numbeo.com\n",
        "  url: https://latest.currency-api.pages.dev/v1/currencies/eur.json\n",
        "has the address of 'exchange_api'",
    ),
    ("freshness.yml", "warns_after_days: 365", "warns_after_days: soon", "warns_after_days: 'soon' is not of type"),
    ("countries/al.yml", "country: AL\n", "country: AM\n", "name the file am.yml"),
    (
        "countries/al.yml",
        "- id: housing_tirana_better_areas_1br",
        "- id: housing_tirana_suburbs_1br",
        "is taken by line",
    ),
    ("countries/al.yml", "currency: ALL\n", "currency: LEK\n", "currency 'LEK' is no ISO 4217 code"),
    ("countries/gh.yml", "line: gh_rent_advance", "line: ng_rent_advance", "is of another country; begin it with gh_"),
    ("countries/gh.yml", "topic: mining, wood, metals", "topic: mining, wood", "expected the 3 main sectors"),
    ("countries/gh.yml", "  unit: doctors per 1,000 people\n", "", "tells a figure; give the fact a value and a unit"),
    ("procedure.yml", "  - id: shorter\n", "  - id: shorter\n    line: de_shorter\n", "only facts of a country sheet"),
]


@pytest.mark.parametrize(("name", "text", "replacement", "message"), BREAKS)
def test_a_fault_is_found_with_file_and_line(folder, name, text, replacement, message):
    path = folder / name
    content = path.read_text(encoding="utf-8")
    assert text in content, "the project's file has changed; mend the test"
    broken = content.replace(text, replacement, 1)
    path.write_text(broken, encoding="utf-8")

    faults = [fault for fault in check(folder, today=TODAY) if message in fault.message]

    assert faults, [str(fault) for fault in check(folder, today=TODAY)]
    assert {fault.path for fault in faults} == {path}
    first = content[: content.index(text)].count("\n") + 1
    last = first + replacement.count("\n") + 1
    lines = [fault.row for fault in faults]
    if name.endswith(".csv"):
        assert lines == [first]
    else:  # the line on which the record begins, or that of a twin further down
        assert any(line is not None and (line <= last) for line in lines) or "taken by" in message


def test_a_row_given_twice_is_a_fault(folder):
    path = folder / "prices_crowd.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")

    (fault,) = check(folder, today=TODAY)

    assert (fault.path, fault.row) == (path, len(lines) + 1)
    assert "as line 2" in fault.message


def test_all_faults_are_listed_not_only_the_first(folder):
    prices = folder / "prices.csv"
    prices.write_text(
        prices.read_text(encoding="utf-8")
        .replace("AF,Kabul,bread_kg,50,AFN,", "AF,Kabul,bread_kg,0,AFX,")
        .replace("AF,Herat,bread_kg,42,", "AF,Herat,bread_kg,many,"),
        encoding="utf-8",
    )
    notes = folder / "country_notes.yml"
    notes.write_text(notes.read_text(encoding="utf-8").replace("kind: suspended", "kind: stopped"), encoding="utf-8")

    messages = "\n".join(str(fault) for fault in check(folder, today=TODAY))

    for message in ("AFX", "'many'", "'stopped'"):
        assert message in messages


def test_missing_and_unknown_files_are_faults(folder):
    (folder / "items.csv").rename(folder / "item.csv")

    faults = [(fault.path.name, fault.row) for fault in check(folder, today=TODAY)]

    assert {("items.csv", None), ("item.csv", None)} <= set(faults)
