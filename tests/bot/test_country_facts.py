"""Country sheets and the lines that tell them name each other, or `wegweiser check` says so."""

import dataclasses
import shutil

import pytest

from bot.check import check


@pytest.fixture
def copied(settings, tmp_path):
    """The settings with a copy of the data that a test may break."""
    shutil.copytree(settings.data, tmp_path / "data", ignore=shutil.ignore_patterns("nlu", "locales"))
    for name in ("nlu", "locales"):
        (tmp_path / "data" / name).symlink_to(settings.data / name)
    return dataclasses.replace(settings, home=tmp_path, var=tmp_path / "var")


@pytest.mark.parametrize(("name", "text", "replacement", "message"), [
    ("answers/country_facts.yml", "\ngh_nhis:", "\ngh_nhs:", "gh_nhis: missing, but countries.GH.health_insurance_national"),
    ("answers/country_facts.yml", "GH.health_insurance_national", "GH.health_dialysis_regular_nhis", "which has `line: gh_nhis`"),
    ("answers/country_facts.yml", "is free for under 18s", "is free" + " of charge" * 10 + " for", "longer than 140 characters"),
    ("answers/terms.yml", "sector_textiles:", "sector_textile:", "sector_textiles: missing, but countries."),
])  # fmt: skip
def test_a_line_that_does_not_fit_its_fact_is_a_fault(copied, name, text, replacement, message):
    path = copied.data / name
    content = path.read_text(encoding="utf-8")
    assert text in content, "the project's file has changed; mend the test"
    path.write_text(content.replace(text, replacement, 1), encoding="utf-8")

    assert [fault for fault in check(copied) if message in fault.message]
