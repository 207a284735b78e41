"""What the estimate may never do, for every household that there can be."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.load import current
from bot.settings import read_settings
from bot.support import Household, estimate

TODAY = date(2026, 11, 22)
KNOWLEDGE = current(read_settings({}).data / "knowledge")
RULES = KNOWLEDGE.support_rules
COUNTRIES = sorted(
    {c for p in KNOWLEDGE.programmes.values() for c in p.countries or ()} | {"YE", "UA", "RO", "TR", "XK", "BA", "CU"}
)
AMOUNTS = sorted({fact for payment in RULES.payments for fact in payment.amounts.values()})
FAMILY_CAP = Decimal(4000)
settings.register_profile("support", max_examples=60, deadline=None)
settings.load_profile("support")

households = st.builds(
    Household,
    country=st.sampled_from(COUNTRIES),
    adults=st.none() | st.integers(1, 9),
    minors=st.none() | st.integers(0, 9),
    status=st.none() | st.sampled_from(RULES.answers["status"]),
    special=st.none() | st.sampled_from(RULES.answers["special"]),
    stay=st.none() | st.sampled_from(RULES.answers["stay"]),
)


def work_out(household, knowledge=KNOWLEDGE, today=TODAY):
    return estimate(household, knowledge, today)


def without(facts):
    """The knowledge as it would be if nobody knew these amounts."""
    unknown = {fact: replace(KNOWLEDGE.fact(fact), value=None, values=()) for fact in facts}
    return replace(KNOWLEDGE, facts={**KNOWLEDGE.facts, **unknown})


@given(households, st.sampled_from(["adults", "minors"]))
def test_more_people_never_get_less_in_any_known_sum(household, who):
    household = replace(household, adults=household.adults or 1, minors=household.minors or 0)
    fewer, more = work_out(household), work_out(replace(household, **{who: getattr(household, who) + 1}))

    for part in fewer.parts:
        larger = more.part(part.id)
        if part.high is None or (larger is None and part.id == "solwodi"):
            continue
        assert larger is not None
        assert larger.high >= part.high
        assert larger.low >= part.low
    assert more.cash_high >= fewer.cash_high
    assert more.cash_low >= fewer.cash_low


@given(households)
def test_the_family_cap_holds(household):
    startup = work_out(household).part("startup")

    assert startup is None or startup.high <= FAMILY_CAP


@given(households, st.sets(st.sampled_from(AMOUNTS)), st.sampled_from(AMOUNTS))
def test_an_amount_that_becomes_unknown_never_raises_a_sum(household, unknown, one_more):
    before, after = work_out(household, without(unknown)), work_out(household, without({*unknown, one_more}))

    assert after.cash_high <= before.cash_high
    assert after.cash_low <= before.cash_low
    assert [part.id for part in after.parts] == [part.id for part in before.parts], "help does not vanish with its amount"


@given(households, st.integers(0, 4000))
def test_time_passing_never_raises_a_sum(household, days):
    now, later = work_out(household), work_out(household, today=TODAY + timedelta(days=days))

    assert later.cash_high <= now.cash_high


@given(households)
def test_an_unknown_stay_lies_between_the_short_and_the_long_one(household):
    unknown, short, long = (work_out(replace(household, stay=stay)) for stay in (None, "short", "long"))

    assert unknown.cash_low <= min(short.cash_low, long.cash_low)
    assert unknown.cash_high == max(short.cash_high, long.cash_high)


@given(households)
def test_not_wanting_to_say_counts_like_not_having_been_asked(household):
    silent = replace(household, stay="unsaid", status="unsaid", special="unsaid")
    unasked = replace(household, stay=None, status=None, special=None)

    assert work_out(silent).parts == work_out(unasked).parts
    assert work_out(silent).stopped_by == work_out(unasked).stopped_by


@given(households)
def test_the_sums_are_those_of_the_parts_and_every_known_part_has_a_source(household):
    result = work_out(household)
    counted = [part for part in result.parts if part.form == "cash" and part.is_counted and part.is_known]

    assert result.cash_low == sum(part.low for part in counted)
    assert result.cash_high == sum(part.high for part in counted)
    for part in result.parts:
        assert part.records or not part.is_known
        assert (part.low is None) == (part.high is None)
        assert part.low is None or 0 <= part.low <= part.high
        assert all(record.is_tellable for record in part.records), part.id


@given(households)
def test_minors_alone_get_no_money_talk_but_a_guardian(household):
    for alone in (replace(household, special="minor_alone"), replace(household, adults=0, minors=1)):
        result = work_out(alone)

        assert result.stopped_by == "minor_alone"
        assert result.parts == ()
        assert result.cash_high == 0
        assert [reason.line for reason in result.reasons] == ["utter_support_minor_alone"]


@given(households, st.sampled_from(["none", "illness", None]))
def test_eu_citizens_get_nothing_of_it(household, special):
    result = work_out(replace(household, country="GH", status="eu_citizen", special=special))

    assert (result.stopped_by, result.parts) == ("eu_citizen", ())


@given(households, st.sampled_from(sorted(RULES.eu_countries)))
def test_trafficked_eu_citizens_can_get_help_and_are_sent_to_a_specialist_centre_first(household, country):
    result = work_out(replace(household, country=country, adults=1, status="eu_citizen", special="trafficking"))

    assert result.stopped_by is None
    assert result.part("travel_ticket") is not None
    assert result.conditions[0].id == "trafficking"


@pytest.mark.parametrize("country", ["AL", "BA", "GE", "MD", "ME", "MK", "RS", "XK"])
@pytest.mark.parametrize("adults", [1, 4])
def test_visa_free_states_get_the_ticket_and_an_allowance_of_unknown_amount(country, adults):
    result = work_out(Household(country, adults, 1, stay="long"))

    assert result.part("travel_ticket") is not None
    assert result.part("travel_allowance_reduced").high is None
    assert result.part("startup") is None
    assert "visa_free" in [reason.id for reason in result.reasons]
    assert (result.cash_low, result.cash_high) == (0, 0)
    assert result.has_unknown_cash


@pytest.mark.parametrize(("country", "reason"), [("UA", "suspended"), ("YE", "restricted"), ("RO", "eu_country")])
def test_stopped_countries_get_no_sum(country, reason):
    result = work_out(Household(country, 2, 2))

    assert (result.stopped_by, result.parts, result.cash_high) == (reason, (), 0)
    assert result.reasons[0].records, "the reason names its source"


def test_turkish_nationals_get_travel_money_alone_up_to_six_months():
    short, long, unknown = (work_out(Household("TR", 2, 1, stay=stay)) for stay in ("short", "long", None))

    assert [part.id for part in short.parts] == ["travel_ticket", "travel_allowance"]
    assert short.cash_low == short.cash_high == 500
    assert long.cash_high == 500 + 2500
    assert (unknown.cash_low, unknown.cash_high) == (500, 3000)
    assert unknown.part("startup").depends_on == "stay"
    assert long.reasons == ()


def test_a_family_in_ghana_by_hand():
    result = work_out(Household("GH", 2, 3))

    assert result.part("travel_allowance").high == 2 * 200 + 3 * 100
    assert result.part("startup").high == 2 * 1000 + 3 * 500
    assert result.part("eurp_first_days").high == 5 * 615
    assert result.part("eurp_year").high == 2000 + 4 * 1000
    assert result.part("second_grant_reduced").high is None
    assert (result.cash_low, result.cash_high) == (700, 4200)


def test_five_adults_meet_the_cap():
    assert work_out(Household("GH", 5)).part("startup").high == FAMILY_CAP


def test_without_the_cap_a_family_is_told_no_start_up_sum_and_one_person_is():
    knowledge = without(["programmes.reag_garp_2_0.startup_family_cap"])

    assert work_out(Household("GH", 2), knowledge).part("startup").high is None
    assert work_out(Household("GH", 1), knowledge).part("startup").high == 1000


def test_amounts_too_old_to_tell_are_unknown():
    result = work_out(Household("GH", 1, special="illness"), today=date(2029, 6, 1))

    assert all(part.high is None for part in result.parts)
    assert result.cash_high == 0


def test_money_for_an_early_application_is_never_planned_with():
    result = work_out(Household("GH", 1, status="procedure"))

    assert result.part("early_application").is_counted is False
    assert result.cash_high == 1200
    assert "asylum_claim" in [condition.id for condition in result.conditions]


def test_illness_adds_help_on_the_journey_and_treatment():
    result = work_out(Household("GH", 1, special="illness"))

    assert result.part("medical_after").high == 2000
    assert work_out(Household("GH", 1)).part("medical_after") is None


def test_what_has_ended_by_its_date_is_no_longer_part_of_it():
    assert work_out(Household("GH", 1)).part("local_advice") is not None
    assert work_out(Household("GH", 1), today=date(2028, 1, 1)).part("local_advice") is None


@given(households)
def test_every_household_is_told_something(household):
    result = work_out(household)

    assert result.parts or result.reasons
