"""Who tells to be under 18 and alone, in every language; sentences are invented."""

from __future__ import annotations

import pytest

from bot.entity_words import load_entity_words
from bot.people_age import tells_minor_alone
from bot.places.words import expand
from bot.settings import read_settings


@pytest.mark.parametrize(("language", "text"), [
    ("en", "I am 16 and alone here"),
    ("en", "im 15 yo, no parents"),
    ("en", "I am sixteen without my parents"),
    ("en", "16yo here, i am 16 no guardian"),
    ("en", "I am 17, my parents died, nobody here"),
    ("en", "I am a minor and alone"),
    ("ar", "عمري 16 وانا لحالي"),
    ("ar", "عمري ١٦ سنة ما معي حدا"),
    ("ar", "انا عمري خمسة عشر سنة بدون اهلي"),
    ("ar", "عمري 15 ما عندي وصي"),
    ("fa", "من ۱۶ سالمه تنهام"),
    ("fa", "۱۶ سالمه پدر مادر ندارم"),
    ("fa", "شانزده سالمه تنها اومدم آلمان"),
    ("prs", "مه ۱۶ ساله استم تنها"),
    ("prs", "من 15 ساله هستم بی کس"),
    ("ps", "زه ۱۶ کلن یم یوازې یم"),
    ("ps", "عمر مې 15 دی یوازې"),
    ("ur", "میں 16 سال کا ہوں اکیلا"),
    ("ur", "main 16 saal ka hun akela"),
    ("ur", "meri umar 15 hai maa baap nahi hai"),
    ("kmr", "ez 16 sali me bi tene me"),
    ("kmr", "ez 16 salî me, bê dê û bav"),
    ("ckb", "تەمەنم ١٦ ساڵە تەنیام"),
    ("ckb", "من ١٥ ساڵم بەتەنیا لێرەم"),
    ("de", "ich bin 15 ohne eltern"),
    ("de", "bin 16 und allein hier"),
    ("de", "ich bin sechzehn, meine eltern sind gestorben"),
    ("de", "ich bin minderjährig und allein"),
    ("de", "ich bin 16 jahre alt und habe keinen vormund"),
    ("tr", "16 yaşındayım yalnızım"),
    ("tr", "ben 15 yaşındayım ailem yok"),
    ("tr", "yaşım 17 tek başımayım"),
    ("az", "16 yaşım var təkəm"),
    ("az", "mənim 15 yaşım var, valideynim yoxdur"),
    ("ru", "мне 16 лет я один"),
    ("ru", "мне 15, без родителей"),
    ("ru", "мне шестнадцать, я здесь одна"),
    ("uk", "мені 16 років, я сама"),
    ("uk", "мені 15 без батьків"),
    ("sq", "jam 16 vjec vetem ktu"),
    ("sq", "jam 15 vjeç pa prindër"),
    ("bs", "imam 16 godina i nemam roditelja"),
    ("bs", "imam 15 godina sama sam"),
    ("sr", "имам 16 година, без родитеља"),
    ("sr", "imam 16 godina, sam sam ovde"),
    ("mk", "имам 16 години сам сум"),
    ("ro", "am 16 ani si sunt singur"),
    ("ro", "am 15 ani fara parinti"),
    ("fr", "j'ai 16 ans je suis seul"),
    ("fr", "jai 15 ans sans parents"),
    ("fr", "je suis mineur isolé"),
    ("hy", "ես 16 տարեկան եմ մենակ"),
    ("hy", "16 տարեկան եմ, առանց ծնողների"),
    ("ka", "16 წლის ვარ მარტო"),
    ("ka", "მე 15 წლის ვარ მშობლების გარეშე"),
    ("so", "waxaan ahay 16 jir keligay ayaan ahay"),
    ("so", "16 jir baan ahay waalid ma lihi"),
    ("vi", "em 16 tuổi một mình"),
    ("vi", "em 15 tuoi khong co bo me"),
    ("am", "16 ዓመቴ ነው ብቻዬን ነኝ"),
    ("ti", "ዕድመይ 16 በይነይ እየ"),
    ("ti", "ኣነ ወዲ 16 ዓመት እየ በይነይ"),
])  # fmt: skip
def test_who_is_under_18_and_alone_is_seen(language: str, text: str) -> None:
    assert tells_minor_alone(text, language)


