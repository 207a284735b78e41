"""The workplace: the lists, one conversation, and what changes a case. Every change names the epoch that the page has seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from starlette.responses import JSONResponse, Response

from bot.cases import desk
from bot.cases.transitions import OUTCOMES
from bot.clock import now
from bot.console import board, caseview
from bot.console.access import is_own
from bot.console.replies import answer_choices, canned_for
from bot.console.views import Console, Context, Routes, route
from bot.errors import CaseChangedError
from bot.store import Transaction, cases, counsellors, office
from bot.store.cases import CaseRow

MAX_NOTE_CHARS = 2_000
HUMAN_OUTCOMES = tuple(outcome for outcome in OUTCOMES if outcome not in ("left", "erased"))

Work = Callable[[Transaction], Any]


def routes(console: Console) -> Routes:
    """Return these views."""
    changes = {
        "claim": _claim, "release": _release, "transfer": _transfer, "hand-back": _hand_back, "close": _close,
        "reopen": _reopen, "calm": _calm, "note": _note,
    }  # fmt: skip
    return [
        route(console, "/", "home", _home),
        route(console, "/queue", "queue", _queue),
        route(console, "/cases/{case:int}", "case", _case),
        route(console, "/take-next", "take_next", _take_next, "POST"),
        *(route(console, f"/cases/{{case:int}}/{path}", path.replace("-", "_"), view, "POST") for path, view in changes.items()),
    ]


async def _home(context: Context) -> Response:
    return context.see("/queue")


async def _queue(context: Context) -> Response:
    return context.page("workplace.html", board=await lists_of(context), view=None, present=None, limit=_limit(context))


async def _case(context: Context) -> Response:
    return await show_case(context, context.request.path_params["case"])


async def show_case(context: Context, case_id: int, status: int = 200, message: str = "", draft: str = "") -> Response:
    """Return the page of a case; somebody has read it, and that is written down."""
    first = context.request.query_params.get("first", "0")
    number = int(first) if first.isascii() and first.isdigit() and len(first) < 9 else 0
    account = context.me.account
    view = await context.console.database.read(caseview.load, account, case_id, number)
    if view is None:
        return context.refuse(404, context.translate("There is no such conversation, or no longer."))
    if view.is_readable and status == 200:
        await context.console.database.write(office.record, now(), account.id, office.READ, case_id)
    canned = []  # they name place and country: nothing for whoever may not read
    if view.is_readable and not view.is_erased:
        canned = await context.console.database.read(
            canned_for, context.console.settings, account, view.case, view.language, context.language
        )
    return context.page(
        "workplace.html", status, board=await lists_of(context), view=view, case=view.case, present=case_id, canned=canned,
        answers=answer_choices(context.console.settings, context.language), outcomes=HUMAN_OUTCOMES, message=message,
        draft=draft, limit=_limit(context), first=number,
    )  # fmt: skip


async def lists_of(context: Context) -> board.Board:
    """Return the lists of whoever asks."""
    lists = await context.console.lists.get()
    due = await context.console.database.read(board.read_due, context.me.account, now())
    return board.board_of(context.console.settings, context.me.account, lists, due)


async def change(context: Context, action: str, work: Work, target: str = "", draft: str = "") -> Response:
    """Do something to a case and write down who did it; when it has changed meanwhile, say what is true now.

    Args:
        context: the request.
        action: what the records call it.
        work: what to do in one transaction.
        target: where to go then; the case when empty.
        draft: what the counsellor has written, given back when it cannot be sent.
    """
    case_id = context.request.path_params["case"]

    def recorded(tx: Transaction) -> Any:
        result = work(tx)
        office.record(tx, now(), context.me.account.id, action, case_id)
        return result

    try:
        result = await context.console.database.write(recorded)
    except CaseChangedError as error:
        reason = reason_of(context, error)
        if context.wants_json:
            return JSONResponse({"error": reason, "epoch": error.epoch, "state": error.state}, 409)
        return await show_case(context, case_id, 409, reason, draft)
    if context.wants_json:
        return JSONResponse({"ok": True, "epoch": result.epoch if isinstance(result, CaseRow) else None, "go": target})
    return context.see(target or f"/cases/{case_id}")


def reason_of(context: Context, error: CaseChangedError) -> str:
    """Say why a change was refused."""
    _ = context.translate
    if error.state == "claimed" and error.counsellor_id == context.me.account.id:
        return _("Something has changed meanwhile. Look at the conversation, then try again.")
    if error.state == "claimed":
        return _("{name} has this conversation now. Nothing was sent.", name=error.counsellor_name or "?")
    if error.state == "waiting":
        return _("This conversation is back in the queue. Nothing was sent. Take it over to go on.")
    if error.state == "closed":
        return _("This conversation is closed. Nothing was sent.")
    return _("The person had everything erased. There is nothing left to show.")


def epoch_of(context: Context) -> int:
    """Return the epoch of the case that the page has shown."""
    given = context.form.number("epoch")
    query = context.request.query_params.get("epoch", "")
    return given if given is not None else int(query) if query.isascii() and query.isdigit() and len(query) < 16 else -1


def _limit(context: Context) -> int:
    return 2_000 if context.request.query_params.get("all") else board.SHOWN


async def _take_next(context: Context) -> Response:
    settings, account = context.console.settings, context.me.account

    def work(tx: Transaction) -> CaseRow | None:
        taken = desk.take_next(tx, settings, account, now())
        if taken is not None:
            office.record(tx, now(), account.id, "case.claim", taken.id)
        return taken

    taken = await context.console.database.write(work)
    if taken is None:
        return context.refuse(404, context.translate("Nobody waits for your languages right now."))
    return context.see(f"/cases/{taken.id}")


async def _claim(context: Context) -> Response:
    return await simply(context, "case.claim", desk.claim)


async def _release(context: Context) -> Response:
    return await simply(context, "case.release", desk.release, "/queue")


async def _hand_back(context: Context) -> Response:
    return await simply(context, "case.hand_back", desk.hand_back)


async def _reopen(context: Context) -> Response:
    return await simply(context, "case.reopen", desk.reopen)


async def simply(context: Context, action: str, move: Callable[..., Any], target: str = "") -> Response:
    """Make a move that needs no more than the case, its epoch and who does it."""
    case_id, epoch, account = context.request.path_params["case"], epoch_of(context), context.me.account
    settings = context.console.settings
    return await change(context, action, lambda tx: move(tx, settings, case_id, epoch, account, now()), target)


async def _transfer(context: Context) -> Response:
    """Ask the person about a chat of one's own; a lead who moves a colleague's, or one that waits, does not ask."""
    case_id, epoch, account = context.request.path_params["case"], epoch_of(context), context.me.account
    settings, to_language = context.console.settings, context.form.get("to_language")
    to = await context.console.database.read(counsellors.load, context.form.number("to") or 0)
    _ = context.translate
    if bool(to) == bool(to_language) or (to is not None and (not to.is_active or to.id == account.id)):
        return context.refuse(400, _("Choose a colleague or a language."))

    case = await context.console.database.read(cases.load, case_id)
    if case is not None and is_own(account, case):
        if case.transfer_asked_at is not None:
            return context.refuse(409, _("The person has been asked already. Wait for the answer."))

        def ask(tx: Transaction) -> Any:
            return desk.ask_transfer(tx, settings, case_id, epoch, account, now(), to=to, to_language=to_language or None)

        return await change(context, "case.ask_transfer", ask)

    def work(tx: Transaction) -> Any:
        return desk.transfer(
            tx, settings, case_id, epoch, account, now(), to=to, to_language=to_language or None, is_lead=account.may("lead")
        )

    return await change(context, "case.transfer", work, "/queue")


async def _close(context: Context) -> Response:
    case_id, epoch, account = context.request.path_params["case"], epoch_of(context), context.me.account
    settings, outcome, day = context.console.settings, context.form.get("outcome"), context.form.get("follow_up_on")
    _ = context.translate
    if outcome not in HUMAN_OUTCOMES or (day and not _is_day(day)):
        return context.refuse(400, _("Choose how it ended, and a real date if you want to follow up."))

    def work(tx: Transaction) -> Any:
        return desk.close(
            tx, settings, case_id, epoch, account, now(), outcome=outcome, follow_up_on=day or None, is_lead=account.may("lead")
        )

    return await change(context, "case.close", work)


async def _calm(context: Context) -> Response:
    case_id, account, settings = context.request.path_params["case"], context.me.account, context.console.settings
    return await change(context, "case.calm", lambda tx: desk.calm(tx, settings, case_id, account, now()))


async def _note(context: Context) -> Response:
    case_id, account, settings = context.request.path_params["case"], context.me.account, context.console.settings
    text = context.form.get("text")[:MAX_NOTE_CHARS]
    view = await context.console.database.read(caseview.load, account, case_id)
    if not text or view is None or not view.is_readable:
        return context.refuse(400, context.translate("Nothing to keep."))
    return await change(context, "case.note", lambda tx: desk.note(tx, settings, case_id, account, text, now()))


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text) is not None
    except ValueError:
        return False
