"""A running console for each test: on SQLite, and where a test asks for it (`harness.on_both`) on PostgreSQL as well."""

import dataclasses

import pytest

from bot.settings import Secret, Settings, project_folder
from tests.console.harness import running_console


@pytest.fixture
async def desk(request, tmp_path):
    settings = Settings(home=project_folder(), var=tmp_path, office_name="Büro", office_contact="Goethestr. 1")
    if getattr(request, "param", "sqlite") == "postgresql":
        keys = {f"{name}_key": Secret(text) for name, text in request.getfixturevalue("key_texts").items()}
        settings = dataclasses.replace(settings, database=request.getfixturevalue("postgresql"), **keys)
    async with running_console(settings) as running:
        yield running
