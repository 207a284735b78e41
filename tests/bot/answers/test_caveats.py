"""What must be known to read a figure is said in every version of a text: from where it is, and from how far away."""

import re

import pytest

from bot.answers import ANSWERS
from bot.answers.model import Situation, complete
from bot.catalogue import TEXT_FIELDS, message_context, placeholders
from bot.clock import today

CAVEATS = {"note", "place"}
EACH_LINE_SAYS_WHERE = {"utter_centres"}  # every office stands there with its own town


@pytest.fixture
def ask(catalogue, knowledge):
    def written(intent, language="en", is_simple=False, **known):
        known = {"knowledge": knowledge, "today": today(), "languages": catalogue.languages, **known}
        situation = Situation(language=language, **known)
        answer = ANSWERS[intent](situation)
        shown, sources, is_withheld = complete(answer, catalogue.entries[answer.id], situation)
        made = {"is_simple": is_simple, "is_withheld": is_withheld, "buttons": answer.buttons, "sources": sources}
        return catalogue.render(answer.id, shown, language, **made).text

    return written


def test_no_simple_text_drops_what_must_be_known_to_read_the_figures(catalogue):
    for entry in catalogue.entries.values():
        if entry.simple and entry.id not in EACH_LINE_SAYS_WHERE:
            said = placeholders(entry.text) & CAVEATS
            assert said <= placeholders(entry.simple), entry.id


def test_no_translation_drops_what_must_be_known_to_read_the_figures(catalogue):
    for entry in catalogue.entries.values():
        for field in TEXT_FIELDS:
            english = getattr(entry, field)
            for language in catalogue.languages:
                written = catalogue.translate(message_context(entry.id, field), english, language)
                assert placeholders(english) & CAVEATS <= placeholders(written), (entry.id, field, language)


@pytest.mark.parametrize("intent", ["ask_cost_of_living", "ask_rent", "ask_food_prices", "ask_budget"])
def test_who_asks_for_simpler_words_still_reads_that_the_prices_are_of_another_town(ask, intent):
    written = ask(intent, is_simple=True, country="RU", city="Grozny")

    assert "I have no figures for Grozny. These are from Krasnodar, 568 km away." in written


def test_the_note_is_kept_in_the_language_of_the_reader(ask):
    full, simple = (ask("ask_food_prices", "fa", is_simple, country="IR", city="Sari") for is_simple in (False, True))

    note = next(line for line in full.splitlines() if "Sari" in line)
    assert note in simple


def test_the_budget_says_how_far_away_its_figures_are_from(ask):
    assert "I have no figures for Grozny. These are from Krasnodar, 568 km away." in ask(
        "ask_budget", country="RU", city="Grozny"
    )


@pytest.mark.parametrize("is_simple", [False, True])
def test_the_budget_names_the_part_that_is_from_another_town(ask, is_simple):
    written = ask("ask_budget", is_simple=is_simple, country="IQ", city="Sulaymaniyah")

    assert re.search(r"• Flat with 1 bedroom, outside the centre \(Erbil\): ", written)


def test_a_budget_that_cannot_be_worked_out_says_why_it_speaks_of_another_place(ask):
    written = ask("ask_budget", country="TR", city="Diyarbakır")

    assert "cannot estimate this budget for Türkiye" in written
    assert "These figures are for the whole country." in written


def test_figures_of_the_whole_country_do_not_stand_under_a_far_town(ask):
    written = ask("ask_food_prices", country="TR", city="Diyarbakır")

    assert "Food in Türkiye:" in written
    assert re.search(r"Rice, 1 kg \(Adana, August 2023\): ", written)


def test_a_figure_of_the_country_under_a_town_names_the_country(ask):
    assert "Minimum wage, a month (Albania, January 2026)" in ask("ask_cost_of_living", country="AL", city="Tirana")
