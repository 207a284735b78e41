"""How old a fact may be: the rules of freshness.yml, applied."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.errors import DataError
from bot.knowledge.dates import PartialDate
from bot.knowledge.model import Freshness, FreshnessRule


def judge(rules: Mapping[str, FreshnessRule], kind: str, as_of: PartialDate | None, today: date) -> Freshness:
    """Say whether a fact of this kind and date may be told today, and whether with a warning.

    A fact is old from the day after `warns_after_days`, withheld from the day after `withheld_after_days`; its age is
    counted by `PartialDate.age_days`. A fact without date is old where its kind may be told undated, else withheld.

    Args:
        rules: by kind, as in freshness.yml.
        kind: kind of the fact, such as "price" or "rule".
        as_of: date of the fact, None when no page shows one.
        today: the day in Germany.

    Raises:
        DataError: freshness.yml has no rule for the kind.
    """
    if kind not in rules:
        raise DataError(f"freshness.yml: no rule for facts of kind {kind!r}; add one")
    rule = rules[kind]
    if as_of is None:
        return Freshness.OLD if rule.is_told_undated else Freshness.WITHHELD
    age_days = as_of.age_days(today)
    if rule.withheld_after_days is not None and age_days > rule.withheld_after_days:
        return Freshness.WITHHELD
    return Freshness.OLD if age_days > rule.warns_after_days else Freshness.FRESH
