"""Rates: dollars for a euro, as the operator gives them, and local money for a dollar, as WFP's own rows imply."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from statistics import median

from bot.errors import DataError

_SURE_USD = Decimal(1)  # WFP rounds `usdprice` to cents: from one dollar on the error is at most half a percent
_USABLE_USD = Decimal("0.25")  # below that the rounding is more than two percent
_PLAUSIBLE = (Decimal("0.5"), Decimal(2))  # dollars for a euro; anything else is the wrong way round, or a slip


@dataclass(frozen=True)
class EuroRates:
    """How many dollars a euro was worth, by month ("2026-01") or always (`always`)."""

    by_month: Mapping[str, Decimal]
    always: Decimal | None = None

    def usd_per_eur(self, month: str) -> Decimal | None:
        """Return the rate of a month, None when it is not known."""
        return self.by_month.get(month, self.always)


def one_rate(text: str) -> EuroRates:
    """Take one rate for all months.

    Raises:
        DataError: it is no rate.
    """
    return EuroRates({}, _rate(text, "--usd-per-eur", None))


def read_rates(path: Path) -> EuroRates:
    """Read a file of rates: CSV with the columns month and usd_per_eur, or the JSON of exchange-api for the euro.

    Raises:
        DataError: it holds no such rates; with the row.
    """
    try:
        if path.suffix == ".json":
            content = json.loads(path.read_text(encoding="utf-8"))
            return EuroRates({str(content["date"])[:7]: (rate := _rate(str(content["eur"]["usd"]), path, None))}, rate)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            found = {row["month"]: _rate(row["usd_per_eur"], path, number) for number, row in enumerate(rows, start=2)}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, TypeError, json.JSONDecodeError) as error:
        wanted = 'expected columns month and usd_per_eur, or {"date": …, "eur": {"usd": …}}'
        raise DataError(f"cannot be read ({type(error).__name__}: {error}); {wanted}", path) from error
    return EuroRates(found)


def implied_rate(prices: Iterable[tuple[Decimal, Decimal]]) -> Decimal | None:
    """Return how much local money WFP counted for a dollar in a month; None where its rounding leaves no sure figure.

    Args:
        prices: (local price, dollar price) of the month's rows of one currency.
    """
    rows = [(local, usd) for local, usd in prices if usd >= _USABLE_USD and local > 0]
    sure = [(local, usd) for local, usd in rows if usd >= _SURE_USD]
    return median(local / usd for local, usd in (sure or rows)) if rows else None


def _rate(text: str, where: Path | str, row: int | None) -> Decimal:
    try:
        rate = Decimal(text.strip())
    except InvalidOperation as error:
        raise DataError(f"{text!r} is no rate; write dollars for one euro, such as 1.08", where, row) from error
    if not _PLAUSIBLE[0] <= rate <= _PLAUSIBLE[1]:
        raise DataError(f"{text} dollars for one euro cannot be; is it the other way round?", where, row)
    return rate
