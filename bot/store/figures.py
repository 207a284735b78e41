"""Figures for those who lead: how long people wait, who is asked for, what they think of it. Nobody's text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

import sqlalchemy as sa

from bot.store.database import Transaction
from bot.store.tables import cases

_UNANSWERED = ("misunderstood", "figure", "unanswered", "parked")


@dataclass(frozen=True)
class FiguresRow:
    """The cases opened in a period, of one language and country; times are medians."""

    language: str
    country: str
    opened: int
    claimed: int
    closed: int
    left: int
    danger: int
    unanswered: int
    waiting: timedelta | None
    first_reply: timedelta | None
    ratings: int
    rating: float | None


def figures(tx: Transaction, since: datetime, until: datetime) -> list[FiguresRow]:
    """Return a row for each language and country of the cases opened in a period, the most frequent first."""
    c = cases.c
    query = sa.select(
        c.language, c.country, c.opened_at, c.claimed_at, c.first_reply_at, c.state, c.outcome, c.danger, c.reason, c.rating
    )
    groups: dict[tuple[str, str], list[sa.engine.Row]] = {}
    for row in tx.connection.execute(query.where(c.opened_at >= since, c.opened_at < until)):
        groups.setdefault((row.language or "", row.country or ""), []).append(row)
    return sorted(
        (_figures(*key, rows) for key, rows in groups.items()), key=lambda row: (-row.opened, row.language, row.country)
    )


def _figures(language: str, country: str, rows: list[sa.engine.Row]) -> FiguresRow:
    ratings = [row.rating for row in rows if row.rating is not None]
    return FiguresRow(
        language,
        country,
        opened=len(rows),
        claimed=sum(row.claimed_at is not None for row in rows),
        closed=sum(row.state == "closed" for row in rows),
        left=sum(row.outcome == "left" for row in rows),
        danger=sum(row.danger is not None for row in rows),
        unanswered=sum(row.reason in _UNANSWERED for row in rows),
        waiting=_median(row.claimed_at - row.opened_at for row in rows if row.claimed_at),
        first_reply=_median(row.first_reply_at - row.opened_at for row in rows if row.first_reply_at),
        ratings=len(ratings),
        rating=sum(ratings) / len(ratings) if ratings else None,
    )


def _median(times: Iterable[timedelta]) -> timedelta | None:
    seconds = [time.total_seconds() for time in times]
    return timedelta(seconds=median(seconds)) if seconds else None
