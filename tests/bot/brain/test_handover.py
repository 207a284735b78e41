"""The bot and a counsellor in one chat: who speaks, who listens, what opens a case. With the trained model."""

import asyncio
import contextlib
import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.brain.lanes import LaneWorker
from bot.cases import desk
from bot.clock import now
from bot.keys import load_keys
from bot.messages import Reply
from bot.store import Database, cases, counsellors, people, timers
from bot.store.tables import messages, turns
from bot.store.tables import people as people_table
from tests.bot.brain.test_lanes import Office

ALWAYS = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


class Staffed(Office):
    """An office with a counsellor and a brain at work."""

    mina = None

    async def hire(self, hours=ALWAYS):
        def add(tx):
            number = counsellors.add(tx, "mina", "Mina", "counsellor", now(), languages=("en", "de", "sq", "ar"), hours=hours)
            return counsellors.load(tx, number)

        self.mina = await self.database.write(add)

    async def case(self):
        [person] = await self.database.read(lambda tx: list(tx.connection.execute(sa.select(people_table.c.pseudonym)).scalars()))
        return await self.database.read(cases.last_of, person)

    async def claim(self):
        case = await self.case()
        return await self.database.write(desk.claim, self.settings, case.id, case.epoch, self.mina, now())

    async def said(self):
        return [(payload["answer_id"], row.author) for row, payload in await self.rows(direction="out") if row.kind == "bubble"]


@pytest.fixture
async def office(settings, tmp_path, brain):
    async with staffed(settings, tmp_path, brain) as at_work:
        yield at_work


@contextlib.asynccontextmanager
async def staffed(settings, tmp_path, brain):
    own = dataclasses.replace(settings, var=tmp_path)
    database = Database.open(own, load_keys(own, with_addresses=True))
    working = asyncio.create_task(LaneWorker(database, brain).run())
    at_work = Staffed(database, own)
    at_work.settings = own
    yield at_work
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await database.close()


async def test_whoever_asks_for_a_person_is_in_the_line_and_the_bot_goes_on(office):
    await office.hire()
    await office.write("I am from Ghana", "/person")
    await office.settled()
    await office.write("how much is the rent")
    await office.settled()
    case = await office.case()

    assert [answer for answer, _ in await office.said()][-2:] == ["utter_case_queued", "utter_rent"]
    assert (case.state, case.reason, case.country, case.language) == ("waiting", "person", "GH", "en")
    assert case.summary["slots"] == {"country": "GH"}
    assert case.summary["answers"][-1] == "utter_rent"


async def test_without_counsellors_the_contacts_are_named_as_before(office):
    await office.write("/person")
    [reply] = await office.replies(1)

    assert reply.answer_id == "utter_request_human"
    assert "returningfromgermany" in reply.text
    assert await office.case() is None


async def test_outside_hours_the_next_time_is_told_and_no_counsellor_promised(office):
    await office.hire(hours={"mon": [["03:00", "03:01"]]})
    await office.write("/person")
    [reply] = await office.replies(1)

    assert reply.answer_id == "utter_case_outside"
    assert ", 03:00 (time in Germany)" in reply.text
    assert [button["id"] for button in reply.buttons] == ["request_callback", "ask_contact", "leave_line", "clear_first"]


async def test_the_person_leaves_the_line_by_tap_or_by_words_of_the_button(office):
    await office.hire()
    await office.write("/person")
    await office.settled()
    await office.write("🚪 Leave the line")
    await office.settled()

    assert (await office.said())[-1] == ("utter_case_left", "bot")
    assert ((await office.case()).state, (await office.case()).outcome) == ("closed", "left")


async def test_two_misunderstandings_offer_a_person_and_only_the_tap_opens_the_case(office):
    await office.hire()
    for text in ("hgfjd kdls qowe", "wqpoe mxnc dhfg"):
        await office.write(text)
        await office.settled()
    assert (await office.said())[-1][0] == "utter_offer_person"
    assert await office.case() is None
    await office.write("", kind="choice", choice="request_human")
    await office.settled()
    case = await office.case()

    assert case.reason == "misunderstood"
    assert len(case.summary["misunderstood"]) == 2


async def test_a_language_without_answers_is_the_languages_of_the_counsellor_who_is_asked(settings, tmp_path, brain_of_few):
    """The bot answers in English; the case is for somebody who speaks the person's own language."""
    async with staffed(settings, tmp_path, brain_of_few) as office:
        await office.hire()
        await office.write("Я хочу поговорити з людиною, допоможіть будь ласка")
        await office.settled()
        language = await office.database.read(lambda tx: tx.connection.execute(sa.select(people_table.c.language)).scalar())
        assert (language, (await office.case()).language) == ("en", "uk")
        await office.write("", kind="choice", choice="ask_luggage")
        await office.settled()
        assert (await office.case()).language == "uk"


