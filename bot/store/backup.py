"""Backup and restore: all rows of one moment and the keys, in one file, the same for SQLite and PostgreSQL.

The rows are encrypted as in the database, but the keys lie beside them: whoever has the file can read everything.
"""

from __future__ import annotations

import base64
import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection

from bot.errors import StoreError
from bot.keys import NAMES, Key, Keys, key_file, write_key
from bot.settings import Settings
from bot.store.keyring import set_fingerprints
from bot.store.schema import open_schema
from bot.store.tables import metadata

_ROWS_AT_ONCE = 500
_KIND = "wegweiser backup 1"


def back_up(settings: Settings, keys: Keys, path: Path) -> int:
    """Write a backup that only the owner can read, while everything runs; return the number of rows.

    Raises:
        StoreError: the file exists already.
    """
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise StoreError(f"{path}: exists already; choose another name") from error
    count = 0
    engine = open_schema(settings)
    with os.fdopen(opened, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive, engine.connect() as connection:
        if settings.database:
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        revision = MigrationContext.configure(connection).get_current_revision()
        _put(archive, "about.json", json.dumps({"kind": _KIND, "revision": revision}).encode())
        for key in keys.all():
            _put(archive, f"keys/{key.name}.key", key.as_text().encode())
        for table in metadata.sorted_tables:
            lines = [json.dumps(row) for row in _rows(connection, table)]
            count += len(lines)
            _put(archive, f"tables/{table.name}.jsonl", "\n".join(lines).encode())
    engine.dispose()
    return count


def restore(settings: Settings, path: Path) -> int:
    """Put a backup into an empty database; return the number of rows.

    Raises:
        StoreError: the file is no backup, the database is not empty, or it is of another version.
    """
    try:
        with tarfile.open(path, "r:gz") as archive:
            parts = {member.name: archive.extractfile(member).read() for member in archive}  # type: ignore[union-attr]
            about = json.loads(parts["about.json"])
    except (OSError, tarfile.TarError, KeyError, ValueError, AttributeError) as error:
        raise StoreError(f"{path}: no backup of Wegweiser, or not readable ({type(error).__name__})") from error
    keys = [Key.from_text(name, parts[f"keys/{name}.key"].decode()) for name in NAMES]
    if not settings.database:
        _put_keys(settings, keys)
    count, engine = 0, open_schema(settings)
    with engine.begin() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision != about["revision"]:
            raise StoreError(f"{path}: made at {about['revision']}, this version is at {revision}; restore with that version")
        for table in metadata.sorted_tables:
            if table.name != "keyring" and connection.execute(sa.select(table).limit(1)).first():
                raise StoreError(f"the database holds rows in {table.name} already; restore into an empty one")
        for table in metadata.sorted_tables:
            rows = [_decoded(json.loads(line)) for line in parts[f"tables/{table.name}.jsonl"].decode().splitlines()]
            if table.name != "keyring":
                for start in range(0, len(rows), _ROWS_AT_ONCE):
                    connection.execute(_plain(table).insert(), rows[start : start + _ROWS_AT_ONCE])
                count += len(rows)
        set_fingerprints(connection, Keys(keys[1], keys[0]))
        _count_on(connection, settings)
    engine.dispose()
    return count


def _put_keys(settings: Settings, keys: list[Key]) -> None:
    for key in keys:
        path = key_file(settings, key.name)
        if not path.exists():
            write_key(path, key)
        elif path.read_text(encoding="ascii").strip() != key.as_text():
            raise StoreError(f"{path}: another key than the backup's; move it away, its rows will not be readable")


def _count_on(connection: Connection, settings: Settings) -> None:
    """PostgreSQL's counters do not notice rows that bring their numbers along."""
    if not settings.database:
        return
    for name in (table.name for table in metadata.sorted_tables if "id" in table.c and table.name != "media"):
        query = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {name}), false)"
        connection.execute(sa.text(query))


def _plain(table: sa.Table) -> sa.Table:
    """Return a table without our types: a backup holds what the database holds."""
    columns = [sa.Column(c.name, sa.LargeBinary if isinstance(c.type, sa.LargeBinary) else _plain_type(c)) for c in table.columns]
    return sa.Table(table.name, sa.MetaData(), *columns)


def _plain_type(column: Any) -> Any:
    return column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type


def _rows(connection: Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    for row in connection.execute(sa.select(_plain(table)).execution_options(stream_results=True)):
        yield {
            name: {"base64": base64.b64encode(value).decode()} if isinstance(value, (bytes, memoryview)) else value
            for name, value in row._mapping.items()
        }


def _decoded(row: dict[str, Any]) -> dict[str, Any]:
    return {name: base64.b64decode(v["base64"]) if isinstance(v, dict) else v for name, v in row.items()}


def _put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))
