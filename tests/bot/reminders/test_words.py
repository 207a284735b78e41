"""Requests for a reminder in every language that is understood, as a table: what is said, and the moment it means in UTC."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.entity_words import load_entity_words
from bot.reminders.words import read_request
from bot.settings import read_settings

NOW = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)  # a Wednesday, 13:00 in Germany
BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, TOMORROW = "2026-11-23 08:00", "2026-11-19 08:00"
SAID = [
    ("en", "remind me on Monday", MONDAY),
    ("en", "Please remind me tomorrow at 3pm", "2026-11-19 14:00"),
    ("en", "remind me in two weeks", "2026-12-02 08:00"),
    ("en", "remind me Friday next week at 18:30", "2026-11-27 17:30"),
    ("en", "remind me on Wednesday", "2026-11-25 08:00"),
    ("en", "remind me today at 5 pm", "2026-11-18 16:00"),
    ("de", "erinnere mich am Montag um 10", "2026-11-23 09:00"),
    ("de", "Kannst du mich übermorgen erinnern?", "2026-11-20 08:00"),
    ("de", "Bitte erinnern Sie mich in drei Tagen", "2026-11-21 08:00"),
    ("de", "erinnere mich Montag morgen um 9 Uhr", MONDAY),
    ("de", "erinnere mich am Dienstag um 10:30 Uhr", "2026-11-24 09:30"),
    ("fr", "rappelle-moi lundi", MONDAY),
    ("fr", "rappelle moi demain à 10h30", "2026-11-19 09:30"),
    ("ar", "ذكرني يوم الاثنين", MONDAY),
    ("ar", "ذكّرني بكرا الساعة ١٠", "2026-11-19 09:00"),
    ("ar", "ذكرني بعد ثلاثة ايام", "2026-11-21 08:00"),
    ("ar", "ذكريني بعد أسبوعين", "2026-12-02 08:00"),
    ("fa", "دوشنبه یادم بنداز", MONDAY),
    ("fa", "سه‌شنبه یادآوری کن", "2026-11-24 08:00"),
    ("fa", "دو هفته دیگر یادم بیار", "2026-12-02 08:00"),
    ("prs", "صبا یادم بیار", TOMORROW),
    ("prs", "روز دوشنبه به یادم بیاور", MONDAY),
    ("ps", "سبا راته یادونه وکړه", TOMORROW),
    ("ps", "د دوشنبې په ورځ راپه یاد کړه", MONDAY),
    ("ckb", "دووشەممە بیرم بخەرەوە", MONDAY),
    ("ckb", "سبەی بیرم بخەرەوە", TOMORROW),
    ("kmr", "duşemê bîne bîra min", MONDAY),
    ("kmr", "sibê bîne bîra min", TOMORROW),
    ("sq", "më kujto të hënën", MONDAY),
    ("sq", "me kujto neser ne oren 10", "2026-11-19 09:00"),
    ("sq", "më kujto pas 3 ditësh", "2026-11-21 08:00"),
    ("sr", "подсети ме у понедељак", MONDAY),
    ("sr", "podseti me sutra u 10", "2026-11-19 09:00"),
    ("sr", "podseti me za dve nedelje", "2026-12-02 08:00"),
    ("sr", "podseti me u nedelju", "2026-11-22 08:00"),
    ("bs", "podsjeti me u ponedjeljak", MONDAY),
    ("mk", "потсети ме во понеделник", MONDAY),
    ("mk", "потсети ме утре", TOMORROW),
    ("ru", "напомни мне завтра", TOMORROW),
    ("ru", "напомните мне в среду в 15 часов", "2026-11-25 14:00"),
    ("ru", "напомни через 3 дня", "2026-11-21 08:00"),
    ("ru", "напомни в пятницу в 3 часа дня", "2026-11-20 14:00"),
    ("tr", "pazartesi günü hatırlat", MONDAY),
    ("tr", "bana yarın saat 10'da hatırlat", "2026-11-19 09:00"),
    ("ur", "مجھے پیر کو یاد دلائیں", MONDAY),
    ("ur", "mujhe kal yaad dilana", TOMORROW),
    ("ur", "دو ہفتے بعد یاد دلائیں", "2026-12-02 08:00"),
    ("ka", "შემახსენე ორშაბათს", MONDAY),
    ("hy", "հիշեցրու ինձ երկուշաբթի", MONDAY),
    ("az", "bazar ertəsi mənə xatırlat", MONDAY),
    ("so", "i xasuusi isniinta", MONDAY),
    ("so", "i xasuusi laba maalmood kadib", "2026-11-20 08:00"),
    ("uk", "нагадай мені у середу", "2026-11-25 08:00"),
    ("vi", "nhắc tôi thứ hai tuần sau", MONDAY),
    ("vi", "nhắc tôi ngày mai lúc 10 giờ", "2026-11-19 09:00"),
    ("ro", "amintește-mi luni", MONDAY),
    ("am", "ሰኞ አስታውሰኝ", MONDAY),
    ("ti", "ጽባሕ ኣዘኻኽረኒ", TOMORROW),
]


@pytest.mark.parametrize(("language", "text", "expected"), SAID)
def test_a_request_means_a_day_and_nine_oclock_unless_it_names_an_hour(language, text, expected):
    request = read_request(text, [language])

    assert request is not None
    assert request.wish is not None
    assert request.wish.due_at(NOW, BERLIN).strftime("%Y-%m-%d %H:%M") == expected


def test_every_language_that_is_understood_has_a_row():
    assert {language for language, _, _ in SAID} == set(load_entity_words(read_settings().data / "entities"))


def test_the_language_need_not_be_known():
    assert read_request("më kujto të hënën", [None]).language == "sq"


@pytest.mark.parametrize("text", [
    "remind me", "reminder please", "remind me on 3 December", "remind me at 3 in the night tomorrow", "remind me tomorrow at 23",
    "erinnere mich am 30.11.", "remind me on Monday or Tuesday", "remind me in 400 days", "erinnere mich in ein paar Tagen",
])  # fmt: skip
def test_what_names_no_one_day_and_time_offers_the_buttons(text):
    request = read_request(text, ["en"])

    assert request is not None
    assert request.wish is None


@pytest.mark.parametrize("text", [
    "ich kann mich nicht erinnern", "ich erinnere mich an alles, den Krieg am Montag", "don't remind me tomorrow",
    "je me rappelle de tout", "rappelez-moi lundi", "I remember Monday", "me kujtohet lufta", "это напоминает мне войну",
    "What is the rent in Tirana?", "that reminds me of the war, and of my brother who was killed there on a Monday",
])  # fmt: skip
def test_memories_calls_and_other_questions_are_no_request(text):
    assert read_request(text, [None]) is None
