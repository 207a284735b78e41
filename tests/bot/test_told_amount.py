"""Sums of euro in the words of a person, in all languages and digits."""

from decimal import Decimal

import pytest

from bot.cost_words import EURO, cost_words
from bot.languages import load_languages
from bot.settings import read_settings
from bot.told_amount import told_amount, told_amounts

LANGUAGES = load_languages(read_settings({}).data)
SAID = {
    "en": "I have 2000 euros, how many months", "de": "wie lange reichen 2.000 Euro", "fr": "2 000 euros ça dure combien",
    "ar": "معي ٢٠٠٠ يورو كم شهر", "fa": "با ۲۰۰۰ یورو چند ماه", "prs": "۲۰۰۰ یورو چند ماه میشه", "ps": "۲۰۰۰ یورو څو میاشتې",
    "ckb": "٢٠٠٠ یۆرۆم هەیە", "kmr": "2000 ewroyê min heye", "sq": "me 2000 euro sa muaj", "sr": "имам 2000 евра",
    "sr-Latn": "imam 2000 evra", "bs": "imam 2000 eura", "mk": "имам 2000 евра", "ru": "на сколько хватит 2000 евро",
    "tr": "2000 avroyla kaç ay", "ur": "میرے پاس 2000 یورو ہیں", "ka": "2000 ევრო მაქვს", "hy": "2000 եվրոն քանի ամիս",
    "az": "2000 avro neçə ay",
    "so": "2000 yuuro imisa bilood", "uk": "на скільки вистачить 2000 євро",
    "vi": "2.000 ơ-rô được mấy tháng",
    "ro": "2000 de euro câte luni", "am": "2000 ዩሮ ስንት ወር", "ti": "2000 ዩሮ ክንደይ ወርሒ",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sum_of_euro_is_read_in_every_language(language):
    assert told_amount(SAID[language], language) == 2000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_that_answers_use_for_euro_is_known(language):
    name = LANGUAGES[language].locale.currencies["EUR"]

    assert told_amount(f"500 {name}", language) == 500
    assert told_amount(f"{name} 500", language) == 500


@pytest.mark.parametrize(("text", "euro"), [
    ("2000€", 2000), ("€2,000", 2000), ("EUR 2000", 2000), ("2.000,50 €", Decimal("2000.50")), ("10.5 euro", Decimal("10.5")),
    ("2000,- Euro", 2000), ("2k euro", 2000), ("2,5 Tausend Euro", 2500), ("2 тысячи евро", 2000), ("2 bin euro", 2000),
    ("2 هزار یورو", 2000), ("2 mijë euro", 2000), ("2 mii de euro", 2000), ("5 people 2000 euro 3 months", 2000),
])  # fmt: skip
def test_signs_separators_and_thousands_are_read(text, euro):
    assert told_amount(text, None) == euro


@pytest.mark.parametrize("text", [
    "2000", "I am 30", "500-1000 euro", "2000 Europäer", "3 months in Europe", "2000 lek", "euro", "10115 Berlin",
    "9999999999 euro", "",
])  # fmt: skip
def test_what_is_no_one_sum_of_euro_is_not_read(text):
    assert told_amount(text, None) is None


def test_a_euro_belongs_to_one_number_only():
    assert [amount.euro for amount in told_amounts("500 euro 3 months and 50 euro", "en")] == [500, 50]


def test_europe_is_no_money_in_any_language():
    for code, language in LANGUAGES.items():
        hits = cost_words(code).euro
        assert hits.get(language.locale.territories["150"].casefold()) != EURO, code
