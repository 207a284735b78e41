"""One's own account: name, languages, hours, interface, password, and the away switch."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from starlette.responses import Response

from bot.clock import now
from bot.console import passwords
from bot.console.hours import DAYS, hours_of
from bot.console.texts import LANGUAGES
from bot.console.views import Console, Context, Form, Routes, route
from bot.console.words import SPOKEN
from bot.store import Transaction, counsellors, office, signins

MAX_NAME_CHARS = 40
MAX_CAPACITY = 20


def routes(console: Console) -> Routes:
    """Return these views."""
    return [
        route(console, "/profile", "profile", _profile),
        route(console, "/profile/save", "profile_save", _save, "POST"),
        route(console, "/profile/password", "password", _password, "POST"),
        route(console, "/away", "away", _away, "POST"),
    ]


async def _profile(context: Context) -> Response:
    return context.page("profile.html", row=context.me.account, days=DAYS)


async def _save(context: Context) -> Response:
    account = context.me.account
    values = account_values(context.form)
    if values is None:
        return context.refuse(400, context.translate("Something is missing, or an hour is not a time like 09:00-17:00."))

    def work(tx: Transaction) -> None:
        counsellors.update(tx, account.id, **values)
        office.record(tx, now(), account.id, "account.save", detail="own")

    await context.console.database.write(work)
    return context.kept("/profile")


def account_values(form: Form) -> dict[str, Any] | None:
    """Return what an account's form says, None when something in it cannot be."""
    hours, zone, name = hours_of(form), form.get("time_zone"), " ".join(form.get("display_name").split())[:MAX_NAME_CHARS]
    capacity = form.number("capacity")
    countries = [code.upper() for code in form.get("countries").replace(",", " ").split()]
    if hours is None or not name or zone not in available_timezones() or form.get("interface") not in LANGUAGES:
        return None
    if capacity is None or not 1 <= capacity <= MAX_CAPACITY or any(len(c) != 2 or not c.isalpha() for c in countries):
        return None
    return {
        "display_name": name, "languages": [code for code in form.all("languages") if code in SPOKEN], "countries": countries,
        "hours": hours, "time_zone": zone, "capacity": capacity, "interface": form.get("interface"),
    }  # fmt: skip


async def _password(context: Context) -> Response:
    _ = context.translate
    account = context.me.account
    present, fresh = (context.form.fields.get(name, [""])[-1] for name in ("present", "password"))
    known = await context.console.database.read(counsellors.password_hash, account.id)
    if not await passwords.is_right(present, known):
        return context.refuse(400, _("The present password is wrong."))
    if not passwords.is_good(fresh, account.login):
        return context.refuse(
            400,
            _("Choose at least {count} characters, not your login, not one letter again and again.", count=passwords.MIN_CHARS),
        )
    made = await passwords.make_hash(fresh)

    def work(tx: Transaction) -> None:
        signins.set_password(tx, account.id, made)
        office.record(tx, now(), account.id, "password.set")

    await context.console.database.write(work)
    response = context.kept("/profile")
    await context.console.security.sign_in(response, account.id, context.request)
    return response


async def _away(context: Context) -> Response:
    away, back, account = context.form.get("is_away") == "yes", context.form.get("back"), context.me.account
    await context.console.database.write(counsellors.update, account.id, is_away=away)
    return context.see(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/queue")
