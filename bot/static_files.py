"""Files that a page needs beside its HTML: read once, kept compressed too, under a word that changes with them."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MIMES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class StaticFile:
    """One file, as it is and compressed."""

    mime: str
    content: bytes
    compressed: bytes

    def body(self, accepted: str) -> tuple[bytes, dict[str, str]]:
        """Return what goes to a browser and the headers of it, by what the browser accepts (`Accept-Encoding`)."""
        headers = {"Vary": "Accept-Encoding"}
        if "gzip" not in accepted:
            return self.content, headers
        return self.compressed, {**headers, "Content-Encoding": "gzip"}


class StaticFiles:
    """The styles, scripts and pictures of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def by_name(self) -> dict[str, StaticFile]:
        """The files by name."""
        contents = {path: path.read_bytes() for path in sorted(self._folder.iterdir()) if path.suffix in MIMES}
        return {path.name: StaticFile(MIMES[path.suffix], content, gzip.compress(content)) for path, content in contents.items()}

    @cached_property
    def version(self) -> str:
        """A word that changes with the files, so that browsers may keep them for good."""
        return hashlib.sha256(b"".join(file.content for file in self.by_name.values())).hexdigest()[:12]
