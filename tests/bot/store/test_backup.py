"""Backup, restore and new keys."""

import dataclasses
import stat

import pytest

from bot.errors import StoreError
from bot.keys import Key, Keys, adopt_keys, load_keys, prepare_keys
from bot.settings import Secret
from bot.store import Database, inbox, people
from bot.store.backup import back_up, restore
from bot.store.rotation import rotate
from tests.bot.store.test_forgetting import a_full_person, rows
from tests.bot.store.test_inbox import keep, text


async def test_a_backup_brings_everything_back(store_settings, keys, database, tmp_path, request):
    row = await a_full_person(database)
    before = await rows(database)
    file = tmp_path / "backup"
    assert back_up(store_settings, keys, file) == sum(before.values()) + 2  # and two fingerprints
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    if store_settings.database:
        server = request.getfixturevalue("postgresql_server")
        empty = dataclasses.replace(store_settings, database=_new_database(server))
    else:
        empty = dataclasses.replace(store_settings, var=tmp_path / "new")
    restore(empty, file)
    restored = Database.open(empty, load_keys(empty, with_addresses=True))
    assert await rows(restored) == before
    assert await restored.read(people.address, row.pseudonym) == "chat-1"
    [new] = await keep(restored, text(99))  # numbers go on behind those of the backup
    assert new.message is not None
    await restored.close()


def _new_database(server):
    import uuid

    import sqlalchemy as sa

    name = f"test_{uuid.uuid4().hex}"
    with sa.create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    return server.replace("/postgres?", f"/{name}?")


async def test_a_backup_is_not_put_over_rows(store_settings, keys, database, tmp_path):
    await a_full_person(database)
    back_up(store_settings, keys, tmp_path / "backup")

    with pytest.raises(StoreError, match="empty"):
        restore(store_settings, tmp_path / "backup")


def test_a_file_that_is_no_backup_is_refused(store_settings, tmp_path):
    (tmp_path / "file").write_bytes(b"no archive")

    with pytest.raises(StoreError, match="no backup"):
        restore(store_settings, tmp_path / "file")


async def test_after_a_rotation_only_the_new_keys_open_the_rows(store_settings, keys, database):
    row = await a_full_person(database)
    await database.close()
    new = Keys(Key.new("content"), Key.new("address"))
    if not store_settings.database:
        prepare_keys(store_settings, new)  # and then the process dies before it adopts them

    assert rotate(store_settings, keys, new) > 0
    given = {f"{key.name}_key": Secret(key.as_text()) for key in new.all()} if store_settings.database else {}
    own = dataclasses.replace(store_settings, **given)
    reopened = Database.open(own, load_keys(own, with_addresses=True) if store_settings.database else keys)
    assert await reopened.read(people.address, row.pseudonym) == "chat-1"
    [waiting] = await reopened.read(inbox.waiting_messages, row.pseudonym)
    assert waiting.payload["text"] == "my secret"
    [again] = await keep(reopened, text(1))
    assert again.message is None  # found by the new hash of the address
    await reopened.close()
    with pytest.raises(StoreError):
        rotate(store_settings, keys, new)


def test_keys_are_files_of_the_owner_alone(settings, tmp_path):
    own = dataclasses.replace(settings, var=tmp_path)
    load_keys(own, with_addresses=True)
    path = tmp_path / "keys" / "address.key"

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    with pytest.raises(StoreError, match="others can read"):
        load_keys(own, with_addresses=True)


def test_prepared_keys_that_made_no_rows_are_not_adopted(settings, tmp_path):
    own = dataclasses.replace(settings, var=tmp_path)
    old = load_keys(own, with_addresses=True)
    prepare_keys(own, Keys(Key.new("content"), Key.new("address")))

    adopt_keys(own, [key.fingerprint for key in old.all()])
    assert load_keys(own, with_addresses=True) == old
