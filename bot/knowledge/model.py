"""What the assistant knows, typed: every record names its sources, its date and how sure it is.

The records are read by `bot.knowledge.load`, gathered in `bot.knowledge.collection.Knowledge` and never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Literal

from bot.knowledge.dates import PartialDate

Confidence = Literal["high", "medium", "low"]
UNVERIFIED = "unverified"  # the source id of background knowledge: no page was read that says so


class Freshness(Enum):
    """How a fact may be told: as it is, with the hint that it may be outdated, or not at all."""

    FRESH = "fresh"
    OLD = "old"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class IndexRule:
    """Up to which age and factor an old price may be moved by the consumer price index, and in which countries never."""

    max_age_days: int
    max_index_age_days: int
    max_factor: Decimal
    not_in: frozenset[str]


@dataclass(frozen=True)
class FreshnessRule:
    """After how many days a kind of fact is told with a warning, and after how many no more; None: never.

    `review_after_days`: after how many somebody should look at it again, where that is not the day of the warning.
    """

    warns_after_days: int
    withheld_after_days: int | None
    is_told_undated: bool
    moved_by_index: IndexRule | None = None
    review_after_days: int | None = None


@dataclass(frozen=True)
class Source:
    """Where a fact comes from; people are told the short `name`, the rest is for those who keep the data."""

    id: str
    name: str
    url: str | None = None
    publisher: str | None = None
    licence: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Origin:
    """The file and the line where a record stands, for those who keep the data."""

    path: Path
    line: int


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """What every record has: date, confidence and sources.

    `as_of` is the day, month or year for which the record was last seen to hold; None where no page shows a date, and
    then `collected_on` is the day on which the page was read. `date_note` says how the date was found if not on a page.
    `review_on` is the day to look at the record again, where the rule of its kind does not do (`bot.knowledge.review`).
    """

    as_of: PartialDate | None
    confidence: Confidence
    sources: tuple[Source, ...]
    collected_on: PartialDate | None = None
    date_note: str | None = None
    note: str | None = None
    review_on: PartialDate | None = None
    origin: Origin | None = field(default=None, compare=False, repr=False)

    @property
    def is_sure(self) -> bool:
        """Whether a page was read that says so, and nothing speaks against it."""
        return self.confidence != "low" and any(source.id != UNVERIFIED for source in self.sources)

    @property
    def is_tellable(self) -> bool:
        """Whether the record may be told as a fact. Whether it is too old is asked of `Knowledge.judge`."""
        return self.is_sure


@dataclass(frozen=True, kw_only=True)
class Fact(Sourced):
    """One fact.

    `kind` is a key of freshness.yml. `value` is the figure when there is exactly one, `values` all of them in the order
    of the text (a range, or several places). `unit` is free English ("month", "percent of wage"); `currency` is set
    when the figures are money. `countries` names those that the fact concerns, None when it is not tied to countries.
    `line` is the text of data/answers that tells the fact to people; where it is a figure's line, the figures fill it in.
    """

    id: str
    kind: str
    text: str
    value: Decimal | None = None
    values: tuple[Decimal, ...] = ()
    unit: str | None = None
    currency: str | None = None
    place: str | None = None
    topic: str | None = None
    item: str | None = None
    line: str | None = None
    countries: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Entry(Sourced):
    """A subject of procedure.yml or leaving.yml with its facts, in order. `when` says when to do it (leaving only)."""

    id: str
    section: str
    topic: str
    facts: tuple[Fact, ...]
    when: str | None = None
    legal_basis: str | None = None


@dataclass(frozen=True)
class Step:
    """One step of the checklist: who it is for (`germany`, `home`), the facts it rests on, and the question that tells more."""

    id: str
    whereabouts: tuple[str, ...]
    facts: tuple[str, ...]
    question: str


@dataclass(frozen=True, kw_only=True)
class Programme(Sourced):
    """A programme of return, reintegration or advice.

    `countries` None: not tied to countries; `lands`: only for residents of these federal states; `audience`: only for
    "women", "minors" or "trafficked". Benefits with a sum are facts of kind "amount"; `application` holds how to apply,
    papers, payment, waiting time and repayment.
    """

    id: str
    names: Mapping[str, str]
    provider: str
    status: Literal["open", "ended", "unclear"]
    countries: frozenset[str] | None
    benefits: tuple[Fact, ...] = ()
    eligibility: tuple[Fact, ...] = ()
    conditions: tuple[Fact, ...] = ()
    exclusions: tuple[Fact, ...] = ()
    application: tuple[Fact, ...] = ()
    lands: frozenset[str] | None = None
    audience: str | None = None
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CountryNote(Sourced):
    """What is particular about return to some countries.

    kind: open (reopened) | suspended | restricted (single cases through a Land) | visa_free (travel only, smaller
    allowance) | six_month_rule | housing_help (instead of the second grant).
    """

    countries: frozenset[str]
    kind: str
    text: str
    caution: str | None = None
    since: PartialDate | None = None


@dataclass(frozen=True, kw_only=True)
class Contact(Sourced):
    """Somebody to turn to in Germany, or a virtual counsellor.

    `group` is return_advice, crisis or referral; `dangers` those kinds of danger for which it is a line to name;
    `languages_sometimes` are spoken at some hours or by arrangement only; `lands` limits it to federal states; `pages` are
    those of "other help" that name it.
    """

    id: str
    group: str
    name: str
    english_name: str | None = None
    phones: tuple[str, ...] = ()
    email: str | None = None
    web: str | None = None
    address: str | None = None
    channels: tuple[str, ...] = ()
    hours: str | None = None
    cost: str | None = None
    languages: tuple[str, ...] = ()
    languages_sometimes: tuple[str, ...] = ()
    has_interpreters: bool = False
    lands: frozenset[str] | None = None
    country: str | None = None
    dangers: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    audience: str | None = None

    @property
    def kind(self) -> str:
        """The key of freshness.yml: lines for emergencies are never withheld."""
        return "emergency" if self.group == "crisis" else "contact"

    @property
    def is_tellable(self) -> bool:
        """Whether people may be given it: lines that counsellors alone may call are not."""
        return super().is_tellable and self.audience != "counsellors"


@dataclass(frozen=True)
class Country:
    """One country sheet.

    `emergency` has the keys all, police, ambulance and fire as far as known, the number is the fact's text; `statements`
    has the ten sections of the sheet, an empty one where nothing with a source was found; `holes` says what was not.
    """

    code: str
    names: Mapping[str, str]
    capital: Fact
    currency: str
    languages: Fact
    time_zone: Fact
    emergency: Mapping[str, Fact]
    statements: Mapping[str, tuple[Fact, ...]]
    holes: tuple[str, ...]


@dataclass(frozen=True)
class City:
    """A town abroad; `name` is the English one by which prices name it."""

    country: str
    name: str
    local_name: str
    lat: float
    lon: float
    population: int
    is_capital: bool


@dataclass(frozen=True)
class Item:
    """A good or wage that prices are kept for, and the unit that its prices are for."""

    id: str
    category: str
    unit: str
    description: str


@dataclass(frozen=True)
class Medicine:
    """An active substance by the names that people give it; `id` is the second part of its items in items.csv."""

    id: str
    atc: str
    name: str
    brands: tuple[str, ...]
    spellings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PriceRow(Sourced):
    """One row of prices.csv or prices_crowd.csv; `city` None: the whole country. Money for one unit of the item."""

    country: str
    city: str | None
    item: Item
    amount: Decimal
    currency: str
    amount_eur: Decimal | None
    low_eur: Decimal | None = None
    high_eur: Decimal | None = None
    is_crowd: bool = False


@dataclass(frozen=True, kw_only=True)
class Place(Sourced):
    """An office with an address: what centres, embassies and contacts at home share."""

    name: str
    city: str | None = None
    street: str | None = None
    postcode: str | None = None
    phones: tuple[str, ...] = ()
    email: str | None = None
    web: str | None = None
    lat: float | None = None
    lon: float | None = None

    @property
    def is_reachable(self) -> bool:
        """Whether the record holds a way to reach the office."""
        return bool(self.street or self.phones or self.email or self.web)

    @property
    def is_tellable(self) -> bool:
        """Whether it may be named: sure enough, and with a way to reach it."""
        return super().is_tellable and self.is_reachable


@dataclass(frozen=True, kw_only=True)
class Centre(Place):
    """A return counselling centre in Germany.

    `run_by` is independent or state; `point_is` says what the coordinates mean (house, postcode, city, county seat):
    only a house may be sent as a pin.
    """

    run_by: str
    land: str
    hours: str | None = None
    languages: tuple[str, ...] = ()
    point_is: str | None = None

    @property
    def is_reachable(self) -> bool:
        """Always, because every answer with a centre leads to the official search; a town alone says that there is one."""
        return True


@dataclass(frozen=True, kw_only=True)
class Embassy(Place):
    """A mission in Germany of a country of return.

    `kind_of_mission` is embassy, consulate, …; `travel_document` says which papers it issues and how, `one_way_paper` what the
    paper for one journey home is called. `lands`: the federal states it is responsible for, only where a source says so.
    `point_is` says what the coordinates mean: only a house may be sent as a pin.
    """

    country: str
    kind_of_mission: str
    travel_document: str | None = None
    one_way_paper: str | None = None
    hours: str | None = None
    lands: frozenset[str] = frozenset()
    point_is: str | None = None


@dataclass(frozen=True, kw_only=True)
class HomeContact(Place):
    """An organisation in a country of return; `kind_of_office` is IOM mission, GIZ centre, government service, …."""

    country: str
    kind_of_office: str
    messenger: str | None = None

    @property
    def is_reachable(self) -> bool:
        """A messenger alone is a way to reach it, too."""
        return super().is_reachable or bool(self.messenger)
