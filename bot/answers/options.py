"""Return options, support money, and what concerns the right to stay."""

from __future__ import annotations

from bot import values
from bot.answers.conversation import ask_country
from bot.answers.model import Answer, Situation, notes_of
from bot.answers.support import programme_named, show_estimate, stopped
from bot.answers.support_form import button, household_of
from bot.knowledge.model import Programme
from bot.support import estimate

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


def ask_return_options(situation: Situation) -> Answer:
    """List the programmes that are open for the country."""
    if answer := programme_named(situation, "ask_return_options") or stopped(situation):
        return answer
    if situation.country is None:
        return ask_country(situation)
    note = situation.knowledge.country_note(situation.country)
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


def ask_eligibility(situation: Situation) -> Answer:
    """Say who can get help; worked out when country and status are known."""
    if answer := programme_named(situation, "ask_eligibility") or stopped(situation):
        return answer
    known = household_of(situation)
    if known.household and known.household.status:
        return show_estimate(situation, known)
    buttons = (button("work_it_out", page="start"), "ask_counselling_centre", "ask_stay_options", "request_human")
    return Answer("utter_eligibility", buttons=buttons, slots=known.told)


def ask_travel_costs(situation: Situation) -> Answer:
    """Say what of the journey can be paid; no amount where the smaller one for visa-free nationals holds."""
    if answer := programme_named(situation, "ask_travel_costs") or stopped(situation):
        return answer
    note = situation.knowledge.country_note(situation.country or "")
    return Answer("utter_travel_costs", without_figures=note is not None and note.kind in _WITHOUT_STARTUP)


def ask_medical_support(situation: Situation) -> Answer:
    """Say what help for the ill can be."""
    around = ("ask_healthcare_home", "ask_counselling_centre", "ask_stay_options", "request_human")
    answer = programme_named(situation, "ask_medical_support") or stopped(situation, around)
    return answer or Answer("utter_medical_support")


def ask_vulnerable_support(situation: Situation) -> Answer:
    """Name special help; whoever said to be exploited is told of theirs."""
    if answer := programme_named(situation, "ask_vulnerable_support"):
        return answer
    if situation.slots.get("special") == "trafficking":
        return stopped(situation) or Answer("utter_vulnerable_support")
    return Answer("utter_vulnerable_support")


def _by_eurp(situation: Situation, answer_id: str) -> Answer:
    if answer := programme_named(situation, answer_id.replace("utter_", "ask_")) or stopped(situation):
        return answer
    if situation.country is None:
        return ask_country(situation)
    if situation.slots.get("stay") == "short" and _is_ruled_out(situation):
        return show_estimate(situation)
    programme = situation.knowledge.programmes[EURP]
    shown = {"country": values.country(situation.country)}
    if not is_open_for(programme, situation.country):
        return Answer(f"{answer_id}_none", shown)
    has_own_rules = any(situation.country in (rule.countries or ()) for rule in programme.exclusions)
    return Answer(answer_id, shown, sources=notes_of([programme], situation), without_figures=has_own_rules)


def _is_ruled_out(situation: Situation) -> bool:
    """Whether the help after arrival is there for the country, but not for a stay as short as this one."""
    known = household_of(situation).household
    return known is not None and any(
        "eurp_year" in reason.payments for reason in estimate(known, situation.knowledge, situation.today).reasons
    )


def ask_reintegration(situation: Situation) -> Answer:
    """Say what help after arrival can be."""
    return _by_eurp(situation, "utter_reintegration")


def ask_business_support(situation: Situation) -> Answer:
    """Say what help for an own business can be."""
    return _by_eurp(situation, "utter_business_support")
