"""Two towns are compared item by item, of one source and about one date; what cannot be compared is said."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qs

import pytest

from bot.answers import ANSWERS
from bot.answers.comparison import _are_alike, compared, two_cities
from bot.answers.model import Situation, complete
from bot.knowledge.dates import PartialDate
from bot.knowledge.prices import look_up
from bot.languages import load_languages

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def situation(knowledge, settings):
    languages = load_languages(settings.data)
    return lambda text, country, language="en", **known: Situation(
        language=language, knowledge=knowledge, today=TODAY, languages=languages, text=text, country=country, **known
    )


@pytest.fixture
def text_of(catalogue):
    def written(answer, asked):
        shown, sources, _ = complete(answer, catalogue.entries[answer.id], asked)
        return catalogue.render(answer.id, shown, asked.language, buttons=answer.buttons, sources=sources).text

    return written


@pytest.mark.parametrize(
    ("text", "country", "language", "towns"),
    [
        ("is Erbil cheaper than Baghdad", "IQ", "en", ["Erbil", "Baghdad"]),
        ("what about Herat compared to Kabul", "AF", "en", ["Herat", "Kabul"]),
        ("Tirana apo Durrës?", "AL", "sq", ["Tirana", "Durrës"]),
        ("هل أربيل أرخص من بغداد", "IQ", "ar", ["Erbil", "Baghdad"]),
        ("هەولێر هەرزانترە یان سلێمانی؟", "IQ", "ckb", ["Erbil", "Sulaymaniyah"]),
        ("В Москве дороже, чем в Казани?", "RU", "ru", ["Moscow", "Kazan"]),
        ("Ankara mı İstanbul mu daha ucuz", "TR", "tr", ["Ankara", "Istanbul"]),
        ("what does rent cost in Tirana", "AL", "en", None),
        ("Kabul, Kabul!", "AF", "en", None),
    ],
)
def test_two_towns_are_found_in_a_message(situation, text, country, language, towns):
    found = two_cities(situation(text, country, language))

    assert ([town.name for town in found] if found else None) == towns


def test_the_difference_is_that_of_the_rows(situation, text_of, knowledge):
    """Rice in January 2026: 1,650 IQD in Erbil, 2,500 in Baghdad, a third less."""
    rows = {(row.city, row.item.id): row.amount for row in knowledge.prices if row.country == "IQ" and not row.is_crowd}
    assert (rows["Erbil", "rice_kg"], rows["Baghdad", "rice_kg"]) == (Decimal(1650), Decimal(2500))

    asked = situation("is Erbil cheaper than Baghdad", "IQ")
    text = text_of(ANSWERS["ask_food_prices"](asked), asked)

    assert re.search(r"Rice, 1 kg: about 35\s?% less in Erbil: 1,650 IQD \(.*\), not 2,500 IQD", text)


def test_figures_of_other_dates_or_sources_are_not_compared(knowledge):
    one, other = (look_up(knowledge, "AF", ["bread_kg"], city, today=TODAY).prices[0] for city in ("Herat", "Kabul"))

    assert _are_alike(one, other)
    assert not _are_alike(one, replace(other, observed_on=PartialDate(2025, 6)))
    assert not _are_alike(one, replace(other, is_crowd=True))
    assert not _are_alike(one, replace(other, amount_eur=None))


def test_a_town_without_figures_is_not_compared(situation, text_of):
    asked = situation("Tirana or Durrës?", "AL")
    answer = compared(asked, "living")

    assert answer.id == "utter_comparison_one"
    assert "These are from Tirana, 30 km away." in text_of(answer, asked)


def test_towns_of_which_nothing_is_known_are_not_guessed(situation):
    assert compared(situation("Conakry or Kankan?", "GN"), "rent").id == "utter_comparison_none"


def test_a_button_compares_the_same_towns_in_another_part(situation):
    answer = compared(situation("Herat or Kabul?", "AF"), "living")
    for choice in answer.buttons:
        assert len(choice["id"].encode()) <= 64
    (page,) = parse_qs(answer.buttons[1]["id"].split("?")[1])["page"]

    again = ANSWERS["ask_food_prices"](situation("", "AF", named={"page": page}))

    assert [again.values[name]["name"] for name in ("first", "second")] == ["Herat", "Kabul"]


def test_two_bare_towns_are_a_question_but_a_story_is_none(situation):
    bare = ANSWERS["inform_country"](situation("Herat or Kabul?", "AF"))
    story = ANSWERS["inform_country"](situation("I was born in Herat and I went to school in Kabul", "AF"))

    assert (bare.id, story.id) == ("utter_comparison", "utter_inform_country")


def test_towns_of_two_countries_are_compared_in_euro(situation, text_of):
    asked = situation("Kabul or Tehran for food?", "AF")

    text = text_of(ANSWERS["ask_food_prices"](asked), asked)

    assert re.search(r"less in Tehran: .*AFN \(.*€\)", text)


def test_the_picture_shows_both_towns_under_each_name(situation):
    bars = compared(situation("Herat or Kabul?", "AF"), "living").picture["bars"]

    assert [bar["tone"] for bar in bars] == ["", "second"] * (len(bars) // 2)
    assert all((bar["name"] is None) == (bar["tone"] == "second") for bar in bars)
