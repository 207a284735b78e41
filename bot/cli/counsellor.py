"""`wegweiser counsellor add|link|list`: accounts of the console from the command line; the first administrator begins here."""

from __future__ import annotations

import argparse
import asyncio

from bot.clock import now
from bot.errors import StoreError
from bot.keys import load_keys
from bot.settings import Settings, read_settings
from bot.store import Database, Transaction, counsellors, office, signins
from bot.store.counsellors import ROLES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    add = actions.add_parser("add", help="make an account and print a one-time link for its password")
    add.add_argument("login")
    add.add_argument("--name", required=True, help="name that people see in the chat")
    add.add_argument("--role", choices=ROLES, default="counsellor")
    add.add_argument("--languages", default="", help="codes with commas: de,ar,fa")
    add.add_argument("--countries", default="", help="two letters each, with commas: IQ,SY")
    link = actions.add_parser("link", help="print a one-time link for a new password")
    link.add_argument("login")
    actions.add_parser("list", help="print all accounts")


def run(options: argparse.Namespace) -> int:
    """Do it."""
    return asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> int:
    settings = read_settings()
    database = Database.open(settings, load_keys(settings, with_addresses=False))
    try:
        if options.action == "list":
            for row in await database.read(counsellors.every):
                state = "switched off" if not row.is_active else "away" if row.is_away else "on"
                print(f"{row.login}\t{row.display_name}\t{row.role}\t{','.join(row.languages)}\t{state}")
            return 0
        print(await database.write(_add if options.action == "add" else _link, options, settings))
        return 0
    finally:
        await database.close()


def link_to(settings: Settings, token: str) -> str:
    """Return the address of a one-time link."""
    return f"{settings.console_address}/invitation/{token}"


def first_link(tx: Transaction, settings: Settings) -> str | None:
    """Return a one-time link for the first administrator, None when somebody can sign in already.

    The account "admin" is made for it; a link that nobody has used is replaced by the new one.
    """
    rows = counsellors.every(tx)
    if any(row.has_password for row in rows) or any(row.login != "admin" for row in rows):
        return None
    known = counsellors.find(tx, "admin")
    # Languages and hours are empty: the bot must not promise a counsellor before somebody works here.
    number = known.id if known else counsellors.add(tx, "admin", "Admin", "admin", now(), hours={})
    counsellors.update(tx, number, is_away=True)
    return link_to(settings, signins.invite(tx, number, now()))


def _add(tx: Transaction, options: argparse.Namespace, settings: Settings) -> str:
    number = counsellors.add(
        tx, options.login, options.name, options.role, now(), languages=_codes(options.languages.lower()),
        countries=_codes(options.countries.upper()),
    )  # fmt: skip
    office.record(tx, now(), None, "account.save", detail=f"{options.login} {options.role}")
    return link_to(settings, signins.invite(tx, number, now()))


def _link(tx: Transaction, options: argparse.Namespace, settings: Settings) -> str:
    row = counsellors.find(tx, options.login)
    if row is None:
        raise StoreError(f"no account {options.login!r}; `wegweiser counsellor list` names them")
    office.record(tx, now(), None, "account.link", detail=row.login)
    return link_to(settings, signins.invite(tx, row.id, now()))


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]
