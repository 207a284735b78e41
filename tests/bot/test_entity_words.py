"""The word lists of data/entities: every language has them, and faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.check import check
from bot.entity_words import languages_for, load_entity_words, read_entity_words
from bot.errors import DataError
from bot.settings import read_settings


def test_every_understood_language_has_its_lists() -> None:
    data = read_settings().data

    assert set(load_entity_words(data / "entities")) >= {path.name for path in (data / "nlu").iterdir()}


def test_close_languages_are_read_too_and_all_when_none_is_known() -> None:
    known = load_entity_words(read_settings().data / "entities")

    assert languages_for("sr", known)[0] == "sr"
    assert "bs" in languages_for("sr", known)
    assert languages_for(None, known) == tuple(known)


def test_all_faults_of_a_file_are_named(tmp_path: Path) -> None:
    path = tmp_path / "xx.yml"
    path.write_text(
        "people: {adults: [1]}\ncues: {}\nendings: {after: [{says: perhaps}]}\nnames: {}\ntown: []\n", encoding="utf-8"
    )

    with pytest.raises(DataError) as raised:
        read_entity_words(path)

    for fault in ("adults", "people.total", "cues.from", "endings.after", "'town'"):
        assert fault in str(raised.value)


def test_check_finds_no_fault_in_them() -> None:
    assert [fault for fault in check(read_settings()) if "entities" in str(fault.path)] == []
