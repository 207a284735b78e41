"""Passwords: argon2id, the same time for an unknown login as for a known one, and what a new password must be like."""

from __future__ import annotations

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_CHARS, MAX_CHARS = 12, 200
_AT_ONCE = 2  # each takes 64 MiB
_hasher = PasswordHasher()  # RFC 9106, second recommended option: 64 MiB, three passes
_places: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


async def make_hash(password: str) -> str:
    """Return what is kept of a password."""
    async with _place():
        return await asyncio.to_thread(_hasher.hash, password)


async def is_right(password: str, known: str | None) -> bool:
    """Whether a password fits; takes as long when there is none to compare with."""
    async with _place():
        return await asyncio.to_thread(_verify, password[:MAX_CHARS], known)


def is_outdated(known: str) -> bool:
    """Whether a hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(known)


def is_good(password: str, login: str) -> bool:
    """Whether a new password is long enough, not the login, and not one letter again and again."""
    return MIN_CHARS <= len(password) <= MAX_CHARS and login.lower() not in password.lower() and len(set(password)) > 4


def _verify(password: str, known: str | None) -> bool:
    try:
        _hasher.verify(known or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def _place() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    return _places.setdefault(loop, asyncio.Semaphore(_AT_ONCE))
