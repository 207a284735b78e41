"""Signing in and out, and choosing a password with a one-time link."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from bot.clock import now
from bot.console import passwords
from bot.console.security import client_of
from bot.console.views import Console, Context, Routes, route
from bot.store import Transaction, counsellors, office, signins
from bot.store.counsellors import CounsellorRow

TRIES_OF_A_LOGIN_HERE, TRIES_OF_A_LOGIN, TRIES_OF_A_CLIENT = 5, 25, 50  # failed ones within `signins.TRIES_WITHIN`


def routes(console: Console) -> Routes:
    """Return these views."""
    return [
        route(console, "/sign-in", "sign_in", _sign_in, "GET", "POST"),
        route(console, "/sign-out", "sign_out", _sign_out, "POST"),
        route(console, "/invitation/{token}", "invitation", _invitation, "GET", "POST"),
    ]


async def _sign_in(context: Context) -> Response:
    _ = context.translate
    if context.visit:
        return context.see("/")
    if context.request.method == "GET":
        query = context.request.query_params
        over = _("You are signed out. Sign in again.") if "over" in query else ""
        return _form(context, "sign_in.html", next=query.get("next", ""), message=over)
    login, password = context.form.get("login").lower()[:64], context.form.fields.get("password", [""])[-1]
    keys = _keys(login, client_of(context.request))
    if not await context.console.database.read(_may_try, keys, now()):
        message = _("Too many tries. Wait a quarter of an hour, or ask a lead for a new link.")
        return _form(context, "sign_in.html", 429, message=message, login=login)
    account, known = await context.console.database.read(_account, login)
    if not await passwords.is_right(password, known) or account is None or known is None:
        await context.console.database.write(_failed, keys, account)
        return _form(context, "sign_in.html", 403, message=_("Login or password is wrong."), login=login)
    if passwords.is_outdated(known):
        await context.console.database.write(counsellors.update, account.id, password_hash=await passwords.make_hash(password))
    return await _let_in(context, account, keys)


async def _sign_out(context: Context) -> Response:
    response = context.see("/sign-in")
    await context.console.security.sign_out(response, context.me)
    await context.console.database.write(office.record, now(), context.me.account.id, "signout")
    response.headers["clear-site-data"] = '"storage"'  # drafts
    return response


async def _invitation(context: Context) -> Response:
    _ = context.translate
    token = context.request.path_params["token"]
    account = await context.console.database.read(signins.invited, token, now())
    if account is None:
        return context.refuse(404, _("This link is used up or too old. Ask a lead for a new one."))
    if context.request.method == "GET":
        return _form(context, "invitation.html", account=account)
    password, again = (context.form.fields.get(name, [""])[-1] for name in ("password", "again"))
    if password != again or not passwords.is_good(password, account.login):
        reason = _("The two passwords differ.") if password != again else _(
            "Choose at least {count} characters, not your login, not one letter again and again.", count=passwords.MIN_CHARS
        )  # fmt: skip
        return _form(context, "invitation.html", 400, account=account, message=reason)
    accepted = await context.console.database.write(signins.accept, token, await passwords.make_hash(password), now())
    if accepted is None:
        return context.refuse(404, _("This link is used up or too old. Ask a lead for a new one."))
    await context.console.database.write(office.record, now(), accepted.id, "password.set")
    return await _let_in(context, accepted, _keys(accepted.login, client_of(context.request)))


async def _let_in(context: Context, account: CounsellorRow, keys: dict[str, int]) -> Response:
    target = context.form.get("next")
    is_own = target.startswith("/") and not target.startswith(("//", "/\\")) and "sign-" not in target
    response = context.see(target if is_own else "/")
    await context.console.security.sign_in(response, account.id, context.request)
    await context.console.database.write(_succeeded, keys, account)
    return response


def _form(context: Context, template: str, status: int = 200, **values: Any) -> Response:
    word, fresh = context.console.security.guest_csrf(context.request)
    response = context.page(template, status, guest_csrf=context.visit.csrf if context.visit else word, **values)
    if fresh:
        context.console.security.keep_guest(response, fresh)
    return response


def _keys(login: str, client: str) -> dict[str, int]:
    return {
        f"login {login} {client}": TRIES_OF_A_LOGIN_HERE, f"login {login}": TRIES_OF_A_LOGIN,
        f"client {client}": TRIES_OF_A_CLIENT,
    }  # fmt: skip


def _may_try(tx: Transaction, keys: dict[str, int], time_now: Any) -> bool:
    return all(signins.tries(tx, key, time_now) < limit for key, limit in keys.items())


def _account(tx: Transaction, login: str) -> tuple[CounsellorRow | None, str | None]:
    account = counsellors.find(tx, login)
    if account is None or not account.is_active:
        return None, None
    return account, counsellors.password_hash(tx, account.id)


def _failed(tx: Transaction, keys: dict[str, int], account: CounsellorRow | None) -> None:
    for key in keys:
        signins.note_try(tx, key, now())
    if account is not None:
        office.record(tx, now(), account.id, "signin.failed")


def _succeeded(tx: Transaction, keys: dict[str, int], account: CounsellorRow) -> None:
    for key in keys:
        if not key.startswith("client"):
            signins.forget_tries(tx, key)
    office.record(tx, now(), account.id, "signin")
