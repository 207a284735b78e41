"""The console's web server, put together from its pages."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.console import calls, canned, cases, figures, live, media, profile, search, sending, signing_in, team
from bot.console.board import CurrentLists
from bot.console.pages import FILES, Pages
from bot.console.security import SecureHeaders, Security, is_loopback
from bot.console.streams import Streams
from bot.console.views import Console, Context, refusals, route
from bot.errors import SettingsError
from bot.settings import Settings
from bot.store import Database

_FOR_GOOD = "public, max-age=31536000, immutable"


class ConsoleServer:
    """The whole console: an ASGI app, and the work that goes on beside requests."""

    def __init__(self, settings: Settings, database: Database) -> None:
        pages = Pages(settings)
        self.console = Console(settings, database, Security(settings, database), pages, CurrentLists(database))
        self.streams = Streams(self.console)
        self.routes = routes(self.console, self.streams)
        self.app: ASGIApp = SecureHeaders(Starlette(routes=self.routes, exception_handlers=refusals(self.console)), settings)

    async def run(self) -> None:
        """Watch the database for open pages until cancelled."""
        try:
            await self.streams.run()
        finally:
            self.streams.stop_all()


def routes(console: Console, streams: Streams) -> list[Route]:
    """Return all views."""
    own = [
        route(console, "/health", "health", _health),
        route(console, f"/static/{FILES.version}/{{name}}", "static", _static),
    ]
    for group in (signing_in, cases, calls, sending, media, search, canned, profile, team, figures):
        own.extend(group.routes(console))
    return [*own, *live.routes(console, streams)]


def check_settings(settings: Settings) -> None:
    """Refuse to send passwords in the clear.

    Raises:
        SettingsError: the console can be reached from outside without HTTPS.
    """
    if not is_loopback(settings.console_host) and not settings.console_url.startswith("https://"):
        raise SettingsError(
            "WEGWEISER_CONSOLE_URL: an https:// address is needed when WEGWEISER_CONSOLE_HOST is not this machine"
        )


async def _health(context: Context) -> Response:
    return JSONResponse({"status": "ok"})


async def _static(context: Context) -> Response:
    found = FILES.by_name.get(context.request.path_params["name"])
    if found is None:
        return Response(status_code=404)
    body, headers = found.body(context.request.headers.get("accept-encoding", ""))
    return Response(body, media_type=found.mime, headers={"Cache-Control": _FOR_GOOD, **headers})
