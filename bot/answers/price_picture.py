"""Prices as bars: in euro, of one unit and about one date, with the local amounts as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot import values
from bot.knowledge.dates import PartialDate
from bot.knowledge.prices import Price

MIN_BARS = 2
MAX_DAYS_APART = 366  # of two prices in one picture: bars side by side look as if they were of one day
_UNITLESS = ("kg", "l", "piece", "12 eggs", "kWh", "ticket")  # small amounts whose unit stands in their name


def picture_of(found: Sequence[Price], part: values.Value, place: values.Value, here: str | None) -> values.Value | None:
    """Return the picture of prices; None where fewer than two can stand side by side.

    Args:
        found: prices to tell.
        part: what they are prices of.
        place: where.
        here: the town that the picture is of; prices of other towns are left out.
    """
    fitting = alike([price for price in found if price.city in (None, here) and price.amount_eur is not None])
    if len(fitting) < MIN_BARS:
        return None
    bars = [{"name": values.term(price.item), "shown": local_price(price), **ends(price)} for price in fitting]
    return {
        "kind": "bars",
        "title": values.answer("picture_title", part=part, place=place),
        "note": picture_note(fitting),
        "bars": bars,
    }


def alike(found: Sequence[Price]) -> list[Price]:
    """Return the prices that fit on one axis: the commonest unit, of about one date, as many as there are."""
    if not found:
        return []
    units = Counter(_unit(price) for price in found)
    unit = max(units, key=lambda name: units[name])
    same = [price for price in found if _unit(price) == unit]
    return max((_about(price.observed_on, same) for price in same), key=lambda near: (len(near), near[0].observed_on))


def _about(day: PartialDate, found: Sequence[Price]) -> list[Price]:
    """Return the prices of about one date; a price that the index has moved is of today's level whatever its date."""
    return [p for p in found if p.moved or 0 <= (day.latest - p.observed_on.latest).days <= MAX_DAYS_APART]


def ends(price: Price) -> dict[str, float]:
    """Return where the bar of a price ends, in euro: twice the same, but for a range."""
    low, high = price.low_eur or price.amount_eur, price.high_eur or price.amount_eur
    return {"low": float(low or 0), "high": float(high or 0)}


def local_price(price: Price) -> values.Value:
    """What is written beside a bar."""
    if price.low_eur is not None and price.high_eur is not None:
        return values.money_range(price.low_eur, price.high_eur, "EUR")
    return values.money(price.amount, price.currency, price.amount_eur)


def picture_note(found: Sequence[Price]) -> values.Value:
    """Return the sources and dates that stand under the bars."""
    seen = dict.fromkeys((price.source.name, str(price.observed_on)) for price in found)
    oldest = {name: min(day for other, day in seen if other == name) for name, _ in seen}
    dates = {(price.source.name, str(price.observed_on)): price.observed_on for price in found}
    lines = [values.answer("source_item", name=values.latin(n), date=values.date(dates[n, day])) for n, day in oldest.items()]
    crowd = [price.observed_on for price in found if price.is_crowd]
    if crowd:
        lines.append(values.answer("crowd_line", date=values.date(min(crowd))))
    return values.lines(lines)


def _unit(price: Price) -> str:
    return "small" if price.unit in _UNITLESS else price.unit
