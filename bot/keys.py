"""The two keys: one for addresses, one for content.

The address key finds and hides people's addresses and is read by the gate only; the content key hides messages and media
and is read by gate, brain and console.

With SQLite the keys are files in `var/keys` that only the owner can read, made on the first run. With PostgreSQL several
servers need the same keys, so they come from the settings. The database holds a fingerprint of each: a process with
another key does not start.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import SettingsError, StoreError
from bot.settings import Settings

NAMES = ("address", "content")
_NONCE_BYTES = 12  # NIST SP 800-38D, section 5.2.1.1


@dataclass(frozen=True)
class Key:
    """One 256-bit key: encrypts (AES-GCM), makes keyed hashes, and has a fingerprint that says nothing about it."""

    name: str
    value: bytes

    @classmethod
    def new(cls, name: str) -> Key:
        """Make a random key."""
        return cls(name, secrets.token_bytes(32))

    @classmethod
    def from_text(cls, name: str, text: str) -> Key:
        """Read a key as `as_text` writes it.

        Raises:
            SettingsError: it is no key.
        """
        try:
            value = base64.urlsafe_b64decode(text.strip())
        except ValueError:
            value = b""
        if len(value) != 32:
            raise SettingsError(f"the {name} key must be 32 bytes in base64; `wegweiser rotate-key --new` prints one")
        return cls(name, value)

    def as_text(self) -> str:
        """Return the key for a file or a setting."""
        return base64.urlsafe_b64encode(self.value).decode()

    def __repr__(self) -> str:
        return f"Key({self.name!r}, {self.fingerprint})"

    @property
    def fingerprint(self) -> str:
        """Sixteen bytes, hexadecimal, that tell keys apart."""
        return hmac.new(self.value, b"fingerprint", hashlib.sha256).hexdigest()[:32]

    def hash(self, *parts: str) -> str:
        """Return a keyed hash of strings, hexadecimal: equal for equal strings, worthless without the key."""
        joined = "\x1f".join(parts).encode()
        return hmac.new(self.value, b"hash\x1f" + joined, hashlib.sha256).hexdigest()

    def seal(self, plain: bytes) -> bytes:
        """Encrypt bytes; the same bytes give another result each time."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.value).encrypt(nonce, plain, self.name.encode())

    def open(self, sealed: bytes) -> bytes:
        """Decrypt bytes.

        Raises:
            StoreError: another key made them, or somebody changed them.
        """
        try:
            return AESGCM(self.value).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self.name.encode())
        except InvalidTag as error:
            raise StoreError(f"a row cannot be read with the {self.name} key {self.fingerprint}") from error

    def seal_json(self, value: Any) -> bytes:
        """Encrypt what JSON can hold."""
        return self.seal(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))

    def open_json(self, sealed: bytes) -> Any:
        """Decrypt what `seal_json` made."""
        return json.loads(self.open(sealed).decode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Keys:
    """The keys of one process; `address` is None where it must not be known."""

    content: Key
    address: Key | None = None

    @property
    def addresses(self) -> Key:
        """The address key of a process that has it."""
        if self.address is None:
            raise StoreError("this process has no address key: only the gate knows addresses")
        return self.address

    def all(self) -> list[Key]:
        """Return the keys that are there."""
        return [key for key in (self.address, self.content) if key]


def load_keys(settings: Settings, *, with_addresses: bool) -> Keys:
    """Read the keys; make their files on the first run with SQLite.

    Raises:
        SettingsError: PostgreSQL is set and a key is not, or a key is malformed.
        StoreError: somebody else can read a key's file.
    """
    content = _load(settings, "content")
    return Keys(content, _load(settings, "address") if with_addresses else None)


def key_file(settings: Settings, name: str) -> Path:
    """Return where a key lies when it is a file."""
    return settings.var_folder / "keys" / f"{name}.key"


def write_key(path: Path, key: Key) -> None:
    """Write a key into a new file that only the owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(key.as_text() + "\n")


def prepare_keys(settings: Settings, keys: Keys) -> None:
    """Lay new keys beside the old ones before the rows are changed; `adopt_keys` puts them in their place."""
    for key in keys.all():
        path = key_file(settings, key.name).with_suffix(".new")
        path.unlink(missing_ok=True)
        write_key(path, key)


def adopt_keys(settings: Settings, fingerprints: Collection[str]) -> None:
    """Put prepared keys in their place when the rows were made with them. A rotation that died in between ends here."""
    for name in NAMES:
        path = key_file(settings, name)
        prepared = path.with_suffix(".new")
        if prepared.exists() and Key.from_text(name, prepared.read_text(encoding="ascii")).fingerprint in fingerprints:
            os.replace(prepared, path)


def _load(settings: Settings, name: str) -> Key:
    given = getattr(settings, f"{name}_key")
    if given:
        return Key.from_text(name, given.reveal())
    if settings.database:
        raise SettingsError(f"WEGWEISER_{name.upper()}_KEY: needed with PostgreSQL; `wegweiser rotate-key --new` prints one")
    path = key_file(settings, name)
    if not path.exists():
        with contextlib.suppress(FileExistsError):  # another process was faster
            write_key(path, Key.new(name))
    if path.stat().st_mode & 0o077:
        raise StoreError(f"{path}: others can read this key; `chmod 600` it")
    return Key.from_text(name, path.read_text(encoding="ascii"))
