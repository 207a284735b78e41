"""The shape of knowledge files: what their JSON schemas and headers ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from bot.knowledge import check_rows
from bot.knowledge.files import Row, read_header, rows_within
from bot.knowledge.overlay import GONE

SCHEMA_FOLDER = Path(__file__).parent / "schemas"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file; `row` is the line, None when the whole file is meant."""

    path: Path
    row: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.row}: {self.message}" if self.row else f"{self.path}: {self.message}"


def header_faults(path: Path, name: str) -> Iterator[Fault]:
    """Yield the columns of a table that its schema does not know."""
    known = _schema(_schema_name(name))["properties"]
    unknown = [column for column in read_header(path) if column not in known and column != GONE]
    if unknown:
        yield Fault(path, 1, f"columns {', '.join(unknown)} are not known; expected {', '.join(known)}")


def schema_faults(path: Path, name: str, content: Any) -> Iterator[Fault]:
    """Yield what in a file's content is not as its schema asks.

    Args:
        path: the file to name where a record does not know its own.
        name: of the file below its folder.
        content: what it holds, the office's records laid over it.
    """
    validator = _validator(_schema_name(name))
    if not name.endswith(".csv"):
        for row in rows_within(content):
            for key in check_rows.FORBIDDEN_KEYS & row.keys():
                message = f"the key {key!r} would make Rasa take the file for training data; rename it"
                yield Fault(row.path or path, row.line, message)
        yield from _errors(validator, content, path)
        return
    for row in content:
        yield from _errors(validator, row, path)


def is_known(name: str) -> bool:
    """Whether a file of this name belongs to the knowledge."""
    return name in check_rows.FILES or name.startswith("countries/")


def _schema_name(name: str) -> str:
    return "country" if name.startswith("countries/") else Path(name).stem


@cache
def _validator(schema_name: str) -> Draft202012Validator:
    return Draft202012Validator(_schema(schema_name))


@cache
def _schema(schema_name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((SCHEMA_FOLDER / f"{schema_name}.json").read_text(encoding="utf-8"))
    schema["$defs"] = json.loads((SCHEMA_FOLDER / "common.json").read_text(encoding="utf-8"))["$defs"]
    return schema


def _errors(validator: Draft202012Validator, content: Any, path: Path) -> Iterator[Fault]:
    for error in validator.iter_errors(content):
        place, row = content, content if isinstance(content, Row) else None
        for step in error.absolute_path:
            place = place[step]
            row = place if isinstance(place, Row) else row
        where = ".".join(str(step) for step in error.absolute_path if isinstance(step, str))
        wanted = error.schema.get("pattern") or error.schema.get("enum") or error.validator_value
        yield Fault(
            (row.path if row is not None else None) or path,
            row.line if row is not None else None,
            f"{where + ': ' if where else ''}{error.message[:300]}; expected {error.validator} {str(wanted)[:200]}",
        )
