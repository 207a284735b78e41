"""Programmes and statuses by name, in the spellings of people."""

import pytest

from bot.support.names import named_programmes, said_status


@pytest.mark.parametrize(("text", "names"), [
    ("Do you have ERRIN?", ["errin"]),
    ("is erin still there", ["errin"]),
    ("برنامه اررین هنوز هست؟", ["errin"]),
    ("программа ЕРРИН", ["errin"]),
    ("ERRIN'den para alabilir miyim?", ["errin"]),
    ("Starthilfe Plus, wie viel?", ["starthilfe_plus"]),
    ("StarthilfePlus", ["starthilfe_plus"]),
    ("Reintegrations-Scout", ["scouts"]),
    ("GARP oder REAG", ["reag_garp"]),
    ("ERRIN or IntegPlan", ["errin", "integplan"]),
    ("I have errands, my friend Arrive helps", []),
    ("how much money", []),
])  # fmt: skip
def test_names_are_recognised(knowledge, text, names):
    assert [name.id for name in named_programmes(text, knowledge.support_rules)] == names


@pytest.mark.parametrize(("text", "status"), [
    ("Ich habe eine Duldung", "duldung"), ("لدي دولدونغ", "duldung"), ("mit Aufenthaltsgestattung", "procedure"),
    ("abgelehnt, jetzt Duldung", None), ("how much", None),
])  # fmt: skip
def test_a_status_is_read_when_it_is_the_only_one(knowledge, text, status):
    assert said_status(text, knowledge.support_rules) == status


def test_every_name_has_its_own_text_form_and_a_record(knowledge):
    for name in knowledge.support_rules.names:
        assert knowledge.fact(name.fact)
        assert named_programmes(name.name, knowledge.support_rules) == [name]
