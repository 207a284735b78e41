import re

import pytest

from bot.evaluation import read_sentences
from bot.lexicon import load_lexicons
from bot.phrases import PhraseIndex, beginnings, find, index_of, to_regex
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
        ("call (an|the|) ambulance", "call ambulance", True),
        ("call (an|the|) ambulance", "call the ambulance", True),
        ("call (an|the|) ambulance", "call theambulance", False),
        ("(the|) old man (here|)", "old man", True),
        ("(the|) old man (here|)", "the old man here", True),
        ("a ... (big|) house", "a very house", True),
        ("((in|) the|my) room", "the room", True),
        ("(un|)happy", "unhappy", True),
        ("(un|)happy", "un happy", True),
    ],
)
def test_a_phrase_matches_whole_words(phrase, text, is_found):
    assert bool(find([phrase], fold(text))) is is_found


def test_no_phrases_match_nothing():
    assert find([], "anything") is None


def test_all_places_are_found_from_left_to_right_without_overlap():
    found = index_of(("to die", "want to", "die* now"))

    assert [m.group() for m in found.matches("i want to die and die soon die now")] == ["want to", "die now"]


@pytest.mark.parametrize(
    ("phrase", "letters"),
    [
        ("kill myself", {"kil"}),
        ("(want|wish) to die", {"wan", "wis"}),
        ("n(a|o)r*", {"nar", "nor"}),
        ("(i|we) go", {"i", "we"}),
        ("ha* ...", {"ha"}),
        ("( no|yes)", {"no", "yes"}),
        ("*kill me", {""}),
    ],
)
def test_a_phrase_is_looked_up_by_the_letters_it_can_begin_with(phrase, letters):
    assert beginnings(phrase) == letters


def test_the_index_finds_what_one_expression_for_all_phrases_finds(settings):
    """On every fifth sentence of the tests, with every list of the project."""
    sentences = [fold(s.text) for s in read_sentences(settings.home / "tests" / "languages")[::5]]
    for lexicon in load_lexicons(settings.data / "lexicon").values():
        phrases = [to_regex(p) for kind in lexicon.danger.values() for p in kind] + [to_regex(p) for p in lexicon.harmless]
        at_once = re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)")
        index = PhraseIndex([*(p for kind in lexicon.danger.values() for p in kind), *lexicon.harmless])
        for sentence in sentences:
            expected = [m.span() for m in at_once.finditer(sentence)]
            assert [m.span() for m in index.matches(sentence)] == expected
