"""What every view is made of: the role it needs, the form that came in, the page that goes out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.console.board import CurrentLists
from bot.console.pages import Pages
from bot.console.permissions import PUBLIC, VIEWS
from bot.console.security import Security, Visit
from bot.console.texts import Translate, translator
from bot.settings import Settings
from bot.store import Database

MAX_FORM_BYTES = 64_000
MAX_NUMBER = 2**53  # of a path: what no database refuses


@dataclass(frozen=True)
class Form:
    """The fields of a form."""

    fields: dict[str, list[str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return one field, empty when it is missing."""
        return self.fields.get(name, [""])[-1].strip()

    def all(self, name: str) -> list[str]:
        """Return all values of a field."""
        return [value.strip() for value in self.fields.get(name, []) if value.strip()]

    def number(self, name: str) -> int | None:
        """Return a whole number."""
        text = self.get(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@dataclass(frozen=True)
class Context:
    """One request of somebody who may make it."""

    console: Console
    request: Request
    visit: Visit | None
    form: Form

    @property
    def me(self) -> Visit:
        """Who is signed in, on views that need it."""
        assert self.visit is not None  # the guard let nobody else in
        return self.visit

    @property
    def language(self) -> str:
        """The language of the interface."""
        if self.visit:
            return self.visit.account.interface
        return "de" if "de" in self.request.headers.get("accept-language", "de")[:12].lower() else "en"

    @property
    def translate(self) -> Translate:
        """The function `_` of this request."""
        return translator(self.language)

    @property
    def wants_json(self) -> bool:
        """Whether the page's script asks, not the browser."""
        return "application/json" in self.request.headers.get("accept", "")

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page."""
        values = {"path": self.request.url.path, "is_kept": "kept" in self.request.query_params, **values}
        html = self.console.pages.render(template, self.language, self.visit, **values)
        return HTMLResponse(html, status)

    def see(self, path: str) -> Response:
        """Send the browser to another page after a form."""
        return JSONResponse({"go": path}) if self.wants_json else RedirectResponse(path, 303)

    def kept(self, path: str) -> Response:
        """Send the browser to a page that says that the form was kept."""
        return self.see(f"{path}?kept=1")

    def refuse(self, status: int, reason: str) -> Response:
        """Say why something is not done."""
        if self.wants_json:
            return JSONResponse({"error": reason}, status)
        return self.page("message.html", status, message=reason)


@dataclass(frozen=True)
class Console:
    """What all views share."""

    settings: Settings
    database: Database
    security: Security
    pages: Pages
    lists: CurrentLists


View = Callable[[Context], Awaitable[Response]]


def route(console: Console, path: str, name: str, view: View, *methods: str) -> Route:
    """Return a route to a view that nobody reaches without the role of `permissions.VIEWS`.

    Raises:
        KeyError: the table of permissions does not name the view.
    """
    role = VIEWS[name]

    async def guarded(request: Request) -> Response:
        visit = await console.security.visit(request)
        context = Context(console, request, visit, Form())
        _ = context.translate
        if role != PUBLIC and visit is None:
            if request.method == "GET" and not context.wants_json and name != "events":
                over = "&over=1" if console.security.had_session(request) else ""
                return RedirectResponse(f"/sign-in?next={quote(request.url.path)}{over}", 303)
            return context.refuse(401, _("You are signed out. Sign in again."))
        if role != PUBLIC and visit is not None and not visit.account.may(role):
            return context.refuse(403, _("Your role does not allow this."))
        if any(isinstance(value, int) and value > MAX_NUMBER for value in request.path_params.values()):
            return context.refuse(404, _("There is no such page, or no longer."))
        if request.method == "POST":
            form = await _read_form(request)
            if form is None:
                return context.refuse(413, _("This is too large."))
            word = request.headers.get("x-csrf-token") or form.get("csrf")
            if not console.security.is_own_form(request, visit, word):
                return context.refuse(403, _("This form is out of date. Load the page again."))
            context = Context(console, request, visit, form)
        return await view(context)

    return Route(path, guarded, methods=list(methods or ("GET",)), name=name)


def refusals(console: Console) -> dict[Any, Callable[[Request, Exception], Awaitable[Response]]]:
    """Return what answers where no view does: a page with a way back, in the language of whoever asks."""

    async def missing(request: Request, error: Exception) -> Response:
        context = Context(console, request, await console.security.visit(request), Form())
        return context.refuse(404, context.translate("There is no such page, or no longer."))

    async def failed(request: Request, error: Exception) -> Response:
        context = Context(console, request, None, Form())
        return context.refuse(500, context.translate("Something went wrong here. Nothing of yours is lost; try again."))

    return {404: missing, 405: missing, Exception: failed}


async def _read_form(request: Request) -> Form | None:
    """Return the fields of a form; none for a body of another kind, which the view reads; None when it is too large."""
    if not _is_form(request):
        return Form()
    body = await read_body(request, MAX_FORM_BYTES)
    if body is None:
        return None
    return Form(parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500))


async def read_body(request: Request, limit: int) -> bytes | None:
    """Return the body of a request, None when it is larger than the limit."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)


async def read_upload(request: Request, limit: int) -> bytes | None:
    """Return a file that a page's script sent; nothing when a form came instead."""
    return b"" if _is_form(request) else await read_body(request, limit)


def _is_form(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


Routes = Sequence[Route]
