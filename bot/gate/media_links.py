"""Signed, expiring addresses of pictures and sounds, for messengers and browsers that fetch files themselves."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from bot.keys import Key

VALID_FOR = timedelta(hours=24)  # Viber fetches a picture when the phone shows it


class MediaLinks:
    """Makes and checks links to `/media/<id>`. A link gives one file to whoever has it, until it expires."""

    def __init__(self, public_url: str, key: Key) -> None:
        self._public_url, self._key = public_url.rstrip("/"), key

    def make(self, medium: str, now: datetime, suffix: str = "") -> str:
        """Return the link to a file; `suffix` such as `.png` for clients that go by it."""
        until = int((now + VALID_FOR).timestamp())
        return f"{self._public_url}/media/{medium}{suffix}?until={until}&signature={self._sign(medium, until)}"

    def is_valid(self, medium: str, until: str, signature: str, now: datetime) -> bool:
        """Whether a link was made here and has not expired."""
        if not until.isascii() or not until.isdigit() or int(until) < now.timestamp():
            return False
        return hmac.compare_digest(signature.encode(), self._sign(medium, int(until)).encode())

    def _sign(self, medium: str, until: int) -> str:
        return self._key.hash("media", medium, str(until))[:32]
