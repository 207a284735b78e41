"""The gazetteer is made from the packages and the project's lists, and read back from one file."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import DataError
from bot.knowledge.load import current
from bot.places.gazetteer import load_gazetteer
from bot.places.home import find_city
from bot.settings import read_settings


def test_every_city_of_the_knowledge_base_is_known_by_its_name() -> None:
    settings = read_settings()
    cities = current(settings.data / "knowledge", settings.office / "knowledge").cities

    missing = [city.name for city in cities if (found := find_city(city.name, city.country)) is None or found.name != city.name]

    assert missing == []


def test_a_gazetteer_is_one_file_and_replaces_the_one_before() -> None:
    load_gazetteer()

    assert len(list(read_settings().cache.glob("gazetteer-*.json"))) == 1


def test_a_name_that_geonames_does_not_have_is_reported(tmp_path: Path) -> None:
    settings = read_settings()
    shutil.copytree(settings.data, tmp_path / "data", ignore=shutil.ignore_patterns("nlu", "answers", "locales"))
    names = tmp_path / "data" / "places" / "more_names.yml"
    names.write_text(names.read_text(encoding="utf-8").replace("    Erbil: [", "    Erbill: ["), encoding="utf-8")

    with pytest.raises(DataError, match="Erbill"):
        load_gazetteer(replace(settings, home=tmp_path, var=tmp_path / "var"))
