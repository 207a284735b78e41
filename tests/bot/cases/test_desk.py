"""What people are told at each step, who is asked, and what a counsellor sees."""

from datetime import UTC, datetime

import pytest

from bot.cases import desk, hours, routing
from bot.cases.desk_state import DeskState, desk_state
from bot.console.replies import answer
from bot.messages import Reply
from bot.store import cases, media, outbox, people, threads
from bot.store.figures import figures
from tests.bot.cases.conftest import MONDAY_TEN


async def test_a_whole_talk_as_the_person_reads_it(desk_office):
    mina, karl = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "sq")
    case = await desk_office.open(await desk_office.person())
    case = await desk_office.do(desk.take_next, mina)
    await desk_office.do(write, case.id, case.epoch, mina, "Mirëdita")
    case = await desk_office.do(desk.transfer, case.id, case.epoch, mina, to=karl)
    case = await desk_office.do(desk.release, case.id, case.epoch, karl)
    case = await desk_office.do(desk.claim, case.id, case.epoch, karl)
    case = await desk_office.do(desk.transfer, case.id, case.epoch, karl, to_language="ar")
    assert (case.state, case.group_language) == ("waiting", "ar")
    case = await desk_office.do(desk.claim, case.id, case.epoch, karl)
    await desk_office.do(desk.close, case.id, case.epoch, karl, outcome="helped", follow_up_on="2026-12-01")
    closed = await desk_office.case(case)
    case = await desk_office.do(desk.reopen, case.id, closed.epoch, mina)
    await desk_office.do(desk.hand_back, case.id, case.epoch, mina)

    assert await desk_office.out() == [
        ("utter_case_joined", "system"), ("👤 Mina:\nMirëdita", f"counsellor:{mina.id}"), ("utter_case_transferred", "system"),
        ("utter_case_released", "system"), ("utter_case_joined", "system"), ("utter_case_regrouped", "system"),
        ("utter_case_joined", "system"), ("utter_case_closed", "system"), ("utter_case_rating", "system"),
        ("utter_case_joined", "system"), ("utter_case_handed_back", "system"),
    ]  # fmt: skip
    assert (closed.outcome, closed.follow_up_on) == ("helped", "2026-12-01")


def write(tx, settings, case_id, epoch, counsellor, text, now):
    return desk.reply(tx, settings, case_id, epoch, counsellor, Reply(text, "sq"), now)


