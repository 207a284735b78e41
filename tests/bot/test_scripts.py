"""Letters say which languages are possible."""

from __future__ import annotations

import pytest

from bot.scripts import ARABIC, LATIN, languages_by_letters, script_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("გამარჯობა", {"ka"}),
        ("բարեւ", {"hy"}),
        ("ѓаво", {"mk"}),
        ("њега", {"mk", "sr"}),
        ("привіт", {"uk"}),
        ("salam", LATIN),
        ("سلام", ARABIC),
        ("شگد الفلوس", ARABIC),
        ("چطوری", ARABIC - {"ar"}),
        ("123 😀", set()),
        ("你好", set()),
    ],
)
def test_languages_by_letters(text: str, expected: set[str]) -> None:
    assert languages_by_letters(text) == expected


def test_the_script_of_most_letters_counts() -> None:
    assert script_of("من در Bremen زندگی می‌کنم") == "ARABIC"
    assert script_of("12 !") == ""
