"""Which keys the rows were made with: a process with other keys does not start."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.errors import StoreError
from bot.keys import Keys
from bot.store.tables import keyring


def check_keys(connection: Connection, keys: Keys) -> None:
    """Compare keys with the database; the first process writes down what it uses.

    Raises:
        StoreError: the rows were made with other keys.
    """
    known = {row.name: row.fingerprint for row in connection.execute(sa.select(keyring))}
    for key in keys.all():
        if key.name not in known:
            connection.execute(sa.insert(keyring).values(name=key.name, fingerprint=key.fingerprint))
        elif known[key.name] != key.fingerprint:
            raise StoreError(
                f"the {key.name} key is {key.fingerprint}, but the rows were made with {known[key.name]}; "
                "give this process the right key, or restore a backup with its keys"
            )


def known_fingerprints(connection: Connection) -> list[str]:
    """Return the fingerprints of the keys that the rows were made with."""
    return list(connection.execute(sa.select(keyring.c.fingerprint)).scalars())


def set_fingerprints(connection: Connection, keys: Keys) -> None:
    """Write down new keys, after all rows were made anew with them."""
    for key in keys.all():
        connection.execute(sa.delete(keyring).where(keyring.c.name == key.name))
        connection.execute(sa.insert(keyring).values(name=key.name, fingerprint=key.fingerprint))
