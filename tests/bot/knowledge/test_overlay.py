"""The office's own records over ours, one by one; a faulty file never takes effect and never costs the last good one."""

import logging
import os

import pytest

from bot.knowledge import centres
from bot.knowledge.check import check
from bot.knowledge.load import current, load_files
from bot.knowledge.office import usable_files

PRICES = "country,city,item,amount,currency,amount_eur,observed_on,source,confidence"


@pytest.fixture
def office(tmp_path):
    folder = tmp_path / "var" / "office" / "knowledge"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def write(office):
    def act(name, text):
        path = office / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return act


def prices(knowledge, country, city, item):
    return [str(p.amount) for p in knowledge.prices if (p.country, p.city, p.item.id) == (country, city, item)]


def test_an_office_price_replaces_ours_of_its_town_and_item_and_leaves_the_others(project_folder, office, write, knowledge):
    write(
        "prices.csv",
        f"{PRICES}\nAF,Kabul,sugar_kg,99,AFN,1.5,2026-11,office,high\nAF,Kabul,rent_1br_outside,9000,AFN,,2026-11,office,high\n",
    )

    told = current(project_folder, office)

    assert prices(told, "AF", "Kabul", "sugar_kg") == ["99"]
    assert prices(told, "AF", "Kabul", "rent_1br_outside") == ["9000"]
    assert prices(told, "AF", "Herat", "sugar_kg") == prices(knowledge, "AF", "Herat", "sugar_kg") != []
    assert len(told.prices) == len(knowledge.prices) + 1


