"""Faults in support_rules.yml are named with row and reason."""

from datetime import date

import pytest

from bot.knowledge.check import check

BREAKS = [
    # text, its replacement, what the fault says
    ("reag_garp_2_0.startup_adult", "reag_garp_2_0.startup_adlt", "no fact 'programmes.reag_garp_2_0.startup_adlt'"),
    ("  programme: starthilfeplus\n", "  programme: starthilfe\n", "programme 'starthilfe' is unknown in programmes.yml"),
    ("  form: paid\n", "  form: gift\n", "form: 'gift' is not one of"),
    ("payments: [startup, early_application]", "payments: [start, early_application]", "payment 'start' is not in this file"),
    ("  condition: repayment\n", "  condition: repay\n", "condition 'repay' is not in this file"),
    ("when: {special: [illness]}", "when: {special: [ill]}", "special 'ill' is none of the answers"),
    ("when: {status: [procedure, rejected]}", "when: {status: [waiting]}", "status 'waiting' is none of the answers"),
    ("- id: housing\n", "- id: startup\n", "the id 'startup' is taken by line"),
    ("  months: [0, 12]", "  months: [12, 0]", "put the earlier one first"),
    ("    adult: programmes.reag_garp_2_0.startup_adult\n", "    adults: programmes.reag_garp_2_0.startup_adult\n", "adults"),
    ("  now: zme\n", "  now: zmx\n", "now 'zmx' is no name of this file"),
    ("aliases: [solwodi,", "aliases: [Scouts, solwodi,", "stands under 'scouts' too"),
    ("  duldung: [", "  tolerated: [", "'tolerated' is no status"),
    ("{in_eu: true", "{in_eu: maybe", "in_eu"),
    (
        "household: programmes.reag_garp_2_0.medical_destination",
        "household: programmes.land_bavaria.business_grant",
        "not one sum in EUR",
    ),
]


@pytest.mark.parametrize(("text", "replacement", "message"), BREAKS)
def test_a_broken_rule_is_named_with_file_and_row(folder, text, replacement, message):
    path = folder / "support_rules.yml"
    content = path.read_text(encoding="utf-8")
    assert text in content
    path.write_text(content.replace(text, replacement, 1), encoding="utf-8")

    faults = [fault for fault in check(folder, today=date(2026, 11, 22)) if fault.path == path]

    assert any(message in fault.message and fault.row for fault in faults), [str(fault) for fault in faults]


def test_a_missing_file_is_named(folder):
    (folder / "support_rules.yml").unlink()

    assert any("support_rules.yml" in str(fault) and "missing" in fault.message for fault in check(folder))
