"""WFP's open price files as they are published: global by year, or one country, with or without a second row of HXL tags.

Format (seen on data.humdata.org in 2026): UTF-8, a row a quote; country files lack `countryiso3`, and those of before 2025
`market_id` and `commodity_id` too, which nobody needs here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot.errors import DataError

NEEDED = ("date", "market", "commodity", "unit", "pricetype", "currency", "price", "usdprice")


@dataclass(frozen=True)
class Quote:
    """One row: a price seen in a market. `price` and `usd` are None where the cell is empty; `country` has three letters."""

    row: int
    country: str
    day: date
    market: str
    commodity: str
    unit: str
    price_type: str
    currency: str
    price: Decimal | None
    usd: Decimal | None


@dataclass(frozen=True)
class Unreadable:
    """A row that holds something else than its column says."""

    row: int
    reason: str


def read_quotes(path: Path, country: str | None = None) -> Iterator[Quote | Unreadable]:
    """Read a file row by row.

    Args:
        path: of the file.
        country: three letters, for a file of one country, which does not name it.

    Raises:
        DataError: it is no such file; with the row.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, strict=True)
            header = [name.strip() for name in next(lines, [])]
            missing = [name for name in NEEDED if name not in header]
            if missing:
                wanted = ", ".join(missing)
                raise DataError(f"has no column {wanted}; expected a price file of WFP as on data.humdata.org", path, 1)
            if "countryiso3" not in header and not country:
                raise DataError("is a file of one country; say which with --country XX", path, 1)
            start = lines.line_num + 1
            for cells in lines:
                if len(cells) != len(header):
                    raise DataError(f"{len(cells)} cells, the header has {len(header)}; load the file anew", path, start)
                if not cells[0].startswith("#"):  # HXL tags
                    yield _quote(start, dict(zip(header, cells, strict=True)), country)
                start = lines.line_num + 1
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"cannot be read ({error}); expected CSV in UTF-8", path) from error


def _quote(row: int, cells: dict[str, str], country: str | None) -> Quote | Unreadable:
    try:
        return Quote(
            row=row,
            country=cells.get("countryiso3") or country or "",
            day=date.fromisoformat(cells["date"].strip()),
            market=cells["market"].strip(),
            commodity=cells["commodity"].strip(),
            unit=cells["unit"].strip(),
            price_type=cells["pricetype"].strip(),
            currency=cells["currency"].strip().upper(),
            price=_number(cells["price"]),
            usd=_number(cells["usdprice"]),
        )
    except (ValueError, InvalidOperation):
        return Unreadable(row, "the date or a price is none")


def _number(cell: str) -> Decimal | None:
    text = cell.strip()
    if not text:
        return None
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number
