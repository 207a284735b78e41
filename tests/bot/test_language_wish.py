"""Which language a message asks for, and which it only names; sentences are invented."""

from __future__ import annotations

import pytest

from bot.language_wish import asked_language


@pytest.mark.parametrize(("language", "text"), [
    ("en", "I do not speak German"), ("de", "ich spreche kein deutsch"), ("fr", "je ne parle pas allemand"),
    ("tr", "almanca bilmiyorum"), ("az", "almanca bilmirem zeng ede bilmerem"), ("az", "ingiliscə bilmirəm"),
    ("ro", "nu vorbesc germana cum sa sun"), ("fa", "آلمانی بلد نیستم"), ("prs", "جرمنی یاد ندارم"), ("ps", "الماني نه پوهېږم"),
    ("ur", "german nahi aati"), ("ru", "немецкий не знаю"), ("uk", "не знаю німецької"), ("sq", "gjermanisht nuk di"),
    ("bs", "ne govorim njemacki"), ("sr", "немачки не знам"), ("mk", "не зборувам германски"), ("ka", "გერმანული არ ვიცი"),
    ("hy", "գերմաներեն չգիտեմ"), ("am", "ጀርመንኛ አልችልም"), ("ti", "ጀርመንኛ ኣይርድኣንን"), ("so", "jarmal ma aqaano"),
    ("vi", "tôi không biết tiếng đức"), ("kmr", "almanî nizanim"), ("ckb", "ئەڵمانی نازانم"), ("ar", "الماني ما بعرف"),
])  # fmt: skip
def test_a_language_that_somebody_does_not_know_is_not_asked_for(language: str, text: str) -> None:
    assert asked_language(text, language) is None


@pytest.mark.parametrize(("language", "text", "code"), [
    ("en", "English not German", "en"), ("tr", "almanca bilmiyorum türkçe yaz", "tr"), ("ur", "german nahi aati urdu", "ur"),
    ("prs", "دری نی پشتو", "ps"), ("fa", "من فارسي بلدم نه انگليسي", "fa"), ("sr", "пиши ми српски а не енглески", "sr"),
    ("en", "I don't know English, Albanian is better", "sq"), ("de", "Hallo, ich verstehe nicht gut, shqip", "sq"),
    ("tr", "no wait, türkçe devam", "tr"), ("ru", "не надо русский давай по украински", "uk"),
    ("ar", "ممكن تغير اللغة للتركي", "tr"),
])  # fmt: skip
def test_the_language_that_is_meant_is_found(language: str, text: str, code: str) -> None:
    asked = asked_language(text, language)

    assert asked is not None
    assert asked.code == code


def test_a_name_that_is_another_word_needs_a_word_of_speaking_or_to_stand_alone() -> None:
    assert asked_language("مه ده اردو بودم", "prs") is None

    for text in ("اردو", "اردو گپ بزن", "به اردو بنویس برادرم می خواند"):
        asked = asked_language(text, "prs")
        assert asked is not None, text
        assert asked.code == "ur"


def test_the_wish_says_where_it_stands() -> None:
    asked = asked_language("please, Turkish", "en")

    assert asked is not None
    assert (asked.start, asked.end) == (8, 15)
