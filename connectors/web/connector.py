"""The web chat as a connector: its addresses, and what a bubble needs to be sent (nothing: pages follow the database)."""

from __future__ import annotations

import gzip
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import metrics
from bot.clock import now
from bot.errors import BadUpdateError, DeliveryError
from bot.gate.intake import Intake
from bot.gate.limits import Buckets
from bot.gate.media_links import MediaLinks
from bot.languages import Language, load_languages
from bot.messages import Attachment, Incoming, Part, Reply
from bot.settings import Settings
from bot.store import Database, people, stream
from bot.store.people import PersonRow
from bot.store.stream import Line
from connectors.web.incoming import MAX_BODY_BYTES, Post, read_post
from connectors.web.outgoing import Event, event_of
from connectors.web.pages import FILES, HEADERS, Pages, language_hint
from connectors.web.sessions import PATH, Sessions, client_of
from connectors.web.streams import LINES_AT_ONCE, EventStream, Streams

_TRY_AGAIN_SECONDS = 60
_FOR_GOOD = "public, max-age=31536000, immutable"


class WebConnector:
    """The web chat. Owns sessions and open streams; conversations are the database's."""

    name = "web"
    bot = "web"
    messages_per_second = 1_000.0  # nothing leaves the machine

    def __init__(self, settings: Settings, database: Database, intake: Intake, links: MediaLinks) -> None:
        self._settings, self._database, self._intake, self._links = settings, database, intake, links
        self._pages = Pages(settings)
        self._sessions = Sessions(database.keys.content, settings)
        self._streams = Streams(database, self.name, self._show)
        self._new_sessions = Buckets(settings.sessions_per_hour, 3600)

    def routes(self) -> Sequence[BaseRoute]:
        """Return the paths of the page."""
        return [
            Route(PATH, self._page),
            Route(f"{PATH}/messages", self._take, methods=["POST"]),
            Route(f"{PATH}/events", self._follow),
            Route(f"{PATH}/poll", self._poll),
            Route(f"{PATH}/leave", self._leave, methods=["POST"]),
            Route(f"{PATH}/static/{{version}}/{{name}}", self._static),
        ]

    async def run(self) -> None:
        """Wake the streams of those who have something new; end them all with this, so that a server can stop."""
        try:
            await self._streams.run()
        finally:
            self._streams.stop_all()

    def cut(self, reply: Reply) -> list[Part]:
        """Return one part: a page shows a bubble as it is, from the database."""
        return [Part("bubble")]

    async def send(self, address: str, part: Part) -> str | None:
        """Do nothing: once a bubble counts as sent, streams show it. Bubbles of somebody forgotten are gone by themselves."""
        return None

    async def show_typing(self, address: str) -> None:
        """Show on open pages that an answer is being written."""
        self._streams.show_typing(address)

    async def fetch(self, attachment: Attachment) -> bytes:
        """Refuse: nobody can send files here yet."""
        raise DeliveryError("no_files")

    async def close(self) -> None:
        """End all streams."""
        self._streams.stop_all()

    @property
    def _languages(self) -> dict[str, Language]:
        return load_languages(self._settings.data)

    async def _page(self, request: Request) -> Response:
        session, person = await self._person(request)
        wanted = request.query_params.get("language")
        accepted = request.headers.get("accept-language", "")
        language = self._pages.language_of(wanted, person.language if person else None, accepted)
        html = self._pages.chat(language, is_chosen=wanted == language, has_session=person is not None)
        headers = HEADERS | {"Content-Language": language}
        response = _response(request, html.encode(), gzip.compress(html.encode()), "text/html", headers)
        if session and person is None:
            self._sessions.drop(response, request)
        return response

    async def _static(self, request: Request) -> Response:
        found = FILES.by_name.get(request.path_params["name"])
        if found is None:
            return Response(status_code=404)
        keep = _FOR_GOOD if request.path_params["version"] == FILES.version else "no-cache"
        headers = {"Cache-Control": keep, "X-Content-Type-Options": "nosniff"}
        return _response(request, found.content, found.compressed, found.mime, headers)

    async def _take(self, request: Request) -> Response:
        """Keep a message; 202 when it is on disk, also when it was before."""
        if not self._sessions.is_own_page(request):
            return self._refuse(403, "origin")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return self._refuse(415, "content_type")
        body = await _small_body(request)
        if body is None:
            return self._refuse(413, "too_large")
        try:
            post = read_post(body, self._languages)
        except BadUpdateError:
            return self._refuse(400, "malformed")
        session = self._sessions.read(request)
        if session is None:
            session = self._sessions.begin(post.start)
            if not await self._may_begin(session, request):
                return self._tell_too_many(request, post)
        await self._intake.accept(self.name, self.bot, self._incoming(post, session, request))
        response = JSONResponse({"id": post.id}, 202, headers={"Cache-Control": "no-store"})
        self._sessions.keep(response, session, request)
        return response

    async def _follow(self, request: Request) -> Response:
        """Stream a conversation from where the page stands."""
        after = _number(request.headers.get("last-event-id") or request.query_params.get("after", "0"))
        if after is None:
            return self._refuse(400, "malformed")
        session, person = await self._person(request)
        if session is None:
            return Response(status_code=404, headers={"Cache-Control": "no-store"})
        opened = self._streams.open(session, person.pseudonym if person else "")
        if opened is None:
            return self._refuse(503, "streams")
        return EventStream(self._streams, opened, after, {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})

    async def _poll(self, request: Request) -> Response:
        """Answer at once what a stream would send: for browsers and networks that keep no stream open."""
        after = _number(request.query_params.get("after", "0"))
        if after is None:
            return self._refuse(400, "malformed")
        session, person = await self._person(request)
        headers = {"Cache-Control": "no-store"}
        if session is None:
            return JSONResponse({"events": [], "more": False}, 404, headers=headers)
        lines = None
        if person is not None:
            lines = await self._database.read(stream.conversation, person.pseudonym, after, LINES_AT_ONCE)
        events: list[Event] = [{"type": "erased"}] if lines is None else [self._show(line) for line in lines]
        return JSONResponse({"events": events, "more": len(events) == LINES_AT_ONCE}, headers=headers)

    async def _leave(self, request: Request) -> Response:
        """Let this browser forget the conversation; the office keeps it until it is deleted or too old."""
        if not self._sessions.is_own_page(request):
            return self._refuse(403, "origin")
        response = Response(status_code=204, headers={"Cache-Control": "no-store"})
        self._sessions.drop(response, request)
        return response

    async def _person(self, request: Request) -> tuple[str | None, PersonRow | None]:
        session = self._sessions.read(request)
        if session is None:
            return None, None
        return session, await self._database.read(people.find, self.name, self.bot, session)

    async def _may_begin(self, session: str, request: Request) -> bool:
        if await self._database.read(people.find, self.name, self.bot, session):
            return True  # the page did not get the answer to its first message
        return self._new_sessions.take(client_of(request))

    def _incoming(self, post: Post, session: str, request: Request) -> Incoming:
        text = post.text
        if not text and post.choice and post.language:
            text = self._languages[post.language].name
        # The session is an address, so it must not stand readable in the row: the update's id is a hash of both.
        update = self._database.keys.content.hash("web-update", session, post.id)
        hint = language_hint(request.headers.get("accept-language", ""), self._languages)
        return Incoming(
            update, session, post.kind, text, choice=post.choice, place=post.place, message_id=post.id,
            language_hint=hint, language=post.language,
        )  # fmt: skip

    def _show(self, line: Line) -> Event:
        return event_of(line, self._languages, self._media_link)

    def _media_link(self, medium: str) -> str:
        return self._links.make(medium, now()).removeprefix(self._settings.public_url.rstrip("/"))

    def _refuse(self, status: int, reason: str) -> Response:
        metrics.REFUSED.labels(self.name, reason).inc()
        return Response(status_code=status, headers={"Cache-Control": "no-store"})

    def _tell_too_many(self, request: Request, post: Post) -> Response:
        metrics.REFUSED.labels(self.name, "sessions").inc()
        language = self._pages.language_of(post.language, None, request.headers.get("accept-language", ""))
        headers = {"Retry-After": str(_TRY_AGAIN_SECONDS), "Cache-Control": "no-store"}
        return JSONResponse({"text": self._pages.text("too_many", language), "language": language}, 429, headers=headers)


def connect(settings: Settings, database: Database, intake: Intake, links: MediaLinks) -> WebConnector:
    """Return the web chat for the gate."""
    return WebConnector(settings, database, intake, links)


def _response(request: Request, content: bytes, compressed: bytes, mime: str, headers: dict[str, str]) -> Response:
    headers = headers | {"Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(content, media_type=mime, headers=headers)
    return Response(compressed, media_type=mime, headers=headers | {"Content-Encoding": "gzip"})


async def _small_body(request: Request) -> bytes | None:
    """Return the body, None when it is larger than `MAX_BODY_BYTES`."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            return None
    return body


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None
