"""Counsellors' accounts: who may sign in, what they may do, which languages they speak and when they work."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.errors import StoreError
from bot.store.database import Transaction
from bot.store.tables import counsellors

ROLES = ("counsellor", "lead", "admin")  # each may do what those before it may
OFFICE_HOURS = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
Hours = Mapping[str, list[list[str]]]  # {"mon": [["09:00", "17:00"]], …}


@dataclass(frozen=True)
class CounsellorRow:
    """One account. The hash of the password stays in the database."""

    id: int
    login: str
    display_name: str
    role: str
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    hours: Hours = field(default_factory=dict)
    time_zone: str = "Europe/Berlin"
    capacity: int = 3
    is_away: bool = False
    is_active: bool = True
    is_on_call: bool = False
    interface: str = "de"
    has_password: bool = False

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this counsellor works."""
        return ZoneInfo(self.time_zone)

    def may(self, role: str) -> bool:
        """Whether this account may do what a role may."""
        return self.is_active and ROLES.index(self.role) >= ROLES.index(role)


_JSON = ("languages", "countries", "hours")


def add(
    tx: Transaction, login: str, display_name: str, role: str, now: datetime, *, languages: Iterable[str] = (),
    countries: Iterable[str] = (), hours: Hours | None = None, time_zone: str = "Europe/Berlin", capacity: int = 3,
    interface: str = "de",
) -> int:  # fmt: skip
    """Keep a new account without a password; return its id. Without `hours` it works when offices do.

    Raises:
        StoreError: the login is taken.
    """
    if find(tx, login) is not None:
        raise StoreError(f"the login {login!r} is taken; choose another")
    values = {
        "login": login.strip().lower(), "display_name": display_name.strip(), "role": role, "languages": list(languages),
        "countries": list(countries), "hours": dict(OFFICE_HOURS if hours is None else hours),
        "time_zone": time_zone, "capacity": capacity,
        "is_away": False, "is_active": True, "is_on_call": False, "interface": interface, "created_at": now,
    }  # fmt: skip
    return int(tx.connection.execute(sa.insert(counsellors).values(**_written(values))).inserted_primary_key[0])


def update(tx: Transaction, number: int, /, **values: Any) -> None:
    """Change columns of an account."""
    tx.connection.execute(sa.update(counsellors).where(counsellors.c.id == number).values(**_written(values)))


def load(tx: Transaction, number: int) -> CounsellorRow | None:
    """Return an account."""
    return _first(tx, counsellors.c.id == number)


def find(tx: Transaction, login: str) -> CounsellorRow | None:
    """Return the account with a login, however it is written."""
    return _first(tx, counsellors.c.login == login.strip().lower())


def every(tx: Transaction) -> list[CounsellorRow]:
    """Return all accounts by name, those that are switched off too."""
    return [_row(row) for row in tx.connection.execute(sa.select(counsellors).order_by(counsellors.c.display_name))]


def password_hash(tx: Transaction, number: int) -> str | None:
    """Return what a password is checked against."""
    found: str | None = tx.connection.execute(sa.select(counsellors.c.password_hash).where(counsellors.c.id == number)).scalar()
    return found


def _first(tx: Transaction, where: Any) -> CounsellorRow | None:
    row = tx.connection.execute(sa.select(counsellors).where(where)).first()
    return None if row is None else _row(row)


def _row(row: Any) -> CounsellorRow:
    values = {name: value for name, value in row._mapping.items() if name in CounsellorRow.__dataclass_fields__}
    for name in _JSON:
        values[name] = json.loads(values[name] or ("{}" if name == "hours" else "[]"))
    values |= {name: tuple(values[name]) for name in ("languages", "countries")}
    return CounsellorRow(**values, has_password=row.password_hash is not None)


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(value) if name in _JSON else value for name, value in values.items()}
