"""What a counsellor sends: words, a voice message, a file, an answer of the catalogue; and "is typing"."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from urllib.parse import unquote

import sqlalchemy as sa
from starlette.responses import JSONResponse, Response

from bot.cases import desk
from bot.clock import now
from bot.console import replies, webm
from bot.console.cases import change, epoch_of, show_case
from bot.console.views import Console, Context, Routes, read_upload, route
from bot.messages import Reply
from bot.store import Transaction, cases, people, timers, watching
from bot.store.cases import CaseRow
from bot.store.people import PersonRow

MAX_TEXT_CHARS = 4_000
MAX_FILE_BYTES = 10_000_000  # Telegram Bot API, sendPhoto; phones of people pay for it
MAX_VOICE_BYTES = 5_000_000  # ten minutes and more
FILE_TYPES = {  # what an office hands out, by ending
    ".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}  # fmt: skip
_PICTURES = ("image/png", "image/jpeg")
_BEGINNINGS = {
    "application/pdf": b"%PDF", "image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8", ".docx": b"PK", ".odt": b"PK",
}  # fmt: skip
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,48}")
_UNSAFE = re.compile(r"[^\w .()-]", re.UNICODE)


def routes(console: Console) -> Routes:
    """Return these views."""
    return [
        route(console, "/cases/{case:int}/reply", "reply", _reply, "POST"),
        route(console, "/cases/{case:int}/voice", "voice", _voice, "POST"),
        route(console, "/cases/{case:int}/file", "file", _file, "POST"),
        route(console, "/cases/{case:int}/answer", "answer", _answer, "POST"),
        route(console, "/cases/{case:int}/answer-preview", "answer_preview", _preview),
        route(console, "/cases/{case:int}/typing", "typing", _typing, "POST"),
    ]


async def _reply(context: Context) -> Response:
    _ = context.translate
    text = context.form.get("text").replace("\r\n", "\n")
    reason = ""
    if not text:
        reason = _("There is nothing to send.")
    elif len(text) > MAX_TEXT_CHARS:
        reason = _("This is too long. At most {count} characters fit.", count=MAX_TEXT_CHARS)
    elif left := replies.blanks(text):
        reason = _("Fill in {blanks} first.", blanks=", ".join(left))
    if reason:
        if context.wants_json:
            return context.refuse(400, reason)
        return await show_case(context, context.request.path_params["case"], 400, reason, text)
    return await _send(context, Reply(text, ""), draft=text)


async def _voice(context: Context) -> Response:
    """Take a recording of the browser: Opus in WebM or Ogg, or AAC in MP4 (Safari)."""
    _ = context.translate
    sound = await read_upload(context.request, MAX_VOICE_BYTES)
    if sound is None:
        return context.refuse(413, _("The recording is too long."))
    mime = "audio/ogg"
    if sound.startswith(webm.MAGIC):
        try:
            sound = webm.to_ogg(sound)
        except (ValueError, IndexError):
            return context.refuse(400, _("The recording cannot be read. Please record it again."))
    elif sound[4:8] == b"ftyp":
        mime = "audio/mp4"
    elif not sound.startswith(b"OggS"):
        return context.refuse(400, _("The recording cannot be read. Please record it again."))
    return await _send(context, Reply("", ""), upload=desk.Upload("audio", mime, sound))


async def _file(context: Context) -> Response:
    _ = context.translate
    name = _UNSAFE.sub("_", PurePath(unquote(context.request.headers.get("x-file-name", ""))).name)[-80:]
    ending = PurePath(name).suffix.lower()
    mime = FILE_TYPES.get(ending)
    if mime is None:
        return context.refuse(400, _("Only these files can be sent: {endings}.", endings=", ".join(sorted(FILE_TYPES))))
    content = await read_upload(context.request, MAX_FILE_BYTES)
    if content is None:
        return context.refuse(413, _("The file is too large. At most 10 MB fit."))
    if not content.startswith(_BEGINNINGS.get(mime) or _BEGINNINGS.get(ending) or b""):
        return context.refuse(400, _("The file is not what its name says."))
    if mime in _PICTURES:
        return await _send(context, Reply("", ""), upload=desk.Upload("image", mime, content))
    return await _send(context, Reply(name, "", file_name=name), upload=desk.Upload("file", mime, content))


async def _answer(context: Context) -> Response:
    _ = context.translate
    found = await _found(context, context.form.get("intent"), context.form.get("country"), context.form.get("place"))
    if found is None:
        return context.refuse(404, _("There is no such answer, or it needs a place."))
    return await _send(context, found)


async def _preview(context: Context) -> Response:
    query = context.request.query_params
    found = await _found(context, query.get("intent", ""), query.get("country", "").strip(), query.get("place", "").strip())
    if found is None:
        return JSONResponse({"error": context.translate("There is no such answer, or it needs a place.")}, 404)
    return JSONResponse({"text": found.text, "language": found.language})


async def _typing(context: Context) -> Response:
    """Let the gate show that a counsellor is writing."""
    case_id, account = context.request.path_params["case"], context.me.account

    def work(tx: Transaction) -> None:
        case = cases.load(tx, case_id)
        if case is not None and case.person is not None and case.state == "claimed" and case.counsellor == account.id:
            timers.drop(tx, case.person, ("show_typing",))
            timers.add(tx, "show_typing", now(), {}, case.person)

    await context.console.database.write(work)
    return Response(status_code=204)


async def _send(context: Context, words: Reply, *, upload: desk.Upload | None = None, draft: str = "") -> Response:
    case_id, epoch, account = context.request.path_params["case"], epoch_of(context), context.me.account
    settings = context.console.settings
    nonce = context.request.headers.get("x-nonce", "") or context.form.get("nonce")
    nonce = nonce if _NONCE.fullmatch(nonce) else ""

    def work(tx: Transaction) -> int:
        case, person = _with_person(tx, case_id)
        language = words.language or (person.language if person else None) or (case.language if case else None)
        spoken = replace(words, language=language or settings.language)
        number = desk.reply(tx, settings, case_id, epoch, account, spoken, now(), upload=upload)
        if nonce:
            watching.keep_once(tx, number, nonce)
        return number

    try:
        return await change(context, "case.reply", work, draft=draft)
    except sa.exc.IntegrityError:  # kept before, but the answer got lost on its way to the page
        return JSONResponse({"ok": True, "epoch": None, "go": ""}) if context.wants_json else context.see(f"/cases/{case_id}")


async def _found(context: Context, intent: str, country: str, place: str) -> Reply | None:
    case, person = await context.console.database.read(_with_person, context.request.path_params["case"])
    if case is None or person is None or case.counsellor != context.me.account.id:
        return None
    language = person.language or case.language or context.console.settings.language
    return replies.answer(context.console.settings, case, intent, language, country, place)


def _with_person(tx: Transaction, case_id: int) -> tuple[CaseRow | None, PersonRow | None]:
    case = cases.load(tx, case_id)
    return case, people.load(tx, case.person) if case and case.person else None
