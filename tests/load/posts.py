"""A messenger that only calls a webhook, in a process of its own so that nothing else delays its clock.

Reads one JSON object from standard input (url, headers, per_second, until: a file whose appearance ends it, texts,
first_update, chats) and prints the milliseconds of each call as a JSON list.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_CONNECTIONS = 8
_IDLE_SECONDS = 4.0  # uvicorn closes a connection that is idle for five
_own = threading.local()


def main() -> None:
    """Post until told to stop."""
    order: dict[str, Any] = json.loads(sys.stdin.read())
    until, gap = Path(order["until"]), 1 / order["per_second"]
    due, number = time.monotonic(), 0
    with ThreadPoolExecutor(_CONNECTIONS) as threads:
        calls = []
        while not until.exists():
            calls.append(threads.submit(_post, order, number))
            number, due = number + 1, due + gap
            time.sleep(max(0.0, due - time.monotonic()))
    print(json.dumps([call.result() for call in calls]))


def _post(order: dict[str, Any], number: int) -> float:
    place = urlsplit(order["url"])
    if time.monotonic() - getattr(_own, "used_at", 0.0) > _IDLE_SECONDS:
        _own.connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        _own.connection.connect()
    chat = order["chats"][number % len(order["chats"])]
    text = order["texts"][number % len(order["texts"])]
    person = {"id": chat, "is_bot": False, "first_name": "Mira", "language_code": "en"}
    message = {
        "message_id": number + 2, "from": person, "chat": {"id": chat, "type": "private", "first_name": "Mira"},
        "date": int(time.time()), "text": f"{text} {number}",
    }  # fmt: skip
    body = json.dumps({"update_id": order["first_update"] + number, "message": message})
    begun = time.perf_counter()
    _own.connection.request("POST", place.path, body, order["headers"])
    answer = _own.connection.getresponse()
    answer.read()
    took = (time.perf_counter() - begun) * 1000
    _own.used_at = time.monotonic()
    if answer.status != 200:
        raise RuntimeError(f"the webhook answered {answer.status}")
    return took


if __name__ == "__main__":
    main()
