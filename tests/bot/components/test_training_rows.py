"""Training sentences are read with the language of their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.components.training_rows import Row, hash_of_rows, read_rows
from bot.errors import DataError

CONTENT = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - salam\n    - salam aleykum\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "fa").mkdir()
    (tmp_path / "fa" / "conversation.yml").write_text(CONTENT, encoding="utf-8")
    return tmp_path


def test_rows_know_intent_and_language(folder: Path) -> None:
    assert read_rows(folder) == [Row("salam", "greet", "fa"), Row("salam aleykum", "greet", "fa")]


def test_the_hash_changes_with_a_sentence_and_with_a_folder(folder: Path) -> None:
    hashes = {hash_of_rows(folder)}
    (folder / "fa" / "conversation.yml").write_text(CONTENT + "    - dorood\n", encoding="utf-8")
    hashes.add(hash_of_rows(folder))
    (folder / "fa").rename(folder / "prs")
    hashes.add(hash_of_rows(folder))

    assert len(hashes) == 3


def test_a_file_of_another_form_is_named(folder: Path) -> None:
    (folder / "fa" / "home.yml").write_text("nlu:\n- greet\n", encoding="utf-8")

    with pytest.raises(DataError, match=r"home\.yml"):
        read_rows(folder)
