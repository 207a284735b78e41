"""Calls to Viber, and files from Viber's servers.

viberbot's own transport has no timeout, puts the token into every body and logs it with each error; so only its message
classes are used. Here the token travels in a header of API calls, and nowhere else.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
import re
from typing import Any

import httpx

from bot.errors import DeliveryError
from bot.settings import Secret
from connectors.viber.errors import of_http, of_status
from connectors.viber.limits import CALL_SECONDS, DOWNLOAD_SECONDS, MEDIA_DOMAIN

_MEDIA_HOST = re.compile(rf"([a-z0-9-]+\.)*{re.escape(MEDIA_DOMAIN)}")
_MAX_REDIRECTS = 3
_CONNECTIONS = 32


class ViberApi:
    """The connections to Viber. Opened with the first call; knows no messages."""

    def __init__(self, base: str, token: Secret, seconds: float = CALL_SECONDS) -> None:
        self._base, self._token, self._seconds = httpx.URL(base.rstrip("/") + "/"), token, seconds
        self._opened: httpx.AsyncClient | None = None

    async def call(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        """Call a method of the API; return its answer, whose status is 0.

        Raises:
            DeliveryError: Viber refused, or no answer came that can be read.
        """
        content = as_json(body)
        headers = {"Content-Type": "application/json", "X-Viber-Auth-Token": self._token.reveal()}
        try:
            async with asyncio.timeout(self._seconds):
                response = await self._client.post(self._base.join(method), content=content, headers=headers)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise DeliveryError("timeout", retry=True) from error
        except httpx.HTTPError as error:
            raise DeliveryError("network", retry=True) from error
        if response.status_code != 200:
            raise of_http(response.status_code, response.headers.get("retry-after", ""))
        answer = _read(response.content)
        if answer["status"] != 0:
            raise of_status(answer["status"])
        return answer

    async def download(self, address: str, max_bytes: int) -> bytes:
        """Return a file from one of Viber's servers.

        Raises:
            DeliveryError: it is elsewhere, larger, gone, or did not come.
        """
        try:
            async with asyncio.timeout(DOWNLOAD_SECONDS):
                return await self._download(address, max_bytes)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise DeliveryError("timeout", retry=True) from error
        except httpx.HTTPError as error:
            raise DeliveryError("network", retry=True) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            await self._opened.aclose()

    @property
    def _client(self) -> httpx.AsyncClient:
        if self._opened is None:
            limits = httpx.Limits(max_connections=_CONNECTIONS)
            self._opened = httpx.AsyncClient(timeout=self._seconds, limits=limits, follow_redirects=False)
        return self._opened

    async def _download(self, address: str, max_bytes: int) -> bytes:
        url = self._base
        for _ in range(1 + _MAX_REDIRECTS):
            try:
                url = fetchable(url.join(address), self._base)
            except (httpx.InvalidURL, ValueError) as error:
                raise DeliveryError("foreign_address") from error
            # Not packed: a small packed file could unpack to more than the memory holds.
            async with self._client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as response:
                if not response.has_redirect_location:
                    return await _take(response, max_bytes)
                address = response.headers["location"]
        raise DeliveryError("too_many_redirects")


def fetchable(url: httpx.URL, own: httpx.URL) -> httpx.URL:
    """Return an address that may be fetched, encrypted where it was not.

    A forged event could name any address, also one that only this machine reaches. So nothing is fetched but from Viber's
    own domain, and from the server that the settings name as Viber's (`own`).

    Raises:
        DeliveryError: it may not.
    """
    host = url.raw_host.decode("ascii", "replace").lower()
    if url.userinfo or url.scheme not in ("http", "https"):
        raise DeliveryError("foreign_address")
    is_own = (url.scheme, url.raw_host, url.port) == (own.scheme, own.raw_host, own.port)
    if is_own and (url.scheme == "https" or is_loopback(host)):
        return url
    if _MEDIA_HOST.fullmatch(host) and url.port in (None, 80, 443):
        return url.copy_with(scheme="https", port=None)
    raise DeliveryError("foreign_address")


def as_json(body: dict[str, Any]) -> bytes:
    """Return a body as it is sent: unescaped, because Viber counts its bytes."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _read(content: bytes) -> dict[str, Any]:
    """Return an answer that has a status.

    Raises:
        DeliveryError: it has none; whether the message arrived is not known, so it is sent again.
    """
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DeliveryError("broken_answer", retry=True) from error
    if not isinstance(answer, dict) or not isinstance(answer.get("status"), int):
        raise DeliveryError("broken_answer", retry=True)
    return answer


async def _take(response: httpx.Response, max_bytes: int) -> bytes:
    if response.status_code != 200:
        is_passing = response.status_code >= 500 or response.status_code in (408, 429)
        raise DeliveryError("server" if is_passing else "file_gone", retry=is_passing)
    taken = bytearray()
    async for chunk in response.aiter_raw():
        taken += chunk
        if len(taken) > max_bytes:
            raise DeliveryError("too_large")
    return bytes(taken)
