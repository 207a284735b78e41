"""The gate's web server: webhooks, web chat, files, health and metrics."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import metrics
from bot.clock import now
from bot.gate.connector import Connector
from bot.gate.limits import MAX_BODY_BYTES
from bot.gate.media_links import MediaLinks
from bot.store import Database, inbox, media

_LOCAL_ONLY = ("/health", "/ready", "/metrics")


def build_app(database: Database, connectors: Mapping[str, Connector], links: MediaLinks) -> ASGIApp:
    """Put the web server together."""

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        """Whether the database answers."""
        try:
            await database.read(inbox.waiting_people, now())
        except Exception:  # whatever is wrong with the database: this server should get no traffic
            return JSONResponse({"status": "database"}, 503)
        return JSONResponse({"status": "ok", "channels": sorted(connectors)})

    async def show_metrics(request: Request) -> Response:
        return Response(metrics.exposition(), media_type="text/plain; version=0.0.4")

    async def show_medium(request: Request) -> Response:
        number = request.path_params["number"].split(".")[0]
        until, signature = request.query_params.get("until", ""), request.query_params.get("signature", "")
        if not links.is_valid(number, until, signature, now()):
            return Response(status_code=403)
        medium = await database.read(media.load, number)
        if medium is None:
            return Response(status_code=404)
        headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
        return Response(medium.content, media_type=medium.mime, headers=headers)

    routes: list[BaseRoute] = [
        Route("/health", health),
        Route("/ready", ready),
        Route("/metrics", show_metrics),
        Route("/media/{number}", show_medium),
    ]
    for connector in connectors.values():
        routes += connector.routes()
    return SmallBodies(Starlette(routes=routes))


class SmallBodies:
    """Refuses bodies over `MAX_BODY_BYTES` with 413, by their announced and by their real length."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > MAX_BODY_BYTES:
            await Response(status_code=413)(scope, receive, send)
            return
        taken = 0

        async def receive_some() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY_BYTES:
                raise HTTPException(413)
            return message

        await self._app(scope, receive_some, send)
