"""What things cost: which price to tell for a place, and when none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.knowledge.collection import Knowledge
from bot.knowledge.dates import PartialDate
from bot.knowledge.distance import distance_km
from bot.knowledge.model import City, Confidence, Fact, Freshness, PriceRow, Source
from bot.knowledge.price_index import Moved, index_by_year, move

FAR_KM = 300  # a town farther away says little of what life costs: figures of the whole country say more
_Rank = Callable[[str], tuple[float, str]]


@dataclass(frozen=True)
class Price:
    """One price to tell.

    `amount` is in `currency` for one `unit`, as in its row; `amount_eur` at the rate of its time, None where the
    currency has collapsed since. `low_eur` and `high_eur` are set where people reported a range; a crowd estimate is
    told by them, never as one exact figure. `city` None: for the whole country. `moved` is set where the price is old and
    `amount` and `amount_eur` are those of a later year by the consumer price index: told as "about"; `observed_on` stays the
    date of the price itself.
    """

    item: str
    amount: Decimal
    currency: str
    amount_eur: Decimal | None
    low_eur: Decimal | None
    high_eur: Decimal | None
    unit: str
    country: str
    city: str | None
    observed_on: PartialDate
    source: Source
    confidence: Confidence
    is_crowd: bool
    is_other_place: bool
    freshness: Freshness
    note: str | None
    moved: Moved | None = None


@dataclass(frozen=True)
class PriceReport:
    """The answer to one price question.

    `city_asked` is the town asked for, or chosen when none was; `prices` are in the order of the items asked;
    `withheld` counts items of which only prices too old to tell are known; `missing` names all items without a price.
    """

    country: str
    city_asked: str | None
    prices: tuple[Price, ...]
    missing: tuple[str, ...]
    withheld: int

    @property
    def city_found(self) -> str | None:
        """The town that most prices are of; None when they are for the whole country or there are none."""
        towns = [price.city for price in self.prices if price.city]
        return max(dict.fromkeys(towns), key=towns.count, default=None)

    @property
    def is_other_place(self) -> bool:
        """Whether any price is of another town than the one asked for."""
        return any(price.is_other_place for price in self.prices)


def look_up(
    knowledge: Knowledge,
    country: str,
    items: Sequence[str],
    city: str | None = None,
    *,
    today: date,
    crowd: bool = True,
    lat: float | None = None,
    lon: float | None = None,
) -> PriceReport:
    """Find the price to tell for each item.

    That is the newest official one in the town, else in the nearest town that has one, else for the whole country,
    else a crowd estimate in the town, else in the nearest town, else none. Where the nearest town is more than `FAR_KM` away,
    a figure for the whole country goes before it.

    A crowd estimate is told only where nothing official is known of the item in the country, not even an old price.
    Prices of low confidence count as not known, except crowd estimates. A missing price is missing, never zero.

    Args:
        knowledge: where to look.
        country: country code.
        items: ids of items.csv.
        city: English name as in cities.csv; when None the capital if it has a price, else the town with the most.
        today: the day in Germany; decides what is too old.
        crowd: whether crowd estimates may be told at all.
        lat: latitude of a town that is not in cities.csv.
        lon: longitude of that town.
    """
    wanted = frozenset(items)
    rows = [row for row in knowledge.prices if row.country == country and row.item.id in wanted]
    official = [row for row in rows if not row.is_crowd and row.is_tellable]
    known = official + [row for row in rows if row.is_crowd and crowd]
    cities = {place.name: place for place in knowledge.cities if place.country == country}
    asked = city or _default_city(cities, known)
    rank = _nearness(cities, asked, lat, lon)
    index = index_by_year(knowledge, country)
    prices: list[Price] = []
    missing: list[str] = []
    withheld = 0
    for item in dict.fromkeys(items):
        candidates = [row for row in official if row.item.id == item] or [row for row in known if row.item.id == item]
        found = _choose(knowledge, candidates, index, rank, asked, today)
        if found:
            prices.append(found)
        else:
            missing.append(item)
            withheld += bool(candidates)
    return PriceReport(country, asked, tuple(prices), tuple(missing), withheld)


def _choose(
    knowledge: Knowledge,
    rows: Iterable[PriceRow],
    index: Mapping[int, Fact],
    rank: _Rank,
    asked: str | None,
    today: date,
) -> Price | None:
    """Return the newest tellable price of the nearest town, the national one after all near towns, of one item.

    An old price is moved by the consumer price index where the rule allows it, even one too old to be told as it is.
    """
    newest: dict[str | None, Price] = {}
    for row in rows:
        assert row.as_of is not None  # the schema asks every price for its date
        kind = "crowd_price" if row.is_crowd else "wage" if row.item.category == "wages" else "price"
        freshness = knowledge.judge(kind, row.as_of, today)
        moved = None if freshness is Freshness.FRESH else move(knowledge, row, kind, index, today)
        before = newest.get(row.city)
        if (freshness is Freshness.WITHHELD and moved is None) or (before and before.observed_on > row.as_of):
            continue
        newest[row.city] = Price(
            item=row.item.id,
            amount=moved.amount if moved else row.amount,
            currency=row.currency,
            amount_eur=moved.amount_eur if moved else row.amount_eur,
            low_eur=row.low_eur,
            high_eur=row.high_eur,
            unit=row.item.unit,
            country=row.country,
            city=row.city,
            observed_on=row.as_of,
            source=row.sources[0],
            confidence=row.confidence,
            is_crowd=row.is_crowd,
            is_other_place=row.city is not None and row.city != asked,
            freshness=Freshness.OLD if moved else freshness,
            note=row.note,
            moved=moved,
        )
    towns = [name for name in newest if name is not None]
    if not towns:
        return newest.get(None)
    nearest = min(towns, key=rank)
    if rank(nearest)[0] > FAR_KM:  # kilometres, or infinity for a town that is in no list
        return newest.get(None) or newest[nearest]
    return newest[nearest]


def _default_city(cities: dict[str, City], rows: Sequence[PriceRow]) -> str | None:
    towns = [row.city for row in rows if row.city]
    capital = next((name for name, place in cities.items() if place.is_capital), None)
    if capital in towns:
        return capital
    known = [town for name, town in cities.items() if name in towns]
    return max(known, key=lambda town: (towns.count(town.name), town.population)).name if known else capital


def _nearness(cities: dict[str, City], asked: str | None, lat: float | None, lon: float | None) -> _Rank:
    """Return how to order towns: the asked one, then by distance; largest first where the place is not known."""
    place = cities.get(asked or "")
    if place and (lat is None or lon is None):
        lat, lon = place.lat, place.lon

    def rank(name: str) -> tuple[float, str]:
        if name == asked:
            return -float("inf"), name
        town = cities.get(name)
        if town is None:
            return float("inf"), name
        if lat is None or lon is None:
            return -float(town.population), name
        return distance_km(lat, lon, town.lat, town.lon), name

    return rank
