"""Life back home beside its costs: work, school, health, housing and safety."""

from __future__ import annotations

from bot import values
from bot.answers.conversation import ask_country
from bot.answers.costs import price_report, price_value
from bot.answers.model import Answer, Situation, is_told, notes_of, price_note
from bot.answers.options import EURP, is_open_for
from bot.answers.people import emergency_lines
from bot.catalogue import SourceNote


def ask_jobs(situation: Situation) -> Answer:
    """Unemployment and wages of the country."""
    if situation.country is None:
        return ask_country(situation)
    parts: list[values.Value] = []
    sources: list[SourceNote] = []
    unemployment = situation.knowledge.indicator(situation.country, "unemployment_modelled_pct")
    if unemployment is not None and unemployment.value is not None:
        parts.append(values.answer("figure_unemployment", value=values.percent(unemployment.value)))
        sources += notes_of([unemployment], situation)
    report = price_report(situation, ("wage_avg_month", "wage_min_month"))
    for price in report.prices:
        line = "figure_wage_average" if price.item == "wage_avg_month" else "figure_wage_minimum"
        parts.append(values.answer(line, price=price_value(price)))
        sources.append(price_note(price))
    if not parts:
        return Answer("utter_figure_unknown", {"country": values.country(situation.country)})
    shown = {"country": values.country(situation.country), "figures": values.lines(parts)}
    return Answer("utter_jobs", shown, sources=tuple(sources))


def ask_healthcare_home(situation: Situation) -> Answer:
    """What is known of doctors there, and who can find out more; the emergency number for somebody already back."""
    if situation.country is None:
        return ask_country(situation)
    shown = {"country": values.country(situation.country)}
    sheet = situation.knowledge.country(situation.country)
    parts, told = [], []
    if sheet is not None:
        emergency = emergency_lines(sheet)
        if situation.is_home and emergency["parts"]:
            told = [f for f in sheet.emergency.values() if f.is_tellable]
            return Answer("utter_healthcare_home_now", {**shown, "figures": emergency}, sources=notes_of(told[:1], situation))
        for line, unit in (("figure_doctors", "doctors per 1,000 people"), ("figure_beds", "beds per 1,000 people")):
            fact = next((f for f in sheet.statements.get("health", ()) if f.unit == unit and is_told(f, situation)), None)
            if fact is not None and fact.value is not None:
                parts.append(values.answer(line, value=values.number(fact.value)))
                told.append(fact)
    return Answer("utter_healthcare_home", {**shown, "figures": values.lines(parts)}, sources=notes_of(told, situation))


def ask_school(situation: Situation) -> Answer:
    """How long school is a duty."""
    if situation.country is None:
        return ask_country(situation)
    shown = {"country": values.country(situation.country)}
    sheet = situation.knowledge.country(situation.country)
    for fact in sheet.statements.get("education", ()) if sheet else ():
        if "compulsory" not in fact.text or not is_told(fact, situation):
            continue
        if fact.unit == "age" and len(fact.values) == 2:
            line = values.answer(
                "figure_school_ages", **{"from": values.number(fact.values[0]), "to": values.number(fact.values[1])}
            )
        elif fact.unit == "age" and fact.value is not None:
            line = values.answer("figure_school_until", to=values.number(fact.value))
        elif fact.unit == "years" and fact.value is not None:
            line = values.answer("figure_school_duration", years=values.number(fact.value))
        else:
            continue
        return Answer("utter_school", {**shown, "figures": line}, sources=notes_of([fact], situation))
    return Answer("utter_school_unknown", shown)


def ask_housing_home(situation: Situation) -> Answer:
    """What helps somebody who has nowhere to sleep."""
    if situation.country is None:
        return ask_country(situation)
    programme = situation.knowledge.programmes[EURP]
    shown = {"country": values.country(situation.country)}
    if is_open_for(programme, situation.country):
        return Answer("utter_housing_home", shown, sources=notes_of([programme], situation))
    return Answer("utter_housing_home_none", shown)


def ask_safety_home(situation: Situation) -> Answer:
    """Give no assurance; name who knows."""
    if situation.country is None:
        return ask_country(situation)
    return Answer("utter_safety_home", {"country": values.country(situation.country)})
