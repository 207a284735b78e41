from pathlib import Path

import pytest

from bot.settings import Settings, project_folder
from tests.connectors.web.office import Office


@pytest.fixture
def web_settings(tmp_path: Path) -> Settings:
    return Settings(home=project_folder(), var=tmp_path)


@pytest.fixture
async def office(web_settings):
    async with Office(web_settings).open() as opened:
        yield opened


@pytest.fixture
async def browser(office):
    """A browser in Germany whose person reads Albanian."""
    async with office.client(**{"Accept-Language": "sq,de;q=0.5"}) as client:
        yield client
