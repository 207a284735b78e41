"""A part of what life costs is known by its words, in every language, with what it writes in front of and behind a word."""

import re

import pytest

from bot.answers.price_text import PARTS as PAGES
from bot.cost_words import PARTS, part_named, read_cost_words
from bot.errors import DataError

TERMS = {
    "transport": ("transport_ticket", "petrol_l", "taxi_km", "part_transport"),
    "utilities": ("electricity_kwh", "part_utilities"),
    "school": ("preschool_private", "school_international"),
    "rent": ("part_rent",),
    "food": ("rice_kg", "milk_l", "onions_kg", "tomatoes_kg", "part_food"),
    "wages": ("wage_min_month",),
}


def test_every_part_is_a_page_of_what_life_costs():
    assert set(PARTS) == set(PAGES)


def test_what_an_answer_calls_a_thing_leads_to_its_part_in_every_language(catalogue):
    for language in catalogue.languages:
        for part, names in TERMS.items():
            for name in names:
                term = catalogue.translate(f"term.{name}", catalogue.terms[name], language)
                thing = term if name.startswith("part_") else re.split("[,،፣]", term)[0]
                assert part_named(thing, language) == part, (language, name, thing)


@pytest.mark.parametrize(("language", "text", "part"), [
    ("en", "and the bus?", "transport"), ("en", "what does a bus cost in Tirana", "transport"),
    ("en", "internet price", "utilities"), ("en", "school fees", "school"),
    ("ar", "والنت", "utilities"), ("ar", "والمواصلات", "transport"),
    ("ckb", "ئەی کارەبا", "utilities"),
    ("tr", "benzin", "transport"), ("tr", "elektriği ne kadar", "utilities"), ("kmr", "ceyran", "utilities"),
    ("ru", "сколько стоит проезд", "transport"), ("fa", "خرجی خوراک چی", "food"), ("am", "የአውቶቡስ ዋጋ", "transport"),
    ("sr-Latn", "a struja?", "utilities"), ("so", "shidaalka waa immisa", "transport"),
    ("vi", "tiền điện bao nhiêu", "utilities"),
    ("ur", "bijli ka bill", "utilities"), ("uk", "скільки коштує дитсадок", "school"), (None, "а садик", "school"),
])  # fmt: skip
def test_a_follow_up_of_one_word_names_its_part(language, text, part):
    assert part_named(text, language) == part


@pytest.mark.parametrize(("language", "text"), [
    ("en", "how much is life there"), ("en", "rent and food"), ("en", "assalamu alaykum brother"), ("kmr", "baş e"),
    ("tr", "şu ev"), ("ro", "mulțam fain"), ("prs", "بلی"), ("sq", "shumë bukur"), ("vi", "tôi muốn về nước"),
    ("de", "Früher hat mein Vater mit einem Gehalt uns alle ernährt, wie viel braucht eine Familie dort heute"),
])  # fmt: skip
def test_no_part_or_several_or_a_story_name_none(language, text):
    assert part_named(text, language) is None


def test_a_faulty_file_names_every_fault(tmp_path):
    path = tmp_path / "cost_words.yml"
    path.write_text("xx:\n  rents: [a]\n  rent: b\n", encoding="utf-8")

    with pytest.raises(DataError) as error:
        read_cost_words(path)
    assert all(part in str(error.value) for part in ("'rents' is no list", "no list 'food'", "xx.rent must be a list"))
