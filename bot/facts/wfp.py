"""From WFP's quotes to prices of ours: every trap of the files is refused or handled by name.

A quote that cannot be used has a reason of `REASONS`; what is handled stands in the note of the price, as in prices.csv.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from statistics import median

from babel.numbers import list_currencies

from bot.facts.rates import EuroRates, implied_rate
from bot.facts.wfp_file import Quote, Unreadable
from bot.facts.wfp_mapping import WfpMapping
from bot.knowledge.dates import PartialDate
from bot.knowledge.model import Item, PriceRow

OUTLIER = Decimal(5)  # times the country's median; WFP's files hold quotes that are off by a factor of 50
LEAP = Decimal(10)  # times our own last price: no month brings that, but another unit or new money does
_SAME_MONEY = Decimal(5)
_QUOTES_FOR_MEDIAN = 3

REASONS: Mapping[str, str] = {
    "unreadable_row": "the date or a price is none",
    "other_country": "not the country asked for, or none of ours",
    "not_retail": "not a retail price",
    "unmapped_commodity": "no item of ours; import_wfp.yml names those",
    "unmapped_market": "no town of ours; import_wfp.yml names those",
    "no_price": "no price, or not above zero",
    "future_date": "the date is still to come",
    "too_old": "too old to be told",
    "not_iso_currency": "the currency is none of ISO 4217",
    "bad_unit": "the unit does not fit the item",
    "outlier": f"more than {OUTLIER} times above or below the country's median",
    "redenominated": "the currency lost zeros: old or new money cannot be told apart",
    "leap": f"more than {LEAP} times above or below our last price",
    "not_newer": "we have a price as new, or newer",
}
ACCEPTABLE = ("outlier", "leap", "redenominated", "too_old")
UNLISTED = ("other_country", "not_retail", "unmapped_commodity", "unmapped_market")  # most of a file: counted, not shown


@dataclass(frozen=True)
class Refusal:
    """A row that was not taken, and why: `reason` is a key of `REASONS`, `detail` says which value it was."""

    row: int
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Offer:
    """A price of the file for one unit of an item of ours; `row` is one of those that it rests on."""

    country: str
    city: str | None
    item: str
    amount: Decimal
    currency: str
    amount_eur: Decimal | None
    observed_on: PartialDate
    confidence: str
    note: str
    row: int


@dataclass
class Reading:
    """What a file gave."""

    offers: list[Offer] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    handled: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Candidate:
    quote: Quote
    country: str
    city: str | None
    is_ours: bool
    item: str
    rank: int
    amount: Decimal
    is_scaled: bool

    @property
    def month(self) -> str:
        return f"{self.quote.day:%Y-%m}"


class Judge:
    """Decides over quotes. Owns the refusals; leaves reading and writing of files to others.

    Args:
        mapping: how WFP names things.
        items: items.csv by id.
        known: our prices, the office's included, to compare with.
        rates: dollars for a euro.
        today: the day in Germany.
        max_age_days: what is older would be told to nobody.
        countries: two letters each, to take these alone.
        accept: reasons of `ACCEPTABLE` that do not refuse this time.
    """

    def __init__(
        self, mapping: WfpMapping, items: Mapping[str, Item], known: Iterable[PriceRow], rates: EuroRates, today: date,
        max_age_days: int | None, countries: frozenset[str] = frozenset(), accept: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self._mapping, self._items, self._rates, self._today = mapping, items, rates, today
        self._max_age_days, self._countries, self._accept = max_age_days, countries, accept
        self._currencies = frozenset(list_currencies())
        self._known: dict[tuple[str, str | None, str], PriceRow] = {}
        for row in known:
            key = (row.country, row.city, row.item.id)
            before = self._known.get(key)
            assert row.as_of is not None  # the schema asks every price for its date
            if before is None or before.as_of is None or row.as_of > before.as_of:
                self._known[key] = row

    def last(self, country: str, city: str | None, item: str) -> PriceRow | None:
        """Return our newest price."""
        return self._known.get((country, city, item))

    def read(self, quotes: Iterable[Quote | Unreadable]) -> Reading:
        """Judge all rows of a file."""
        reading = Reading()
        candidates: list[_Candidate] = []
        dollars: dict[tuple[str, str], list[tuple[Decimal, Decimal]]] = defaultdict(list)
        market: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
        for quote in quotes:
            if isinstance(quote, Unreadable):
                reading.refusals.append(Refusal(quote.row, "unreadable_row", quote.reason))
                continue
            month = f"{quote.day:%Y-%m}"
            if quote.price and quote.usd and quote.price > 0 and quote.day <= self._today:
                if quote.commodity == self._mapping.market_rate_commodity:
                    market[quote.currency, month].append(quote.price)
                elif not quote.commodity.startswith("Exchange rate"):
                    dollars[quote.currency, month].append((quote.price, quote.usd))
            refusal, found = self._first_look(quote)
            if refusal:
                reading.refusals.append(refusal)
            candidates += found
        candidates = self._without_outliers(candidates, reading)
        for group in _newest_groups(candidates).values():
            self._offer(group, dollars, market, reading)
        return reading

    def _first_look(self, quote: Quote) -> tuple[Refusal | None, list[_Candidate]]:
        """Refuse what a row alone shows; return what it can be a price of."""
        country = self._mapping.countries.get(quote.country)
        pairs = self._mapping.items.get(quote.commodity, ())
        if country is None or (self._countries and country not in self._countries):
            return Refusal(quote.row, "other_country", quote.country), []
        if not pairs:
            return Refusal(quote.row, "unmapped_commodity", quote.commodity), []
        reason = self._reason(quote)
        if reason:
            return Refusal(quote.row, *reason), []
        key = (country, quote.market)
        is_ours, city = key in self._mapping.markets, self._mapping.markets.get(key)
        found = []
        for item, rank in pairs:
            scale = self._mapping.scale(quote.unit, self._items[item].unit)
            if scale is not None and quote.price is not None:
                found.append(_Candidate(quote, country, city, is_ours, item, rank, quote.price * scale, scale != 1))
        if not found:
            return Refusal(quote.row, "bad_unit", f"{quote.commodity} by {quote.unit!r}"), []
        # A market that is none of ours still counts for the country's median.
        return (None if is_ours else Refusal(quote.row, "unmapped_market", f"{country} {quote.market}")), found

    def _reason(self, quote: Quote) -> tuple[str, str] | None:
        if quote.price_type.casefold() != "retail":
            return "not_retail", quote.price_type
        if quote.price is None or quote.price <= 0:
            return "no_price", str(quote.price)
        if quote.day > self._today:
            return "future_date", str(quote.day)
        age = PartialDate(quote.day.year, quote.day.month).age_days(self._today)
        if self._max_age_days is not None and age > self._max_age_days and "too_old" not in self._accept:
            return "too_old", str(quote.day)
        if why := self._mapping.refused_currencies.get(quote.currency):
            return "not_iso_currency", f"{quote.currency}: {why}"
        if quote.currency not in self._currencies:
            return "not_iso_currency", quote.currency
        return None

    def _without_outliers(self, candidates: list[_Candidate], reading: Reading) -> list[_Candidate]:
        seen: dict[tuple[str, str, str, str], list[Decimal]] = defaultdict(list)
        for one in candidates:
            seen[one.country, one.quote.commodity + one.item, one.quote.currency, one.month].append(one.amount)
        kept = []
        for one in candidates:
            amounts = seen[one.country, one.quote.commodity + one.item, one.quote.currency, one.month]
            middle = median(amounts)
            if len(amounts) < _QUOTES_FOR_MEDIAN or _is_within(one.amount, middle, OUTLIER):
                kept.append(one)
            elif "outlier" in self._accept:
                reading.handled["outlier accepted"] += one.is_ours
                kept.append(one)
            elif one.is_ours:
                detail = f"{one.item} {one.quote.market}: {_round(one.amount)} {one.quote.currency}, median {_round(middle)}"
                reading.refusals.append(Refusal(one.quote.row, "outlier", detail))
        return [one for one in kept if one.is_ours]

    def _offer(
        self, group: list[_Candidate], dollars: Mapping[tuple[str, str], list[tuple[Decimal, Decimal]]],
        market: Mapping[tuple[str, str], list[Decimal]], reading: Reading,
    ) -> None:  # fmt: skip
        """Make one price of the quotes of a town, item and month."""
        first = group[0]
        amount = _round(median(one.amount for one in group))
        currency, month = first.quote.currency, first.month
        where = f"{first.country} {first.city or '-'} {first.item}: {amount} {currency}"
        last = self.last(first.country, first.city, first.item)
        money = self._mapping.redenominated.get(currency)
        goes_on = last is not None and last.currency == currency and _is_within(amount, last.amount, _SAME_MONEY)
        is_leap = last is not None and last.currency == currency and not _is_within(amount, last.amount, LEAP)
        has_lost_zeros = bool(money and PartialDate.parse(month) >= money.since)
        for reason, applies in (("redenominated", has_lost_zeros and not goes_on), ("leap", is_leap)):
            if applies and reason not in self._accept:
                before = f", before {last.amount} {last.currency}" if last else ", no price before"
                reading.refusals.append(Refusal(first.quote.row, reason, where + before))
                return
        note = [f'WFP "{first.quote.commodity}", unit {first.quote.unit}']
        markets = sorted({one.quote.market for one in group})
        if markets != [first.city]:
            note.append(f"market {'/'.join(markets)}")
        if len(group) > 1:
            note.append(f"median of {len(group)} quotes")
            reading.handled["several quotes: the median taken"] += 1
        reading.handled["units scaled to the item's"] += first.is_scaled
        rate = self._local_per_usd(currency, month, dollars, market, reading, note)
        rate = self._plausible(rate, currency, first.country, reading)
        usd_per_eur = self._rates.usd_per_eur(month)
        if rate and not usd_per_eur:
            reading.handled[f"no rate of the euro for {month}: told in local money alone"] += 1
        eur = _round(amount / rate / usd_per_eur) if rate and usd_per_eur else None
        reading.offers.append(
            Offer(
                first.country, first.city, first.item, amount, currency, eur or None, PartialDate.parse(month),
                self._mapping.confidence_in(first.country), "; ".join(note), first.quote.row,
            )
        )  # fmt: skip

    def _local_per_usd(
        self, currency: str, month: str, dollars: Mapping[tuple[str, str], list[tuple[Decimal, Decimal]]],
        market: Mapping[tuple[str, str], list[Decimal]], reading: Reading, note: list[str],
    ) -> Decimal | None:  # fmt: skip
        if currency not in self._mapping.market_rate_currencies:
            rate = implied_rate(dollars.get((currency, month), ()))
            if rate is None:
                reading.handled["usdprice rounded too much: told in local money alone"] += 1
            return rate
        if quotes := market.get((currency, month)):
            note.append("EUR at the market rate WFP reports")
            reading.handled["market rate taken in place of the official one"] += 1
            return median(quotes)
        reading.handled[f"no market rate of {currency} for {month}: told in local money alone"] += 1
        return None

    def _plausible(self, rate: Decimal | None, currency: str, country: str, reading: Reading) -> Decimal | None:
        """Return a rate unless it is far from the one that our own prices had: then it is one of other money."""
        ours = [
            row.amount / row.amount_eur
            for row in self._known.values()
            if row.country == country and row.currency == currency and row.amount_eur
        ]
        if rate and ours and not _is_within(rate, median(ours), _SAME_MONEY):
            reading.handled[f"rate of {currency} leaps: told in local money alone"] += 1
            return None
        return rate


def _newest_groups(candidates: list[_Candidate]) -> dict[tuple[str, str | None, str], list[_Candidate]]:
    """Return for each town and item the quotes of its newest month, of the commodity that is taken first."""
    groups: dict[tuple[str, str | None, str], list[_Candidate]] = defaultdict(list)
    for one in candidates:
        groups[one.country, one.city, one.item].append(one)
    for key, group in groups.items():
        best = min(group, key=lambda one: (-(one.quote.day.year * 12 + one.quote.day.month), one.rank))
        same = (best.month, best.rank, best.quote.currency, best.quote.unit)
        groups[key] = [one for one in group if (one.month, one.rank, one.quote.currency, one.quote.unit) == same]
    return groups


def _is_within(value: Decimal, middle: Decimal, factor: Decimal) -> bool:
    return middle / factor <= value <= middle * factor


def _round(value: Decimal) -> Decimal:
    """Round to what a price is read with: two places, four figures below one."""
    rounded = value.quantize(Decimal("0.01")) if value >= 1 else Decimal(f"{value:.4g}")
    return Decimal(f"{rounded.normalize():f}")
