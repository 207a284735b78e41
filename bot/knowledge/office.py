"""The office's own files in var/office: which of them can be used, and the last good copy of each that cannot.

A faulty file never takes effect: its last good content stays, also after a restart, because every set of files that was
used is copied to `.last_good` beside them. A file that never was good counts as not there, and ours holds.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

from bot.errors import DataError
from bot.knowledge.check import Fault, check_files
from bot.knowledge.load import load, load_files
from bot.knowledge.overlay import Layers, layers

log = logging.getLogger(__name__)

LAST_GOOD = ".last_good"


def usable_files(folder: Path, office_folder: Path) -> Layers:
    """Return the layers of all knowledge files, without what is faulty in the office's.

    Args:
        folder: data/knowledge.
        office_folder: var/office/knowledge; may be missing.
    """
    files = layers(folder, office_folder)
    own = {name: paths[-1] for name, paths in files.items() if office_folder in paths[-1].parents}
    if not own:
        keep(office_folder, {})
        return files
    used = dict(own)
    refused: set[str] = set()
    while faulty := _faulty(folder, used):
        for name, fault in faulty.items():
            if name not in refused:
                refuse(fault)
            copy = last_good(office_folder, name)
            if name in refused or not copy.is_file():
                del used[name]
            else:
                used[name] = copy
            refused.add(name)
    keep(office_folder, {name: path for name, path in own.items() if name not in refused}, but=refused)
    return _with(folder, used)


def refuse(fault: Fault) -> None:
    """Say in the log that a file of the office is not used."""
    log.error("knowledge.reload_failed: %s; the last good content stays in use", fault)


def last_good(office_folder: Path, name: str) -> Path:
    """Return where the last good copy of an office's file is kept; it may be missing."""
    return office_folder.parent / LAST_GOOD / office_folder.name / name


def keep(office_folder: Path, files: dict[str, Path], but: Iterable[str] = ()) -> None:
    """Copy files that are good; the copies of those that the office took away go, except of the names in `but`."""
    base = last_good(office_folder, "")
    for path in [path for path in base.rglob("*") if path.is_file()] if base.is_dir() else []:
        name = path.relative_to(base).as_posix()
        if name not in files and name not in but:
            path.unlink(missing_ok=True)
    for name, path in files.items():
        copy = last_good(office_folder, name)
        try:
            if copy.is_file() and copy.read_bytes() == path.read_bytes():
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            # Three processes may do this at once: each writes a file of its own, and the last rename wins.
            fresh = copy.with_name(f".{copy.name}.{uuid4().hex}")
            shutil.copyfile(path, fresh)
            os.replace(fresh, copy)
        except OSError as error:
            log.warning("knowledge.last_good_failed: %s: %s", copy, error)


def _faulty(folder: Path, used: dict[str, Path]) -> dict[str, Fault]:
    """Return the first fault of each of the office's files; where it cannot be said whose fault it is, all are out."""
    if not used:
        return {}
    files, by_path = _with(folder, used), {path: name for name, path in used.items()}
    found: dict[str, Fault] = {}
    for fault in check_files(folder, files):
        if fault.path in by_path:
            found.setdefault(by_path[fault.path], fault)
    if found:
        return found
    try:
        load_files(folder, files)
    except DataError as error:
        load(folder)  # a fault of ours alone is no reason to refuse the office's
        return dict.fromkeys(used, Fault(Path(error.path or folder), error.row, error.message))
    return {}


def _with(folder: Path, used: dict[str, Path]) -> Layers:
    ours = layers(folder)
    return {**ours, **{name: (*ours.get(name, ()), path) for name, path in used.items()}}
