"""The word lists of danger in a process of their own, for messages that no brain looks at.

Reading the lists of all languages costs seconds of the processor; inside the gate every webhook and counsellor would wait
for that. The process starts with the first message that needs it and ends with the gate, whose pipe it reads.
"""

from __future__ import annotations

import asyncio
import json
import sys

_COMMAND = (sys.executable, "-c", "from bot.gate.listener import listen; listen()")


class Listener:
    """Asks the process, one text after the other."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def find(self, text: str) -> str | None:
        """Return the kind of danger in a text, None when there is none.

        Raises:
            RuntimeError: the process died; the next call starts another.
        """
        async with self._turn:
            if self._process is None or self._process.returncode is not None:
                pipe = asyncio.subprocess.PIPE
                self._process = await asyncio.create_subprocess_exec(*_COMMAND, stdin=pipe, stdout=pipe)
            process = self._process
            assert process.stdin is not None  # it is a pipe, as the output is
            assert process.stdout is not None
            process.stdin.write(json.dumps(text).encode() + b"\n")
            await process.stdin.drain()
            line = await process.stdout.readline()
            if not line:
                await process.wait()
                raise RuntimeError("the listener has died")
            kind: str | None = json.loads(line)
            return kind

    async def close(self) -> None:
        """End the process."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


def listen() -> None:
    """Answer each line of the input, a text, with a line: the kind of danger, or null."""
    from bot.safety import find_danger

    for line in sys.stdin:
        found = find_danger(json.loads(line))
        sys.stdout.write(json.dumps(found.kind if found else None) + "\n")
        sys.stdout.flush()
