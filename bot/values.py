"""Values that actions put into answers: small typed dictionaries that survive JSON and are formatted per language.

An action runs before the language of the answer is applied, and its values travel through Rasa's events. So a value is
not text but `{"kind": …}`; `bot.formatting` turns it into words of the person's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.knowledge.dates import PartialDate

Value = dict[str, Any]


def money(amount: Decimal, currency: str, euro: Decimal | None = None) -> Value:
    """An amount with its ISO 4217 currency; `euro`: the same in euro, shown behind it."""
    return {"kind": "money", "amount": str(amount), "currency": currency, "euro": None if euro is None else str(euro)}


def money_range(low: Decimal, high: Decimal, currency: str) -> Value:
    """A range of money."""
    return {"kind": "money_range", "low": str(low), "high": str(high), "currency": currency}


def number(value: Decimal | int) -> Value:
    """A plain number."""
    return {"kind": "number", "value": str(value)}


def count(name: str, value: int, since: int | None = None) -> Value:
    """A number with what it counts, by a name of `counts.yml`: "3 months"; with `since` a range: "2–3 months"."""
    return {"kind": "count", "name": name, "number": value, "since": since}


def percent(value: Decimal) -> Value:
    """A share in percent (4.5 means 4.5 %)."""
    return {"kind": "percent", "value": str(value)}


def distance(kilometres: float) -> Value:
    """A distance, rounded to whole kilometres."""
    return {"kind": "distance", "value": max(1, round(kilometres))}


def date(value: PartialDate) -> Value:
    """A date that may lack day or month."""
    return {"kind": "date", "value": str(value)}


def moment(at: datetime, zone: str | None = None) -> Value:
    """A day and a time of day, told as it is in an IANA time zone; in Germany without one."""
    return {"kind": "moment", "at": at.isoformat(), "zone": zone}


def country(code: str) -> Value:
    """A country, told by its name in the language of the answer."""
    return {"kind": "country", "code": code}


def city(name: str, local_name: str | None = None) -> Value:
    """A city abroad by its English name; `local_name` is told in languages that share its script."""
    return {"kind": "city", "name": name, "local_name": local_name}


def languages(codes: Iterable[str]) -> Value:
    """Names of languages in the language of the answer."""
    return {"kind": "languages", "codes": list(codes)}


def hours(text: str) -> Value:
    """Opening hours with English names of days ("Mon-Fri 09:00-11:00"), told with those of the language."""
    return {"kind": "hours", "text": text}


def term(name: str) -> Value:
    """A word from `data/answers/terms.yml`."""
    return {"kind": "term", "name": name}


def latin(text: str) -> Value:
    """A name, address, number or web address that keeps its own direction."""
    return {"kind": "latin", "text": text}


def answer(answer_id: str, **values: Any) -> Value:
    """An answer or line of `data/answers`, filled in, inside another one."""
    return {"kind": "answer", "id": answer_id, "values": values}


def lines(parts: Iterable[Mapping[str, Any]]) -> Value:
    """Several values, each on a line of its own."""
    return {"kind": "lines", "parts": list(parts)}
