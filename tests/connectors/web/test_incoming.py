import json

import pytest

from bot.errors import BadUpdateError
from connectors.web.incoming import MAX_TEXT_CHARS, read_post

LANGUAGES = ("de", "sq")
ID = "0123456789abcdef"


def read(**body):
    return read_post(json.dumps({"id": ID, **body}).encode(), LANGUAGES)


def test_a_text_keeps_its_lines_and_loses_control_characters():
    assert read(text=" Hallo\r\nBruder\x00\x1b ").text == "Hallo\nBruder"


def test_half_a_character_is_dropped():
    assert read_post(b'{"id": "0123456789", "text": "a\\ud83db"}', LANGUAGES).text == "ab"


def test_a_press_has_an_id_and_the_words_of_the_button():
    post = read(choice="country:AL", title="🏠 Albania")

    assert (post.kind, post.choice, post.text) == ("choice", "country:AL", "🏠 Albania")


def test_a_place_is_degrees():
    assert read(place=[48.14, 11]).place == (48.14, 11.0)


def test_a_language_alone_is_a_choice_and_beside_a_text_it_is_a_wish():
    assert read(language="sq").choice == "language:sq"
    post = read(text="hi", language="sq")
    assert (post.choice, post.language) == (None, "sq")


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"[]", b"7", b"{", b"\xff\xfe", b'{"text": "hi"}', b"[" * 100_000,
        b'{"id": "short", "text": "hi"}', b'{"id": 12345678, "text": "hi"}', b'{"id": "no spaces here", "text": "hi"}',
        b'{"id": "0123456789"}', b'{"id": "0123456789", "text": ""}', b'{"id": "0123456789", "text": "\\u0000 \\u0007"}',
        b'{"id": "0123456789", "text": 5}', b'{"id": "0123456789", "text": ["hi"]}', b'{"id": "0123456789", "text": null}',
        b'{"id": "0123456789", "text": "hi", "choice": "ask_rent"}',
        b'{"id": "0123456789", "choice": "/restart{}"}', b'{"id": "0123456789", "choice": {"a": 1}}',
        b'{"id": "0123456789", "place": [48]}', b'{"id": "0123456789", "place": [91, 0]}',
        b'{"id": "0123456789", "place": [NaN, 0]}', b'{"id": "0123456789", "place": [Infinity, 0]}',
        b'{"id": "0123456789", "place": [true, false]}', b'{"id": "0123456789", "place": ["48", "11"]}',
        b'{"id": "0123456789", "place": [1e999, 0]}', b'{"id": "0123456789", "place": 48}',
        b'{"id": "0123456789", "language": "xx"}', b'{"id": "0123456789", "language": ["de"]}',
        b'{"id": "0123456789", "text": "hi", "start": "short"}', b'{"id": "0123456789", "text": "hi", "start": 1}',
    ],
)  # fmt: skip
def test_anything_else_is_refused(body):
    with pytest.raises(BadUpdateError):
        read_post(body, LANGUAGES)


def test_a_text_that_is_too_long_is_refused():
    assert len(read(text="x" * MAX_TEXT_CHARS).text) == MAX_TEXT_CHARS
    with pytest.raises(BadUpdateError):
        read(text="x" * (MAX_TEXT_CHARS + 1))
