"""What the person is asked while a counsellor has the chat: may a colleague go on, are you still there."""

from datetime import timedelta

import pytest

from bot.brain.outcome import Batch, hear
from bot.cases import desk, watch
from bot.errors import CaseChangedError
from bot.messages import Incoming, Reply
from bot.store import cases, forgetting, inbox, threads, timers


async def claimed(office, counsellor, **facts):
    case = await office.open(await office.person(), **facts)
    return await office.do(desk.claim, case.id, case.epoch, counsellor)


async def say(office, case, counsellor, text="Po"):
    def write(tx, settings, now):
        return desk.reply(tx, settings, case.id, case.epoch, counsellor, Reply(text, "sq"), now)

    return await office.do(write)


async def answers(office, case, **said):
    """The person answers, as the brain's lane writes it down."""
    person = await office.receive("…")
    waiting = await office.database.read(inbox.waiting_messages, person.pseudonym)
    batch = Batch(tuple(message.id for message in waiting), **said)
    await office.database.write(hear, office.settings, person, batch)
    return await office.case(case)


@pytest.mark.parametrize(
    ("to_language", "consent", "state", "told"),
    [
        (None, True, "claimed", "utter_case_transferred"),
        (None, False, "claimed", "utter_case_not_transferred"),
        (None, None, "claimed", "utter_case_ask_transfer"),
        ("ar", True, "waiting", "utter_case_regrouped"),
        ("ar", False, "claimed", "utter_case_not_transferred"),
    ],
)
async def test_a_transfer_happens_on_a_yes_and_not_on_a_no(desk_office, to_language, consent, state, told):
    mina, karl = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "sq")
    case = await claimed(desk_office, mina)
    to = {"to_language": to_language} if to_language else {"to": karl}
    await desk_office.do(desk.ask_transfer, case.id, case.epoch, mina, **to)
    asked = await desk_office.case(case)
    after = await answers(desk_office, case, consent=consent)

    assert (asked.counsellor, asked.epoch, asked.transfer_asked_at is not None) == (mina.id, case.epoch, True)
    assert (after.state, (await desk_office.out())[-1][0]) == (state, told)
    assert after.counsellor == (karl.id if consent and not to_language else None if consent else mina.id)
    assert (after.transfer_asked_at is None) == (consent is not None)
    assert (after.transfer_refused_at is not None) == (consent is False)


async def test_the_question_names_the_country_that_the_colleague_knows(desk_office):
    mina, karl = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "sq", countries=("AL",))
    case = await claimed(desk_office, mina, country="AL")
    await desk_office.do(desk.ask_transfer, case.id, case.epoch, mina, to=karl)
    line = (await desk_office.database.read(threads.thread, case.person))[-1]

    assert line.payload["answer_id"] == "utter_case_ask_transfer_knows"
    assert [button["id"] for button in line.payload["buttons"]] == ["transfer_yes", "transfer_no"]


async def test_one_question_is_open_at_a_time_and_only_the_own_counsellor_asks(desk_office):
    mina, karl = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "sq")
    case = await claimed(desk_office, mina)
    with pytest.raises(CaseChangedError):
        await desk_office.do(desk.ask_transfer, case.id, case.epoch, karl, to=karl)
    await desk_office.do(desk.ask_transfer, case.id, case.epoch, mina, to=karl)
    with pytest.raises(CaseChangedError):
        await desk_office.do(desk.ask_transfer, case.id, case.epoch, mina, to_language="ar")


async def test_a_typed_yes_to_what_the_counsellor_wrote_since_is_no_consent_but_a_press_is(desk_office):
    mina, karl = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "sq")
    case = await claimed(desk_office, mina)
    await desk_office.do(desk.ask_transfer, case.id, case.epoch, mina, to=karl)
    desk_office.pass_time(minutes=1)
    await say(desk_office, case, mina, "Je mirë?")

    assert (await answers(desk_office, case, consent=True, is_typed=True)).counsellor == mina.id
    assert (await answers(desk_office, case, consent=True)).counsellor == karl.id


