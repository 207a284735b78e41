"""For leads: accounts and roles, the chats of somebody absent, holidays."""

from __future__ import annotations

import datetime as dt
import re

from starlette.responses import Response

from bot.cases import desk
from bot.clock import now
from bot.console.hours import DAYS
from bot.console.profile import account_values
from bot.console.views import Console, Context, Routes, route
from bot.errors import CaseChangedError, StoreError
from bot.store import Transaction, cases, counsellors, office, signins
from bot.store.counsellors import ROLES, CounsellorRow

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,62}")


def routes(console: Console) -> Routes:
    """Return these views."""
    return [
        route(console, "/team", "team", _team),
        route(console, "/team/{member:int}", "member", _member),
        route(console, "/team/save", "member_save", _save, "POST"),
        route(console, "/team/{member:int}/link", "member_link", _link, "POST"),
        route(console, "/team/{member:int}/reassign", "reassign", _reassign, "POST"),
        route(console, "/office", "office", _office),
        route(console, "/office/holiday", "holiday_add", _add_holiday, "POST"),
        route(console, "/office/holiday/remove", "holiday_remove", _remove_holiday, "POST"),
    ]


def address_of(console: Console, context: Context, token: str) -> str:
    """Return a one-time link."""
    base = console.settings.console_url.rstrip("/") or str(context.request.base_url).rstrip("/")
    return f"{base}/invitation/{token}"


async def _team(context: Context) -> Response:
    rows, loads = await context.console.database.read(lambda tx: (counsellors.every(tx), cases.loads(tx)))
    return context.page("team.html", rows=rows, loads=loads, roles=_grantable(context.me.account))


async def _member(context: Context, link: str = "") -> Response:
    number = context.request.path_params["member"]
    row, chats, everybody = await context.console.database.read(
        lambda tx: (counsellors.load(tx, number), cases.mine(tx, number), counsellors.every(tx))
    )
    if row is None:
        return context.refuse(404, context.translate("There is no such account."))
    others = [other for other in everybody if other.is_active and other.id != row.id]
    roles = _grantable(context.me.account, row)
    return context.page("member.html", row=row, chats=chats, others=others, roles=roles, days=DAYS, link=link)


async def _save(context: Context) -> Response:
    """Keep an account, new or changed. A lead makes counsellors; only an administrator touches leads and administrators."""
    _ = context.translate
    form, me, number = context.form, context.me.account, context.form.number("id")
    known = await context.console.database.read(counsellors.load, number) if number else None
    role, login = form.get("role"), form.get("login").lower()
    if role not in ROLES:
        return context.refuse(400, _("Something is missing, or an hour is not a time like 09:00-17:00."))
    if role not in _grantable(me, known) or (known is not None and not _may_change(me, known)):
        return context.refuse(403, _("Your role does not allow this."))
    if known is None:
        if not _LOGIN.fullmatch(login) or not form.get("display_name"):
            return context.refuse(400, _("A login of small letters and digits and a name are needed."))
        try:
            made = await context.console.database.write(_add, me, login, form.get("display_name")[:40], role)
        except StoreError:
            return context.refuse(409, _("This login is taken."))
        return context.see(f"/team/{made}")
    values = account_values(form)
    if values is None:
        return context.refuse(400, _("Something is missing, or an hour is not a time like 09:00-17:00."))
    is_active = form.get("is_active") == "yes" or known.id == me.id  # nobody locks themself out
    values |= {"role": role, "is_active": is_active, "is_on_call": form.get("is_on_call") == "yes"}
    values["is_away"] = form.get("is_away") == "yes"

    def work(tx: Transaction) -> None:
        counsellors.update(tx, known.id, **values)
        if not is_active or role != known.role:
            signins.end_all(tx, known.id)
        office.record(tx, now(), me.id, "account.save", detail=f"{known.login} {role}")

    await context.console.database.write(work)
    return context.kept(f"/team/{known.id}")


def _add(tx: Transaction, me: CounsellorRow, login: str, name: str, role: str) -> int:
    number = counsellors.add(tx, login, name, role, now(), interface=me.interface)
    office.record(tx, now(), me.id, "account.save", detail=f"{login} {role}")
    return number


async def _link(context: Context) -> Response:
    """Make a one-time link and show it once."""
    me, number = context.me.account, context.request.path_params["member"]
    known = await context.console.database.read(counsellors.load, number)
    if known is None or not _may_change(me, known):
        return context.refuse(403, context.translate("Your role does not allow this."))

    def work(tx: Transaction) -> str:
        office.record(tx, now(), me.id, "account.link", detail=known.login)
        return signins.invite(tx, known.id, now())

    token = await context.console.database.write(work)
    return await _member(context, address_of(context.console, context, token))


async def _reassign(context: Context) -> Response:
    """Give all chats of somebody absent to a colleague, or back to the queue."""
    me, number, settings = context.me.account, context.request.path_params["member"], context.console.settings
    to = await context.console.database.read(counsellors.load, context.form.number("to") or 0)
    wanted = {int(text) for text in context.form.all("cases") if text.isdecimal() and text.isascii()}

    def work(tx: Transaction) -> None:
        for case in cases.mine(tx, number):
            if case.id not in wanted:
                continue
            try:
                desk.transfer(
                    tx, settings, case.id, case.epoch, me, now(), to=to, to_language=None if to else case.language, is_lead=True
                )
            except CaseChangedError:  # ended in this moment
                continue
            office.record(tx, now(), me.id, "case.transfer", case.id, "reassigned")

    await context.console.database.write(work)
    return context.see(f"/team/{number}")


async def _office(context: Context) -> Response:
    return context.page("office.html", holidays=await context.console.database.read(office.holidays))


async def _add_holiday(context: Context) -> Response:
    day, name = context.form.get("day"), context.form.get("name")[:64]
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        return context.refuse(400, context.translate("A date is needed."))
    return await _holiday(context, lambda tx: office.add_holiday(tx, day, name))


async def _remove_holiday(context: Context) -> Response:
    day = context.form.get("day")
    return await _holiday(context, lambda tx: office.remove_holiday(tx, day))


async def _holiday(context: Context, change) -> Response:  # type: ignore[no-untyped-def]
    def work(tx: Transaction) -> None:
        change(tx)
        office.record(tx, now(), context.me.account.id, "holiday.save")

    await context.console.database.write(work)
    return context.kept("/office")


def _may_change(me: CounsellorRow, other: CounsellorRow) -> bool:
    return me.may("admin") or other.role == "counsellor" or other.id == me.id


def _grantable(me: CounsellorRow, row: CounsellorRow | None = None) -> tuple[str, ...]:
    """Return the roles that somebody may give. The last word of one's own role is not one's own."""
    if row is not None and row.id == me.id:
        return (row.role,)
    return ROLES if me.may("admin") else ("counsellor",) if row is None or row.role == "counsellor" else (row.role,)
