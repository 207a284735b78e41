"""Search in one's own cases: alias, country, place, language, notes and what was written while one had the chat."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from bot.clock import now
from bot.console.pages import LOCALES, Writer
from bot.console.views import Console, Context, Routes, route
from bot.store import Transaction, cases, office, threads, watching
from bot.store.cases import CaseRow
from bot.text import fold

CASES_SEARCHED = 300
FOUND_AT_MOST = 50
_AROUND = 60


@dataclass(frozen=True)
class Hit:
    """A case that fits, with the words around the place that fits."""

    case: CaseRow
    excerpt: str


def routes(console: Console) -> Routes:
    """Return this view."""
    return [route(console, "/search", "search", _search)]


async def _search(context: Context) -> Response:
    wanted = context.request.query_params.get("q", "").strip()[:100]
    hits: list[Hit] | None = None
    if wanted:
        names = Writer(LOCALES[context.language], context.me.account.zone)
        hits = await context.console.database.read(_find, context.me.account.id, fold(wanted), names)
        await context.console.database.write(office.record, now(), context.me.account.id, "search")
    recent = await context.console.database.read(cases.closed_of, context.me.account.id, 20)
    return context.page("search.html", wanted=wanted, hits=hits, recent=recent)


def _find(tx: Transaction, account: int, wanted: str, names: Writer) -> list[Hit]:
    rows = [row for row in [*cases.mine(tx, account), *cases.closed_of(tx, account, CASES_SEARCHED)] if row.person]
    texts = watching.own_texts(tx, [row.id for row in rows])
    hits = []
    for row in rows:
        about = [row.alias, row.place or "", names.country(row.country), names.language(row.language)]
        about += [note.text for note in threads.notes_of(tx, row.id)]
        found = next((text for text in [*about, *texts[row.id]] if wanted in fold(text)), None)
        if found is not None:
            hits.append(Hit(row, _excerpt(found, wanted)))
        if len(hits) == FOUND_AT_MOST:
            break
    return hits


def _excerpt(text: str, wanted: str) -> str:
    at = max(0, fold(text).find(wanted))
    start, end = max(0, at - _AROUND), at + len(wanted) + _AROUND
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")
