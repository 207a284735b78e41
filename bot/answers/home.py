"""Life back home beside its costs: work, school, health, housing and safety."""

from __future__ import annotations

from bot import values
from bot.answers.conversation import ask_country
from bot.answers.costs import price_report, price_value
from bot.answers.country_lines import Told, paged, told_by_sheet
from bot.answers.model import Answer, Situation, is_told, notes_of, price_note
from bot.answers.options import EURP, is_open_for
from bot.answers.people import emergency_lines

_WAGE_LINES = {"wage_avg_month": "figure_wage_average", "wage_min_month": "figure_wage_minimum"}
ZIRF = "procedure.single_case_inquiry.through_counsellor"


def ask_jobs(situation: Situation) -> Answer:
    """Unemployment, wages and industries of the country, and what is particular about work there."""
    if situation.country is None:
        return ask_country(situation)
    told = [*_unemployment(situation), *_wages(situation), *told_by_sheet(situation, "work")]
    if not told:
        return Answer("utter_figure_unknown", {"country": values.country(situation.country)})
    return paged(situation, "ask_jobs", "utter_jobs", told, kept=("ask_wages", "ask_business_support", "ask_reintegration"))


def _unemployment(situation: Situation) -> list[Told]:
    fact = situation.knowledge.indicator(situation.country or "", "unemployment_modelled_pct")
    if fact is None or fact.value is None or not is_told(fact, situation):
        return []
    return [Told(values.answer("figure_unemployment", value=values.percent(fact.value)), notes_of([fact], situation))]


def _wages(situation: Situation) -> list[Told]:
    prices = price_report(situation, tuple(_WAGE_LINES)).prices
    return [Told(values.answer(_WAGE_LINES[p.item], price=price_value(p)), (price_note(p),)) for p in prices]


def ask_healthcare_home(situation: Situation) -> Answer:
    """Doctors, insurance and free care there, and who can find out more; the emergency number for somebody already back."""
    if situation.country is None:
        return ask_country(situation)
    if situation.is_home and not situation.named.get("page"):
        now = _emergency_now(situation)
        if now is not None:
            return now
    beside = notes_of([situation.knowledge.fact(ZIRF)], situation)
    told = [*told_by_sheet(situation, "health", "medicines"), *_emergency_number(situation)]
    kept = ("ask_medical_support", "ask_medicine_cost", "ask_stay_options")
    return paged(situation, "ask_healthcare_home", "utter_healthcare_home", told, beside=beside, kept=kept)


def _emergency_now(situation: Situation) -> Answer | None:
    sheet = situation.knowledge.country(situation.country or "")
    lines = emergency_lines(sheet) if sheet is not None else values.lines([])
    if sheet is None or not lines["parts"]:
        return None
    shown = {"country": values.country(sheet.code), "figures": lines}
    return Answer("utter_healthcare_home_now", shown, sources=notes_of(sheet.emergency.values(), situation)[:1])


def _emergency_number(situation: Situation) -> list[Told]:
    sheet = situation.knowledge.country(situation.country or "")
    numbers = [fact for service in ("all", "ambulance") if sheet and (fact := sheet.emergency.get(service)) and fact.is_tellable]
    return [Told(values.answer("figure_emergency", number=values.latin(f.text)), notes_of([f], situation)) for f in numbers[:1]]


def ask_school(situation: Situation) -> Answer:
    """How long school is a duty, what it costs, and what papers it asks for."""
    if situation.country is None:
        return ask_country(situation)
    told = told_by_sheet(situation, "education", "practical")
    answer_id = "utter_school" if told else "utter_school_unknown"
    return paged(situation, "ask_school", answer_id, told, kept=("ask_family_return", "ask_before_leaving", "ask_cost_of_living"))


def ask_housing_home(situation: Situation) -> Answer:
    """What helps somebody who has nowhere to sleep, and what is particular about homes and support there."""
    if situation.country is None:
        return ask_country(situation)
    programme = situation.knowledge.programmes[EURP]
    is_open = is_open_for(programme, situation.country)
    return paged(
        situation,
        "ask_housing_home",
        "utter_housing_home" if is_open else "utter_housing_home_none",
        told_by_sheet(situation, "housing", "social_support"),
        beside=notes_of([programme], situation) if is_open else (),
        kept=("ask_rent", "ask_reintegration", "ask_stay_options"),
    )


def ask_safety_home(situation: Situation) -> Answer:
    """Give no assurance and no warning of our own; name where the situation is described, and who helps to decide."""
    if situation.country is None:
        return ask_country(situation)
    told = told_by_sheet(situation, "safety")
    if situation.is_home:
        told = [*_emergency_number(situation), *told]
    return paged(
        situation,
        "ask_safety_home",
        "utter_safety_home",
        told,
        kept=("ask_stay_options", "ask_asylum_effect", "ask_counselling_centre"),
    )
