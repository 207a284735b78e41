"""What life costs, part by part: every figure with place, date and source, the rest said to be unknown."""

import re

import pytest

from bot.answers import ANSWERS
from bot.answers.costs import PARTS
from bot.answers.model import Situation, complete
from bot.clock import today
from bot.doubts import CHOICE
from bot.languages import load_languages

PAGES = ("transport", "utilities", "school")
FIGURE = re.compile(r"\d\s?€|€\s?\d|[A-Z]{3}\b.*\d")


@pytest.fixture
def ask(catalogue, knowledge, settings):
    languages = load_languages(settings.data)

    def written(intent, language="en", **known):
        situation = Situation(language=language, knowledge=knowledge, today=today(), languages=languages, **known)
        answer = ANSWERS[intent](situation)
        shown, sources, is_withheld = complete(answer, catalogue.entries[answer.id], situation)
        reply = catalogue.render(answer.id, shown, language, is_withheld=is_withheld, buttons=answer.buttons, sources=sources)
        return answer, reply

    return written


def ids(reply):
    return [button.id for button in reply.buttons]


@pytest.mark.parametrize("language", ["en", "de", "ar", "sr", "ur", "ckb", "tr"])
def test_every_part_of_every_country_is_short_dated_and_sourced(ask, knowledge, language):
    for country in sorted({row.country for row in knowledge.prices}):
        questions = [(f"ask_{intent}", {}) for intent in ("cost_of_living", "rent", "food_prices", "wages", "medicine_cost")]
        questions += [("ask_cost_of_living", {"page": page}) for page in PAGES]
        for intent, named in questions:
            _, reply = ask(intent, language, country=country, named=named)
            where = f"{intent} {named} {country}: {reply.text}"
            assert len(reply.text) <= 900, where
            assert "{" not in reply.text, where
            assert len(reply.buttons) <= 4, where
            if FIGURE.search(reply.text):
                assert reply.sources, where
                assert all(re.match(r"\d{4}", source.as_of) for source in reply.sources), where


def test_the_overview_leads_to_the_parts_that_have_figures(ask):
    _, albania = ask("ask_cost_of_living", country="AL")
    _, afghanistan = ask("ask_cost_of_living", country="AF")

    transport, utilities = "ask_cost_of_living?page=transport", "ask_cost_of_living?page=utilities"
    assert ids(albania) == ["ask_rent", "ask_food_prices", transport, utilities]
    assert ids(afghanistan) == ["ask_food_prices", transport, "ask_wages", CHOICE]


@pytest.mark.parametrize(("page", "first", "term"), [
    ("transport", "utter_transport", "Bus ticket, one ride"), ("utilities", "utter_utilities", "Internet at home, a month"),
    ("school", "utter_school_fees", "Private kindergarten, a month"),
])  # fmt: skip
def test_a_button_opens_one_part(ask, page, first, term):
    answer, reply = ask("ask_cost_of_living", country="AL", named={"page": page})

    assert answer.id == first
    assert term in reply.text
    assert "request_human" in ids(reply)


@pytest.mark.parametrize(("language", "text", "answer_id"), [
    ("en", "what does a bus cost in Tirana", "utter_transport"), ("sq", "interneti?", "utter_utilities"),
    ("ar", "والمواصلات", "utter_transport"), ("en", "how much is a kindergarten", "utter_school_fees"),
    ("en", "rent and food there", "utter_cost_of_living"), ("en", "how much is life there", "utter_cost_of_living"),
])  # fmt: skip
def test_the_words_of_a_question_open_one_part(ask, language, text, answer_id):
    answer, _ = ask("ask_cost_of_living", language, country="AL", text=text)

    assert answer.id == answer_id


def test_private_fees_are_not_taken_for_those_of_state_schools(ask):
    _, reply = ask("ask_cost_of_living", country="RS", named={"page": "school"})

    assert "not the fees of state schools" in reply.text


def test_the_nearest_town_is_named_with_its_distance(ask):
    _, reply = ask("ask_rent", country="IQ", city="Sulaymaniyah")

    assert re.search(r"I have no figures for Sulaymaniyah\. These are from Erbil, 14\d km away\.", reply.text)


def test_a_price_that_the_index_has_moved_is_told_as_about_with_its_own_date(ask):
    _, reply = ask("ask_food_prices", country="GH", city="Accra")

    assert "Chicken, 1 kg: about 36 GHS (2.70 €), moved from July 2023" in reply.text
    assert "moved them with the official price index to 2025" in reply.text
    assert {"World Food Programme (WFP)", "ILO"} <= {source.name for source in reply.sources}


def test_prices_too_old_to_tell_are_withheld_and_that_is_said(ask):
    answer, reply = ask("ask_food_prices", country="SO")

    assert answer.id == "utter_figure_withheld"
    assert not re.search(r"\d", reply.text)
    assert ids(reply)[0] == "request_human"


def test_estimates_in_euro_come_with_the_rate_of_exchange(ask):
    _, reply = ask("ask_rent", country="AL")

    assert "1 € is about 92 ALL" in reply.text
    assert "exchange-api" in {source.name for source in reply.sources}


def test_no_rate_is_told_where_money_has_two_rates(ask):
    _, reply = ask("ask_rent", country="IQ")

    assert "1 € is" not in reply.text


def test_a_picture_holds_figures_of_one_unit_and_about_one_date(ask, knowledge):
    units = {f"term:{item.id}": item.unit for item in knowledge.items.values()}
    for country in sorted({row.country for row in knowledge.prices}):
        for intent in ("ask_cost_of_living", "ask_rent", "ask_food_prices", "ask_wages"):
            answer, _ = ask(intent, country=country)
            if answer.picture:
                drawn = [units[f"term:{bar['name']['name']}"] for bar in answer.picture["bars"]]
                assert len(drawn) >= 2, (country, intent)
                assert len({unit for unit in drawn if unit in ("month", "day", "year", "pack")}) <= 1, (country, intent)
                assert len({unit in ("month", "day", "year") for unit in drawn}) == 1, (country, intent)
                assert all(0 < bar["low"] <= bar["high"] for bar in answer.picture["bars"])


def test_one_figure_is_no_picture(ask):
    answer, _ = ask("ask_wages", country="AL")

    assert answer.picture is None


def test_every_item_that_can_be_told_has_a_word(catalogue):
    assert {item for items in PARTS.values() for item in items} <= set(catalogue.terms)


def test_every_medicine_with_a_price_has_a_word(catalogue, knowledge):
    assert {item.id for item in knowledge.items.values() if item.category == "medicines"} <= set(catalogue.terms)
