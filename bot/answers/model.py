"""What an answer is made of, and what is known about the person when it is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot import clock, values
from bot.catalogue import Entry, SourceNote
from bot.knowledge.collection import Knowledge
from bot.knowledge.model import Contact, Fact, Freshness, Place, Sourced
from bot.knowledge.prices import Price
from bot.knowledge.review import price_id, record_id
from bot.settings import Settings

Choice = str | Mapping[str, Any]


@dataclass(frozen=True)
class Office:
    """Who runs this assistant, as the settings say; empty on a machine that is only tried out."""

    name: str = ""
    contact: str = ""
    privacy_url: str = ""
    keep_chat_days: int = 30
    keep_case_days: int = 90

    @classmethod
    def of(cls, settings: Settings) -> Office:
        """Return the office that the settings name."""
        return cls(
            settings.office_name, settings.office_contact, settings.office_privacy_url, settings.keep_chat_days,
            settings.keep_case_days,
        )  # fmt: skip

    @property
    def line(self) -> values.Value:
        """One line of an answer that names the office; empty where nobody is named."""
        if not self.name:
            return values.latin("")
        shown = {"name": self.name, "contact": self.contact, "privacy_url": self.privacy_url}
        return values.answer("office_line", **{name: values.latin(text) for name, text in shown.items()})


@dataclass(frozen=True)
class Situation:
    """What the assistant knows of a person in one turn.

    `country` is the country of return (ISO 3166-1 alpha-2), `city` a city in it (English name), `place` a town or postcode
    in Germany, `people` how many would travel, `whereabouts` germany, home or elsewhere. `named` holds the entities of this
    very message, `misses` how often in a row the assistant did not understand, `likely` the best intents of this message.
    `slots` holds what the person has told for an estimate or a plan, by the names of the
    slots (adults, minors, status, wage, steps_done, …). `channel` is the messenger's name. `desk` is what somebody is told
    who asks for a person (`DeskState.as_metadata`); None where there are no counsellors behind the assistant. `now` is the
    time, in UTC.
    """

    language: str
    knowledge: Knowledge
    today: dt.date
    country: str | None = None
    city: str | None = None
    place: str | None = None
    people: int | None = None
    whereabouts: str | None = None
    named: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    likely: tuple[str, ...] = ()
    misses: int = 0
    crowd_prices: bool = True
    languages: Mapping[str, Any] = field(default_factory=dict)
    countries_offered: tuple[str, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    channel: str = ""
    office: Office = field(default_factory=lambda: Office())
    desk: Mapping[str, Any] | None = None
    now: dt.datetime = field(default_factory=clock.now)

    @property
    def spoken(self) -> str:
        """The code of the language, whatever its script: what lines and contacts are listed by."""
        return getattr(self.languages.get(self.language), "spelt_from", "") or self.language

    @property
    def is_home(self) -> bool:
        """Whether the person is already back in the country of return."""
        return self.whereabouts == "home"


@dataclass(frozen=True)
class Answer:
    """The answer to one question: an entry of the catalogue, with values, choices and sources.

    `asks_for` names what the person is asked for (country, place, people, or another entity), so that their next message
    answers the original question. `slots` are slots to set beside. `without_figures`: the entry's own figures do not hold
    here, say its `otherwise`. `is_simple`: say its shorter version. `picture` is drawn beside the text (`bot.pictures.draw`);
    `location` is a point to show on a map: latitude, longitude, title, address. `remind_at` is when the person wants to be
    reminded, in UTC: the caller of the brain keeps it.
    """

    id: str
    values: Mapping[str, Any] = field(default_factory=dict)
    buttons: tuple[Choice, ...] | None = None
    sources: tuple[SourceNote, ...] = ()
    asks_for: str | None = None
    slots: Mapping[str, Any] = field(default_factory=dict)
    without_figures: bool = False
    is_simple: bool = False
    picture: Mapping[str, Any] | None = None
    location: Mapping[str, Any] | None = None
    remind_at: dt.datetime | None = None


AnswerFunction = Callable[[Situation], Answer]


def kind_of(record: Sourced) -> str:
    """Return the key of freshness.yml by which a record ages."""
    if isinstance(record, (Fact, Contact)):
        return record.kind
    return "office" if isinstance(record, Place) else "rule"


def status_of(record: Sourced, situation: Situation) -> Freshness:
    """Say whether a record is fresh, old or withheld today."""
    return situation.knowledge.judge(kind_of(record), record.as_of, situation.today)


def is_told(record: Sourced, situation: Situation) -> bool:
    """Whether a record may be told today: sure enough, and not too old."""
    return record.is_tellable and status_of(record, situation) is not Freshness.WITHHELD


def short_address(url: str) -> str:
    """A web address as people type it, without the protocol."""
    return url.split("://", 1)[-1].removeprefix("www.").rstrip("/")


def is_contact_fresh(office: Place, situation: Situation) -> bool:
    """Whether phone, e-mail and hours of an office may still be told: they change sooner than its address."""
    return situation.knowledge.judge("contact", office.as_of, situation.today) is not Freshness.WITHHELD


def ways_to_reach(office: Place, situation: Situation) -> list[str]:
    """Return phone and e-mail of an office while they are fresh enough for a contact, else its web page."""
    ways = [*office.phones[:1], *filter(None, [office.email])] if is_contact_fresh(office, situation) else []
    if not ways and office.web:
        ways.append(short_address(office.web))
    return ways


def notes_of(records: Iterable[Sourced], situation: Situation) -> tuple[SourceNote, ...]:
    """Return the first source of each record, with the record's date; a page without date gets the day it was read."""
    notes = []
    for record in records:
        when = record.as_of or record.collected_on
        if not record.sources or when is None:
            continue
        source = record.sources[0]
        mark = "old" if record.as_of and status_of(record, situation) is Freshness.OLD else "fresh"
        is_undated = record.as_of is None
        shown = str(when)[:7] if is_undated else str(when)  # the day on which a page was read says nothing about it
        notes.append(SourceNote(source.name, shown, mark, is_undated, source.url or "", (record_id(record),)))
    return tuple(notes)