def test_a_file_saved_by_a_german_spreadsheet_is_read(project_folder, office, write):
    text = PRICES.replace(",", ";") + "\r\nAF;Kabul;sugar_kg;99,5;AFN;1,5;15.11.2026;office;high\r\n;;;;;;;;\r\n"
    (office / "prices.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())

    [price] = [p for p in current(project_folder, office).prices if (p.city, p.item.id) == ("Kabul", "sugar_kg")]

    assert (str(price.amount), str(price.as_of)) == ("99.5", "2026-11-15")


def test_an_office_changes_the_hours_of_a_centre_adds_one_and_takes_one_away(project_folder, office, write, knowledge):
    berlin = next(c for c in knowledge.centre_list if c.name == "IOM return counselling Berlin")
    gone = next(c for c in knowledge.centre_list if c.city and c.name != berlin.name)
    write(
        "centres.csv",
        "name,city,run_by,land,street,postcode,phones,hours,lat,lon,point_is,source,as_of,confidence,gone\n"
        f'"{berlin.name}",Berlin,,,,,,Mon-Fri 9:00-12:00,,,,office,2026-11-20,high,\n'
        "Our centre,Bremen,independent,HB,Am Markt 1,28195,,Mon 9:00-12:00,53.0759,8.8072,house,office,2026-11-20,high,\n"
        f'"{gone.name}",{gone.city},,,,,,,,,,,,,yes\n',
    )

    told = current(project_folder, office)
    changed = next(c for c in told.centre_list if c.name == berlin.name)

    assert (changed.hours, changed.phones, str(changed.as_of)) == ("Mon-Fri 9:00-12:00", berlin.phones, "2026-11-20")
    assert centres.in_city(told, "Bremen")[-1].name == "Our centre"
    assert (gone.name, gone.city) not in [(c.name, c.city) for c in told.centre_list]
    assert len(told.centre_list) == len(knowledge.centre_list)


def test_an_office_changes_contacts_and_facts_by_id_and_adds_a_source(project_folder, office, write, knowledge):
    write("sources.yml", "- id: caritas\n  name: Caritas Bremen\n")
    write("contacts.yml", "return_advice:\n- id: portal\n  phones: [+49 421 000000]\n  as_of: 2026-11\n  sources: [caritas]\n")
    write(
        "programmes.yml",
        "- id: reag_garp_2_0\n  benefits:\n  - id: startup_adult\n    value: 1100\n    as_of: 2026-11\n    sources: [caritas]\n",
    )
    write("countries/al.yml", "country: AL\ncurrency: ALL\n")

    told = current(project_folder, office)
    fact = told.fact("programmes.reag_garp_2_0.startup_adult")

    assert told.contact("portal").phones == ("+49 421 000000",)
    assert told.contact("portal").web == knowledge.contact("portal").web
    assert (str(fact.value), fact.sources[0].name) == ("1100", "Caritas Bremen")
    assert fact.text == knowledge.fact(fact.id).text
    assert len(told.facts) == len(knowledge.facts)
    assert check(project_folder, office) == []


def test_an_office_note_on_a_country_takes_it_out_of_ours(project_folder, office, write):
    write(
        "country_notes.yml",
        "- countries: [AF]\n  kind: suspended\n  text: none now\n  as_of: 2026-11\n  confidence: high\n  sources: [office]\n",
    )

    told = current(project_folder, office)

    assert (told.country_note("AF").kind, told.country_note("ER").kind) == ("suspended", "open")


@pytest.mark.parametrize(
    ("text", "row", "reason"),
    [
        (f"{PRICES}\nAF,Kabul,sugar_kg,cheap,AFN,,2026-11,office,high\n", 2, "amount"),
        (f"{PRICES}\nAF,Kabul,sugar_kg,9,AFN,,2026-11,office,high\nAF,Kabul,gold_kg,9,AFN,,2026-11,office,high\n", 3, "gold_kg"),
        (f"{PRICES}\nAF,Atlantis,sugar_kg,9,AFN,,2026-11,office,high\n", 2, "Atlantis"),
        (f"{PRICES}\nAF,Kabul,sugar_kg,9,AFN,,2026-11,nobody,high\n", 2, "nobody"),
        (f"{PRICES}\nAF,Kabul,sugar_kg,9,AFN,,2031-11,office,high\n", 2, "still to come"),
        (f"{PRICES},colour\nAF,Kabul,sugar_kg,9,AFN,,2026-11,office,high,red\n", 1, "colour"),
        (f"{PRICES}\nAF,Kabul\n", 2, "cells"),
    ],
)
def test_a_faulty_file_is_refused_with_row_and_reason_and_the_last_good_one_stays(
    project_folder, office, write, caplog, text, row, reason
):
    write("prices.csv", f"{PRICES}\nAF,Kabul,sugar_kg,99,AFN,1.5,2026-11,office,high\n")
    assert prices(current(project_folder, office), "AF", "Kabul", "sugar_kg") == ["99"]

    path = write("prices.csv", text)
    with caplog.at_level(logging.ERROR):
        told = current(project_folder, office)

    assert prices(told, "AF", "Kabul", "sugar_kg") == ["99"]
    assert f"knowledge.reload_failed: {path}:{row}: " in caplog.text
    assert reason in caplog.text
    assert [(fault.path, fault.row) for fault in check(project_folder, office)][:1] == [(path, row)]


def test_the_last_good_file_stays_after_a_restart_and_other_files_still_take_effect(project_folder, office, write, knowledge):
    write("prices.csv", f"{PRICES}\nAF,Kabul,sugar_kg,99,AFN,1.5,2026-11,office,high\n")
    current(project_folder, office)
    write("prices.csv", "broken")
    write("laender.csv", "code,name\nBY,Freistaat Bayern\n")

    restarted = load_files(project_folder, usable_files(project_folder, office))  # what a new process reads first

    assert prices(restarted, "AF", "Kabul", "sugar_kg") == ["99"]
    assert restarted.lands["BY"] == "Freistaat Bayern"


def test_a_file_that_never_was_good_counts_as_not_there(project_folder, office, write, knowledge):
    write("prices.csv", "broken")

    assert len(current(project_folder, office).prices) == len(knowledge.prices)


def test_a_file_that_the_office_takes_away_is_gone_with_its_copy(project_folder, office, write, knowledge):
    path = write("prices.csv", f"{PRICES}\nAF,Kabul,sugar_kg,99,AFN,1.5,2026-11,office,high\n")
    current(project_folder, office)
    path.unlink()
    assert prices(current(project_folder, office), "AF", "Kabul", "sugar_kg") == prices(knowledge, "AF", "Kabul", "sugar_kg")

    write("prices.csv", "broken")
    assert prices(current(project_folder, office), "AF", "Kabul", "sugar_kg") == prices(knowledge, "AF", "Kabul", "sugar_kg")


def test_a_change_takes_effect_at_the_next_question(project_folder, office, write):
    path = write("prices.csv", f"{PRICES}\nAF,Kabul,sugar_kg,99,AFN,1.5,2026-11,office,high\n")
    first = current(project_folder, office)
    assert current(project_folder, office) is first

    path.write_text(path.read_text(encoding="utf-8").replace(",99,", ",98,"), encoding="utf-8")
    os.utime(path, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns + 1))

    assert prices(current(project_folder, office), "AF", "Kabul", "sugar_kg") == ["98"]
