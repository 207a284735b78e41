"""Who asks, and whether a request comes from our own page: cookies, sessions, CSRF, headers."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.clock import now
from bot.settings import Settings
from bot.store import Database, signins
from bot.store.counsellors import CounsellorRow

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",  # browsers that do not know frame-ancestors
    "referrer-policy": "same-origin",  # with "no-referrer" browsers hide the origin of a form, too
    "permissions-policy": "geolocation=(), camera=(), microphone=(self)",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_HSTS = ("strict-transport-security", "max-age=31536000")


@dataclass(frozen=True)
class Visit:
    """A request of somebody who is signed in; `csrf` must come back with each form."""

    account: CounsellorRow
    csrf: str
    token: str


class Security:
    """Reads and writes cookies, checks where requests come from. Sessions are the database's."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings, self._database = settings, database
        self.is_secure = is_secure(settings)
        prefix = "__Host-" if self.is_secure else ""
        self._session, self._form = f"{prefix}console", f"{prefix}console_form"

    async def visit(self, request: HTTPConnection) -> Visit | None:
        """Return who is signed in."""
        token = request.cookies.get(self._session, "")
        if not token:
            return None
        time_now = now()
        session = await self._database.read(signins.read, token, time_now, self._settings.console_idle_minutes)
        if session is None:
            return None
        if signins.is_stale(session, time_now):
            await self._database.write(signins.touch, token, time_now)
        return Visit(session.counsellor, session.csrf, token)

    def had_session(self, request: HTTPConnection) -> bool:
        """Whether a browser brings a session, even one that has ended."""
        return self._session in request.cookies

    async def sign_in(self, response: Response, account: int, request: HTTPConnection) -> None:
        """Begin a session; one that this browser had is ended."""
        if old := request.cookies.get(self._session):
            await self._database.write(signins.end, old)
        hours = self._settings.console_session_hours
        token = await self._database.write(signins.begin, account, now(), hours)
        self._set(response, self._session, token, hours * 3600)
        response.delete_cookie(self._form, path="/", secure=self.is_secure, httponly=True, samesite="lax")

    async def sign_out(self, response: Response, visit: Visit) -> None:
        """End a session."""
        await self._database.write(signins.end, visit.token)
        response.delete_cookie(self._session, path="/", secure=self.is_secure, httponly=True, samesite="lax")

    def guest_csrf(self, request: HTTPConnection) -> tuple[str, str | None]:
        """Return the word for a form of somebody who is not signed in, and the cookie to set when there is none yet."""
        cookie = request.cookies.get(self._form, "")
        fresh = None if len(cookie) >= 32 else secrets.token_urlsafe(24)
        return self._guest_word(fresh or cookie), fresh

    def keep_guest(self, response: Response, cookie: str) -> None:
        """Set the cookie that belongs to a form of somebody who is not signed in."""
        self._set(response, self._form, cookie, 3600)

    def is_own_form(self, request: HTTPConnection, visit: Visit | None, word: str) -> bool:
        """Whether a POST comes from a page that this console gave to this browser."""
        if not self._is_own_origin(request):
            return False
        cookie = request.cookies.get(self._form, "")
        expected = visit.csrf if visit else self._guest_word(cookie) if cookie else ""
        return bool(expected) and hmac.compare_digest(word.encode("utf-8", "replace"), expected.encode())

    def _is_own_origin(self, request: HTTPConnection) -> bool:
        origin = request.headers.get("origin")
        if origin is None:
            return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        hosts = {request.headers.get("host", ""), urlsplit(self._settings.console_url).netloc}
        return urlsplit(origin).netloc in hosts - {""}

    def _guest_word(self, cookie: str) -> str:
        return self._database.keys.content.hash("console form", cookie)

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        # Lax, not strict: the link in an alert must find whoever is signed in. Changes are POSTs with a word of their own.
        response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=self.is_secure)


class SecureHeaders:
    """Puts the headers on every response that has not set its own."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        headers = [*HEADERS.items(), *([_HSTS] if settings.console_url.startswith("https://") else [])]
        self._headers = [(name.encode(), value.encode()) for name, value in headers]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in self._headers if h[0] not in present)]
            await send(message)

        await self._app(scope, receive, send_with_headers)


def is_secure(settings: Settings) -> bool:
    """Whether cookies go over HTTPS only: always, but on a console that this machine alone reaches."""
    return settings.console_url.startswith("https://") or not is_loopback(settings.console_host)


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def client_of(request: HTTPConnection) -> str:
    """Return the internet address behind a request, from the proxy on this machine if there is one."""
    peer = request.client.host if request.client else "127.0.0.1"
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).rpartition(",")[2].strip()
    return (forwarded if is_loopback(peer) and forwarded else peer)[:64]