async def test_a_callback_keeps_the_time_and_the_wish_for_a_woman(office):
    await office.hire()
    for choice in ("request_callback", "call_evening", "wish_woman"):
        await office.write("", kind="choice", choice=choice)
        await office.settled()
    case = await office.case()

    assert case.reason == "callback"
    assert (case.wishes["when"], case.wishes["counsellor"]) == ("call_evening", "woman")
    answers = [answer for answer, _ in await office.said()]
    assert [a for a in answers if "case" in a] == ["utter_case_callback", "utter_case_callback_noted", "utter_case_wish_noted"]


@pytest.mark.parametrize(("kind", "reason"), [("voice", "voice"), ("photo", "file")])
async def test_a_voice_note_or_a_file_opens_a_case_unasked_and_says_so_once(office, kind, reason):
    await office.hire()
    for _ in range(2):
        await office.write("", kind=kind)
        await office.settled()

    assert (await office.case()).reason == reason
    assert [answer for answer, author in await office.said() if author == "system"] == ["utter_case_queued"]


async def test_danger_opens_a_red_case_and_the_reply_says_that_somebody_is_called(office):
    await office.hire()
    await office.write("i want to kill myself")
    [reply] = await office.replies(1)
    await office.settled()
    case = await office.case()

    assert (case.danger, case.priority, case.is_danger) == ("report_self_harm", 0, True)
    assert reply.text.endswith("A counsellor has been called to this chat. In danger, do not wait for the answer.")
    assert await office.database.write(timers.take, ("alert",), now(), now() + timedelta(minutes=1)) is not None


async def test_a_counsellor_in_the_chat_silences_the_bot_and_closing_brings_it_back(office):
    await office.hire()
    await office.write("/person")
    await office.settled()
    case = await office.claim()
    await office.write("how much is the rent in Accra?", "/person", "hello")
    await office.write("", kind="voice")
    await office.settled()
    assert [author for _, author in await office.said()][-1] == "system"
    rows = [row for row, _ in await office.rows(direction="in")]
    assert [row.case_id for row in rows] == [None, *[case.id] * 4]
    case = await office.case()
    await office.database.write(desk.close, office.settings, case.id, case.epoch, office.mina, now(), outcome="helped")
    await office.write("how much is the rent in Accra?")
    await office.settled()

    said = [answer for answer, _ in await office.said()]
    assert said[-2:] == ["utter_case_closed", "utter_rent"]


@pytest.mark.parametrize(
    "text",
    [
        "i want to kill myself",
        "How much is rent in Accra? What does food cost there? I wrote a letter for my mother for when I am gone.",
    ],
)
async def test_danger_in_a_claimed_chat_is_heard_and_not_answered_by_the_bot(office, text):
    await office.hire()
    await office.write("/person")
    await office.settled()
    await office.claim()
    before = await office.said()
    await office.write(text)
    await office.settled()
    case = await office.case()

    assert await office.said() == before
    assert (case.danger, case.state) == ("report_self_harm", "claimed")
    assert (await office.rows(direction="in"))[-1][0].danger == "report_self_harm"
    assert await office.database.write(timers.take, ("danger_text",), now() + timedelta(seconds=61), now()) is not None


async def test_deletion_language_and_silence_work_while_a_counsellor_writes(office):
    await office.hire()
    await office.write("/person")
    await office.settled()
    claimed = await office.claim()
    await office.write("/stop", "yes", "/delete")
    await office.settled()
    assert (await office.said())[-2:] == [("utter_stopped", "system"), ("utter_confirm_delete", "system")]
    await office.write("yes")  # meant for the counsellor: it deletes nothing
    await office.settled()
    assert (await office.case()).state == "claimed"
    await office.write("", kind="choice", choice="language:sq")
    await office.settled()
    assert (await office.rows(direction="out"))[-1][1]["language"] == "sq"
    await office.write("/delete")
    await office.settled()
    await office.write("✅ Po")  # a Viber button comes as its title
    async with asyncio.timeout(30):
        while (await office.database.read(cases.load, claimed.id)).state != "closed":
            await asyncio.sleep(0.02)
    case = await office.database.read(cases.load, claimed.id)

    assert (case.outcome, case.person) == ("erased", None)
    assert [answer for answer, _ in await office.said()] == ["utter_deleted_telegram"]


async def test_a_rating_is_kept_for_the_case_that_was_closed(office):
    await office.hire()
    await office.write("/person")
    await office.settled()
    case = await office.claim()
    await office.database.write(desk.reply, office.settings, case.id, case.epoch, office.mina, Reply("Hello", "en"), now())
    await office.database.write(desk.close, office.settings, case.id, case.epoch, office.mina, now(), outcome="helped")
    await office.write("🙂 Yes")
    await office.settled()

    assert (await office.said())[-1] == ("utter_case_rated", "bot")
    assert (await office.case()).rating == 3


