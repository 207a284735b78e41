"""Adults and children as messages tell them."""

import pytest

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
