"""Everything the assistant knows at one moment, and the questions that answers ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from bot.errors import UnknownFactError
from bot.knowledge import freshness
from bot.knowledge.basket import Basket
from bot.knowledge.dates import PartialDate
from bot.knowledge.model import (
    Centre,
    City,
    Contact,
    Country,
    CountryNote,
    Embassy,
    Entry,
    Fact,
    Freshness,
    FreshnessRule,
    HomeContact,
    Item,
    Medicine,
    PriceRow,
    Programme,
    Source,
    Step,
)
from bot.knowledge.support_rules import SupportRules


@dataclass(frozen=True)
class Knowledge:
    """All records of data/knowledge, with those of the office in front of them.

    Holds what is sure and what is not: whoever tells a record asks its `is_tellable`, and `judge` for its age. Prices
    and centres have questions of their own in `bot.knowledge.prices` and `bot.knowledge.centres`.

    `checklist` are the steps of a return in their order, `time_zones` the IANA names of the capitals' zones by country.
    `facts` maps every id that `fact` knows; `centre_list` and the other tuples are in the order of their files.
    """

    sources: Mapping[str, Source]
    freshness_rules: Mapping[str, FreshnessRule]
    lands: Mapping[str, str]
    items: Mapping[str, Item]
    basket: Basket
    medicines: tuple[Medicine, ...]
    cities: tuple[City, ...]
    programmes: Mapping[str, Programme]
    procedure: Mapping[str, Entry]
    leaving: Mapping[str, Entry]
    contacts: Mapping[str, Contact]
    country_notes: tuple[CountryNote, ...]
    countries: Mapping[str, Country]
    prices: tuple[PriceRow, ...]
    indicators: tuple[Fact, ...]
    centre_list: tuple[Centre, ...]
    embassy_list: tuple[Embassy, ...]
    home_contact_list: tuple[HomeContact, ...]
    facts: Mapping[str, Fact]
    support_rules: SupportRules
    checklist: tuple[Step, ...]
    time_zones: Mapping[str, str]

    def fact(self, fact_id: str) -> Fact:
        """Return the fact with this id, tellable or not.

        Ids: programmes.<programme>[.<fact>], procedure.<entry>[.<fact>], leaving.<entry>[.<fact>], contacts.<contact>,
        countries.<ISO code>.<statement>. The id of a programme, entry or contact gives a fact of its date and sources.

        Raises:
            UnknownFactError: no file holds the id.
        """
        if fact_id not in self.facts:
            raise _unknown("fact", fact_id, self.facts)
        return self.facts[fact_id]

    def contact(self, contact_id: str) -> Contact:
        """Return the contact with this id, tellable or not.

        Raises:
            UnknownFactError: contacts.yml does not hold the id.
        """
        if contact_id not in self.contacts:
            raise _unknown("contact", contact_id, self.contacts)
        return self.contacts[contact_id]

    def judge(self, kind: str, as_of: PartialDate | None, today: date) -> Freshness:
        """Say whether a fact of this kind and date is fresh, old or withheld today; see `freshness.judge`."""
        return freshness.judge(self.freshness_rules, kind, as_of, today)

    def programmes_for(self, country: str, land: str | None = None, audience: str | None = None) -> list[Programme]:
        """Return the open programmes that name the country or are not tied to countries, in the order of the file.

        Args:
            country: country of return.
            land: federal state of residence; programmes of one are left out when None.
            audience: "women", "minors" or "trafficked" to include what is for them alone.
        """
        return [
            programme
            for programme in self.programmes.values()
            if programme.status == "open"
            and (programme.countries is None or country in programme.countries)
            and (programme.lands is None or land in programme.lands)
            and (programme.audience is None or programme.audience == audience)
        ]

    def country_note(self, country: str) -> CountryNote | None:
        """Return what is particular about return to this country, None when nothing is known to be."""
        return next((note for note in self.country_notes if country in note.countries), None)

    def country(self, code: str) -> Country | None:
        """Return the sheet of a country, None when there is none."""
        return self.countries.get(code)

    def crisis_lines(self, danger: str, language: str, land: str | None = None) -> list[Contact]:
        """Return the lines to name in a danger: those in the person's language first, then German ones.

        The emergency numbers 112 and 110 are not among them, they come first in every fixed reply: ask `contact` for
        "emergency_112" and "police_110". A line for certain federal states is given only to who is known to live there.

        Args:
            danger: self_harm, distress, violence, violence_men, trafficking, medical or minor.
            language: code of the person's language.
            land: federal state in which the person is, if known.

        Returns:
            tellable contacts: in the language; in it at times, or with interpreters; in German; languages not known.
            A line that speaks neither the language nor German is left out.
        """
        lines = [
            contact
            for contact in self.contacts.values()
            if danger in contact.dangers and contact.is_tellable and (contact.lands is None or land in contact.lands)
        ]
        ranked = [(rank, line) for line in lines if (rank := _language_rank(line, language)) is not None]
        return [line for _, line in sorted(ranked, key=lambda pair: pair[0])]

    def indicator(self, country: str, name: str) -> Fact | None:
        """Return the newest value of an indicator, or of a wage for the whole country; None when not known.

        Of two values of one date the lower row of the file is taken. Values of low confidence are passed over.

        Args:
            country: the country.
            name: an indicator of indicators.csv, or a monthly wage item such as "wage_min_month".
        """
        known = [
            fact for fact in self.indicators if fact.item == name and fact.countries == frozenset({country}) and fact.is_tellable
        ]
        return max(reversed(known), key=lambda fact: fact.as_of or PartialDate(1, 1, 1), default=None)

    def embassies(self, country: str) -> list[Embassy]:
        """Return the tellable missions of a country in Germany, in the order of the file."""
        return [embassy for embassy in self.embassy_list if embassy.country == country and embassy.is_tellable]

    def home_contacts(self, country: str) -> list[HomeContact]:
        """Return the tellable organisations in a country of return, in the order of the file."""
        return [contact for contact in self.home_contact_list if contact.country == country and contact.is_tellable]


def _language_rank(line: Contact, language: str) -> int | None:
    if language in line.languages:
        return 0
    if language in line.languages_sometimes or line.has_interpreters:
        return 1
    if "de" in line.languages:
        return 2
    return None if line.languages else 3


def _unknown(what: str, wanted: str, known: Mapping[str, object]) -> UnknownFactError:
    near = get_close_matches(wanted, known, n=3, cutoff=0.5)
    hint = f"nearest are {', '.join(near)}" if near else "no id comes near"
    return UnknownFactError(f"data/knowledge: no {what} has the id {wanted!r}; {hint}; correct the id or add the {what}")
