"""No text of any language urges, hurries, promises, assures or labels: phrases in tests/neutrality, one file a language."""

import pytest

from tests.neutral import FOLDER, KINDS, lists_of, moves

LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.yml"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phrases_find_what_they_are_for(language):
    caught = lists_of(language)["caught"]

    assert [kind for kind in KINDS if kind not in moves(caught[kind], language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_makes_a_forbidden_move(catalogue, language):
    found = [(context, text) for context, texts in texts_of(catalogue, language) for text in texts if moves(text, language)]

    assert found == []


def test_no_language_is_left_out(catalogue):
    assert set(LANGUAGES) == {code for code, language in catalogue.languages.items() if not language.spelt_from}


def texts_of(catalogue, language):
    for context, text in catalogue.messages():
        if isinstance(text, str):
            yield context, [catalogue.translate(context, text, language)]
        else:
            yield context, [catalogue.count(context.removeprefix("count."), number, language) for number in (1, 2, 5)]
