"""What counsellors do with cases, in pages and forms: who may change what, and what a refusal says."""

from bot.cases import desk as core
from bot.clock import now
from bot.store import cases
from tests.console.harness import claim, on_both, row_of


@on_both
async def test_a_conversation_from_taking_over_to_handing_back(desk):
    await desk.add("amal")
    case = await desk.opens("1")
    async with await desk.client("amal") as browser:
        assert "your turn" not in (await browser.get(f"/cases/{case.id}")).text
        assert (await browser.act(f"/cases/{case.id}/claim", epoch=case.epoch)).status_code == 303
        assert (await browser.act(f"/cases/{case.id}/reply", epoch=2, text="مرحباً")).status_code == 303
        await desk.says("1", "شكراً لك")
        page = (await browser.get(f"/cases/{case.id}")).text
        assert "شكراً لك" in page
        assert "your turn" in page
        assert (await browser.act(f"/cases/{case.id}/hand-back", epoch=2)).status_code == 303
    authors = [author for author, _, _ in await desk.replies()]
    texts = [payload["text"] for _, _, payload in await desk.replies()]

    assert authors == ["system", "counsellor:1", "system"]
    assert texts[1] == "👤 Amal:\nمرحباً"
    assert (await desk.outside.read(cases.load, case.id)).state == "closed"


@on_both
async def test_two_who_claim_at_once_get_one_case_and_one_clear_answer(desk):
    await desk.add("amal")
    await desk.add("nadia")
    case = await desk.opens("1")
    async with await desk.client("amal") as one, await desk.client("nadia") as other:
        assert (await one.act(f"/cases/{case.id}/claim", epoch=1)).status_code == 303
        refused = await other.act(f"/cases/{case.id}/claim", epoch=1)

    assert refused.status_code == 409
    assert "Amal has this conversation now." in refused.text
    assert len(await desk.replies()) == 1, "one line to the person, not two"


async def test_the_old_owners_reply_is_refused_and_the_draft_kept(desk):
    amal, nadia = await desk.add("amal"), await desk.add("nadia")
    case = await claim(desk, await desk.opens("1"), amal)
    await desk.outside.write(
        core.transfer, desk.settings, case.id, case.epoch, await row_of(desk, amal), now(), to=await row_of(desk, nadia)
    )
    before = len(await desk.replies())
    async with await desk.client("amal") as browser:
        page = await browser.act(f"/cases/{case.id}/reply", epoch=case.epoch, text="mein langer Entwurf")
        word = await browser.csrf()
        fetched = await browser.post(
            f"/cases/{case.id}/reply",
            data={"csrf": word, "epoch": case.epoch, "text": "x"},
            headers={"Accept": "application/json"},
        )

    assert page.status_code == 409
    assert "Nadia has this conversation now. Nothing was sent." in page.text
    assert "mein langer Entwurf</textarea>" in page.text
    assert fetched.status_code == 409
    assert fetched.json()["error"] == "Nadia has this conversation now. Nothing was sent."
    assert len(await desk.replies()) == before


async def test_a_reply_with_a_word_to_fill_in_is_not_sent(desk):
    amal = await desk.add("amal")
    case = await claim(desk, await desk.opens("1"), amal)
    async with await desk.client("amal") as browser:
        for text, said in (("", "nothing to send"), ("Am {date}?", "Fill in {date} first."), ("x" * 4001, "too long")):
            page = await browser.act(f"/cases/{case.id}/reply", epoch=case.epoch, text=text)
            assert page.status_code == 400
            assert said in page.text
    assert len(await desk.replies()) == 1


@on_both
async def test_a_reply_sent_again_after_a_lost_answer_goes_out_once(desk):
    amal = await desk.add("amal")
    case = await claim(desk, await desk.opens("1"), amal)
    async with await desk.client("amal") as browser:
        for nonce in ("1234567890-abcdefgh", "1234567890-abcdefgh", "another-1234567890"):
            answer = await browser.act(f"/cases/{case.id}/reply", epoch=case.epoch, text="einmal", nonce=nonce)
            assert answer.status_code == 303
    assert [author for author, _, _ in await desk.replies()] == ["system", "counsellor:1", "counsellor:1"]


@on_both
async def test_notes_stay_private_and_a_crisis_can_be_calmed(desk):
    amal = await desk.add("amal")
    case = await claim(desk, await desk.opens("1", reason="danger", danger="report_self_harm"), amal)
    async with await desk.client("amal") as browser:
        page = (await browser.get(f"/cases/{case.id}")).text
        assert "Is it safe to write now?" in page
        assert 'class="alarm" role="alert"' in page
        await browser.act(f"/cases/{case.id}/note", text="ruft die Schwester an")
        await browser.act(f"/cases/{case.id}/calm", epoch=case.epoch)
        page = (await browser.get(f"/cases/{case.id}")).text
    assert "ruft die Schwester an" in page
    assert 'role="alert"' not in page.partition('id="head"')[2].partition('id="thread"')[0]
    assert "Schwester" not in str(await desk.replies())
    assert b"Schwester" not in (await desk.rows("SELECT text FROM notes"))[0][0]


async def test_reading_and_changing_are_on_record_without_a_word_of_the_person(desk):
    amal = await desk.add("amal")
    case = await desk.opens("1", "mein Geheimnis")
    async with await desk.client("amal") as browser:
        await browser.get(f"/cases/{case.id}")
        await browser.act(f"/cases/{case.id}/claim", epoch=1)
        await browser.act(f"/cases/{case.id}/reply", epoch=2, text="guten Tag")
    rows = await desk.rows("SELECT counsellor, action, case_id, detail FROM audit ORDER BY id")

    assert [row[:3] for row in rows[1:]] == [(amal, f"case.{what}", case.id) for what in ("read", "claim", "reply")]
    assert "Geheimnis" not in str(rows)
