"""Every transition from every state, by the right and the wrong counsellor, on the row as it is and as it was."""

import asyncio

import pytest

from bot.cases import desk
from bot.cases.transitions import CLAIMED, CLOSED, STATES, TRANSITIONS, WAITING, allows
from bot.errors import CaseChangedError
from bot.messages import Reply
from bot.store import case_moves, cases, forgetting

MOVES = {
    "claim": lambda c, one, other, now: (case_moves.claim, c.id, c.epoch, one.id, now),
    "release": lambda c, one, other, now: (case_moves.release, c.id, c.epoch, one.id, now),
    "expire": lambda c, one, other, now: (case_moves.expire, c.id, c.epoch, now),
    "hand_back": lambda c, one, other, now: (case_moves.hand_back, c.id, c.epoch, one.id, now),
    "leave": lambda c, one, other, now: (case_moves.leave, c.id, c.epoch, now),
    "reopen": lambda c, one, other, now: (case_moves.reopen, c.id, c.epoch, one.id, now),
    "transfer": lambda c, one, other, now: (case_moves.transfer, c.id, c.epoch, one.id, now, {"to_counsellor": other.id}),
    "transfer_to_group": lambda c, one, other, now: (case_moves.transfer, c.id, c.epoch, one.id, now, {"to_language": "ar"}),
    "relieve": lambda c, one, other, now: (case_moves.relieve, c.id, c.epoch, other.id, now),
    "close": lambda c, one, other, now: (case_moves.close, c.id, c.epoch, one.id, now, {"outcome": "helped"}),
}


def test_every_transition_is_tried_here():
    assert set(MOVES) | {"erase"} == set(TRANSITIONS)


async def in_state(office, state, counsellor):
    case = await office.open(await office.person())
    if state != WAITING:
        case = await office.do(desk.claim, case.id, case.epoch, counsellor)
    if state == CLOSED:
        case = await office.do(desk.close, case.id, case.epoch, counsellor, outcome="helped")
    return case


async def move(office, case, name, one, other):
    function, *arguments = MOVES[name](case, one, other, office.now)
    more = arguments.pop() if isinstance(arguments[-1], dict) else {}
    return await office.database.write(function, *arguments, **more)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", MOVES)
async def test_a_transition_happens_from_the_states_of_the_table_and_from_no_other(desk_office, name, state):
    one, other = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "ar")
    case = await in_state(desk_office, state, one)

    if TRANSITIONS[name].by_invited and state == CLAIMED:
        await desk_office.do(desk.call_colleague, case.id, case.epoch, one, takes_over=True)
    if not allows(name, state):
        with pytest.raises(CaseChangedError) as caught:
            await move(desk_office, case, name, one, other)
        assert (caught.value.state, caught.value.epoch) == (state, case.epoch)
        return
    moved = await move(desk_office, case, name, one, other)
    assert (moved.state, moved.epoch) == (TRANSITIONS[name].after, case.epoch + 1)
    assert (moved.counsellor is not None) == (moved.state == CLAIMED or (state != WAITING and moved.state == CLOSED))
    with pytest.raises(CaseChangedError):  # on the row as it was before
        await move(desk_office, case, name, one, other)


@pytest.mark.parametrize("name", [name for name, transition in TRANSITIONS.items() if transition.by_owner])
async def test_a_claimed_chat_is_moved_by_its_own_counsellor_only(desk_office, name):
    one, other = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "ar")
    case = await in_state(desk_office, CLAIMED, one)

    with pytest.raises(CaseChangedError) as caught:
        await move(desk_office, case, name, other, one)
    assert (caught.value.counsellor_id, caught.value.counsellor_name) == (one.id, "Mina")
    assert (await desk_office.case(case)).epoch == case.epoch


@pytest.mark.parametrize(
    ("who", "takes_over", "is_called"), [("other", False, True), ("other", True, False), ("one", True, True)]
)
async def test_a_chat_is_relieved_only_by_a_colleague_and_only_while_that_is_offered(desk_office, who, takes_over, is_called):
    one, other = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "ar")
    case = await in_state(desk_office, CLAIMED, one)
    await desk_office.do(desk.call_colleague, case.id, case.epoch, one, takes_over=takes_over)
    if not is_called:
        await desk_office.do(desk.thank_colleagues, case.id, case.epoch, one)

    with pytest.raises(CaseChangedError):
        await desk_office.do(desk.relieve, case.id, case.epoch, {"one": one, "other": other}[who])
    assert (await desk_office.case(case)).counsellor == one.id


