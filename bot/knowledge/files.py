"""Reading YAML and CSV so that every record knows the line it stands on."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.errors import DataError


class Row(dict[str, Any]):
    """One record of a file: a mapping that knows its file and its line, counted from 1."""

    line: int = 0
    path: Path | None = None

    def like(self, other: Row) -> Row:
        """Stand where another record stands; return this one."""
        self.line, self.path = other.line, other.path
        return self


class _Loader(yaml.CSafeLoader):
    """YAML with line numbers; dates stay text, and a key given twice is a fault."""


# YAML 1.1 reads NO (a country code) as false and 2024-01-31 as a date object: both stay text here.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), ["t", "f"])


def _construct_row(loader: _Loader, node: yaml.MappingNode) -> Row:
    row = Row()
    row.line = node.start_mark.line + 1
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in row:
            raise yaml.constructor.ConstructorError(None, None, f"key {key!r} is given twice", key_node.start_mark)
        row[key] = loader.construct_object(value_node, deep=True)
    return row


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_row)


def read_yaml(path: Path) -> Any:
    """Read a YAML file; its mappings come as `Row`.

    Raises:
        DataError: the file is missing, is no YAML or gives a key twice; with the line where YAML names one.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # a safe loader
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error}); put the file there, in UTF-8", path) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DataError(f"{error.problem or error}; mend the YAML", path, line) from error
    except yaml.YAMLError as error:
        raise DataError(f"{error}; mend the YAML", path) from error
    for row in rows_within(content):
        row.path = path
    return content


def rows_within(content: Any) -> Iterator[Row]:
    """Yield every mapping inside a file's content, outer ones first."""
    if isinstance(content, Row):
        yield content
        for value in content.values():
            yield from rows_within(value)
    elif isinstance(content, list):
        for value in content:
            yield from rows_within(value)


def read_csv(path: Path) -> list[Row]:
    """Read a CSV file with a header; empty cells are left out of the rows.

    What spreadsheets make of such a file is read too: a byte order mark, and semicolons with decimal commas and days
    like 31.12.2026, as a German one saves it.

    Raises:
        DataError: the file is missing, not UTF-8, has no header or a row with more or fewer cells than it.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = _delimiter(file.readline())
            file.seek(0)
            lines = csv.reader(file, strict=True, delimiter=delimiter)
            header = [name.strip() for name in next(lines, [])]
            rows = []
            start = lines.line_num + 1
            for cells in lines:
                if delimiter == ";":
                    cells = [_german(cell) for cell in cells]
                if len(cells) != len(header):
                    raise DataError(f"{len(cells)} cells, the header has {len(header)}; quote commas", path, start)
                row = Row((name, cell.strip()) for name, cell in zip(header, cells, strict=True) if cell.strip())
                row.line, row.path = start, path
                if row or delimiter == ",":  # spreadsheets leave empty lines behind
                    rows.append(row)
                start = lines.line_num + 1
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"cannot be read ({error}); it must be CSV with a header, in UTF-8", path) from error
    if not header:
        raise DataError("has no header row; the first line names the columns", path)
    return rows


def read_header(path: Path) -> list[str]:
    """Return the column names of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        delimiter = _delimiter(file.readline())
        file.seek(0)
        return [name.strip() for name in next(csv.reader(file, delimiter=delimiter), [])]


def _delimiter(header: str) -> str:
    return ";" if header.count(";") > header.count(",") else ","


def _german(cell: str) -> str:
    """Return a cell of a German spreadsheet as ours are written: 12,5 as 12.5 and 31.12.2026 as 2026-12-31."""
    if re.fullmatch(r"-?\d+,\d+", cell.strip()):
        return cell.strip().replace(",", ".")
    day = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", cell.strip())
    return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else cell


def read_rows(path: Path) -> Any:
    """Read a file of the knowledge, CSV or YAML.

    Raises:
        DataError: as `read_csv` and `read_yaml`.
    """
    return read_csv(path) if path.suffix == ".csv" else read_yaml(path)
