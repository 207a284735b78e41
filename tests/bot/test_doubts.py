""" "This is wrong": where the button stands, and what it keeps."""

from bot.catalogue import SourceNote
from bot.doubts import CHOICE, doubt_about, with_choice
from tests.bot.test_catalogue import FIGURES

NOTE = SourceNote("WFP", "2026-03", facts=("prices.AF.Kabul.bread_kg",))


def ids(rendered):
    return [button.id for button in rendered.buttons]


def test_an_answer_with_figures_has_the_button_and_at_most_four(catalogue):
    rent = catalogue.render("utter_rent", {**FIGURES, "place": "Kabul"}, "en", sources=[NOTE])

    assert ids(rent) == ["ask_food_prices", "ask_wages", "request_human", CHOICE]
    assert rent.buttons[-1].title == "⚠️ This is wrong"


def test_an_answer_without_source_or_about_danger_has_none(catalogue):
    assert CHOICE not in ids(catalogue.render("utter_rent", {**FIGURES, "place": "Kabul"}, "en"))
    danger = catalogue.render("utter_report_self_harm", {"lines": ""}, "en", sources=[NOTE])
    assert CHOICE not in ids(danger)


def test_buttons_made_for_a_person_and_answers_without_figures_keep_their_four():
    four = ("ask_rent", "ask_wages", "ask_budget?wage=day", "request_human")

    assert with_choice(four, FIGURES, may_replace=False) == four
    assert with_choice(four, {}, may_replace=True) == four
    assert with_choice(four[:3], {}, may_replace=False) == (*four[:3], CHOICE)


def test_a_doubt_keeps_facts_and_sources_and_nothing_of_the_person():
    answer = {"id": "utter_rent", "sources": [vars(NOTE)], "values": {"secret": "my name"}}

    doubt = doubt_about(answer, "AF", "Kabul")

    assert (doubt.facts, doubt.sources) == (("prices.AF.Kabul.bread_kg",), ("WFP, 2026-03",))
    assert "my name" not in repr(doubt)
    assert doubt_about({"id": "utter_thank", "sources": []}, None, None) is None
