"""Every question in every language for countries with and without data: a phone screen, and no figure without date and source."""

import re

import pytest

from bot.answers import ANSWERS
from bot.answers.model import Situation, complete
from bot.clock import today
from bot.languages import load_languages
from bot.settings import read_settings
from tests.neutral import moves

LANGUAGES = tuple(load_languages(read_settings({}).data))
COUNTRIES = ("AL", "XK", "IQ", "AF", "TR", "GH", "GN", "ER", "SY", "UA", "TJ")
MAX_CHARS = 900
MONEY = re.compile(r"\d\s?€|€\s?\d|[A-Z]{3}\b.*\d")


def written(catalogue, knowledge, settings, intent, language, **known):
    languages = load_languages(settings.data)
    situation = Situation(
        language=language, knowledge=knowledge, today=today(), languages=languages,
        countries_offered=languages[language].countries, **known,
    )  # fmt: skip
    answer = ANSWERS[intent](situation)
    values, sources, is_withheld = complete(answer, catalogue.entries[answer.id], situation)
    return answer, catalogue.render(answer.id, values, language, is_withheld=is_withheld, buttons=answer.buttons, sources=sources)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_every_answer_is_short_sourced_and_neutral(catalogue, knowledge, settings, language, country):
    for intent in ANSWERS:
        for people, place in ((None, None), (4, "Bremen")):
            answer, reply = written(catalogue, knowledge, settings, intent, language, country=country, people=people, place=place)
            where = f"{intent} {country} {language}: {reply.text}"
            assert reply.text.strip(), where
            assert len(reply.text) <= MAX_CHARS, where
            assert "{" not in reply.text, where
            assert answer.id == "utter_choose_language" or len(reply.buttons) <= 4, where
            if MONEY.search(reply.text):
                assert reply.sources, where
                assert all(re.match(r"\d{4}", source.as_of) for source in reply.sources), where
            assert not moves(reply.text, language), where


def test_without_a_country_what_needs_one_asks_for_it(catalogue, knowledge, settings):
    answer, reply = written(catalogue, knowledge, settings, "ask_rent", "sq")

    assert answer.asks_for == "country"
    assert [b.id for b in reply.buttons] == ["country:AL", "country:XK", "country:MK", "request_human"]


def test_crowd_prices_can_be_switched_off(catalogue, knowledge, settings):
    answer, _ = written(catalogue, knowledge, settings, "ask_rent", "en", country="AL", crowd_prices=False)

    assert answer.id == "utter_figure_unknown"


def test_three_cities_give_the_figures_of_their_rows(catalogue, knowledge, settings):
    rows = {(row.city, row.item.id): row for row in knowledge.prices if not row.is_crowd}
    for country, city in (("AF", "Kabul"), ("AF", "Herat"), ("AF", "Kandahar")):
        _, reply = written(catalogue, knowledge, settings, "ask_food_prices", "en", country=country, city=city)
        row = rows[city, "bread_kg"]
        told = re.search(rf"Bread, 1 kg: ([\d.,]+) {row.currency}", reply.text)
        assert told, reply.text
        assert abs(float(told.group(1).replace(",", "")) - float(row.amount)) < 0.51


@pytest.mark.parametrize(("country", "answer_id"), [
    ("AL", "utter_financial_support_visa_free"), ("TR", "utter_financial_support_turkey"), ("UA", "utter_country_suspended"),
    ("YE", "utter_country_restricted"), ("GH", "utter_financial_support"),
])  # fmt: skip
def test_support_follows_the_rules_of_the_country(catalogue, knowledge, settings, country, answer_id):
    answer, _ = written(catalogue, knowledge, settings, "ask_financial_support", "en", country=country)

    assert answer.id == answer_id


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", ["AL", "XK", "TR", "GH", "SY", "IR", "RO"])
def test_every_estimate_fits_a_screen_and_names_its_sources(catalogue, knowledge, settings, language, country):
    households = ({"adults": 1}, {"adults": 2, "minors": 3, "status": "procedure", "special": "illness"},
                  {"adults": 1, "minors": 2, "status": "protection", "special": "illness", "stay": "short"},
                  {"adults": 5, "status": "rejected", "special": "trafficking", "stay": "long"},
                  {"special": "minor_alone"})  # fmt: skip
    pages = (
        {},
        *({"page": page} for page in ("start", "result", "change", "more", "adults", "minors", "stay", "status", "special")),
    )
    for slots in households:
        for named in pages:
            _, reply = written(
                catalogue, knowledge, settings, "ask_financial_support", language, country=country, slots=slots, named=named
            )
            where = f"{country} {language} {slots} {named}: {reply.text}"
            assert len(reply.text) <= MAX_CHARS, where
            assert "{" not in reply.text, where
            assert len(reply.buttons) <= 4, where
            assert all(len(button.id.encode()) <= 64 and len(button.title) <= 30 for button in reply.buttons), where
            assert not MONEY.search(reply.text) or reply.sources, where
            assert not moves(reply.text, language), where
