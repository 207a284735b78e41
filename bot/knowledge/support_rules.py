"""The rules of support, typed: which payment there is for whom, what rules it out, what has to be minded.

Read from support_rules.yml; worked out by `bot.support`. A rule holds no figure: it names the facts that do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.knowledge.dates import PartialDate
from bot.knowledge.files import Row
from bot.knowledge.records import date_of

Form = Literal["cash", "in_kind", "paid", "advice"]
HEADS = ("adult", "minor", "person", "first", "further", "household", "household_at_most")  # whom a sum is for


@dataclass(frozen=True)
class When:
    """For whom a rule holds: every field that is set must fit. A value of the household that is not known fits `stay` perhaps.

    `countries`: of return; `notes`: kinds of country_notes.yml; `status`, `special`, `stay`: what the person said;
    `but_special`: situations for which the rule does not hold; `one_parent`: one adult with people under 18;
    `minor_alone`: nobody of age.
    """

    countries: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    status: frozenset[str] = frozenset()
    special: frozenset[str] = frozenset()
    stay: frozenset[str] = frozenset()
    but_special: frozenset[str] = frozenset()
    one_parent: bool = False
    minor_alone: bool = False


@dataclass(frozen=True)
class Payment:
    """One kind of help.

    `amounts` maps whom a sum is for (`HEADS`) to the fact that holds it; `facts` are told beside. It is for the countries of
    its programme and facts, but not for those of the facts `not_for`.
    """

    id: str
    programme: str
    form: Form
    line: str
    facts: tuple[str, ...]
    amounts: Mapping[str, str] = field(default_factory=dict)
    months: tuple[int, int] | None = None
    may_be_nothing: bool = False
    is_counted: bool = True
    condition: str | None = None
    not_for: tuple[str, ...] = ()
    when: When = field(default_factory=When)


@dataclass(frozen=True)
class Refusal:
    """What rules payments out; `payments` empty: all of them."""

    id: str
    line: str
    when: When
    payments: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """What has to be minded by those for whom it holds."""

    id: str
    line: str
    when: When
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProgrammeName:
    """A name that people ask for: of a programme that runs, or of one that has ended."""

    id: str
    name: str
    aliases: tuple[str, ...]
    fact: str
    line: str
    ended_on: PartialDate | None = None
    now: str | None = None
    is_left_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Minors:
    """Questions that get the answer `line` from who is under 18 and alone: always, or when their message tells it."""

    line: str
    in_place_of: frozenset[str]
    when_told: frozenset[str]


@dataclass(frozen=True)
class SupportRules:
    """All of support_rules.yml."""

    answers: Mapping[str, tuple[str, ...]]
    eu_countries: frozenset[str]
    minors: Minors
    payments: tuple[Payment, ...]
    refusals: tuple[Refusal, ...]
    conditions: tuple[Condition, ...]
    names: tuple[ProgrammeName, ...]
    status_words: Mapping[str, tuple[str, ...]]


def read_support_rules(content: Row) -> SupportRules:
    """Make the rules from the file's content.

    Raises:
        KeyError, TypeError, ValueError: the content is not what the schema asks for.
    """
    eu_countries, minors = frozenset(content["eu_countries"]), content["minors"]
    return SupportRules(
        answers={name: tuple(values) for name, values in content["answers"].items()},
        eu_countries=eu_countries,
        minors=Minors(minors["line"], frozenset(minors["in_place_of"]), frozenset(minors["when_told"])),
        payments=tuple(_payment(row) for row in content["payments"]),
        refusals=tuple(
            Refusal(row["id"], row["line"], _when(row["when"], eu_countries), tuple(row.get("payments", ())), _facts(row))
            for row in content["refusals"]
        ),
        conditions=tuple(
            Condition(row["id"], row["line"], _when(row.get("when", {}), eu_countries), _facts(row))
            for row in content["conditions"]
        ),
        names=tuple(_name(row) for row in content["names"]),
        status_words={name: tuple(words) for name, words in content["status_words"].items()},
    )


def _facts(row: Row) -> tuple[str, ...]:
    return tuple(row.get("facts", ()))


def _when(row: Mapping[str, Any], eu_countries: frozenset[str]) -> When:
    lists = {name: frozenset(row.get(name, ())) for name in ("notes", "status", "special", "stay", "but_special")}
    countries = frozenset(row.get("countries", ())) | (eu_countries if row.get("in_eu") else frozenset())
    return When(countries=countries, one_parent=row.get("one_parent", False), minor_alone=row.get("minor_alone", False), **lists)


def _payment(row: Row) -> Payment:
    months = row.get("months")
    return Payment(
        id=row["id"],
        programme=row["programme"],
        form=row["form"],
        line=row["line"],
        facts=_facts(row),
        amounts=dict(row.get("amounts", {})),
        months=None if months is None else (months[0], months[1]),
        may_be_nothing=row.get("may_be_nothing", False),
        is_counted=row.get("is_counted", True),
        condition=row.get("condition"),
        not_for=tuple(row.get("not_for", ())),
        when=_when(row.get("when", {}), frozenset()),
    )


def _name(row: Row) -> ProgrammeName:
    return ProgrammeName(
        id=row["id"],
        name=row["name"],
        aliases=tuple(row["aliases"]),
        fact=row["fact"],
        line=row["line"],
        ended_on=date_of(row.get("ended_on")),
        now=row.get("now"),
        is_left_to=tuple(row.get("is_left_to", ())),
    )
