"""Who a browser is: a random number in a signed cookie, made with the first message."""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from bot.keys import Key
from bot.settings import Settings

COOKIE = "wegweiser"
PATH = "/chat"
_SESSION = re.compile(r"[A-Za-z0-9_-]{24}")
_LENGTH = 24
_START = re.compile(r"[A-Za-z0-9_-]{22,64}")  # 22 letters of base64 are 128 bits
_SECONDS_A_DAY = 86_400


class Sessions:
    """Makes, signs and reads sessions. Keeps none: the signature is the proof that a session was made here."""

    def __init__(self, key: Key, settings: Settings) -> None:
        self._key, self._settings = key, settings

    def read(self, request: HTTPConnection) -> str | None:
        """Return the session of a request, None when it has none or a forged one."""
        session, _, signature = request.cookies.get(COOKIE, "").partition(".")
        if not _SESSION.fullmatch(session):
            return None
        return session if hmac.compare_digest(signature.encode(), self._sign(session).encode()) else None

    def begin(self, start: str | None) -> str:
        """Return a new session.

        Args:
            start: a secret number of the page. The same number gives the same session, so that a page whose first message was
                kept but not acknowledged (the answer with the cookie got lost) is nobody else when it sends it again.
        """
        return self._key.hash("web-begin", start)[:_LENGTH] if start else secrets.token_urlsafe(18)

    def keep(self, response: Response, session: str, request: HTTPConnection) -> None:
        """Let a browser keep a session for as long as the texts are kept, from now on."""
        value = f"{session}.{self._sign(session)}"
        days = self._settings.keep_chat_days
        response.set_cookie(COOKIE, value, max_age=days * _SECONDS_A_DAY, **self._attributes(request))  # type: ignore[arg-type]

    def drop(self, response: Response, request: HTTPConnection) -> None:
        """Let a browser forget its session."""
        response.delete_cookie(COOKIE, **self._attributes(request))  # type: ignore[arg-type]

    def is_own_page(self, request: HTTPConnection) -> bool:
        """Whether a request comes from our own page and not from a form or script of another site."""
        origin = request.headers.get("origin")
        if origin is None:  # old browsers leave it out
            return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        hosts = {request.headers.get("host", ""), urlsplit(self._settings.public_url).netloc}
        return urlsplit(origin).netloc in hosts - {""}

    def _attributes(self, request: HTTPConnection) -> dict[str, object]:
        is_secure = bool(self._settings.public_url) or not is_loopback(request.url.hostname)
        return {"path": PATH, "httponly": True, "samesite": "lax", "secure": is_secure}

    def _sign(self, session: str) -> str:
        return self._key.hash("web-session", session)[:32]


def is_start(value: object) -> bool:
    """Whether something is a secret number of a page."""
    return isinstance(value, str) and _START.fullmatch(value) is not None


def client_of(request: HTTPConnection) -> str:
    """Return the internet address behind a request, for the limit of new sessions; an IPv6 address by its network.

    `X-Forwarded-For` counts only from a proxy on this machine, and of it only what that proxy wrote: the last address.
    """
    peer = request.client.host if request.client else "127.0.0.1"
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    if is_loopback(peer) and forwarded:
        peer = forwarded
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer[:64]
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def is_loopback(host: str | None) -> bool:
    """Whether a name or address is this machine."""
    if host is None or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