def price_note(price: Price) -> SourceNote:
    """Return where a price comes from."""
    mark = "crowd" if price.is_crowd else "old" if price.freshness is Freshness.OLD else "fresh"
    fact = price_id(price.country, price.city, price.item)
    return SourceNote(price.source.name, str(price.observed_on), mark, url=price.source.url or "", facts=(fact,))


def fact_value(fact: Fact) -> values.Value:
    """Turn a fact's figure into a value: money when it has a currency, else a number; empty when it has none."""
    if fact.value is None:
        return values.latin("")
    return values.money(fact.value, fact.currency) if fact.currency else values.number(fact.value)


def complete(answer: Answer, entry: Entry, situation: Situation) -> tuple[dict[str, Any], tuple[SourceNote, ...], bool]:
    """Add the facts that the entry itself names.

    Returns:
        The values, the sources, and whether a needed fact may not be told today (the entry's `otherwise` is then said).
    """
    filled, sources, is_withheld = dict(answer.values), list(answer.sources), answer.without_figures
    for name, fact_id in (entry.values or {}).items():
        fact = situation.knowledge.fact(fact_id)
        filled.setdefault(name, fact_value(fact))
        if fact.value is None or not is_told(fact, situation):
            is_withheld = True
        else:
            sources += notes_of([fact], situation)
    sources += notes_of((situation.knowledge.fact(fact_id) for fact_id in entry.facts), situation)
    return filled, _each_once(sources), is_withheld


def _each_once(notes: Iterable[SourceNote]) -> tuple[SourceNote, ...]:
    """Return each source once, with the facts of all its notes."""
    facts: dict[SourceNote, tuple[str, ...]] = {}
    for note in notes:
        facts[note] = (*facts.get(note, ()), *note.facts)
    return tuple(replace(note, facts=tuple(dict.fromkeys(named))) for note, named in facts.items())
