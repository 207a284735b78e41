"""Limits against abuse, and the pace of sending: token buckets in memory."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

MAX_BODY_BYTES = 64_000  # a text message of any messenger is far smaller; files come by reference
_BUCKETS_KEPT = 20_000


class Buckets:
    """A bucket for each key: `size` may be taken at once, and it fills up again within `seconds`."""

    def __init__(self, size: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._rate, self._clock = size, size / seconds, clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Take one; False when the bucket is empty."""
        present = self._clock()
        level, at = self._levels.pop(key, (float(self._size), present))
        level = min(self._size, level + (present - at) * self._rate)
        is_allowed = level >= 1
        self._levels[key] = (level - 1 if is_allowed else level, present)
        if len(self._levels) > _BUCKETS_KEPT:
            self._levels.popitem(last=False)
        return is_allowed


class Pace:
    """Lets through so many a second, first come first served. What was missed while nobody could send is not made up for."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        self._last = 0.0
        self._turn = asyncio.Lock()

    async def wait(self) -> None:
        """Return when it is this caller's turn."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            while (left := self._last + self._gap - loop.time()) > 0:
                await asyncio.sleep(left)
            self._last = loop.time()
