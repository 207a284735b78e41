"""What the documents promise is there."""

import re
from dataclasses import fields
from pathlib import Path

from bot.answers import ALL_INTENTS
from bot.brain.choices import meaning_of
from bot.cli import COMMANDS
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent


def test_every_setting_is_documented_with_its_help_line():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    for setting in fields(Settings):
        assert f"`{PREFIX}{setting.name.upper()}`" in text
        assert setting.metadata["help"] in text


def test_the_readme_names_every_command():
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    for command in set(COMMANDS) - {"serve"}:
        assert f"`{command}`" in text


def test_every_file_that_a_document_links_to_exists():
    for document in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document}: {target}"


def test_ci_runs_the_test_command_of_the_readme():
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_button_leads_to_a_question(catalogue):
    for name in set(catalogue.button_texts) - {"yes", "no"}:
        assert meaning_of(name)[0] in ALL_INTENTS
