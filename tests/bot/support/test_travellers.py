"""Adults and children as messages tell them."""

import pytest

from bot.people_count import count_people
from bot.support.travellers import read_travellers


@pytest.mark.parametrize(("text", "language", "travellers"), [
    ("How much money do we get? Me, my wife and 3 kids", "en", (2, 3)),
    ("ich, meine Frau und drei Kinder", "de", (2, 3)),
    ("two adults and three children", "en", (2, 3)),
    ("my wife and my two kids, how much do we get", "en", (2, 2)),
    ("I am alone", "en", (1, 0)),
    ("أنا وزوجتي وثلاثة أطفال", "ar", (2, 3)),
    ("من و همسرم و دو بچه", "fa", (2, 2)),
    ("ben, karım ve 2 çocuk", "tr", (2, 2)),
    ("unë, gruaja dhe 3 fëmijë", "sq", (2, 3)),
])  # fmt: skip
def test_adults_and_children_are_told_apart(text, language, travellers):
    assert read_travellers(text, language) == travellers


@pytest.mark.parametrize("text", ["we are 5 people", "my brother and I", "I am 16 and alone", "hello", "my kids", ""])
def test_who_may_be_of_age_or_not_is_asked(text):
    assert read_travellers(text, "en") is None


@pytest.mark.parametrize(("text", "language"), [
    ("5 ነን 3 ልጆች", "am"),
    ("እኔ ሚስቴ እና ሶስት ልጆች", "am"),
    ("نحن 5 منهم 3 اطفال", "ar"),
    ("انا ومرتي وتلات ولاد", "ar"),
    ("احنا 5 اشخاص 3 اولاد", "ar"),
    ("خمسة اشخاص بينهم ثلاثة اطفال", "ar"),
    ("5 nefer 3 ushaq", "az"),
    ("mən, həyat yoldaşım və üç uşaq", "az"),
    ("nas je 5, 3 djece", "bs"),
    ("ja, žena i troje djece", "bs"),
    ("ئێمە ٥ کەسین ٣ منداڵ", "ckb"),
    ("من و ژنەکەم و سێ منداڵ", "ckb"),
    ("wir sind 5, davon 3 kinder", "de"),
    ("ich, meine frau, drei kinder", "de"),
    ("wir sind 5 personen, 3 kinder", "de"),
    ("5 personen, 2 erwachsene 3 kinder", "de"),
    ("familie mit 3 kindern 5 personen", "de"),
    ("wir sind zu fünft, 3 kinder", "de"),
    ("we are 5, 3 children", "en"),
    ("Me, my wife, three children", "en"),
    ("we are 5 people, 3 kids", "en"),
    ("5 persons (2 adults, 3 children)", "en"),
    ("we are a family of 5 with 3 children", "en"),
    ("family of 5, three of them children", "en"),
    ("5 people including 3 kids", "en"),
    ("5 of us, 3 are children", "en"),
    ("ما ۵ نفریم ۳ تا بچه", "fa"),
    ("من و زنم و سه تا بچه", "fa"),
    ("on est 5 ma femme et 3 petit", "fr"),
    ("moi ma femme et trois enfants", "fr"),
    ("on est 5 dont 3 enfants", "fr"),
    ("5 personnes 3 enfants", "fr"),
    ("nous sommes cinq, trois enfants", "fr"),
    ("մենք 5 հոգի ենք 3 երեխա", "hy"),
    ("ես, կինս և երեք երեխա", "hy"),
    ("5 ვართ 3 ბავშვი", "ka"),
    ("მე ჩემი ცოლი და სამი ბავშვი", "ka"),
    ("em 5 kes in 3 zarok", "kmr"),
    ("ez u jina min u se zarok", "kmr"),
    ("ние сме 5, 3 деца", "mk"),
    ("јас, жена ми и три деца", "mk"),
    ("ما ۵ نفر هستیم ۳ طفل", "prs"),
    ("مه و خانمم و سه طفل", "prs"),
    ("موږ ۵ کسان یو ۳ ماشومان", "ps"),
    ("زه او ښځه مې او درې ماشومان", "ps"),
    ("suntem 5, 3 copii", "ro"),
    ("eu, sotia si trei copii", "ro"),
    ("нас 5, из них 3 детей", "ru"),
    ("я, жена и трое детей", "ru"),
    ("нас пятеро, трое детей", "ru"),
    ("семья из 5 человек, трое детей", "ru"),
    ("waxaan nahay 5 qof, 3 carruur ah", "so"),
    ("aniga, xaaskayga iyo saddex carruur", "so"),
    ("jemi 5, 3 femije", "sq"),
    ("une, gruaja dhe tre femije", "sq"),
    ("нас је 5, 3 деце", "sr"),
    ("ja, žena i troje dece", "sr"),
    ("5 ኢና 3 ቆልዑ", "ti"),
    ("ኣነ ሰበይተይን ሰለስተ ቆልዑን", "ti"),
    ("5 kişiyiz 3 çocuk", "tr"),
    ("ben karım ve üç çocuk", "tr"),
    ("beş kişi, üçü çocuk", "tr"),
    ("нас 5, з них 3 дітей", "uk"),
    ("я, дружина і троє дітей", "uk"),
    ("ہم 5 لوگ ہیں 3 بچے", "ur"),
    ("میں میری بیوی اور تین بچے", "ur"),
    ("5 nguoi 3 dua nho", "vi"),
    ("tôi vợ tôi và ba con", "vi"),
])  # fmt: skip
def test_two_adults_and_three_children_are_told_apart_in_every_language(text, language):
    counted = count_people(text, language)

    assert counted is not None
    assert counted.people == 5
    assert read_travellers(text, language) == (2, 3)


@pytest.mark.parametrize("text", [
    "we are 5, my brother and 2 kids", "we are 3, 3 children", "we are 5, my son is 25 years old", "5 people, 3 adults, 1 child",
])  # fmt: skip
def test_what_does_not_add_up_is_asked(text):
    assert read_travellers(text, "en") is None


def test_children_may_tell_their_ages():
    assert read_travellers("we are 4, two kids 8 years and 12 years", "en") == (2, 2)