async def test_after_a_crisis_nobody_is_asked_for_a_rating_unless_it_was_none(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    for number, is_calmed in enumerate((False, True)):
        person = await desk_office.person(f"chat-{number}")
        case = await desk_office.open(person, "danger", danger="report_violence")
        case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
        await desk_office.do(write, case.id, case.epoch, mina, "Mirëdita")
        if is_calmed:
            await desk_office.do(desk.calm, case.id, mina)
        await desk_office.do(desk.close, case.id, case.epoch, mina, outcome="helped")
        assert ("utter_case_rating", "system") in await desk_office.out(person=person.pseudonym) or not is_calmed
        assert ("utter_case_rating", "system") not in await desk_office.out(person=person.pseudonym) or is_calmed


async def test_opening_twice_raises_the_case_and_keeps_what_is_known(desk_office):
    person = await desk_office.person()
    first = await desk_office.open(person, country="AL", wishes={"counsellor": "woman"}, summary={"slots": {"country": "AL"}})
    desk_office.pass_time(minutes=3)
    again = await desk_office.open(person, "danger", danger="report_self_harm", wishes={"when": "call_evening"})
    calm = await desk_office.open(person, "voice")

    assert (again.id, again.epoch, again.opened_at) == (first.id, first.epoch, first.opened_at)
    assert (again.priority, again.reason, again.is_danger, again.country) == (0, "danger", True, "AL")
    assert calm.wishes == {"counsellor": "woman", "when": "call_evening"}
    assert (calm.priority, calm.summary) == (0, {"slots": {"country": "AL"}})


async def test_danger_is_first_then_voice_then_who_waits_longest(desk_office):
    opened = []
    for number, (reason, danger) in enumerate(
        [("person", None), ("callback", None), ("voice", None), ("danger", "report_violence")]
    ):
        opened.append(await desk_office.open(await desk_office.person(f"chat-{number}"), reason, danger=danger))
        desk_office.pass_time(minutes=1)
    queue = await desk_office.database.read(cases.queue, desk_office.now)

    assert [case.id for case in queue] == [opened[n].id for n in (3, 2, 0, 1)]


async def test_a_not_crisis_goes_back_among_the_others(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await desk_office.open(await desk_office.person(), "danger", danger="report_violence")
    await desk_office.do(desk.calm, case.id, mina)
    calmed = await desk_office.case(case)

    assert (calmed.priority, calmed.is_danger, calmed.danger) == (2, False, "report_violence")


async def test_a_person_has_the_same_alias_in_every_case_and_another_person_another(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    person, other = await desk_office.person(), await desk_office.person("chat-2")
    first = await desk_office.open(person)
    await desk_office.do(desk.close, first.id, first.epoch, mina, outcome="helped")
    second, third = await desk_office.open(person), await desk_office.open(other)

    assert first.alias == second.alias != third.alias
    assert len(first.alias.split("-")) == 2
    assert {case.id for case in await desk_office.database.read(cases.earlier, person.pseudonym)} == {first.id, second.id}


@pytest.mark.parametrize(
    ("languages", "language", "step", "danger", "gets"),
    [
        (("sq",), "sq", 0, None, True),
        (("ar",), "sq", 0, None, False),
        (("ar",), "sq", 2, None, True),
        (("fa",), "prs", 0, None, False),
        (("fa",), "prs", 1, None, True),
        (("ar",), "prs", 1, None, False),
        (("ar",), "sq", 0, "report_violence", True),
    ],
)
async def test_take_next_gives_what_is_in_my_languages_then_near_ones_then_all(
    desk_office, languages, language, step, danger, gets
):
    mina = await desk_office.counsellor("Mina", *languages)
    await desk_office.counsellor("Lea", language)  # the first group is hers
    case = await desk_office.open(await desk_office.person(language=language), danger=danger)
    await desk_office.database.write(cases.change, case.id, group_step=step)
    taken = await desk_office.do(desk.take_next, mina)

    assert (taken is not None) == gets
    assert taken is None or taken.counsellor == mina.id


async def test_full_hands_get_nothing_but_danger(desk_office):
    mina = await desk_office.counsellor("Mina", "sq", capacity=1)
    for number, danger in enumerate((None, None, "report_violence")):
        await desk_office.open(await desk_office.person(f"chat-{number}"), danger=danger)
        desk_office.pass_time(minutes=1)

    taken = [await desk_office.do(desk.take_next, mina) for _ in range(3)]
    assert [case and case.danger for case in taken] == ["report_violence", None, None]


async def test_among_equals_my_language_and_country_come_before_a_longer_wait(desk_office):
    mina, lea = await desk_office.counsellor("Mina", "ar", countries=("IQ",)), await desk_office.counsellor("Lea", "ckb")
    first = await desk_office.open(await desk_office.person("chat-1", "ckb"), country="IQ")
    second = await desk_office.open(await desk_office.person("chat-2", "ar"), country="SY")
    third = await desk_office.open(await desk_office.person("chat-3", "ar"), country="IQ")
    for case in (first, second, third):
        await desk_office.database.write(cases.change, case.id, group_step=2)
    queue = await desk_office.database.read(cases.queue, desk_office.now)

    assert [case.id for case in routing.for_counsellor(desk_office.settings, mina, queue, [mina, lea])] == [
        third.id,
        second.id,
        first.id,
    ]


@pytest.mark.parametrize(
    ("at", "is_open", "opens"),
    [
        ("2026-11-23T09:00", True, None),
        ("2026-11-23T17:00", False, "2026-11-24T09:00"),
        ("2026-11-23T08:59", False, "2026-11-23T09:00"),
        ("2026-11-20T20:00", False, "2026-11-23T09:00"),  # over the week-end
        ("2026-12-24T20:00", False, "2026-12-28T09:00"),  # over a holiday
        ("2026-03-28T20:00", False, "2026-03-30T09:00"),  # over the night in which clocks go forward
    ],
)
async def test_hours_are_those_of_the_counsellors_clock(desk_office, at, is_open, opens):
    mina = await desk_office.counsellor("Mina", "sq")
    now = datetime.fromisoformat(at).replace(tzinfo=hours.ZoneInfo("Europe/Berlin"))
    free = {"2026-12-25"}

    assert hours.is_open([mina], free, now) == is_open
    if opens:
        assert hours.next_opening([mina], free, now).astimezone(hours.ZoneInfo("Europe/Berlin")).isoformat()[:16] == opens


async def test_a_counsellor_elsewhere_works_by_the_clock_there_and_who_is_away_does_not(desk_office):
    far = await desk_office.counsellor("Far", "sq", time_zone="America/New_York")
    away = await desk_office.counsellor("Away", "sq", is_away=True)

    assert not hours.is_open([far, away], (), MONDAY_TEN)
    assert hours.next_opening([far, away], (), MONDAY_TEN) == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert hours.next_opening([away], (), MONDAY_TEN) is None


async def test_the_desk_tells_the_next_day_and_time_in_the_persons_language(desk_office, catalogue):
    await desk_office.counsellor("Mina", "de")
    await desk_office.counsellor("Karl", "sq", hours={"wed": [["14:00", "18:00"]]})
    sunday = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    state = await desk_office.database.read(desk_state, desk_office.settings, "sq", sunday)
    answer_id, shown = state.queue_line()

    assert "e mërkurë, 25 nëntor, 14:00" in catalogue.render(answer_id, shown, "sq").text
    assert "14:00" in catalogue.render(answer_id, shown, "ar").text
    german = await desk_office.database.read(desk_state, desk_office.settings, "de", sunday)
    assert "Montag, 23. November, 09:00" in catalogue.render(*german.queue_line(), "de").text


async def test_without_counsellors_there_is_no_desk_and_nothing_is_promised(desk_office):
    assert await desk_office.database.read(desk_state, desk_office.settings, "sq", desk_office.now) is None


async def test_a_waiting_time_is_told_when_others_have_waited_alike(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    for number in range(3):
        case = await desk_office.open(await desk_office.person(f"chat-{number}"))
        desk_office.pass_time(minutes=7)
        await desk_office.do(desk.claim, case.id, case.epoch, mina)
    state = await desk_office.database.read(desk_state, desk_office.settings, "sq", desk_office.now)

    assert state == DeskState(True, minutes=10)


async def test_danger_outside_hours_never_says_that_somebody_comes(desk_office, catalogue):
    await desk_office.counsellor("Mina", "en")
    night = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    state = await desk_office.database.read(desk_state, desk_office.settings, "en", night)
    text = catalogue.render(*state.danger_line(), "en").text

    assert text.startswith("No counsellor is here now. Do not wait here: get help now.")
    assert "Monday, 23 November, 09:00" in text
    assert not any(promise in text.lower() for promise in ("soon", "coming", "on the way", "called"))


async def test_a_voice_answer_and_a_file_go_with_the_name_in_front(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await desk_office.open(await desk_office.person())
    case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
    sound = desk.Upload("audio", "audio/ogg", b"OggS")
    await desk_office.do(speak, case.id, case.epoch, mina, upload=sound)
    lines = await desk_office.database.read(threads.thread, case.person)
    medium = await desk_office.database.read(media.load, lines[-1].payload["audio"])

    assert lines[-1].text == "👤 Mina:"
    assert (medium.mime, medium.content) == ("audio/ogg", b"OggS")


def speak(tx, settings, case_id, epoch, counsellor, now, upload):
    return desk.reply(tx, settings, case_id, epoch, counsellor, Reply("", "sq"), now, upload=upload)


async def test_a_vetted_answer_is_sent_in_the_persons_language_for_the_persons_country(desk_office):
    mina = await desk_office.counsellor("Mina", "de")
    case = await desk_office.open(await desk_office.person(), country="AL", summary={"slots": {"country": "AL"}})
    case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
    found = answer(desk_office.settings, case, "ask_rent", "sq", "", "")
    await desk_office.database.write(desk.reply, desk_office.settings, case.id, case.epoch, mina, found, desk_office.now)
    [line] = [line for line in await desk_office.database.read(threads.thread, case.person) if "counsellor" in line.author]

    assert line.text.startswith("👤 Mina:\n🏠 ")
    assert "Tirana" in line.text
    assert "Burimi" in line.text


async def test_the_thread_shows_deliveries_edits_files_and_danger(desk_office):
    person = await desk_office.person()
    await desk_office.receive("helo", message_id="7")
    await desk_office.receive("hello", message_id="7", is_edit=True)

    def fill(tx):
        first = threads.thread(tx, person.pseudonym)[1]
        media.add(tx, person.pseudonym, first.id, "image/png", b"picture", desk_office.now)
        bubbles = outbox.add(tx, person, [Reply("one", "sq"), Reply("two", "sq"), Reply("three", "sq")], desk_office.now)
        outbox.fail(tx, bubbles[0], "refused", desk_office.now)
        outbox.fail(tx, bubbles[1], "blocked", desk_office.now)

    await desk_office.database.write(fill)
    lines = await desk_office.database.read(threads.thread, person.pseudonym)

    assert [line.delivery for line in lines if line.direction == "out"] == ["failed", "unreachable", "waiting"]
    assert [line.replaces for line in lines[:3]] == [None, None, lines[1].seq]
    assert [file.mime for file in lines[1].files] == ["image/png"]
    behind = await desk_office.database.read(threads.thread, person.pseudonym, lines[1].seq, 2)
    assert [line.seq for line in behind] == [line.seq for line in lines[2:4]]
    assert await desk_office.database.read(threads.thread, "nobody") is None


async def test_it_is_the_counsellors_turn_from_the_first_message_without_an_answer(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await desk_office.open(await desk_office.person())
    case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
    claimed_at = desk_office.now
    desk_office.pass_time(minutes=5)
    await desk_office.receive("are you there?")
    assert (await desk_office.case(case)).due_since == claimed_at
    await desk_office.do(write, case.id, case.epoch, mina, "Po")
    assert (await desk_office.case(case)).due_since is None
    desk_office.pass_time(minutes=1)
    asked_at = desk_office.now
    await desk_office.receive("thank you")
    desk_office.pass_time(minutes=1)
    await desk_office.receive("and one question")

    assert (await desk_office.case(case)).due_since == asked_at


async def test_notes_stay_among_counsellors_and_in_order(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await desk_office.open(await desk_office.person())
    for text in ("wants to call the centre", "safe on Tuesdays"):
        await desk_office.do(desk.note, case.id, mina, text)
    notes = await desk_office.database.read(threads.notes_of, case.id)

    assert [(note.name, note.text) for note in notes] == [("Mina", "wants to call the centre"), ("Mina", "safe on Tuesdays")]
    assert await desk_office.out() == []


async def test_figures_are_medians_of_each_language_and_country(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    for number, minutes in enumerate((2, 4, 30)):
        person = await desk_office.person(f"chat-{number}")
        begun = desk_office.now
        case = await desk_office.open(person, country="AL")
        desk_office.pass_time(minutes=minutes)
        case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
        desk_office.pass_time(minutes=1)
        await desk_office.do(write, case.id, case.epoch, mina, "Mirëdita")
        await desk_office.do(desk.close, case.id, case.epoch, mina, outcome="helped")
        assert await desk_office.database.write(cases.rate, person.pseudonym, 3 - number % 2)
        assert begun < desk_office.now
    [row] = await desk_office.database.read(figures, MONDAY_TEN, desk_office.now)

    assert (row.language, row.country, row.opened, row.closed, row.ratings) == ("sq", "AL", 3, 3, 3)
    assert (row.waiting.total_seconds(), row.first_reply.total_seconds()) == (240, 300)
    assert row.rating == pytest.approx(8 / 3)


async def test_follow_ups_and_callbacks_are_listed(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await desk_office.open(await desk_office.person())
    case = await desk_office.do(desk.claim, case.id, case.epoch, mina)
    await desk_office.do(desk.close, case.id, case.epoch, mina, outcome="helped", follow_up_on="2026-12-01")
    waiting = await desk_office.open(await desk_office.person("chat-2"), "callback", wishes={"when": "call_evening"})

    assert [c.id for c in await desk_office.database.read(cases.follow_ups, mina.id, "2026-12-01")] == [case.id]
    assert await desk_office.database.read(cases.follow_ups, mina.id, "2026-11-30") == []
    [callback] = await desk_office.database.read(cases.callbacks)
    assert (callback.id, callback.wishes) == (waiting.id, {"when": "call_evening"})


async def test_a_thousand_waiting_cases_are_listed_at_once(desk_office):
    import time

    def fill(tx):
        for number in range(1000):
            person = people.add(tx, "telegram", "1", f"chat-{number}", desk_office.now)
            cases.open_case(tx, person, "person", desk_office.now, language="sq", wishes={"counsellor": "woman"})

    await desk_office.database.write(fill)
    mina = await desk_office.counsellor("Mina", "sq")
    begun = time.perf_counter()
    queue = await desk_office.database.read(cases.queue, desk_office.now)
    ranked = routing.for_counsellor(desk_office.settings, mina, queue, [mina])

    assert len(ranked) == 1000
    assert time.perf_counter() - begun < 0.2
