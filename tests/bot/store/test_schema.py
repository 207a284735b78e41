"""The migrations build the tables that the code uses, and a newer database is refused."""

import dataclasses

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.errors import StoreError
from bot.keys import Key, Keys
from bot.store import Database
from bot.store.schema import open_schema
from bot.store.tables import UtcTime, metadata


def _compares_alike(context, inspected, declared, inspected_type, declared_type):
    return None if not isinstance(declared_type, UtcTime) else not isinstance(inspected_type, sa.BigInteger)


def test_the_migrations_make_exactly_the_tables_of_the_code(store_settings):
    engine = open_schema(store_settings)
    with engine.connect() as connection:
        options = {"compare_type": _compares_alike, "include_name": lambda name, *_: name != "sqlite_sequence"}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_tables_of_a_newer_version_are_refused(store_settings, keys):
    engine = open_schema(store_settings)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(StoreError, match="9999"):
        Database.open(store_settings, keys)


async def test_a_process_with_another_key_does_not_start(store_settings, keys, database):
    other = dataclasses.replace(store_settings, database=store_settings.database, var=store_settings.var)
    wrong = Keys(Key.new("content"), keys.address)
    if store_settings.database:
        with pytest.raises(StoreError, match="content key"):
            Database.open(other, wrong)
    else:
        path = store_settings.var_folder / "keys" / "content.key"
        path.write_text(wrong.content.as_text())
        with pytest.raises(StoreError, match="content key"):
            Database.open(other, wrong)


def test_a_database_that_is_not_there_is_said_so(settings, tmp_path, keys):
    nowhere = dataclasses.replace(settings, var=tmp_path, database="postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(StoreError, match="cannot be opened"):
        Database.open(nowhere, keys)
