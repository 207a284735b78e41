"""For leads: figures as a table and CSV, and the records of who read or changed what."""

from __future__ import annotations

import csv
import datetime as dt
import io
from datetime import timedelta

from starlette.responses import Response

from bot.clock import OFFICE_ZONE, now
from bot.console.views import Console, Context, Routes, route
from bot.store import cases, counsellors, office
from bot.store import figures as store

DAYS_SHOWN = 30
COLUMNS = (
    "language", "country", "opened", "claimed", "closed", "left", "danger", "unanswered", "waiting_seconds",
    "first_reply_seconds", "ratings", "rating",
)  # fmt: skip


def routes(console: Console) -> Routes:
    """Return these views."""
    return [
        route(console, "/figures", "figures", _figures),
        route(console, "/figures.csv", "figures_csv", _csv),
        route(console, "/records", "records", _records),
    ]


async def _figures(context: Context) -> Response:
    first, last = _period(context)
    rows = await _rows(context, first, last)
    everybody, loads = await context.console.database.read(lambda tx: (counsellors.every(tx), cases.loads(tx)))
    await context.console.database.write(office.record, now(), context.me.account.id, "figures.read")
    totals = {name: sum(getattr(row, name) for row in rows) for name in COLUMNS[2:8]}
    return context.page("figures.html", rows=rows, totals=totals, first=first, last=last, everybody=everybody, loads=loads)


async def _csv(context: Context) -> Response:
    first, last = _period(context)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in await _rows(context, first, last):
        spans = [round(span.total_seconds()) if span is not None else "" for span in (row.waiting, row.first_reply)]
        plain = [row.opened, row.claimed, row.closed, row.left, row.danger, row.unanswered]
        rating = "" if row.rating is None else f"{row.rating:.2f}"
        writer.writerow([row.language, row.country, *plain, *spans, row.ratings, rating])
    await context.console.database.write(office.record, now(), context.me.account.id, "figures.read", detail="csv")
    headers = {"Content-Disposition": f'attachment; filename="wegweiser-{first}-{last}.csv"'}
    return Response(out.getvalue(), media_type="text/csv", headers=headers)


async def _rows(context: Context, first: dt.date, last: dt.date) -> list[store.FiguresRow]:
    since, until = (dt.datetime.combine(day, dt.time(), OFFICE_ZONE) for day in (first, last + timedelta(days=1)))
    return await context.console.database.read(store.figures, since, until)


def _period(context: Context) -> tuple[dt.date, dt.date]:
    """Return the first and last day that are asked for; the last thirty days when something else than days is."""
    today = now().astimezone(OFFICE_ZONE).date()
    query = context.request.query_params
    try:
        first, last = dt.date.fromisoformat(query.get("first", "")), dt.date.fromisoformat(query.get("last", ""))
    except ValueError:
        return today - timedelta(days=DAYS_SHOWN - 1), today
    return min(first, last), max(first, last)


async def _records(context: Context) -> Response:
    before, counsellor, case = (_number(context, name) for name in ("before", "counsellor", "case"))
    rows = await context.console.database.read(office.records, before=before, counsellor=counsellor, case=case)
    everybody = await context.console.database.read(counsellors.every)
    given = {"before": before, "counsellor": counsellor, "case": case}
    return context.page("records.html", rows=rows, everybody=everybody, given=given)


def _number(context: Context, name: str) -> int | None:
    text = context.request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