async def test_a_yes_without_a_question_moves_nothing(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await claimed(desk_office, mina)
    after = await answers(desk_office, case, consent=True)

    assert (after.counsellor, after.epoch) == (mina.id, case.epoch)


async def ask_silent(office):
    return await office.database.write(watch.ask_silent, office.settings, office.now)


async def test_somebody_silent_is_asked_once_until_they_write_again(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await claimed(desk_office, mina)
    asked = []
    for write in (True, True):
        if write:
            await say(desk_office, case, mina)
        for minutes in (9, 1, 0, 30):
            desk_office.pass_time(minutes=minutes)
            asked.append(await ask_silent(desk_office))
        silent = await desk_office.case(case)
        assert silent.told_silent_at is not None
        assert silent.kept_until - silent.told_silent_at == timedelta(minutes=60)
        await desk_office.receive("po")
        assert (await desk_office.case(case)).told_silent_at is None

    assert asked == [0, 1, 0, 0] * 2
    assert [line for line, _ in await desk_office.out()].count("utter_case_silent") == 2


@pytest.mark.parametrize("is_calmed", [False, True])
@pytest.mark.parametrize("danger", ["report_violence", "report_self_harm", "emergency_medical"])
async def test_nobody_is_asked_whether_they_are_there_after_a_sign_of_danger(desk_office, danger, is_calmed):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await claimed(desk_office, mina, danger=danger)
    if is_calmed:
        await desk_office.do(desk.calm, case.id, mina)
    await say(desk_office, case, mina)
    desk_office.pass_time(hours=2)

    assert await ask_silent(desk_office) == 0


async def test_whoever_waits_for_the_counsellor_is_not_asked(desk_office):
    mina = await desk_office.counsellor("Mina", "sq")
    case = await claimed(desk_office, mina)
    await say(desk_office, case, mina)
    await desk_office.receive("po?")
    desk_office.pass_time(minutes=12)

    assert await ask_silent(desk_office) == 0


async def test_a_call_for_a_colleague_alerts_the_group_once_and_ends_with_thanks_or_a_transfer(desk_office):
    mina, karl = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "sq")
    case = await claimed(desk_office, mina, danger="report_violence")
    for _ in range(2):
        await desk_office.do(desk.call_colleague, case.id, case.epoch, mina)
    assert (await desk_office.case(case)).help_wanted_at == desk_office.now
    until = desk_office.now + timedelta(hours=1)
    timer = await desk_office.database.write(timers.take, ("alert",), desk_office.now, until)
    text = await desk_office.database.read(watch.alert_text, desk_office.settings, timer, desk_office.now)
    assert text.startswith("🆘")
    assert text.endswith(f"/cases/{case.id}")
    assert await desk_office.database.write(timers.take, ("alert",), desk_office.now, until) is None
    await desk_office.do(desk.thank_colleagues, case.id, case.epoch, mina)
    assert await desk_office.database.read(watch.alert_text, desk_office.settings, timer, desk_office.now) is None
    await desk_office.do(desk.call_colleague, case.id, case.epoch, mina)
    assert (await desk_office.do(desk.transfer, case.id, case.epoch, mina, to=karl)).help_wanted_at is None
    with pytest.raises(CaseChangedError):
        await desk_office.do(desk.call_colleague, case.id, case.epoch, mina)


async def test_clearing_the_chat_leaves_the_wish_and_what_comes_after_and_the_person(desk_office):
    person = await desk_office.person()
    await desk_office.receive("secret")
    await desk_office.database.write(
        lambda tx: inbox.finish(tx, [m.id for m in inbox.waiting_messages(tx, person.pseudonym)], desk_office.now)
    )
    for _ in range(2):  # also a second time
        await desk_office.receive("clear first")
        waiting = await desk_office.database.read(inbox.waiting_messages, person.pseudonym)
        kept = [waiting[-1].id]
        await desk_office.database.write(lambda tx, kept=kept: inbox.finish(tx, kept, desk_office.now))
        await desk_office.database.write(forgetting.clear_chat, person, kept, desk_office.now)
        lines = await desk_office.database.read(threads.thread, person.pseudonym)
        assert [line.text for line in lines] == ["clear first"]
    again = await desk_office.receive("later")

    assert again.pseudonym == person.pseudonym
    assert again.language == "sq"
    deleted = Incoming("1", "chat-1", "text", "hello", message_id="1")  # the messenger brings it once more
    assert (await desk_office.database.write(inbox.receive, "telegram", "1", deleted, desk_office.now)).message is None


async def test_an_empty_group_is_not_waited_for(desk_office):
    """Nobody speaks Albanian here: everybody may take the case at once."""
    lea = await desk_office.counsellor("Lea", "de")
    case = await desk_office.open(await desk_office.person())
    taken = await desk_office.do(desk.take_next, lea)

    assert taken.id == case.id
    assert await desk_office.database.read(cases.queue, desk_office.now) == []
