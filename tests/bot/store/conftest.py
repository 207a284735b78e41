"""A real SQLite file and a real PostgreSQL server; what the store promises holds in both."""

import dataclasses

import pytest

from bot.keys import Keys, load_keys
from bot.settings import Secret, Settings
from bot.store import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(request, settings, tmp_path) -> Settings:
    own = dataclasses.replace(settings, var=tmp_path)
    if request.param == "sqlite":
        return own
    keys = {f"{name}_key": Secret(key_text) for name, key_text in request.getfixturevalue("key_texts").items()}
    return dataclasses.replace(own, database=request.getfixturevalue("postgresql"), **keys)


@pytest.fixture
def keys(store_settings) -> Keys:
    return load_keys(store_settings, with_addresses=True)


@pytest.fixture
async def database(store_settings, keys):
    opened = Database.open(store_settings, keys)
    yield opened
    await opened.close()
