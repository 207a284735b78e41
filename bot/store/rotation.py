"""New keys: every encrypted value is made anew in one transaction."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.keys import Keys
from bot.settings import Settings
from bot.store.keyring import check_keys, set_fingerprints
from bot.store.schema import open_schema
from bot.store.tables import cases, media, messages, notes, parts, people, seen_updates, timers, turns

_SEALED = (  # with the content key
    (messages, "payload"), (parts, "payload"), (turns, "events"), (timers, "payload"), (media, "content"),
    (cases, "summary"), (cases, "wishes"), (notes, "text"),
)  # fmt: skip


def rotate(settings: Settings, old: Keys, new: Keys) -> int:
    """Encrypt everything with new keys; return the number of values. Nothing else may run meanwhile.

    Raises:
        StoreError: the old keys are not those of the rows.
    """
    engine = open_schema(settings)
    with engine.begin() as connection:
        check_keys(connection, old)
        count = sum(_seal_anew(connection, table, name, old, new) for table, name in _SEALED)
        count += _move_addresses(connection, old, new)
        connection.execute(sa.delete(seen_updates))  # hashes cannot be made anew; they are kept for two days only
        set_fingerprints(connection, new)
    engine.dispose()
    return count


def _seal_anew(connection: Connection, table: sa.Table, name: str, old: Keys, new: Keys) -> int:
    keys = list(table.primary_key)
    count = 0
    for row in connection.execute(sa.select(*keys)).all():
        mine = sa.and_(*(column == value for column, value in zip(keys, row, strict=True)))
        sealed = connection.execute(sa.select(table.c[name]).where(mine)).scalar_one()
        if sealed is None:
            continue
        value = new.content.seal(old.content.open(bytes(sealed)))
        connection.execute(sa.update(table).where(mine).values(**{name: value}))
        count += 1
    return count


def _move_addresses(connection: Connection, old: Keys, new: Keys) -> int:
    rows = connection.execute(
        sa.select(people.c.pseudonym, people.c.address, people.c.channel, people.c.bot, people.c.address_hash)
    )
    count = 0
    for row in rows.all():
        address = old.addresses.open(bytes(row.address)).decode()
        hashed = new.addresses.hash(row.channel, row.bot, address) if row.address_hash else None
        values = {"address": new.addresses.seal(address.encode()), "address_hash": hashed}
        connection.execute(sa.update(people).where(people.c.pseudonym == row.pseudonym).values(**values))
        count += 1
    return count
