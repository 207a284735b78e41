"""Return options, support money, and what concerns the right to stay."""

from __future__ import annotations

from bot import values
from bot.answers.conversation import ask_country
from bot.answers.model import Answer, Situation, notes_of
from bot.knowledge.model import CountryNote, Programme

EURP, TRAVEL = "eurp", "reag_garp_2_0"
_PROGRAMME_LINES = {  # how a programme is named in the list of options; the order is the order of the list
    TRAVEL: ("programme_travel", "programme_startup"),
    "starthilfeplus": ("programme_startplus",),
    EURP: ("programme_reintegration",),
    "ura_kosovo": ("programme_local",),
    "giz_centres_migration_development": ("programme_advice",),
}
_WITHOUT_STARTUP = ("visa_free",)


def _static(answer_id: str):  # type: ignore[no-untyped-def]
    def answer(situation: Situation) -> Answer:
        return Answer(answer_id)

    answer.__doc__ = f"Answer with {answer_id}, which needs nothing but its facts."
    return answer


ask_should_i_return = _static("utter_should_i_return")
ask_voluntary = _static("utter_voluntary")
ask_eligibility = _static("utter_eligibility")
ask_travel_costs = _static("utter_travel_costs")
ask_medical_support = _static("utter_medical_support")
ask_vulnerable_support = _static("utter_vulnerable_support")
ask_family_return = _static("utter_family_return")
ask_family_reunification = _static("utter_family_reunification")
ask_stay_options = _static("utter_stay_options")
ask_asylum_effect = _static("utter_asylum_effect")
ask_deportation = _static("utter_deportation")
ask_reentry = _static("utter_reentry")
ask_withdraw = _static("utter_withdraw")
ask_third_country = _static("utter_third_country")


def is_open_for(programme: Programme, country: str) -> bool:
    """Whether a programme runs and is not tied to other countries."""
    return programme.status == "open" and (programme.countries is None or country in programme.countries)


def _stopped(situation: Situation, note: CountryNote | None) -> Answer | None:
    if note is None or note.kind not in ("suspended", "restricted"):
        return None
    shown = {"country": values.country(situation.country or "")}
    return Answer(f"utter_country_{note.kind}", shown, sources=notes_of([note], situation))


def ask_return_options(situation: Situation) -> Answer:
    """List the programmes that are open for the country."""
    if situation.country is None:
        return ask_country(situation)
    note = situation.knowledge.country_note(situation.country)
    if stopped := _stopped(situation, note):
        return stopped
    parts, named = [], []
    for programme_id, lines in _PROGRAMME_LINES.items():
        programme = situation.knowledge.programmes[programme_id]
        if not is_open_for(programme, situation.country):
            continue
        named.append(programme)
        for line in lines:
            if line == "programme_startup" and note is not None and note.kind in _WITHOUT_STARTUP:
                continue
            name = programme.names.get("de", programme.id).split(" (")[0]
            parts.append(values.answer(line, name=values.latin(name)))
    shown = {"country": values.country(situation.country), "programmes": values.lines(parts)}
    return Answer("utter_return_options", shown, sources=notes_of(named, situation))


def ask_financial_support(situation: Situation) -> Answer:
    """Say which money can be, by the rules for the country."""
    if situation.country is None:
        return ask_country(situation)
    note = situation.knowledge.country_note(situation.country)
    if stopped := _stopped(situation, note):
        return stopped
    shown = {"country": values.country(situation.country)}
    sources = notes_of([note], situation) if note else ()
    if note is not None and note.kind in _WITHOUT_STARTUP:
        return Answer("utter_financial_support_visa_free", shown, sources=sources)
    if note is not None and note.kind == "six_month_rule":
        return Answer("utter_financial_support_turkey", shown, sources=sources)
    if situation.people is not None:
        people = values.number(situation.people)
        return Answer("utter_financial_support_people", {**shown, "people": people}, sources=sources)
    return Answer("utter_financial_support", shown, sources=sources)


def _by_eurp(situation: Situation, answer_id: str) -> Answer:
    if situation.country is None:
        return ask_country(situation)
    programme = situation.knowledge.programmes[EURP]
    shown = {"country": values.country(situation.country)}
    if not is_open_for(programme, situation.country):
        return Answer(f"{answer_id}_none", shown)
    has_own_rules = any(situation.country in (rule.countries or ()) for rule in programme.exclusions)
    return Answer(answer_id, shown, sources=notes_of([programme], situation), without_figures=has_own_rules)


def ask_reintegration(situation: Situation) -> Answer:
    """Say what help after arrival can be."""
    return _by_eurp(situation, "utter_reintegration")


def ask_business_support(situation: Situation) -> Answer:
    """Say what help for an own business can be."""
    return _by_eurp(situation, "utter_business_support")
