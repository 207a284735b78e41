"""A conversation goes from one counsellor to another: transfer with consent, by a lead, and the call for a colleague."""

from bot.cases import desk as core
from bot.clock import now, today
from bot.store import cases
from tests.console.harness import claim, on_both


async def consent(desk, case, is_yes):
    """The person answers the question about the transfer."""

    def answer(tx):
        return core.answer_transfer(tx, desk.settings, cases.load(tx, case.id), is_yes, now())

    assert await desk.outside.write(answer)


async def test_a_no_keeps_the_chat_and_the_counsellor_sees_it(desk):
    amal, nadia = await desk.add("amal"), await desk.add("nadia")
    case = await claim(desk, await desk.opens("1"), amal)
    async with await desk.client("amal") as browser:
        assert (await browser.act(f"/cases/{case.id}/transfer", epoch=2, to=nadia)).status_code == 303
        await consent(desk, case, False)
        page = (await browser.get(f"/cases/{case.id}")).text

    assert "the person said no to the transfer" in page
    assert (await desk.outside.read(cases.load, case.id)).counsellor == amal


@on_both
async def test_a_lead_moves_a_colleagues_chat_without_a_question_and_the_person_is_told(desk):
    amal, nadia = await desk.add("amal"), await desk.add("nadia")
    await desk.add("lena", "lead")
    case = await claim(desk, await desk.opens("1"), amal)
    async with await desk.client("lena") as lead:
        assert "The person is not asked, but told." in (await lead.get(f"/cases/{case.id}")).text
        assert (await lead.act(f"/cases/{case.id}/transfer", epoch=2, to=nadia)).status_code == 303

    assert (await desk.outside.read(cases.load, case.id)).counsellor == nadia
    assert (await desk.replies())[-1][2]["answer_id"] == "utter_case_transferred"


@on_both
async def test_a_call_for_a_colleague_is_on_top_for_everybody_who_may_then_read_along(desk):
    amal, _ = await desk.add("amal"), await desk.add("nadia")
    case = await claim(desk, await desk.opens("1", "ein sehr eigener Satz", "danger", danger="report_violence"), amal)
    path = f"/cases/{case.id}"
    async with await desk.client("amal") as one, await desk.client("nadia") as other:
        assert "eigener Satz" not in (await other.get(path)).text
        assert "I need a colleague" in (await one.get(path)).text
        assert (await other.act(f"{path}/call-colleague", epoch=2)).status_code == 409
        assert (await one.act(f"{path}/call-colleague", epoch=2)).status_code == 303
        assert "to read along" in (await other.get("/queue")).text
        assert "to read along" not in (await one.get("/queue")).text
        page = (await other.get(path)).text
        assert "eigener Satz" in page
        assert "Amal needs a colleague" in page
        assert "/relieve" not in page
        assert (await other.act(f"{path}/note", text="Ich lese mit")).status_code == 303
        assert (await other.act(f"{path}/reply", epoch=2, text="x")).status_code == 409
        assert (await one.act(f"{path}/thank-colleagues", epoch=2)).status_code == 303
        assert "eigener Satz" not in (await other.get(path)).text


@on_both
async def test_transfer_close_and_reopen(desk):
    amal, nadia = await desk.add("amal"), await desk.add("nadia")
    case = await claim(desk, await desk.opens("1"), amal)
    path = f"/cases/{case.id}"
    async with await desk.client("amal") as one, await desk.client("nadia") as other:
        assert (await one.act(f"{path}/transfer", epoch=2)).status_code == 400
        assert (await one.act(f"{path}/transfer", epoch=2, to=amal)).status_code == 400
        assert (await one.act(f"{path}/transfer", epoch=2, to=nadia)).status_code == 303
        page = (await one.get(path)).text
        assert "asked whether Nadia may go on; no answer yet" in page
        assert (await one.act(f"{path}/transfer", epoch=2, to=nadia)).status_code == 409
        await consent(desk, case, True)
        assert (await one.act(f"{path}/close", epoch=3, outcome="helped")).status_code == 409
        assert (await other.act(f"{path}/close", epoch=3, outcome="nonsense")).status_code == 400
        assert (await other.act(f"{path}/close", epoch=3, outcome="helped", follow_up_on="2026-02-31")).status_code == 400
        day = today().isoformat()
        assert (await other.act(f"{path}/close", epoch=3, outcome="helped", follow_up_on=day)).status_code == 303
        assert "Follow up today" in (await other.get("/queue")).text
        assert (await other.act(f"{path}/reopen", epoch=4)).status_code == 303
    state = await desk.outside.read(cases.load, case.id)

    assert (state.state, state.counsellor, state.epoch) == ("claimed", nadia, 5)


@on_both
async def test_whoever_is_called_to_take_over_does_so_with_one_click(desk):
    amal, nadia = await desk.add("amal"), await desk.add("nadia")
    case = await claim(desk, await desk.opens("1", "ein sehr eigener Satz", "danger", danger="report_violence"), amal)
    path = f"/cases/{case.id}"
    async with await desk.client("amal") as one, await desk.client("nadia") as other:
        assert (await other.act(f"{path}/relieve", epoch=2)).status_code == 409
        await one.act(f"{path}/call-colleague", epoch=2)
        assert (await other.act(f"{path}/relieve", epoch=2)).status_code == 409, "to read along is not to take over"
        await one.act(f"{path}/call-colleague", epoch=2, takes_over="yes")
        assert (await one.act(f"{path}/relieve", epoch=2)).status_code == 409
        assert "to take over" in (await other.get("/queue")).text
        assert "Amal asks you to take over." in (await other.get(path)).text
        assert "Have looked in: Nadia" in (await one.get(path)).text
        assert (await other.act(f"{path}/relieve", epoch=1)).status_code == 409, "by what the page has seen"
        assert (await other.act(f"{path}/relieve", epoch=2)).status_code == 303
        late = await one.act(f"{path}/reply", epoch=2, text="zu spät")
    state = await desk.outside.read(cases.load, case.id)

    assert (state.counsellor, state.epoch, state.help_wanted_at) == (nadia, 3, None)
    assert (late.status_code, "zu spät</textarea>" in late.text) == (409, True)
    assert (await desk.replies())[-1][2]["answer_id"] == "utter_case_transferred"
    done = [row[0] for row in await desk.rows("SELECT action FROM audit WHERE case_id IS NOT NULL ORDER BY id")]
    assert [action for action in done if action != "case.read"] == ["case.call_colleague", "case.offer", "case.relieve"]
