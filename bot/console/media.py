"""Files of a conversation: shown to whoever may read it, and never run."""

from __future__ import annotations

from starlette.responses import Response

from bot.clock import now
from bot.console import access
from bot.console.views import Console, Context, Routes, route
from bot.store import Transaction, cases, media, office, watching
from bot.store.counsellors import CounsellorRow
from bot.store.media import Medium

_SHOWN = (
    "image/png", "image/jpeg", "image/webp", "image/gif", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/webm",
    "video/mp4", "video/webm",
)  # fmt: skip


def routes(console: Console) -> Routes:
    """Return this view."""
    return [route(console, "/media/{medium}", "medium", _medium)]


async def _medium(context: Context) -> Response:
    number = context.request.path_params["medium"]
    wanted, account = context.request.headers.get("range", ""), context.me.account
    case_id, found = await context.console.database.read(_read, account, number)
    if found is None:
        return context.refuse(404, context.translate("There is no such file, or no longer."))
    if not wanted or wanted.startswith("bytes=0-"):  # players ask for the same sound again and again
        await context.console.database.write(office.record, now(), account.id, "medium.read", case_id)
    is_shown = found.mime in _SHOWN
    headers = {
        "Content-Disposition": "inline" if is_shown else "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }
    mime = found.mime if is_shown else "application/octet-stream"
    return _part(found.content, mime, headers, wanted)


def _part(content: bytes, mime: str, headers: dict[str, str], wanted: str) -> Response:
    """Return a file, or the part that a player asks for: without it, sounds cannot be moved in."""
    headers = {**headers, "Accept-Ranges": "bytes"}
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    if not (wanted.startswith("bytes=") and first.isdigit() and (last.isdigit() or not last)):
        return Response(content, media_type=mime, headers=headers)
    start, end = int(first), min(int(last) if last else len(content) - 1, len(content) - 1)
    if start > end:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
    return Response(content[start : end + 1], 206, media_type=mime, headers=headers)


def _read(tx: Transaction, account: CounsellorRow, number: str) -> tuple[int | None, Medium | None]:
    for case_id in watching.case_of_medium(tx, number):
        case = cases.load(tx, case_id)
        if case is not None and access.may_read(tx, account, case):
            return case_id, media.load(tx, number)
    return None, None
