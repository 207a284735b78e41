"""Reading YAML and CSV so that every record knows the line it stands on."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import yaml

from bot.errors import DataError


class Row(dict[str, Any]):
    """One record of a file: a mapping that knows its line, counted from 1."""

    line: int = 0


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
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # a safe loader
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read ({error}); put the file there, in UTF-8", path) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DataError(f"{error.problem or error}; mend the YAML", path, line) from error
    except yaml.YAMLError as error:
        raise DataError(f"{error}; mend the YAML", path) from error


def read_csv(path: Path) -> list[Row]:
    """Read a CSV file with a header; empty cells are left out of the rows.

    Raises:
        DataError: the file is missing, not UTF-8, has no header or a row with more or fewer cells than it.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            header = next(lines, [])
            rows = []
            start = lines.line_num + 1
            for cells in lines:
                if len(cells) != len(header):
                    raise DataError(f"{len(cells)} cells, the header has {len(header)}; quote commas", path, start)
                row = Row((name, cell.strip()) for name, cell in zip(header, cells, strict=True) if cell.strip())
                row.line = start
                rows.append(row)
                start = lines.line_num + 1
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"cannot be read ({error}); it must be CSV with a header, in UTF-8", path) from error
    if not header:
        raise DataError("has no header row; the first line names the columns", path)
    return rows


def read_header(path: Path) -> list[str]:
    """Return the column names of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file), [])
