"""A counsellor calls for a colleague: who comes reads along, writes notes, or takes the chat over when that was offered."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from bot.cases import desk
from bot.console.cases import simply
from bot.console.views import Console, Context, Routes, route


def routes(console: Console) -> Routes:
    """Return these views."""
    return [
        route(console, "/cases/{case:int}/call-colleague", "call_colleague", _call, "POST"),
        route(console, "/cases/{case:int}/thank-colleagues", "thank_colleagues", _thank, "POST"),
        route(console, "/cases/{case:int}/relieve", "relieve", _relieve, "POST"),
    ]


async def _call(context: Context) -> Response:
    """Call once, or say anew what for: to read along, or to take over."""
    takes_over = context.form.get("takes_over") == "yes"
    action = "case.offer" if takes_over else "case.call_colleague"
    return await simply(context, action, partial(desk.call_colleague, takes_over=takes_over))


async def _thank(context: Context) -> Response:
    return await simply(context, "case.thank_colleagues", desk.thank_colleagues)


async def _relieve(context: Context) -> Response:
    return await simply(context, "case.relieve", desk.relieve)