async def test_a_parked_message_becomes_a_case_and_the_person_is_told(office, brain):
    await office.hire()
    await office.write("hello")
    await office.settled()
    [[person]] = await office.database.read(lambda tx: tx.connection.execute(sa.select(people_table.c.pseudonym)).all())
    brain.memory.forget(person)
    await office.database.write(lambda tx: tx.connection.execute(sa.update(turns).values(events=b"0" * 40)) and None)
    await office.write("how much is the rent in Accra?")
    await office.settled()
    case = await office.case()

    assert (case.reason, case.priority) == ("parked", 1)
    assert [answer for answer, _ in await office.said()][-2:] == ["utter_technical_fault", "utter_case_queued"]


async def test_no_bubble_of_the_bot_comes_after_a_claim_however_late_the_turn_ends(office, brain, monkeypatch):
    """The counsellor takes the chat at a random moment of a slow turn, 200 times."""
    import random

    await office.hire()
    pace = random.Random(6)
    turn = brain._turn

    async def slow(person, message, output):
        await turn(person, message, output)
        await asyncio.sleep(pace.random() * 0.03)

    monkeypatch.setattr(brain, "_turn", slow)
    rounds, at_once = 25, 8
    for round_ in range(rounds):
        addresses = [f"chat-{round_}-{n}" for n in range(at_once)]
        await asyncio.gather(*(office.write("/person", address=address) for address in addresses))
        await office.settled()
        waiting = await office.database.read(cases.queue, now())
        assert len(waiting) == at_once
        await asyncio.gather(*(take_in_a_turn(office, address, pace.random() * 0.2) for address in addresses))
        await office.settled()
        for case in await office.database.read(cases.claimed):
            await office.database.write(desk.hand_back, office.settings, case.id, case.epoch, office.mina, now())

    def spoken(tx):
        c = messages.c
        rows = tx.connection.execute(
            sa.select(c.person, c.author, c.payload).where(c.direction == "out").order_by(c.person, c.seq)
        )
        return [(row.person, row.author, tx.keys.content.open_json(row.payload).get("answer_id")) for row in rows]

    holder: dict[str, bool] = {}
    claims = 0
    for person, author, answer in await office.database.read(spoken):
        if answer in ("utter_case_joined", "utter_case_handed_back"):
            holder[person] = answer == "utter_case_joined"
            claims += holder[person]
        assert not (holder.get(person) and author == "bot"), answer
    assert claims == rounds * at_once


async def take_in_a_turn(office, address, pause):
    """Let a person ask something, and claim the case while the bot thinks."""
    await office.write("how much is the rent in Accra?", address=address)
    await asyncio.sleep(pause)

    def claim(tx):
        person = people.find(tx, "telegram", "1", address)
        case = cases.open_of(tx, person.pseudonym)
        return desk.claim(tx, office.settings, case.id, case.epoch, office.mina, now())

    await office.database.write(claim)


async def test_first_delete_my_messages_empties_the_chat_and_keeps_country_and_line(office):
    await office.hire()
    for text in ("I am from Ghana", "/person"):
        await office.write(text)
        await office.settled()
    sent = "UPDATE messages SET status = 'sent', finished_at = created_at WHERE direction = 'out'"  # as the gate does
    await office.database.write(lambda tx: tx.connection.exec_driver_sql(sent))
    await office.write("", kind="choice", choice="clear_first")
    await office.settled()
    case, rows = await office.case(), await office.rows()

    assert [payload.get("answer_id") or payload.get("choice") for _, payload in rows] == ["clear_first", "utter_case_cleared"]
    assert (case.state, case.country, case.summary["slots"]) == ("waiting", "GH", {"country": "GH"})
    assert case.summary["misunderstood"] == []
    await office.write("how much is the rent")
    await office.settled()
    assert "Accra" in (await office.rows())[-1][1]["text"]


async def test_a_day_and_hour_in_own_words_is_kept_as_written(office):
    await office.hire()
    await office.write("please call me back")
    await office.settled()
    await office.write("Tomorrow at 10")
    await office.settled()

    assert (await office.said())[-1][0] == "utter_case_callback_noted"
    assert (await office.case()).wishes["when"] == "Tomorrow at 10"


async def test_a_typed_yes_lets_a_colleague_go_on(office):
    await office.hire()
    await office.write("/person")
    await office.settled()
    case = await office.claim()
    await office.database.write(desk.ask_transfer, office.settings, case.id, case.epoch, office.mina, now(), to_language="sq")
    await office.write("yes")
    await office.settled()

    assert ((await office.case()).state, (await office.said())[-1][0]) == ("waiting", "utter_case_regrouped")
