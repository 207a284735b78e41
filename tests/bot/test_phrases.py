import pytest

from bot.phrases import find
from bot.text import fold


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("kill ... myself", "i will kill maybe even also myself", True),
        ("kill ... myself", "kill a b c d myself", False),
        ("kushto* qira*", "sa kushton qiraja?", True),
        ("(want|wanna) to die", "I wanna to die", True),
        ("die", "a soldier died", False),
        ("die", "die!", True),
        ("خودکشی", "خودكشي", True),
        ("don't want to live", "i dont want to live", True),
    ],
)
def test_a_phrase_matches_whole_words(phrase, text, is_found):
    assert bool(find([phrase], fold(text))) is is_found


def test_no_phrases_match_nothing():
    assert find([], "anything") is None
