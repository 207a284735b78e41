"""The stream of an open page."""

from __future__ import annotations

from starlette.responses import Response

from bot.console.streams import EventStream, Streams
from bot.console.views import Console, Context, Routes, route


def routes(console: Console, streams: Streams) -> Routes:
    """Return this view."""

    async def events(context: Context) -> Response:
        """Stream what changes: lists, and one case if the page shows one."""
        given = {name: context.request.query_params.get(name, "") for name in ("case", "first")}
        if any(text and not (text.isascii() and text.isdigit() and len(text) < 16) for text in given.values()):
            return Response(status_code=400)
        case = int(given["case"]) if given["case"] else None
        watch = streams.open(context.me, case, int(given["first"] or 0))
        return Response(status_code=503) if watch is None else EventStream(streams, watch)

    return [route(console, "/events", "events", events)]