async def test_whoever_relieves_a_colleague_has_the_chat_and_the_person_is_told(desk_office):
    one, other = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "ar")
    case = await in_state(desk_office, CLAIMED, one)
    await desk_office.do(desk.call_colleague, case.id, case.epoch, one)
    await desk_office.do(desk.call_colleague, case.id, case.epoch, one, takes_over=True)
    moved = await desk_office.do(desk.relieve, case.id, case.epoch, other)

    assert (moved.counsellor, moved.help_wanted_at, moved.help_takes_over) == (other.id, None, False)
    assert (await desk_office.out())[-1] == ("utter_case_transferred", "system")
    with pytest.raises(CaseChangedError):
        await desk_office.do(desk.reply, case.id, case.epoch, one, Reply("late", "sq"))


async def test_one_of_two_who_claim_at_once_gets_the_case(desk_office):
    one, other = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "sq")
    case = await desk_office.open(await desk_office.person())
    claims = [desk_office.do(desk.claim, case.id, case.epoch, who) for who in (one, other)]
    won = await asyncio.gather(*claims, return_exceptions=True)

    assert sorted(isinstance(result, CaseChangedError) for result in won) == [False, True]
    assert [line for line, _ in await desk_office.out()] == ["utter_case_joined"]


async def test_the_old_owner_cannot_write_after_a_transfer(desk_office):
    one, other = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Karl", "ar")
    case = await in_state(desk_office, CLAIMED, one)
    moved = await desk_office.do(desk.transfer, case.id, case.epoch, one, to=other)

    with pytest.raises(CaseChangedError) as caught:
        await desk_office.do(reply_of, case.id, case.epoch, one)
    assert caught.value.counsellor_name == "Karl"
    await desk_office.do(reply_of, case.id, moved.epoch, other)
    assert (await desk_office.out())[-1] == ("👤 Karl:\nmirëdita", f"counsellor:{other.id}")


def reply_of(tx, settings, case_id, epoch, counsellor, now):
    return desk.reply(tx, settings, case_id, epoch, counsellor, Reply("mirëdita", "sq"), now)


async def test_an_open_case_of_somebody_erased_ends_and_nobody_can_act_on_it(desk_office):
    one = await desk_office.counsellor("Mina", "sq")
    case = await in_state(desk_office, CLAIMED, one)
    person = await desk_office.receive("my secret")
    await desk_office.database.write(forgetting.forget, person, [Reply("deleted", "sq")], desk_office.now)
    after = await desk_office.case(case)

    assert (after.state, after.outcome, after.person, after.alias) == (CLOSED, "erased", None, "")
    for name in ("close", "hand_back", "reopen"):
        with pytest.raises(CaseChangedError) as caught:
            await move(desk_office, after, name, one, one)
        assert caught.value.state == "erased"
    with pytest.raises(CaseChangedError):
        await desk_office.do(reply_of, case.id, case.epoch, one)


async def test_a_case_is_not_reopened_beside_another_open_one(desk_office):
    one = await desk_office.counsellor("Mina", "sq")
    closed = await in_state(desk_office, CLOSED, one)
    other = await desk_office.open(await desk_office.receive())

    with pytest.raises(CaseChangedError) as caught:
        await desk_office.do(desk.reopen, closed.id, closed.epoch, one)
    assert (caught.value.case, caught.value.state) == (other.id, WAITING)
    assert len(await desk_office.database.read(cases.earlier, other.person)) == 2


async def test_only_a_lead_moves_a_colleagues_chat(desk_office):
    one, lead = await desk_office.counsellor("Mina", "sq"), await desk_office.counsellor("Lea", "de", role="lead")
    case = await in_state(desk_office, CLAIMED, one)

    with pytest.raises(CaseChangedError):
        await desk_office.do(desk.transfer, case.id, case.epoch, lead, to=lead)
    moved = await desk_office.do(desk.transfer, case.id, case.epoch, lead, to=lead, is_lead=True)
    assert moved.counsellor == lead.id