@pytest.mark.parametrize(("language", "text"), [
    ("en", "my son is 16 and alone"),
    ("en", "in 16 days I fly alone"),
    ("en", "I am alone with 16 others"),
    ("en", "I came at 16 and am 20 now, alone"),
    ("en", "I am 16"),
    ("en", "I am 16 with my mother, we are alone"),
    ("en", "I am 25 and alone"),
    ("en", "I am alone here since 16 years"),
    ("en", "I am 10 years in germany alone"),
    ("en", "I am alone, I have 16 euro"),
    ("en", "my brother is 16, I am 30, we have no parents"),
    ("en", "I am 8 months pregnant and alone"),
    ("de", "mein sohn ist 16 und allein"),
    ("de", "ich bin 16 jahre hier allein"),
    ("de", "in 16 tagen bin ich allein"),
    ("de", "ich bin 16 und bei meinen eltern"),
    ("de", "ich bin 25 und allein, kam mit 16"),
    ("de", "ich bin 16 Monate allein hier"),
    ("de", "ich bin 34, meine tochter 16 ist allein"),
    ("ar", "ابني عمره 16 لحالو"),
    ("ar", "صارلي 16 سنة لحالي"),
    ("ar", "عمري 30 لحالي"),
    ("fa", "پسرم ۱۶ سالشه تنهاست"),
    ("fa", "۱۶ ساله اینجا تنهام"),
    ("fa", "۱۶ سالم بود اومدم تنها، الان ۲۰ سالمه"),
    ("tr", "oğlum 16 yaşında yalnız"),
    ("tr", "16 yıldır yalnızım"),
    ("tr", "30 yaşındayım yalnızım"),
    ("ru", "сыну 16 лет, он один"),
    ("ru", "мне 35 лет я один"),
    ("ru", "16 лет живу одна"),
    ("ur", "mera beta 16 saal ka hai akela"),
    ("ur", "main 16 saal se akela hun"),
    ("vi", "con tôi 16 tuổi một mình"),
    ("vi", "em 30 tuổi một mình"),
    ("bs", "imam 30 godina, sam sam"),
    ("bs", "sin ima 16 godina, sam je"),
    ("bs", "imam 16 godina, ja sam iz Sarajeva"),
    ("bs", "imam sina 16 godina i ja sam sama"),
    ("sq", "djali im eshte 16 vjec vetem"),
    ("sq", "jam 16 vjet ketu vetem"),
    ("sq", "jam vetem 16 vjec me prinderit"),
    ("kmr", "kurê min 16 salî ye bi tenê"),
    ("fr", "mon fils a 16 ans il est seul"),
    ("fr", "j'ai 40 ans seul"),
    ("fr", "depuis 16 ans je suis seul"),
    ("ro", "am 30 ani singur"),
    ("ro", "am 16 ani de munca, singur"),
    ("so", "wiilkaygu waa 16 jir keligiis"),
    ("ps", "زوی مې ۱۶ کلن دی یوازې"),
    ("ckb", "کوڕەکەم تەمەنی ١٦ ساڵە تەنیایە"),
    ("hy", "տղաս 16 տարեկան է մենակ"),
    ("ka", "შვილი 16 წლის არის მარტო"),
    ("am", "ልጄ 16 ዓመቱ ነው ብቻዬን ነኝ"),
    ("ti", "ወደይ 16 ዓመቱ እዩ በይነይ እየ"),
    ("uk", "синові 16 років, я одна"),
    ("az", "oğlumun 16 yaşı var, təkəm"),
])  # fmt: skip
def test_ages_of_others_days_years_here_and_grown_ups_are_none(language: str, text: str) -> None:
    assert not tells_minor_alone(text, language)


def test_the_language_need_not_be_known() -> None:
    assert tells_minor_alone("ich bin 15 ohne eltern")
    assert tells_minor_alone("ich bin 15 ohne eltern", "ar")
    assert not tells_minor_alone("mein sohn ist 15 ohne eltern")


def test_every_language_tells_an_age_with_a_number_and_leaves_open_only_the_last_word() -> None:
    for language, words in load_entity_words(read_settings().data / "entities").items():
        assert any("#" in phrase for phrase in words.minor["own_age"]), language
        assert words.minor["alone"], language
        written = [form for phrases in words.minor.values() for phrase in phrases for form in expand(phrase)]
        assert [form for form in written if "*" in form.rstrip("* ")] == [], language
