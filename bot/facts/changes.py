"""The office's own prices.csv: what an import would change in it, and the change itself, with a copy of what was before."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from bot.errors import DataError
from bot.facts.wfp import Judge, Offer, Refusal
from bot.knowledge.check import check
from bot.knowledge.files import Row, read_csv
from bot.knowledge.model import PriceRow

COLUMNS = (
    "country", "city", "item", "amount", "currency", "amount_eur", "observed_on", "source", "confidence", "note", "review_on",
)  # fmt: skip
_SAME_AMOUNT = Decimal("0.005")


@dataclass(frozen=True)
class Change:
    """One price of an import beside ours: `kind` says whether it is new, newer or unchanged."""

    kind: Literal["new", "newer", "unchanged"]
    offer: Offer
    before: PriceRow | None


def compare(offers: Sequence[Offer], judge: Judge) -> tuple[list[Change], list[Refusal]]:
    """Set an import beside our prices; what is not newer than ours is refused."""
    changes, refusals = [], []
    for offer in sorted(offers, key=lambda one: (one.country, one.city or "", one.item)):
        before = judge.last(offer.country, offer.city, offer.item)
        if before is None or before.as_of is None:
            changes.append(Change("new", offer, None))
        elif offer.observed_on > before.as_of:
            changes.append(Change("newer", offer, before))
        elif offer.observed_on == before.as_of and _is_same(offer, before):
            changes.append(Change("unchanged", offer, before))
        else:
            what = f"{offer.country} {offer.city or '-'} {offer.item}: {offer.amount} {offer.currency} of {offer.observed_on}"
            detail = f"{what}, ours {before.amount} {before.currency} of {before.as_of}"
            refusals.append(Refusal(offer.row, "not_newer", detail))
    return changes, refusals


def write(changes: Sequence[Change], source: str, folder: Path, office_folder: Path, now: datetime) -> Path | None:
    """Write what is new and newer to the office's prices.csv and check all of it; return the copy of the file before.

    Args:
        changes: of `compare`.
        source: id in sources.yml.
        folder: data/knowledge.
        office_folder: var/office/knowledge.
        now: names the copy.

    Raises:
        DataError: the office's file is faulty, before or after; nothing is changed then.
    """
    path = office_folder / "prices.csv"
    faults = [fault for fault in check(folder, office_folder) if fault.path == path]
    if faults:
        raise DataError(f"{faults[0].message}; mend the file first", path, faults[0].row)
    taken = [change for change in changes if change.kind != "unchanged"]
    replaced = {(change.offer.country, change.offer.city, change.offer.item) for change in taken}
    old = read_csv(path) if path.is_file() else []
    kept = [row for row in old if (row["country"], row.get("city"), row["item"]) not in replaced]
    rows = kept + [_row(change.offer, source) for change in taken]
    rows.sort(key=lambda row: (row["country"], row.get("city", ""), row["item"], row.get("observed_on", "")))
    copy = _copy(path, now)
    office_folder.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(".prices.csv.new")
    fresh.write_text(_as_csv(rows), encoding="utf-8")
    os.replace(fresh, path)
    faults = [fault for fault in check(folder, office_folder) if fault.path == path]
    if faults:
        if copy is None:
            path.unlink()
        else:
            shutil.copyfile(copy, fresh)
            os.replace(fresh, path)
        raise DataError(f"{faults[0].message}; the import is taken back", path, faults[0].row)
    return copy


def _copy(path: Path, now: datetime) -> Path | None:
    if not path.is_file():
        return None
    folder = path.parent.parent / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"prices-{now:%Y%m%d-%H%M%S}.csv"
    shutil.copyfile(path, copy)
    return copy


def _is_same(offer: Offer, before: PriceRow) -> bool:
    is_close = abs(offer.amount - before.amount) <= before.amount * _SAME_AMOUNT
    return offer.currency == before.currency and is_close


def _row(offer: Offer, source: str) -> Row:
    cells = {
        "country": offer.country,
        "city": offer.city or "",
        "item": offer.item,
        "amount": str(offer.amount),
        "currency": offer.currency,
        "amount_eur": "" if offer.amount_eur is None else str(offer.amount_eur),
        "observed_on": str(offer.observed_on),
        "source": source,
        "confidence": offer.confidence,
        "note": offer.note,
    }
    return Row((name, cell) for name, cell in cells.items() if cell)


def _as_csv(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    columns = [name for name in COLUMNS if name != "review_on" or any(name in row for row in rows)]
    if any("gone" in row for row in rows):
        columns.append("gone")
    lines = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    lines.writeheader()
    lines.writerows(rows)
    return text.getvalue()
