"""`wegweiser check` for the knowledge: every fault of every file at once, each with file and line.

The shape of a file is in `schemas/<name>.json` (`bot.knowledge.check_schema`); what a schema cannot say (known sources,
dates that have come, no row twice) is in `bot.knowledge.check_rows`. The office's records are checked where they stand
over ours, so that a row which only changes the hours of a centre is whole.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bot import clock
from bot.errors import DataError
from bot.knowledge import check_rows
from bot.knowledge.check_schema import Fault, header_faults, is_known, schema_faults
from bot.knowledge.files import Row
from bot.knowledge.load import load_files
from bot.knowledge.overlay import Layers, layers, read_merged

__all__ = ["Fault", "check", "check_files"]


def check(folder: Path, office_folder: Path | None = None, today: date | None = None) -> list[Fault]:
    """Check all knowledge files and return every fault, in the order of files and lines; none means all is well.

    Args:
        folder: data/knowledge.
        office_folder: the office's own files, whose records go over those of the same name.
        today: dates after this day are faults; the day it is in Germany when None.
    """
    faults = check_files(folder, layers(folder), today)
    own = layers(office_folder) if office_folder else {}
    if own:
        files = layers(folder, office_folder)
        paths = {path for found in own.values() for path in found}
        faults += [fault for fault in check_files(folder, files, today) if fault.path in paths]
    return sorted(set(faults), key=_by_place)


def check_files(folder: Path, files: Layers, today: date | None = None) -> list[Fault]:
    """Check certain files, as `check` does; `files` as `overlay.layers` returns them."""
    today = today or clock.today()
    faults = [Fault(folder / name, None, "is missing; put the file there") for name in check_rows.FILES if name not in files]
    contents: dict[str, Any] = {}
    with_office = any(folder not in path.parents for paths in files.values() for path in paths)
    for name, paths in files.items():
        if not is_known(name):
            faults.append(Fault(paths[-1], None, f"is no file of the knowledge; expected {', '.join(check_rows.FILES)}"))
            continue
        try:
            faults += [fault for path in paths if name.endswith(".csv") for fault in header_faults(path, name)]
            contents[name] = read_merged(name, paths)
        except DataError as error:
            faults.append(Fault(Path(error.path or paths[-1]), error.row, error.message))
            continue
        except (OSError, UnicodeDecodeError) as error:
            faults.append(Fault(paths[-1], None, f"cannot be read ({error}); it must be CSV with a header, in UTF-8"))
            continue
        faults += schema_faults(paths[-1], name, contents[name])
    for name, row, message in check_rows.check_contents(contents, today, is_well_formed=not faults, with_office=with_office):
        path = (row.path if isinstance(row, Row) else None) or files[name][0]
        faults.append(Fault(path, row.line if isinstance(row, Row) else row, message))
    if not faults:
        try:
            load_files(folder, files)
        except DataError as error:
            faults.append(Fault(Path(error.path or folder), error.row, error.message))
    return sorted(set(faults), key=_by_place)


def _by_place(fault: Fault) -> tuple[str, int, str]:
    return str(fault.path), fault.row or 0, fault.message
