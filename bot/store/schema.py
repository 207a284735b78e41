"""Brings the tables up to date when a process starts (Alembic), and refuses those of a newer version."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from bot.errors import StoreError
from bot.settings import Settings

_LOCK_NUMBER = 7215  # any number that nobody else uses in this database


def open_schema(settings: Settings) -> Engine:
    """Return an engine on tables that are up to date, for work that takes the whole database: backup, rotation.

    Raises:
        StoreError: the database cannot be opened.
    """
    from bot.store.database import open_engine

    engine = open_engine(settings, is_writer=True)
    migrate(engine, settings)
    return engine


def migrate(engine: Engine, settings: Settings) -> None:
    """Run the migrations that are missing. Processes that start together wait for each other.

    Raises:
        StoreError: the tables were made by a newer version of Wegweiser.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    with _one_at_a_time(engine, settings), engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present == scripts.get_current_head():
            return
        if present is not None and present not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreError(f"the database is at {present}, which this version does not know; install the newer version")
        connection.rollback()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextlib.contextmanager
def _one_at_a_time(engine: Engine, settings: Settings) -> Iterator[None]:
    if settings.database:
        with engine.connect() as connection:
            _advisory(connection, "pg_advisory_lock")
            try:
                yield
            finally:
                _advisory(connection, "pg_advisory_unlock")
        return
    with (settings.var_folder / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _advisory(connection: Connection, function: str) -> None:
    connection.execute(sa.text(f"SELECT {function}({_LOCK_NUMBER})"))
