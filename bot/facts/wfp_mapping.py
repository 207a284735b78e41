"""How WFP names things, and how we do: `data/knowledge/import_wfp.yml`, the office's additions included."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.knowledge.collection import Knowledge
from bot.knowledge.dates import PartialDate
from bot.knowledge.overlay import Layers, read_merged

FILE = "import_wfp.yml"
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)?\s*(.+)")


@dataclass(frozen=True)
class Redenomination:
    """A currency that lost zeros in a month: `factor` old units are one new one."""

    since: PartialDate
    factor: Decimal


@dataclass(frozen=True)
class WfpMapping:
    """The whole mapping; `items` maps a commodity to (item, rank) pairs, the lower rank being taken first."""

    source: str
    countries: Mapping[str, str]
    items: Mapping[str, tuple[tuple[str, int], ...]]
    units: Mapping[str, tuple[str, Decimal]]
    item_units: Mapping[str, tuple[str, Decimal]]
    markets: Mapping[tuple[str, str], str | None]
    market_rate_currencies: frozenset[str]
    market_rate_commodity: str
    refused_currencies: Mapping[str, str]
    redenominated: Mapping[str, Redenomination]
    confidence: str
    less_sure: frozenset[str]

    def scale(self, unit: str, item_unit: str) -> Decimal | None:
        """Return by what a price for WFP's unit is multiplied to be one for the item's; None where they do not fit."""
        found = _AMOUNT.fullmatch(unit)
        if not found:
            return None
        measure = self.units.get(found[2].casefold())
        wanted, many = self.item_units.get(item_unit, (item_unit, Decimal(1)))
        sold = Decimal(found[1] or 1) * measure[1] if measure else Decimal(0)
        return many / sold if measure and measure[0] == wanted and sold > 0 else None

    def confidence_in(self, country: str) -> str:
        """Return how sure a price of a country is."""
        return "medium" if country in self.less_sure else self.confidence


def read_mapping(files: Layers, folder: Path, knowledge: Knowledge) -> WfpMapping:
    """Read the mapping; the files are checked before (`bot.knowledge.check`).

    Raises:
        DataError: the file is missing or no YAML.
    """
    content: Any = read_merged(FILE, files.get(FILE, (folder / FILE,)))
    items: dict[str, list[tuple[str, int]]] = {}
    for row in content["items"]:
        for rank, commodity in enumerate(row["commodities"]):
            items.setdefault(commodity, []).append((row["item"], rank))
    markets: dict[tuple[str, str], str | None] = {(city.country, city.name): city.name for city in knowledge.cities}
    markets |= {(country, name): city for country, names in content["markets"].items() for name, city in names.items()}
    return WfpMapping(
        source=content["source"],
        countries=content["country_codes"],
        items={commodity: tuple(pairs) for commodity, pairs in items.items()},
        units={name.casefold(): _measure(unit) for name, unit in content["units"].items()},
        item_units={name: _measure(unit) for name, unit in content["item_units"].items()},
        markets=markets,
        market_rate_currencies=frozenset(content["market_rate_currencies"]),
        market_rate_commodity=content["market_rate_commodity"],
        refused_currencies=content["refused_currencies"],
        redenominated={
            row["currency"]: Redenomination(PartialDate.parse(row["since"]), Decimal(str(row["factor"])))
            for row in content["redenominated"]
        },
        confidence=content["confidence"],
        less_sure=frozenset(content["less_sure"]),
    )


def _measure(unit: Mapping[str, Any]) -> tuple[str, Decimal]:
    return unit["unit"], Decimal(str(unit["amount"]))
