"""A running console for each test."""

import pytest

from bot.settings import Settings, project_folder
from tests.console.harness import running_console


@pytest.fixture
async def desk(tmp_path):
    settings = Settings(home=project_folder(), var=tmp_path, office_name="Büro", office_contact="Goethestr. 1")
    async with running_console(settings) as running:
        yield running
