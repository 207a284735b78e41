"""How far money goes: support or an own sum against what life costs, with every assumption said and changeable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot import values
from bot.answers.budget_figures import Figures, work_out
from bot.answers.conversation import ask_country
from bot.answers.model import Answer, Choice, Situation, notes_of, price_note
from bot.answers.price_text import city_value, other_place_note, town_of
from bot.answers.support_form import told_travellers
from bot.answers.told_money import told_money
from bot.budget import Missing, Months, Part, Range
from bot.budget.prices import DatedPrice
from bot.catalogue import SourceNote
from bot.knowledge.model import Sourced

ASSUMED: Choice = {"id": "ask_budget?page=assumed", "title": values.term("budget_assumed")}
CHANGE: Choice = {"id": "ask_budget?page=change", "title": values.term("change_something")}
MENTIONED_RISE = Decimal("0.005")  # smaller ones would read "raised by 0 %"
_CHANGES: Mapping[str, tuple[str, ...]] = {  # page -> the pages behind its buttons
    "change": ("change_home", "change_wage", "change_people", "change_money"),
    "change_people": ("ask_adults", "ask_minors"),
    "change_money": ("ask_support", "ask_medicine"),
}
_CHOICES = {"change_home": ("home", ("own", "family", "rent")), "change_wage": ("wage", ("none", "day", "min", "mean"))}
_ASKED = {"ask_adults": "adults", "ask_minors": "minors", "ask_medicine": "medicine_eur", "ask_support": "support_eur"}


def ask_budget(situation: Situation) -> Answer:
    """How long the money lasts; a page of it when a button names one."""
    page = situation.named.get("page", "")
    told = {} if page or not situation.text else {**told_travellers(situation), **told_money(situation)}
    situation = replace(situation, slots={**situation.slots, **told})
    if situation.country is None:
        return replace(ask_country(situation), slots=told)
    return replace(_budget(situation, page), slots=told)


def _budget(situation: Situation, page: str) -> Answer:
    if page in _CHANGES or page in _CHOICES:
        return Answer(f"utter_budget_{page}", buttons=(*_page_buttons(page),))
    if page in _ASKED:  # buttons would take the number that is typed for their own
        rules: tuple[Choice, ...] = ()
        if page == "ask_support":
            rules = ({"id": "ask_budget?support_eur=rules", "title": values.term("budget_support_rules")},)
        return Answer(f"utter_budget_{page}", buttons=rules, asks_for=_ASKED[page])
    figures = work_out(situation)
    if figures.missing:
        return _unknown(situation, figures)
    if page == "assumed":
        return _assumed(situation, figures)
    shown = _shown(situation, figures)
    if figures.months is None:
        buttons: tuple[Choice, ...] = (ASSUMED, CHANGE, "ask_counselling_centre", "request_human")
        return Answer("utter_budget_no_money", shown, buttons, _sources(situation, figures), asks_for="support_eur")
    buttons = (ASSUMED, CHANGE, "ask_counselling_centre", "request_human")
    if figures.months.is_covered:
        return Answer("utter_budget_covered", shown, buttons, _sources(situation, figures), picture=_picture(situation, figures))
    shown["months"] = _months(figures.months, situation.knowledge.basket.longest_months)
    return Answer("utter_budget", shown, buttons, _sources(situation, figures), picture=_picture(situation, figures))


def _page_buttons(page: str) -> list[Choice]:
    if page in _CHOICES:
        slot, names = _CHOICES[page]
        return [{"id": f"ask_budget?{slot}={name}", "title": values.term(f"{slot}_{name}")} for name in names]
    return [{"id": f"ask_budget?page={name}", "title": values.term(f"budget_{name}")} for name in _CHANGES[page]]


def _place(situation: Situation, figures: Figures) -> values.Value:
    country = situation.country or ""
    found = _town(figures)
    return city_value(situation, found, country) if found else values.country(country)


def _town(figures: Figures) -> str | None:
    """The town that the budget is of; None for the whole country."""
    return town_of([one.price for one in figures.costs.prices]) if figures.costs.prices else figures.report.city_found


def _shown(situation: Situation, figures: Figures) -> dict[str, Any]:
    plan = figures.plan
    caution: values.Value = values.latin("")
    unemployment = figures.unemployment
    if unemployment is not None and unemployment.value is not None and unemployment.as_of is not None:
        rate, year = values.percent(unemployment.value), values.date(unemployment.as_of)
        caution = values.answer("budget_unemployment_line", value=rate, date=year)
    medicine = values.answer("budget_medicine", amount=values.money(plan.medicine, "EUR"))
    return {
        "place": _place(situation, figures),
        "note": _other_place(situation, figures),
        "money": _money_value(figures),
        "costs": _euro(figures.costs.total),
        "wage": _wage_line(situation, figures),
        "caution": caution,
        "household": _household(figures),
        "home": values.term(f"home_{plan.home}"),
        "work": values.term(f"wage_{plan.wage}"),
        "medicine": medicine if plan.medicine else values.term("budget_no_medicine"),
    }


def _other_place(situation: Situation, figures: Figures) -> values.Value:
    """Say which figures are not from the town that was asked for: all of them, or those of some parts."""
    found = _town(figures)
    if not situation.city or not figures.report.prices:
        return values.latin("")
    if situation.city == found:
        parts = [part for part in figures.costs.parts if _town_of_part(part) not in (found, None)]
        return values.lines(_part_lines(situation, figures, parts))
    return other_place_note(situation, situation.city, found) if found else values.answer("note_national")


def _wage_line(situation: Situation, figures: Figures) -> values.Value:
    if figures.wage_price is None:
        return values.latin("")
    country, town = situation.country or "", figures.wage_price.price.city
    place = city_value(situation, town, country) if town else values.country(country)
    return values.answer("budget_wage_line", place=place, wage=_euro(figures.income))


def _money_value(figures: Figures) -> values.Value:
    amount = _euro(figures.money)
    return values.answer("budget_own_sum", amount=amount) if figures.is_own_sum else amount


def _household(figures: Figures) -> values.Value:
    who = figures.plan.household
    adults, minors = values.count("adults", who.adults), values.count("minors", who.minors)
    if not who.minors:
        return adults
    return values.answer("budget_people", adults=adults, minors=minors) if who.adults else minors


def _euro(amount: Range) -> values.Value:
    """A range of euro, rounded as far as it is sure; one figure, which a person named, as it is."""
    if amount.low == amount.high:
        return values.money(amount.low, "EUR")
    return values.money_range(_rounded(amount.low), _rounded(amount.high), "EUR")


def _rounded(amount: Decimal) -> Decimal:
    step = 50 if amount >= 1000 else 10 if amount >= 100 else 1
    return Decimal(round(amount / step) * step)


def _months(months: Months, longest: int) -> values.Value:
    low, high = months.shown(longest)
    if high is None:
        if low:
            return values.answer("budget_months_open", months=values.count("months", low))
        return values.answer("budget_months_unsure", months=values.count("months", longest))
    if low:
        return values.count("months", high, since=low)
    if high == 1:
        return values.answer("budget_months_under")
    return values.answer("budget_months_up_to", months=values.count("months", high))


def _part_lines(situation: Situation, figures: Figures, parts: Sequence[Part]) -> list[values.Value]:
    """Return a line for each part, with its place where that is not the one that most prices are from."""
    lines = []
    for part in parts:
        shown = {"item": _part_name(part), "price": _euro(part.cost)}
        town = _town_of_part(part)
        if part.prices and town != _town(figures):
            country = situation.country or ""
            place = city_value(situation, town, country) if town else values.country(country)
            lines.append(values.answer("price_line_other_place", place=place, **shown))
        else:
            lines.append(values.answer("price_line", **shown))
    return lines


def _town_of_part(part: Part) -> str | None:
    return town_of([one.price for one in part.prices])


def _part_name(part: Part) -> values.Value:
    """The name of a part; a flat and its energy by the name of their item."""
    return values.term(part.prices[0].price.item if part.name in ("rent", "utilities") else f"budget_part_{part.name}")


def _sources(situation: Situation, figures: Figures) -> tuple[SourceNote, ...]:
    used = [*figures.costs.prices, *([figures.wage_price] if figures.wage_price else [])]
    notes = [price_note(one.price) for one in used]
    notes += notes_of(figures.money_records, situation)
    if figures.unemployment is not None:
        notes += notes_of([figures.unemployment], situation)
    return tuple(dict.fromkeys(notes))


def _assumed(situation: Situation, figures: Figures) -> Answer:
    """The second page: every part of the costs with its place, dates and sources."""
    basket, used = situation.knowledge.basket, figures.costs.prices
    days: values.Value = values.latin("")
    if figures.plan.wage == "day":
        low, high = values.number(basket.work_days.low), values.number(basket.work_days.high)
        days = values.answer("budget_work_days", low=low, high=high)
    shown = {
        "place": _place(situation, figures),
        "household": _household(figures),
        "note": _other_place(situation, figures),
        "parts": values.lines(_part_lines(situation, figures, figures.costs.parts)),
        "days": days,
        "dates": _dates(used),
    }
    records: list[Sourced] = [basket.work_days] if figures.plan.wage == "day" else []
    raised = [one.index for one in used if one.rise and one.index is not None]
    notes = [*map(price_note, (one.price for one in used)), *notes_of([*records, *basket.portions[:1], *raised], situation)]
    return Answer("utter_budget_assumed", shown, (CHANGE, "ask_budget", "request_human"), tuple(dict.fromkeys(notes)))


def _dates(used: Sequence[DatedPrice]) -> values.Value:
    """Say from when the prices are, and by how much the oldest was raised."""
    days = sorted(one.price.observed_on for one in used)
    oldest, newest = values.date(days[0]), values.date(days[-1])
    same = str(days[0])[:7] == str(days[-1])[:7]
    span = values.answer("budget_date", date=oldest) if same else values.answer("budget_dates", oldest=oldest, newest=newest)
    rise = max((one.rise for one in used if one.rise), default=Decimal(0))
    if rise < MENTIONED_RISE:
        return span
    return values.lines([span, values.answer("budget_raised", rise=values.percent(Decimal(round(rise * 100))))])


def _unknown(situation: Situation, figures: Figures) -> Answer:
    """Say what is not known; where another home or wage needs no such figure, offer it."""
    lines = [values.answer("budget_missing_line", item=values.term(f"budget_missing_{one.value}")) for one in figures.missing]
    known = values.lines(_part_lines(situation, figures, figures.costs.parts))
    shown = {
        "place": _place(situation, figures),
        "missing": values.lines(lines),
        "known": values.answer("budget_known", parts=known) if figures.costs.prices else values.latin(""),
        "note": _other_place(situation, figures),
    }
    buttons: list[Choice] = ["ask_cost_of_living"]
    if set(figures.missing) <= {Missing.RENT, Missing.RENT_OLD}:
        buttons = _page_buttons("change_home")[:2]  # the third is the rent that is not known
    elif figures.missing == (Missing.WAGE,):
        buttons = [{"id": "ask_budget?wage=none", "title": values.term("wage_none")}, CHANGE]
    sources = tuple(dict.fromkeys(price_note(one.price) for one in figures.costs.prices))
    return Answer("utter_budget_unknown", shown, (*buttons, "ask_counselling_centre", "request_human"), sources)


def _picture(situation: Situation, figures: Figures) -> Mapping[str, Any] | None:
    assert figures.months is not None
    longest = situation.knowledge.basket.longest_months
    low, high = figures.months.shown(longest)
    months = _months(figures.months, longest)

    def bar(name: values.Value, amount: Range, tone: str = "") -> dict[str, Any]:
        return {"name": name, "shown": _euro(amount), "low": float(amount.low), "high": float(amount.high), "tone": tone}

    bars = [bar(values.term("budget_picture_money"), figures.money, "second")]
    bars += [bar(_part_name(part), part.cost) for part in figures.costs.parts]
    if figures.income.high > Decimal(0):
        bars.append(bar(values.term("budget_picture_wage"), figures.income, "second"))
    return {
        "kind": "budget",
        "title": values.term("budget_picture"),
        "months": {"low": low, "high": high, "longest": longest, "shown": months},
        "costs": {"title": values.term("budget_picture_costs"), "note": _place(situation, figures), "bars": bars},
    }
