"""Settings: every value that an operator can set, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bot.errors import SettingsError

PREFIX = "WEGWEISER_"


def _setting(default: Any, help_line: str) -> Any:
    return field(default=default, metadata={"help": help_line})


@dataclass(frozen=True)
class Settings:
    """All settings, each with its default; `docs/settings.md` lists them with the same help lines."""

    home: Path = _setting(Path("."), "folder that holds data/, config.yml and var/")
    var: Path = _setting(Path("var"), "folder for what is made at run time: models, cache, database")
    crowd_prices: bool = _setting(True, "tell crowd estimates of prices where nothing official exists")
    language: str = _setting("en", "language of a person whose language is not known yet")
    log_level: str = _setting("WARNING", "level of the log: DEBUG, INFO, WARNING or ERROR")

    @property
    def data(self) -> Path:
        """The folder of vetted data."""
        return self.home / "data"

    @property
    def cache(self) -> Path:
        """The folder of what can be computed again: vectors, gazetteers."""
        return self.var_folder / "cache"

    @property
    def models(self) -> Path:
        """The folder of trained models."""
        return self.var_folder / "models"

    @property
    def office(self) -> Path:
        """The office's own data, which outranks `data`."""
        return self.var_folder / "office"

    @property
    def var_folder(self) -> Path:
        """`var`, taken from `home` when it is not absolute."""
        return self.var if self.var.is_absolute() else self.home / self.var


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from variables named WEGWEISER_<NAME>.

    Raises:
        SettingsError: a variable is unknown or its value does not fit.
    """
    environment = os.environ if environment is None else environment
    known = {f.name: f for f in fields(Settings)}
    values: dict[str, object] = {"home": project_folder()}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            raise SettingsError(f"{variable}: no such setting; docs/settings.md lists them")
        values[name] = _convert(variable, text, known[name].default)
    return Settings(**values)  # type: ignore[arg-type]


def project_folder() -> Path:
    """Return the folder of the project: the present folder if it holds the data, else the one this code lies in."""
    here = Path.cwd()
    return here if (here / "data" / "languages.yml").is_file() else Path(__file__).resolve().parent.parent


def _convert(variable: str, text: str, default: object) -> object:
    if isinstance(default, bool):
        if text.lower() not in ("yes", "no", "true", "false", "1", "0"):
            raise SettingsError(f"{variable}: {text!r} is neither yes nor no")
        return text.lower() in ("yes", "true", "1")
    return Path(text) if isinstance(default, Path) else text
