"""Every question in every language for countries with and without data: a phone screen, and no figure without date and source."""

import re

import pytest

from bot.answers import ANSWERS
from bot.answers.model import Situation, complete
from bot.clock import today
from bot.languages import load_languages

COUNTRIES = ("AL", "XK", "IQ", "AF", "TR", "GH", "GN", "ER", "SY", "UA", "TJ")
MAX_CHARS = 900
MONEY = re.compile(r"\d\s?€|€\s?\d|[A-Z]{3}\b.*\d")
PUSHING = {
    "en": ("you should return", "you should go back", "you must return", "last chance", "go home now", "hurry up"),
    "de": ("sie sollten zurück", "sie müssen zurück", "letzte chance", "beeilen sie sich"),
    "tr": ("dönmelisiniz", "son şans", "acele edin"),
    "sq": ("duhet të ktheheni", "shansi i fundit", "nxitoni"),
    "ar": ("يجب أن تعودوا", "عليكم العودة", "آخر فرصة", "أسرعوا"),
    "fa": ("باید برگردید", "آخرین فرصت", "عجله کنید"),
    "prs": ("باید برگردید", "آخرین فرصت", "عجله کنید"),
    "fr": ("vous devez rentrer", "vous devriez rentrer", "dernière chance", "dépêchez-vous"),
    "ru": ("вы должны вернуться", "вам следует вернуться", "последний шанс", "поторопитесь"),
    "ps": ("باید ستانه شئ", "وروستی چانس", "بیړه وکړئ"),
    "ckb": ("دەبێت بگەڕێنەوە", "دوا دەرفەت", "پەلە بکەن"),
    "kmr": ("divê hûn vegerin", "şansa dawî", "lez bikin"),
    "sr": ("морате да се вратите", "треба да се вратите", "последња шанса", "пожурите"),
    "sr-Latn": ("morate da se vratite", "treba da se vratite", "poslednja šansa", "požurite"),
    "bs": ("morate se vratiti", "trebate se vratiti", "posljednja šansa", "požurite"),
    "mk": ("мора да се вратите", "треба да се вратите", "последна шанса", "побрзајте"),
    "ur": ("واپس جانا چاہیے", "آخری موقع", "جلدی کریں"),
}


def written(catalogue, knowledge, settings, intent, language, **known):
    languages = load_languages(settings.data)
    situation = Situation(
        language=language, knowledge=knowledge, today=today(), languages=languages,
        countries_offered=languages[language].countries, **known,
    )  # fmt: skip
    answer = ANSWERS[intent](situation)
    values, sources, is_withheld = complete(answer, catalogue.entries[answer.id], situation)
    return answer, catalogue.render(answer.id, values, language, is_withheld=is_withheld, buttons=answer.buttons, sources=sources)


@pytest.mark.parametrize("language", PUSHING)
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
            assert not any(push in reply.text.lower() for push in PUSHING[language]), where


def test_the_walk_leaves_no_language_out(catalogue):
    assert set(PUSHING) == set(catalogue.languages)


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
