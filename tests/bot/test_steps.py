"""The personal checklist: the next open step first, done ones ticked, and other steps for who is back."""

import dataclasses
from datetime import UTC, date, datetime

import pytest

from bot.answers import ANSWERS
from bot.answers.model import Situation, complete
from bot.check import check
from bot.clock import today
from bot.languages import load_languages

GERMANY = ["counselling", "papers", "application", "booking", "leaving", "travel_day", "arrival"]


@pytest.fixture
def ask(catalogue, knowledge, settings):
    """Ask for the next steps; return the answer and what is written."""

    def asked(language="en", **known):
        known = {"today": today(), "knowledge": knowledge, **known}
        situation = Situation(language=language, languages=load_languages(settings.data), **known)
        answer = ANSWERS["ask_next_steps"](situation)
        values, sources, _ = complete(answer, catalogue.entries[answer.id], situation)
        return answer, catalogue.render(answer.id, values, language, buttons=answer.buttons, sources=sources)

    return asked


def ids(reply):
    return [button.id for button in reply.buttons]


def test_the_first_step_is_free_advice_with_where_what_to_bring_how_long_and_its_source(ask):
    answer, reply = ask()

    assert reply.text.startswith("🧭 Your next step: Free advice\n")
    assert all(part in reply.text for part in ("Where:", "Bring:", "How long:", "You can stop at every step."))
    assert reply.sources
    assert ids(reply) == [
        "ask_next_steps?done=counselling", "ask_counselling_centre", "ask_next_steps?page=all", "ask_next_steps?page=remind",
    ]  # fmt: skip
    assert answer.slots == {"steps_done": []}


def test_pressing_done_on_and_on_leads_through_all_steps_to_the_end(ask):
    done = []
    for step in GERMANY:
        answer, reply = ask(slots={"steps_done": done}, named={"done": step})
        done = answer.slots["steps_done"]
        assert len(reply.buttons) <= 4
    assert done == GERMANY
    assert answer.id == "utter_steps_finished"


def test_what_was_done_just_now_can_be_taken_back_at_once(ask):
    answer, reply = ask(named={"done": "counselling"})

    assert "✅ Free advice\n👉 Passport, travel paper\n" in reply.text
    assert ids(reply)[:2] == ["ask_next_steps?done=papers", "ask_next_steps?undone=counselling"]
    back, _ = ask(slots=answer.slots, named={"undone": "counselling"})
    assert back.slots == {"steps_done": []}


def test_whoever_has_a_passport_already_marks_that_step_before_the_first(ask):
    _, road = ask(named={"page": "all"})
    assert "ask_next_steps?page=papers" in ids(road)
    _, shown = ask(named={"page": "papers"})
    assert shown.text.startswith("🧭 Passport, travel paper\n")
    assert ids(shown)[0] == "ask_next_steps?done=papers"
    answer, reply = ask(named={"done": "papers"})

    assert answer.slots == {"steps_done": ["papers"]}
    assert reply.text.startswith("🧭 Your next step: Free advice\n")


def test_the_whole_road_has_a_picture_with_a_station_a_step(ask):
    answer, reply = ask(named={"page": "all"}, slots={"steps_done": ["counselling"]})

    assert [station["state"] for station in answer.picture["stations"]] == ["done", "present", *["open"] * 5]
    assert ids(reply)[-1] == "ask_next_steps?undone=counselling"


def test_who_is_back_sees_the_steps_after_arrival_only_and_keeps_the_others(ask):
    answer, reply = ask(whereabouts="home", slots={"steps_done": ["counselling"]}, named={"done": "arrival"})

    assert reply.text.startswith("🧭 Your next step: Help after arrival\n")
    assert "Application" not in reply.text
    assert set(answer.slots["steps_done"]) == {"counselling", "arrival"}


@pytest.mark.parametrize("named", [{"done": "nonsense"}, {"undone": "papers"}, {"page": "nonsense"}, {"step": "remind_in_999"}])
def test_what_no_button_says_changes_nothing(ask, named):
    answer, _ = ask(named=named)

    assert answer.id in ("utter_next_steps", "utter_remind_when")
    assert not answer.slots.get("steps_done")


def test_where_funded_travel_is_stopped_each_step_says_so(ask):
    assert "⚠️ Ukraine: funded travel is stopped or limited" in ask(country="UA")[1].text


def test_a_step_whose_facts_are_too_old_is_not_told(ask):
    _, reply = ask(named={"page": "application"}, today=date(2040, 1, 1))

    assert "eight weeks" not in reply.text
    assert "too old to tell" in reply.text


def test_embassy_and_asylum_claim_come_with_a_warning(ask):
    assert "Talk to a counsellor before you contact the embassy." in ask(named={"page": "papers"})[1].text
    assert "as a rule final" in ask(named={"page": "counselling"})[1].text


@pytest.mark.parametrize(("known", "told"), [
    ({}, "Monday, 23 November, 10:30. This is the time in: Germany."),
    ({"country": "AF"}, "Monday, 23 November, 10:30. This is the time in: Germany."),
    ({"country": "AF", "whereabouts": "home"}, "Monday, 23 November, 10:30. This is the time in: Afghanistan."),
])  # fmt: skip
def test_a_reminder_is_confirmed_with_day_and_time_where_the_person_is_and_how_to_stop_it(ask, known, told):
    answer, reply = ask(named={"step": "remind_on_1@10:30"}, now=datetime(2026, 11, 18, 12, tzinfo=UTC), **known)

    assert answer.remind_at is not None
    assert told in reply.text
    assert "/stop" in reply.text


def test_on_the_web_page_the_person_learns_where_the_reminder_will_be(ask):
    assert "open this page again" in ask(named={"step": "remind_in_1"}, channel="web")[1].text


def test_every_button_of_a_reminder_page_is_a_wish(ask):
    _, reply = ask(named={"page": "remind"})

    assert len(reply.buttons) == 4
    assert all(ask(named={"step": b.id.split("step=")[1]})[0].remind_at for b in reply.buttons)


def test_check_names_a_step_without_text_fact_or_question(settings, tmp_path):
    office = tmp_path / "office" / "knowledge"
    office.mkdir(parents=True)
    (office / "checklist.yml").write_text(
        "- {id: dream, whereabouts: [germany], facts: [leaving.nonsense], question: ask_nonsense}\n"
        "- {id: arrival, whereabouts: [germany]}\n- {id: after, gone: yes}\n",
        encoding="utf-8",
    )
    faults = [str(f) for f in check(dataclasses.replace(settings, var=tmp_path)) if "checklist" in str(f)]

    for wanted in ("no term 'step_dream'", "no text 'step_dream'", "no fact 'leaving.nonsense'", "'ask_nonsense'", "is home"):
        assert any(wanted in fault for fault in faults), wanted
