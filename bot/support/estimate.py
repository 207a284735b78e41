"""The one engine: rules and facts in, an estimate out.

Where the length of the stay decides and is not known, the low end is what is left if it is against the household and the
high end what can be if it is in its favour. What a page does not say stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from bot.knowledge.collection import Knowledge
from bot.knowledge.model import CountryNote, Fact, Freshness, Sourced
from bot.knowledge.support_rules import Payment, Refusal, When
from bot.support.model import UNSAID, Estimate, Household, Part, Reason

_NOTHING = Decimal(0)


def estimate(household: Household, knowledge: Knowledge, today: date) -> Estimate:
    """Work out what support can be.

    Args:
        household: who would travel where.
        knowledge: rules and facts.
        today: decides which facts are too old to be told; those count as not known.

    Returns:
        the parts in the order of support_rules.yml, with what rules others out.
    """
    rules = knowledge.support_rules
    refusals = [(refusal, fit) for refusal in rules.refusals if (fit := _fits(refusal.when, household, knowledge)) != "no"]
    stop = next((refusal for refusal, fit in refusals if fit == "yes" and not refusal.payments), None)
    if stop is not None:
        reason = _reason(stop, household, knowledge, today)
        return Estimate(household, (), (reason,), (), _NOTHING, _NOTHING, stopped_by=stop.id)
    ruled_out = {payment for refusal, fit in refusals if fit == "yes" for payment in refusal.payments}
    in_doubt = {payment for refusal, fit in refusals if fit == "perhaps" for payment in refusal.payments}
    open_ones = [payment for payment in rules.payments if _is_open(payment, household, knowledge, today)]
    parts = tuple(
        _part(payment, household, knowledge, today, is_in_doubt=payment.id in in_doubt)
        for payment in open_ones
        if payment.id not in ruled_out
    )
    possible = {payment.id for payment in open_ones}
    reasons = tuple(
        _reason(refusal, household, knowledge, today) for refusal, _ in refusals if possible.intersection(refusal.payments)
    )
    wanted = {part.condition for part in parts}
    conditions = tuple(
        Reason(condition.id, condition.line, _told(condition.facts, knowledge, today))
        for condition in rules.conditions
        if condition.id in wanted or (condition.when != When() and _fits(condition.when, household, knowledge) == "yes")
    )
    counted = [part for part in parts if part.form == "cash" and part.is_counted]
    return Estimate(
        household,
        parts,
        reasons,
        conditions,
        cash_low=sum((part.low for part in counted if part.low is not None), _NOTHING),
        cash_high=sum((part.high for part in counted if part.high is not None), _NOTHING),
    )


def _fits(when: When, household: Household, knowledge: Knowledge) -> str:
    """Say whether a rule holds for a household: yes, no, or perhaps (it depends on a stay that is not known)."""
    note = knowledge.country_note(household.country)
    if (when.countries and household.country not in when.countries) or (when.notes and not _has_kind(note, when.notes)):
        return "no"
    if when.minor_alone and not household.is_minor_alone:
        return "no"
    if when.one_parent and not (household.counted_adults == 1 and household.counted_minors):
        return "no"
    if (when.status and household.status not in when.status) or household.special in when.but_special:
        return "no"
    if when.special and household.special not in when.special:
        return "no"
    if when.stay and household.stay in (None, UNSAID):
        return "perhaps"
    return "no" if when.stay and household.stay not in when.stay else "yes"


def _has_kind(note: CountryNote | None, kinds: frozenset[str]) -> bool:
    return note is not None and note.kind in kinds


def _is_open(payment: Payment, household: Household, knowledge: Knowledge, today: date) -> bool:
    """Whether the programme runs, for this country, and the payment is for such a household."""
    programme = knowledge.programmes[payment.programme]
    ends_on = programme.valid_to
    if programme.status != "open" or (ends_on is not None and ends_on.latest < today):
        return False
    limits = [programme.countries, *(knowledge.fact(fact_id).countries for fact_id in payment.facts)]
    if any(countries is not None and household.country not in countries for countries in limits):
        return False
    if any(household.country in (knowledge.fact(fact_id).countries or ()) for fact_id in payment.not_for):
        return False
    return all(knowledge.fact(fact_id).is_tellable for fact_id in payment.facts[:1]) and (
        _fits(payment.when, household, knowledge) != "no"
    )


def _part(payment: Payment, household: Household, knowledge: Knowledge, today: date, is_in_doubt: bool) -> Part:
    facts = {name: knowledge.fact(fact_id) for name, fact_id in payment.amounts.items()}
    high = _sum(facts, household, knowledge, today)
    has_floor = not (is_in_doubt or payment.may_be_nothing)
    first, last = payment.months or (None, None)
    told = _told((*payment.amounts.values(), *payment.facts), knowledge, today)
    return Part(
        id=payment.id,
        programme=payment.programme,
        form=payment.form,
        low=high if high is None or has_floor else _NOTHING,
        high=high,
        line=payment.line,
        records=told,
        from_month=first,
        to_month=last,
        is_counted=payment.is_counted,
        condition=payment.condition,
        depends_on="stay" if is_in_doubt else None,
    )


def _sum(facts: Mapping[str, Fact], household: Household, knowledge: Knowledge, today: date) -> Decimal | None:
    """Add up an amount for everybody; None when a figure that is needed is not known.

    An unknown cap leaves what two people or more get unknown: a sum without it could be too high.
    """
    adults, minors = household.counted_adults, household.counted_minors
    people = adults + minors
    heads = {
        "adult": adults,
        "minor": minors,
        "person": people,
        "first": min(1, people),
        "further": max(0, people - 1),
        "household": min(1, people),
        "household_at_most": 1 if people > 1 else 0,
    }
    needed = {name: fact for name, fact in facts.items() if heads[name]}
    values = {name: _value(fact, knowledge, today) for name, fact in needed.items()}
    if not values or any(value is None for value in values.values()):
        return None
    cap = values.pop("household_at_most", None)
    total = sum((value * heads[name] for name, value in values.items() if value is not None), _NOTHING)
    return total if cap is None else min(total, cap)


def _value(fact: Fact, knowledge: Knowledge, today: date) -> Decimal | None:
    return fact.value if _is_told(fact, fact.kind, knowledge, today) else None


def _is_told(record: Sourced, kind: str, knowledge: Knowledge, today: date) -> bool:
    return record.is_tellable and knowledge.judge(kind, record.as_of, today) is not Freshness.WITHHELD


def _told(fact_ids: Iterable[str], knowledge: Knowledge, today: date) -> tuple[Sourced, ...]:
    facts = [knowledge.fact(fact_id) for fact_id in dict.fromkeys(fact_ids)]
    return tuple(fact for fact in facts if _is_told(fact, fact.kind, knowledge, today))


def _reason(refusal: Refusal, household: Household, knowledge: Knowledge, today: date) -> Reason:
    records = _told(refusal.facts, knowledge, today)
    note = knowledge.country_note(household.country)
    if refusal.when.notes and note is not None and not records:
        records = (note,)
    return Reason(refusal.id, refusal.line, records, refusal.payments)
