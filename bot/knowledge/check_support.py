"""The checks of support_rules.yml that a schema cannot do: every name it uses is one that is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.knowledge.files import Row
from bot.text import fold

FILE = "support_rules.yml"
_FACT_LISTS = ("benefits", "eligibility", "conditions", "exclusions", "application")
Found = Iterator[tuple[str, int | None, str]]


def check_support_rules(contents: Mapping[str, Any]) -> Found:
    """Yield every fault as (file, line, message)."""
    rules = contents[FILE]
    facts = _facts(contents)
    programmes = {row["id"] for row in contents["programmes.yml"]}
    payments = {row["id"] for row in rules["payments"]}
    conditions = {row["id"] for row in rules["conditions"]}
    for section in ("payments", "refusals", "conditions", "names"):
        yield from _twice(rules[section])
        for row in rules[section]:
            yield from _unknown_facts(row, facts)
            yield from _unknown_answers(row, rules["answers"])
    for row in rules["payments"]:
        if row["programme"] not in programmes:
            yield FILE, row.line, f"programme {row['programme']!r} is unknown in programmes.yml; correct the id"
        if row.get("condition", None) not in (None, *conditions):
            yield FILE, row.line, f"condition {row['condition']!r} is not in this file; add it under conditions"
        if not row.get("facts") and not row.get("amounts"):
            yield FILE, row.line, "has neither facts nor amounts; name the fact that says that there is such help"
        first, last = row.get("months", (0, 0))
        if first > last:
            yield FILE, row.line, f"is paid from month {first} to {last}; put the earlier one first"
        yield from _amounts(row, facts)
    for row in rules["refusals"]:
        for payment in row.get("payments", ()):
            if payment not in payments:
                yield FILE, row.line, f"payment {payment!r} is not in this file; correct the id"
        if not row.get("facts") and "notes" not in row["when"]:
            yield FILE, row.line, "names no fact; say what it rests on"
    yield from _names(rules)


def _facts(contents: Mapping[str, Any]) -> dict[str, Row]:
    programmes, procedure = contents["programmes.yml"], contents["procedure.yml"]
    found = {f"programmes.{row['id']}": row for row in programmes}
    for row in programmes:
        found |= {f"programmes.{row['id']}.{fact['id']}": fact for part in _FACT_LISTS for fact in row.get(part, ())}
    for row in (row for rows in procedure.values() for row in rows):
        found |= {f"procedure.{row['id']}.{fact['id']}": fact for fact in row["facts"]}
    return found


def _twice(rows: list[Row]) -> Found:
    seen: dict[str, int] = {}
    for row in rows:
        if seen.setdefault(row["id"], row.line) != row.line:
            yield FILE, row.line, f"the id {row['id']!r} is taken by line {seen[row['id']]}; choose another"


def _unknown_facts(row: Row, facts: Mapping[str, Row]) -> Found:
    single = [row["fact"]] if "fact" in row else []
    for fact in (*row.get("facts", ()), *row.get("amounts", {}).values(), *row.get("not_for", ()), *single):
        if fact not in facts:
            yield FILE, row.line, f"no fact {fact!r} in programmes.yml or procedure.yml; correct the id or add the fact"


def _unknown_answers(row: Row, answers: Mapping[str, list[str]]) -> Found:
    when = row.get("when", {})
    for name, known in (("status", "status"), ("special", "special"), ("stay", "stay"), ("but_special", "special")):
        for value in when.get(name, ()):
            if value not in answers[known]:
                yield FILE, row.line, f"{name} {value!r} is none of the answers; expected {', '.join(answers[known])}"


def _amounts(row: Row, facts: Mapping[str, Row]) -> Found:
    for head, fact_id in row.get("amounts", {}).items():
        fact: Mapping[str, Any] = facts.get(fact_id, {})
        if "value" in fact and (fact.get("currency") != "EUR" or isinstance(fact["value"], list)):
            yield FILE, row.line, f"amount for {head}: {fact_id} is not one sum in EUR; name a fact that is"
    if "household_at_most" in row.get("amounts", {}) and len(row["amounts"]) == 1:
        yield FILE, row.line, "has a cap and nothing to cap; add the amount for a person"


def _names(rules: Row) -> Found:
    ids = {row["id"] for row in rules["names"]}
    taken: dict[str, Row] = {}
    for row in rules["names"]:
        if row.get("now") not in (None, *ids):
            yield FILE, row.line, f"now {row['now']!r} is no name of this file; correct the id"
        for alias in row["aliases"]:
            other = taken.setdefault(fold(alias), row)
            if other["id"] != row["id"]:
                yield FILE, row.line, f"the alias {alias!r} stands under {other['id']!r} too; keep one"
    for status in rules["status_words"]:
        if status not in rules["answers"]["status"]:
            yield FILE, rules["status_words"].line, f"{status!r} is no status; expected {', '.join(rules['answers']['status'])}"
