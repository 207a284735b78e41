"""The training sentences with what Rasa's own reader does not keep: the language, which is the name of their folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import DataError


@dataclass(frozen=True)
class Row:
    """One training sentence, as a person would type it."""

    text: str
    intent: str
    language: str


def read_rows(folder: Path) -> list[Row]:
    """Read `<folder>/<language>/*.yml`, Rasa's format 3.1 without entity marks.

    Raises:
        DataError: a file is no YAML or not of that format.
    """
    rows = []
    for path in _files(folder):
        try:
            groups = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]
            for group in groups:
                for line in group["examples"].splitlines():
                    if line.strip():
                        rows.append(Row(line.strip().removeprefix("-").strip(), group["intent"], path.parent.name))
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
            raise DataError(
                f"not Rasa's training format ({error}); expected a list `nlu:` whose items have `intent:` and "
                "`examples: |` with one sentence behind each hyphen; mend the file",
                path,
            ) from error
    return rows


def hash_of_rows(folder: Path) -> str:
    """Return a hash of all files that `read_rows` reads; it changes when a sentence, a file or a folder changes."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.yml"))
