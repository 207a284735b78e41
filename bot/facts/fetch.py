"""Loading a file from the web: http and https alone, a limit of size and time."""

from __future__ import annotations

import time
from pathlib import Path

import httpx

from bot.errors import DataError

MAX_BYTES = 80_000_000  # WFP's global file of a year has some 30 MB at its end
MAX_SECONDS = 300.0
_TIMEOUT = httpx.Timeout(30.0)
_MAX_REDIRECTS = 5  # data.humdata.org sends on to its storage
_CHUNK = 1 << 16


def is_address(text: str) -> bool:
    """Whether a text is meant as a web address."""
    return "://" in text


def fetch(url: str, target: Path, max_bytes: int = MAX_BYTES) -> None:
    """Load a file.

    Args:
        url: http:// or https://.
        target: where it is put; a file that is there is written over.
        max_bytes: what is larger is refused.

    Raises:
        DataError: the address cannot be used or loaded, or the file is too large.
    """
    if not url.startswith(("http://", "https://")):
        raise DataError("is no web address that can be loaded; expected https://… or the path of a file", url)
    until = time.monotonic() + MAX_SECONDS
    size = 0
    try:
        with (
            httpx.Client(timeout=_TIMEOUT, follow_redirects=True, max_redirects=_MAX_REDIRECTS) as client,
            client.stream("GET", url) as response,
            target.open("wb") as file,
        ):
            response.raise_for_status()
            for chunk in response.iter_bytes(_CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    raise DataError(f"is larger than {max_bytes} bytes; load it yourself and give the path", url)
                if time.monotonic() > until:
                    raise DataError(f"took longer than {MAX_SECONDS:.0f} seconds; load it yourself and give the path", url)
                file.write(chunk)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise DataError(f"cannot be loaded ({type(error).__name__}: {error}); load it yourself, give the path", url) from error
