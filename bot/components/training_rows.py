"""The training sentences with what Rasa's own reader does not keep: the language, which is the name of their folder."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import DataError
from bot.lexicon import DANGER_KINDS


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
    return [row for path in _files(folder) for row in read_file(path)]


def read_file(path: Path) -> list[Row]:
    """Read one file `<language>/<group>.yml`.

    Raises:
        DataError: it is no YAML or not of that format.
    """
    rows = []
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


def languages_by_text(folder: Path) -> dict[str, str]:
    """Return the language of each training sentence: Rasa does not keep the folder of one."""
    return {row.text: row.language for row in read_rows(folder)}


def spread(rows: Sequence[tuple[str, str]], limit: int) -> list[int]:
    """Choose the sentences that get a vector: embedding is what takes long, and n-grams learn from all of them.

    Args:
        rows: intent and language of each sentence.
        limit: how many of an intent and language are chosen, evenly over the file; of danger twice as many.

    Returns:
        Their numbers, in order.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, key in enumerate(rows):
        groups[key].append(number)
    chosen: list[int] = []
    for (intent, _), numbers in groups.items():
        count = min(len(numbers), 2 * limit if intent in DANGER_KINDS else limit)
        chosen += [numbers[place * len(numbers) // count] for place in range(count)]
    return sorted(chosen)


def hash_of_rows(folder: Path) -> str:
    """Return a hash of all files that `read_rows` reads; it changes when a sentence, a file or a folder changes."""
    digest = hashlib.sha256()
    for path in _files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.yml"))
