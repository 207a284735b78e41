"""Finding everything that is wrong in the knowledge files, each fault with its file and line.

The shape of a file is in `schemas/<name>.json`; what a schema cannot say (known sources, dates that have come, no row
twice) is here and in `bot.knowledge.check_rows`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from bot import clock
from bot.errors import DataError
from bot.knowledge import check_rows
from bot.knowledge.files import Row, read_csv, read_header, read_yaml
from bot.knowledge.load import knowledge_files, load

SCHEMA_FOLDER = Path(__file__).parent / "schemas"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file; `row` is the line, None when the whole file is meant."""

    path: Path
    row: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.row}: {self.message}" if self.row else f"{self.path}: {self.message}"


def check(folder: Path, office_folder: Path | None = None, today: date | None = None) -> list[Fault]:
    """Check all knowledge files and return every fault, in the order of files and lines; none means all is well.

    Args:
        folder: data/knowledge.
        office_folder: the office's own files, which take the place of those of the same name.
        today: dates after this day are faults; the day it is in Germany when None.
    """
    today = today or clock.today()
    files = knowledge_files(folder, office_folder)
    faults = [Fault(folder / name, None, "is missing; put the file there") for name in check_rows.FILES if name not in files]
    contents: dict[str, Any] = {}
    for name, path in files.items():
        schema_name = "country" if name.startswith("countries/") else path.stem
        if name not in check_rows.FILES and schema_name != "country":
            faults.append(Fault(path, None, f"is no file of the knowledge; expected {', '.join(check_rows.FILES)}"))
            continue
        try:
            contents[name] = read_csv(path) if path.suffix == ".csv" else read_yaml(path)
        except DataError as error:
            faults.append(Fault(path, error.row, error.message))
            continue
        faults += [Fault(path, row, message) for row, message in _schema_faults(path, schema_name, contents[name])]
    faults += [
        Fault(files[name], row, message)
        for name, row, message in check_rows.check_contents(contents, today, is_well_formed=not faults)
    ]
    if not faults:
        try:
            load(folder, office_folder)
        except DataError as error:
            faults.append(Fault(Path(error.path or folder), error.row, error.message))
    return sorted(set(faults), key=lambda fault: (str(fault.path), fault.row or 0, fault.message))


def _schema_faults(path: Path, schema_name: str, content: Any) -> Iterator[tuple[int | None, str]]:
    schema = json.loads((SCHEMA_FOLDER / f"{schema_name}.json").read_text(encoding="utf-8"))
    schema["$defs"] = json.loads((SCHEMA_FOLDER / "common.json").read_text(encoding="utf-8"))["$defs"]
    validator = Draft202012Validator(schema)
    if path.suffix != ".csv":
        yield from _forbidden_keys(content)
        yield from _errors(validator, content, None)
        return
    unknown = [column for column in read_header(path) if column not in schema["properties"]]
    if unknown:
        yield 1, f"columns {', '.join(unknown)} are not known; expected {', '.join(schema['properties'])}"
        return
    for row in content:
        yield from _errors(validator, row, row.line)


def _errors(validator: Draft202012Validator, content: Any, line: int | None) -> Iterator[tuple[int | None, str]]:
    for error in validator.iter_errors(content):
        place, row = content, line
        for step in error.absolute_path:
            place = place[step]
            row = place.line if isinstance(place, Row) else row
        where = ".".join(str(step) for step in error.absolute_path if isinstance(step, str))
        wanted = error.schema.get("pattern") or error.schema.get("enum") or error.validator_value
        yield (
            row,
            f"{where + ': ' if where else ''}{error.message[:300]}; expected {error.validator} {str(wanted)[:200]}",
        )


def _forbidden_keys(content: Any) -> Iterator[tuple[int | None, str]]:
    for row in check_rows.rows_within(content):
        for key in check_rows.FORBIDDEN_KEYS & row.keys():
            yield row.line, f"the key {key!r} would make Rasa take the file for training data; rename it"
