"""The project's own knowledge, and copies of it that a test may break."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.collection import Knowledge
from bot.knowledge.load import current

FOLDER = Path(__file__).parents[3] / "data" / "knowledge"


@pytest.fixture
def today() -> date:
    return date(2026, 11, 22)


@pytest.fixture
def knowledge() -> Knowledge:
    return current(FOLDER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of data/knowledge."""
    return Path(shutil.copytree(FOLDER, tmp_path / "knowledge"))


@pytest.fixture
def project_folder() -> Path:
    return FOLDER
