"""Lexicons are read whole, and all faults of a file are told at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.errors import DataError
from bot.lexicon import current_lexicons, load_lexicons
from bot.settings import Settings


@pytest.fixture
def content(settings: Settings) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((settings.data / "lexicon" / "en.yml").read_text(encoding="utf-8"))
    return loaded


def write(folder: Path, content: dict[str, Any]) -> None:
    (folder / "en.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def test_lexicons_of_the_project_have_no_fault(settings: Settings) -> None:
    lexicons = load_lexicons(settings.data / "lexicon")

    assert {"en", "de"} <= lexicons.keys()
    assert lexicons["de"].people.numbers["zwei"] == 2


def test_all_faults_of_a_file_are_named(content: dict[str, Any], tmp_path: Path) -> None:
    del content["my_country"]
    content["danger"]["report_violence"] = ["(beats|hits me", "!!"]
    content["people"]["numbers"] = {2: 2}
    write(tmp_path, content)

    with pytest.raises(DataError) as caught:
        load_lexicons(tmp_path)

    for part in ("en.yml", "my_country", "(beats|hits me", "'!!'", "people.numbers"):
        assert part in str(caught.value)


def test_a_changed_file_is_read_again_and_an_unchanged_one_is_not(content: dict[str, Any], tmp_path: Path) -> None:
    write(tmp_path, content)
    first = current_lexicons(tmp_path)
    again = current_lexicons(tmp_path)
    content["harmless"] = ["dead battery", "a new phrase"]
    write(tmp_path, content)

    assert again is first
    assert current_lexicons(tmp_path)["en"].harmless == ("dead battery", "a new phrase")


def test_a_broken_first_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text("danger: [", encoding="utf-8")

    with pytest.raises(DataError, match=r"en\.yml"):
        current_lexicons(tmp_path)
