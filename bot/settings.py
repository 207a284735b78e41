"""Settings: every value that an operator can set, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from bot.errors import SettingsError

PREFIX = "WEGWEISER_"


class Secret:
    """A value that must not be seen: it prints as stars, and only `reveal` gives it."""

    def __init__(self, value: str = "") -> None:
        self._value = value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret('***')" if self._value else "Secret('')"

    def reveal(self) -> str:
        """Return the value."""
        return self._value


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
    database: str = _setting("", "address of a PostgreSQL database (postgresql://…); empty: SQLite in the var folder")
    address_key: Secret = _setting(Secret(), "key of the addresses; needed with PostgreSQL, else made in var/keys")
    content_key: Secret = _setting(Secret(), "key of messages and media; needed with PostgreSQL, else made in var/keys")
    host: str = _setting("127.0.0.1", "address that the gate listens on; put a proxy before it")
    port: int = _setting(8080, "port that the gate listens on")
    public_url: str = _setting("", "how the internet reaches the gate: https://…; needed for webhooks and for Viber")
    telegram_token: Secret = _setting(Secret(), "token of the Telegram bot, from BotFather; turns Telegram on")
    telegram_mode: str = _setting("polling", "polling, or webhook (needs the public address)")
    telegram_api: str = _setting("https://api.telegram.org", "address of Telegram's Bot API")
    viber_token: Secret = _setting(Secret(), "token of the Viber bot; turns Viber on (needs the public address)")
    viber_name: str = _setting("Wegweiser", "name that Viber shows above each message, at most 28 characters")
    viber_api: str = _setting("https://chatapi.viber.com/pa", "address of Viber's API")
    viber_messages_per_second: int = _setting(10, "how many messages a second go to Viber")
    web_chat: bool = _setting(True, "serve the web chat at /chat")
    office_name: str = _setting("", "who runs this: the office's name; needed on a public address")
    office_contact: str = _setting("", "how the office is reached: phone, e-mail or street; needed on a public address")
    office_privacy_url: str = _setting("", "address of the office's privacy text; needed on a public address")
    office_imprint_url: str = _setting("", "address of the office's imprint (Impressum); needed on a public address")
    messages_per_minute: int = _setting(60, "how many messages of one person are taken in a minute")
    sessions_per_hour: int = _setting(200, "how many new web chats one internet address may open in an hour")
    console_host: str = _setting("127.0.0.1", "address that the counsellors' console listens on")
    console_port: int = _setting(8100, "port that the counsellors' console listens on")
    console_url: str = _setting(
        "", "how counsellors reach the console: https://…; needed off this machine and for links in alerts"
    )
    console_session_hours: int = _setting(12, "after how many hours a counsellor must sign in again")
    console_idle_minutes: int = _setting(120, "after how many minutes without the console open a counsellor must sign in again")
    keep_chat_days: int = _setting(30, "after how many days the text of a chat is deleted")
    keep_person_days: int = _setting(180, "after how many days without a message a person is forgotten")
    keep_case_days: int = _setting(90, "how many days after the end of a case its chat and notes are kept")
    keep_audit_days: int = _setting(365, "after how many days the log of who did what, and a case's figures, are deleted")
    reply_timeout_minutes: int = _setting(15, "after how many minutes of a counsellor's silence a chat goes back to the line")
    silence_minutes: int = _setting(10, "after how many minutes without an answer a person is asked: are you still there?")
    place_kept_minutes: int = _setting(60, "how many minutes a silent person is told that the place is kept")
    answer_timeout_minutes: int = _setting(5, "after how many minutes in the line the next group of counsellors is asked")
    unanswered_seconds: int = _setting(60, "after how many seconds without an answer of the bot a message is for counsellors")
    alert_chat: str = _setting("", "number of the counsellors' Telegram group for alerts, the bot must be in it; empty: none")
    alert_language: str = _setting("de", "language of the alerts")

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
    def console_address(self) -> str:
        """How counsellors reach the console, without a slash at the end."""
        return self.console_url.rstrip("/") or f"http://{self.console_host}:{self.console_port}"

    @property
    def is_public(self) -> bool:
        """Whether people outside this machine can reach the gate."""
        return bool(self.public_url) or self.host not in ("127.0.0.1", "::1", "localhost")

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
    if isinstance(default, int):
        if not text.strip().isdigit():
            raise SettingsError(f"{variable}: {text!r} is no whole number")
        return int(text)
    if isinstance(default, Secret):
        return Secret(text.strip())
    return Path(text) if isinstance(default, Path) else text


def child_environment(settings: Settings) -> dict[str, str]:
    """Return the environment of the processes that `serve` starts: this one's, and where they count for `/metrics`."""
    return {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str((settings.var_folder / "metrics").resolve())}
