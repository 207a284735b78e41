"""Canned replies: the office's own sentences, by language."""

from __future__ import annotations

from starlette.responses import Response

from bot.clock import now
from bot.console.views import Console, Context, Routes, route
from bot.console.words import SPOKEN
from bot.store import Transaction, office

MAX_TITLE_CHARS, MAX_TEXT_CHARS = 64, 2_000


def routes(console: Console) -> Routes:
    """Return these views."""
    return [
        route(console, "/canned", "canned", _list),
        route(console, "/canned/save", "canned_save", _save, "POST"),
        route(console, "/canned/remove", "canned_remove", _remove, "POST"),
    ]


async def _list(context: Context) -> Response:
    rows = await context.console.database.read(office.canned_replies)
    number = context.request.query_params.get("edit", "")
    edited = next((row for row in rows if str(row.id) == number), None)
    return context.page("canned.html", rows=rows, edited=edited)


async def _save(context: Context) -> Response:
    form, account = context.form, context.me.account
    title, language, text = form.get("title")[:MAX_TITLE_CHARS], form.get("language"), form.get("text")[:MAX_TEXT_CHARS]
    if not title or not text or language not in SPOKEN:
        return context.refuse(400, context.translate("Title, language and text are needed."))

    def work(tx: Transaction) -> None:
        office.save_canned(tx, form.number("id"), title, language, text.replace("\r\n", "\n"), account.id)
        office.record(tx, now(), account.id, "canned.save")

    await context.console.database.write(work)
    return context.kept("/canned")


async def _remove(context: Context) -> Response:
    number, account = context.form.number("id") or 0, context.me.account

    def work(tx: Transaction) -> None:
        office.remove_canned(tx, number)
        office.record(tx, now(), account.id, "canned.save", detail="removed")

    await context.console.database.write(work)
    return context.kept("/canned")
