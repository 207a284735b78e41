"""What time alone does to cases, each thing once, on both databases."""

from datetime import timedelta

import pytest

from bot.cases import desk, opening, watch
from bot.cases.opening import Need, need_of
from bot.messages import Reply
from bot.store import cases, forgetting, inbox, people, threads, timers


async def run(office, work, *arguments):
    return await office.database.write(work, office.settings, *arguments, office.now)


async def test_a_silent_counsellor_loses_the_chat_and_the_person_is_told(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await desk_office.open(await desk_office.person())
    case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
    desk_office.pass_time(minutes=14)
    await desk_office.receive("hello?")
    assert await run(desk_office, watch.take_back) == 0
    desk_office.pass_time(minutes=1)
    assert await run(desk_office, watch.take_back) == 1
    assert await run(desk_office, watch.take_back) == 0
    after = await desk_office.case(case)

    assert (after.state, after.counsellor, after.waiting_since) == ("waiting", None, case.waiting_since)
    assert (await desk_office.out())[-1] == ("utter_case_expired", "system")


async def test_a_counsellor_who_waits_for_the_person_keeps_the_chat(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await desk_office.open(await desk_office.person())
    case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
    await desk_office.do(answer, case.id, case.epoch, mina)
    desk_office.pass_time(hours=5)

    assert await run(desk_office, watch.take_back) == 0


def answer(tx, settings, case_id, epoch, counsellor, now):
    return desk.reply(tx, settings, case_id, epoch, counsellor, Reply("Po", "sq"), now)


async def test_the_next_groups_are_asked_then_the_person_is_told_once_and_the_group_alerted(desk_office):
    await desk_office.counsellor("Mina", "prs")
    await desk_office.counsellor("Karl", "fa")
    await desk_office.counsellor("Lea", "de")
    case = await desk_office.open(await desk_office.person(language="prs"))
    steps = []
    for _ in range(5):
        desk_office.pass_time(minutes=5)
        await run(desk_office, watch.ask_further)
        steps.append((await desk_office.case(case)).group_step)

    assert steps == [1, 2, 2, 2, 2]
    assert [line for line, _ in await desk_office.out()] == ["utter_case_long_wait"]
    timer = await desk_office.database.write(timers.take, ("alert",), desk_office.now, desk_office.now + timedelta(minutes=1))
    text = await desk_office.database.read(watch.alert_text, desk_office.settings, timer, desk_office.now)
    assert text.startswith("⏳ Ein Chat wartet schon zu lange.")
    assert text.endswith(f"/cases/{case.id}")


async def test_a_group_with_nobody_in_it_is_not_waited_for(desk_office):
    await desk_office.counsellor("Mina", "sq")
    await desk_office.open(await desk_office.person())
    desk_office.pass_time(minutes=5)

    assert await run(desk_office, watch.ask_further) == 1
    assert [line for line, _ in await desk_office.out()] == ["utter_case_long_wait"]


async def test_somebody_in_danger_is_not_asked_whether_to_wait_but_the_group_is_alerted(desk_office):
    await desk_office.counsellor("Mina", "sq")
    await desk_office.open(await desk_office.person(), "danger", danger="report_violence")
    desk_office.pass_time(minutes=5)

    assert await run(desk_office, watch.ask_further) == 1
    assert await run(desk_office, watch.ask_further) == 0
    assert await desk_office.out() == []
    assert (await due(desk_office, "alert")).payload["kind"] == "waiting"


async def test_the_night_is_no_waiting_time(desk_office):
    await desk_office.counsellor("Mina", "sq")
    desk_office.pass_time(hours=10)  # eight in the evening
    await desk_office.open(await desk_office.person())
    for hours, told in ((2, 0), (11, 0), (0.2, 1)):  # ten, nine in the morning, twelve minutes later
        desk_office.pass_time(hours=hours)
        assert await run(desk_office, watch.ask_further) == told


@pytest.mark.parametrize("answers", [False, True])
async def test_danger_in_a_claimed_chat_gets_the_fixed_text_when_nobody_answers(desk_office, answers):
    mina = await desk_office.counsellor("Mina", "sq")
    person = await desk_office.person()
    case = await desk_office.open(person)
    case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
    desk_office.pass_time(minutes=2)
    for _ in range(2):
        await desk_office.database.write(opening.open_for, person, Need("danger", "report_self_harm"), desk_office.now)
    flagged = await desk_office.case(case)
    assert (flagged.is_danger, flagged.priority, flagged.state, flagged.epoch) == (True, 0, "claimed", case.epoch)
    assert await due(desk_office, "danger_text") is None
    desk_office.pass_time(seconds=30)
    if answers:
        await desk_office.do(answer, case.id, case.epoch, mina)
    desk_office.pass_time(seconds=31)
    timer = await due(desk_office, "danger_text")

    assert await desk_office.database.write(watch.tell_danger, desk_office.settings, timer, desk_office.now) != answers
    assert (("utter_report_self_harm", "system") in await desk_office.out()) != answers
    assert await due(desk_office, "danger_text") is None
    text = (await desk_office.database.read(threads.thread, person.pseudonym))[-1].text
    assert ("112" in text) != answers


async def due(office, kind):
    return await office.database.write(timers.take, (kind,), office.now, office.now + timedelta(hours=1))


async def test_the_fixed_text_comes_once_for_each_kind_of_danger(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    person = await desk_office.person()
    case = await desk_office.open(person)
    await desk_office.do(desk.claim, case.id, case.epoch, mina)
    for kind in ("report_violence", "report_self_harm", "report_violence"):
        await desk_office.database.write(opening.open_for, person, Need("danger", kind), desk_office.now)
        desk_office.pass_time(minutes=11)
        while timer := await due(desk_office, "danger_text"):
            await desk_office.database.write(watch.tell_danger, desk_office.settings, timer, desk_office.now)

    told = [line for line, _ in await desk_office.out() if line.startswith("utter_report")]
    assert told == ["utter_report_violence", "utter_report_self_harm"]


async def test_an_alarm_called_off_says_nothing_more(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    person = await desk_office.person()
    case = await desk_office.open(person)
    await desk_office.do(desk.claim, case.id, case.epoch, mina)
    await desk_office.database.write(opening.open_for, person, Need("danger", "report_violence"), desk_office.now)
    await desk_office.do(desk.calm, case.id, mina)
    desk_office.pass_time(minutes=2)

    assert not await desk_office.database.write(
        watch.tell_danger, desk_office.settings, await due(desk_office, "danger_text"), desk_office.now
    )


async def test_at_night_the_alert_names_who_is_on_call_and_never_what_was_written(desk_office):
    await desk_office.counsellor("Mina", "sq", is_on_call=True)
    await desk_office.counsellor("Karl", "sq")
    desk_office.pass_time(hours=12)
    person = await desk_office.receive("my secret")
    await desk_office.database.write(opening.open_for, person, Need("danger", "report_violence"), desk_office.now)
    timer = await due(desk_office, "alert")
    text = await desk_office.database.read(watch.alert_text, desk_office.settings, timer, desk_office.now)

    assert "Bereitschaft: Mina." in text
    assert "secret" not in text
    assert person.pseudonym not in text


async def test_a_message_without_an_answer_becomes_a_case_and_the_person_is_told_once(desk_office):
    await desk_office.counsellor("Mina", "sq")
    person = await desk_office.person()
    desk_office.pass_time(seconds=61)
    assert await desk_office.database.read(inbox.unanswered, desk_office.now - timedelta(seconds=60)) == [person.pseudonym]
    for told in (True, False):
        assert await run(desk_office, watch.give_to_counsellors, person.pseudonym) is told
    assert await desk_office.database.read(inbox.unanswered, desk_office.now) == []
    case = await desk_office.database.read(cases.open_of, person.pseudonym)

    assert (case.reason, case.state, case.priority) == ("unanswered", "waiting", 1)
    assert [line for line, _ in await desk_office.out()] == ["utter_case_unanswered", "utter_case_queued"]
    assert len(await desk_office.database.read(inbox.waiting_messages, person.pseudonym)) == 1  # the brain still answers it


async def test_a_late_message_in_a_claimed_chat_is_the_counsellors_not_a_new_case(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await desk_office.open(await desk_office.person())
    await desk_office.do(desk.claim, case.id, case.epoch, mina)
    await desk_office.receive("are you there?")
    person = (await desk_office.case(case)).person
    desk_office.pass_time(seconds=61)

    assert await run(desk_office, watch.give_to_counsellors, person) is False
    assert [line for line, _ in await desk_office.out()] == ["utter_case_joined"]


async def test_without_counsellors_nothing_is_opened_and_nothing_said(desk_office):
    person = await desk_office.person()
    desk_office.pass_time(seconds=61)

    assert await run(desk_office, watch.give_to_counsellors, person.pseudonym) is False
    assert await desk_office.database.write(opening.open_for, person, Need("person"), desk_office.now) is None
    assert await desk_office.out() == []


async def test_danger_that_no_brain_hears_is_answered_by_the_gate(desk_office):
    await desk_office.counsellor("Mina", "en")
    person = await desk_office.receive("i want to kill myself")
    desk_office.pass_time(seconds=11)
    [(message, who, text)] = await desk_office.database.read(inbox.unheard, desk_office.now - timedelta(seconds=10))
    assert (who, text) == (person.pseudonym, "i want to kill myself")
    for _ in range(2):
        await run(desk_office, watch.hear_danger, message, who, "report_self_harm")
    case = await desk_office.database.read(cases.open_of, who)

    assert (case.danger, case.priority) == ("report_self_harm", 0)
    assert await desk_office.out() == [("utter_report_self_harm", "system")]
    [line] = [x for x in await desk_office.database.read(threads.thread, who) if x.direction == "out"]
    assert "112" in line.text
    assert line.text.endswith("A counsellor has been called to this chat. In danger, do not wait for the answer.")


@pytest.mark.parametrize(
    ("asked", "step", "after", "danger", "kinds", "reason"),
    [
        (("request_human",), "", "utter_rent", None, ("text",), "person"),
        (("request_human",), "", "utter_offer_person", None, ("choice",), "misunderstood"),
        (("request_human",), "", "utter_figure_unknown", None, ("choice",), "figure"),
        (("request_callback",), "", "", None, ("text",), "callback"),
        (("affirm",), "call_evening", "", None, ("choice",), "callback"),
        (("ask_rent",), "", "", "report_violence", ("text",), "danger"),
        ((), "", "", None, ("voice",), "voice"),
        ((), "", "", None, ("photo",), "file"),
        (("ask_rent", "request_human"), "", "", None, ("text", "text"), "person"),
        (("ask_rent",), "", "utter_figure_unknown", None, ("text",), None),
        (("nlu_fallback",), "", "utter_rephrase", None, ("text",), None),
        ((), "", "", None, ("sticker",), None),
        ((), "", "", None, ("contact",), None),
    ],
)
def test_only_a_wish_danger_a_voice_note_or_a_file_open_a_case(asked, step, after, danger, kinds, reason):
    need = need_of(asked, step, after, danger, kinds)

    assert (need.reason if need else None) == reason


async def test_retention_keeps_a_chat_with_its_case_and_then_nothing_personal(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    person = await desk_office.person()
    case = await desk_office.open(person, place="Bremen", summary={"slots": {}}, wishes={"when": "call_evening"})
    case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
    await desk_office.do(desk.note, case.id, mina, "a note")
    await desk_office.do(desk.close, case.id, case.epoch, mina, outcome="helped")
    [waiting] = await desk_office.database.read(inbox.waiting_messages, person.pseudonym)
    await desk_office.database.write(inbox.finish, [waiting.id], desk_office.now)
    desk_office.pass_time(days=89)
    assert (await desk_office.database.write(forgetting.purge, desk_office.now, 30, 180, 90, 365)).messages == 0
    desk_office.pass_time(days=2)
    await desk_office.database.write(forgetting.purge, desk_office.now, 30, 180, 90, 365)
    after = await desk_office.case(case)

    assert (after.person, after.summary, after.wishes, after.place, after.alias) == (None, None, None, None, "")
    assert (after.language, after.outcome) == ("sq", "helped")
    assert await desk_office.database.read(threads.notes_of, case.id) == []
    assert not [line for line in await desk_office.database.read(threads.thread, person.pseudonym) if line.direction == "in"]
    desk_office.pass_time(days=300)
    await desk_office.database.write(forgetting.purge, desk_office.now, 30, 180, 90, 365)
    assert await desk_office.case(case) is None


async def test_somebody_silent_for_half_a_year_is_forgotten_with_the_open_case(desk_office):
    case = await desk_office.open(await desk_office.person())
    desk_office.pass_time(days=181)
    await desk_office.database.write(forgetting.purge, desk_office.now, 30, 180, 90, 365)
    after = await desk_office.case(case)

    assert (after.state, after.outcome, after.person) == ("closed", "erased", None)
    assert await desk_office.database.read(people.load, case.person) is None
