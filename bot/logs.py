"""Logging: one line an event, without secrets and without anything that people wrote.

Every process calls `configure` first. A secret of the settings is replaced wherever it appears, in whatever library's
line; of an exception only the type and the places in the code are written, because its message may hold a person's words.
"""

from __future__ import annotations

import logging
import re
import traceback
from dataclasses import fields
from types import TracebackType

from bot.errors import WegweiserError
from bot.settings import Secret, Settings

_TOKEN = re.compile(r"\bbot\d{5,}:[\w-]{20,}|\b\d{6,}:[\w-]{30,}|\b[0-9a-f]{15,16}-[0-9a-f]{15,16}-[0-9a-f]{15,16}\b")
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_TALKATIVE = ("httpx", "httpcore", "telegram", "viber", "urllib3", "alembic", "asyncio", "uvicorn", "PIL", "sqlalchemy")
_ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Writes records without secrets and without the messages of foreign exceptions."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(_FORMAT)
        values = (getattr(settings, field.name) for field in fields(settings))
        self._secrets = [v.reveal() for v in values if isinstance(v, Secret) and v]
        if settings.database:  # holds a password
            self._secrets.append(settings.database)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        written = super().format(record)
        for secret in self._secrets:
            written = written.replace(secret, "***")
        return _TOKEN.sub("***", written)

    def formatException(self, ei: _ExceptionInfo) -> str:
        """Return types and places of an exception and its causes."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]]
            lines.append(f"{type(error).__name__}: {error}" if isinstance(error, WegweiserError) else type(error).__name__)
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def configure(settings: Settings) -> None:
    """Send every log line of this process through the formatter; libraries that chatter say only what is wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(DiscreetFormatter(settings))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.getLogger("viber.bot.api").setLevel(logging.CRITICAL)  # logs the payload, token included, with each error
