"""The way itself: what comes next, papers, luggage, the day of travel; and reminders that the person asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import values
from bot.answers.model import Answer, Choice, Situation, is_told, notes_of
from bot.answers.options import _static
from bot.catalogue import SourceNote
from bot.knowledge.model import Step
from bot.reminders.wish import PREFIX, Wish, zone_of

ALL, REMIND = "ask_next_steps?page=all", "ask_next_steps?page=remind"
_NAMED_ON_ROAD = 3  # open steps with a button of their own
_STOPPED = ("suspended", "restricted")


def ask_next_steps(situation: Situation) -> Answer:
    """Show the next open step, the whole road, or set a reminder; keep what the person says is done."""
    page, step = situation.named.get("page", ""), situation.named.get("step", "")
    if step.startswith(PREFIX):
        return _reminder(situation, Wish.read(step))
    if page == "remind":
        return Answer("utter_remind_when")
    steps = _steps_for(situation)
    done = _done(situation, steps)
    slots = {"steps_done": [each.id for each in steps if each.id in done] + _done_elsewhere(situation, steps)}
    if page == "all":
        return _whole_road(situation, steps, done, slots)
    following = next((each for each in steps if each.id not in done), None)
    shown = next((each for each in steps if each.id == page), following)
    if shown is None:
        back: tuple[Choice, ...] = (_set_back(steps, done), REMIND, "request_human")
        return Answer("utter_steps_finished", {"road": _road(steps, done, None)}, back, slots=slots)
    has_just_done = situation.named.get("done") in done
    buttons: tuple[Choice, ...] = (
        {"id": f"ask_next_steps?done={shown.id}", "title": values.term("step_done")},
        _set_back(steps, done, situation.named.get("done")) if has_just_done else shown.question,
        ALL,
        REMIND,
    )
    told = {
        "name": values.term(f"step_{shown.id}"),
        "step": values.answer(f"step_{shown.id}" if _is_told(situation, shown) else "step_withheld"),
        "stopped": _stopped(situation),
        "road": _road(steps, done, following),
        "free": values.answer("steps_free"),
    }
    answer_id = "utter_next_steps" if shown is following else "utter_step"
    return Answer(answer_id, told, buttons, _sources(situation, shown), slots=slots)


ask_apply = _static("utter_apply")
ask_processing_time = _static("utter_processing_time")
ask_travel_documents = _static("utter_travel_documents")
ask_luggage = _static("utter_luggage")
ask_travel_day = _static("utter_travel_day")
ask_before_leaving = _static("utter_before_leaving")
ask_counselling_free = _static("utter_counselling_free")
ask_my_status = _static("utter_my_status")


def _steps_for(situation: Situation) -> list[Step]:
    """Return the steps that are for a person: those after arrival for who is back."""
    place = "home" if situation.is_home else "germany"
    return [step for step in situation.knowledge.checklist if place in step.whereabouts]


def _done(situation: Situation, steps: list[Step]) -> set[str]:
    """Return what is done of the steps, with what the person has just said."""
    known = {step.id for step in steps}
    done = set(situation.slots.get("steps_done") or ()) | {situation.named.get("done", "")}
    return (done - {situation.named.get("undone", "")}) & known


def _done_elsewhere(situation: Situation, steps: list[Step]) -> list[str]:
    """Return what was done of the steps that are not shown now: whoever goes back to the list finds it as it was."""
    known = {step.id for step in steps}
    return [step for step in situation.slots.get("steps_done") or () if step not in known]


def _whole_road(situation: Situation, steps: list[Step], done: set[str], slots: Mapping[str, Any]) -> Answer:
    left = [step for step in steps if step.id not in done]
    buttons: list[Choice] = [
        {"id": f"ask_next_steps?page={step.id}", "title": values.term(f"step_{step.id}")} for step in left[:_NAMED_ON_ROAD]
    ]
    buttons.append(_set_back(steps, done) if done else REMIND)
    present = left[0] if left else None
    stations = [{"name": values.term(f"step_{step.id}"), "state": _state(step, done, present)} for step in steps]
    free = values.answer("steps_free")
    picture = {"kind": "road", "title": values.term("whole_road"), "note": free, "stations": stations}
    told = {"road": _road(steps, done, present), "stopped": _stopped(situation), "free": free}
    return Answer("utter_steps_all", told, tuple(buttons), slots=slots, picture=picture)


def _state(step: Step, done: set[str], present: Step | None) -> str:
    return "done" if step.id in done else "present" if step is present else "open"


def _road(steps: list[Step], done: set[str], present: Step | None) -> values.Value:
    def line(step: Step) -> values.Value:
        return values.answer(f"road_{_state(step, done, present)}", name=values.term(f"step_{step.id}"))

    return values.lines(map(line, steps))


def _set_back(steps: list[Step], done: set[str], step: str | None = None) -> Choice:
    """Return the button that takes back a step: the given one, else the last that is done."""
    last = step if step in done else next(each.id for each in reversed(steps) if each.id in done)
    return {"id": f"ask_next_steps?undone={last}", "title": values.term("step_undone")}


def _stopped(situation: Situation) -> values.Value:
    """Say where funded travel is stopped or limited; empty elsewhere, and for who is back."""
    note = situation.knowledge.country_note(situation.country) if situation.country and not situation.is_home else None
    if note is None or note.kind not in _STOPPED:
        return values.latin("")
    return values.answer("steps_stopped", country=values.country(situation.country or ""))


def _is_told(situation: Situation, step: Step) -> bool:
    """Whether all that a step's text rests on is sure and young enough to be told."""
    return all(is_told(situation.knowledge.fact(fact_id), situation) for fact_id in step.facts)


def _sources(situation: Situation, step: Step) -> tuple[SourceNote, ...]:
    return notes_of(map(situation.knowledge.fact, step.facts), situation) if _is_told(situation, step) else ()


def _reminder(situation: Situation, wish: Wish | None) -> Answer:
    """Confirm day and time; the brain keeps the reminder. Offer the days when the wish is none that can be kept."""
    zone, country = zone_of(situation.knowledge, situation.country, situation.is_home)
    at = wish.due_at(situation.now, zone) if wish else None
    if at is None:
        return Answer("utter_remind_when")
    told = {
        "when": values.moment(at, zone.key),
        "country": values.country(country),
        "web": values.answer("reminder_web") if situation.channel == "web" else values.latin(""),
    }
    return Answer("utter_reminder_set", told, remind_at=at)
