"""What counsellors do with cases, in pages and forms: who may read what, who may change what, and what a refusal says."""

import pytest

from bot.cases import desk as core
from bot.clock import now, today
from bot.store import cases, counsellors, forgetting, people
from bot.store.counsellors import CounsellorRow


async def row_of(desk, number) -> CounsellorRow:
    return await desk.outside.read(counsellors.load, number)


async def claim(desk, case, number):
    return await desk.outside.write(core.claim, desk.settings, case.id, case.epoch, await row_of(desk, number), now())


async def test_the_queue_shows_red_first_then_mine_then_who_waits_for_my_languages(desk):
    amal = await desk.add("amal", languages=["ar"])
    mine = await claim(desk, await desk.opens("1"), amal)
    waiting = await desk.opens("2")
    foreign = await desk.opens("3", language="so", country="SO")
    red = await desk.opens("4", reason="danger", danger="report_violence", language="so")
    async with await desk.client("amal") as browser:
        html = (await browser.get("/queue")).text

    places = [html.index(f'href="/cases/{case.id}"') for case in (red, mine, waiting, foreign)]
    assert places == sorted(places)
    assert "violence or threats" in html


async def test_take_next_gives_the_most_urgent_and_says_when_nobody_waits(desk):
    await desk.add("amal", languages=["ar"])
    await desk.opens("1")
    voice = await desk.opens("2", reason="voice")
    async with await desk.client("amal") as browser:
        assert (await browser.act("/take-next")).headers["location"] == f"/cases/{voice.id}"
        assert (await browser.act("/take-next")).status_code == 303
        assert (await browser.act("/take-next")).status_code == 404


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


async def test_a_reply_sent_again_after_a_lost_answer_goes_out_once(desk):
    amal = await desk.add("amal")
    case = await claim(desk, await desk.opens("1"), amal)
    async with await desk.client("amal") as browser:
        for nonce in ("1234567890-abcdefgh", "1234567890-abcdefgh", "another-1234567890"):
            answer = await browser.act(f"/cases/{case.id}/reply", epoch=case.epoch, text="einmal", nonce=nonce)
            assert answer.status_code == 303
    assert [author for author, _, _ in await desk.replies()] == ["system", "counsellor:1", "counsellor:1"]


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


async def test_a_lead_moves_a_colleagues_chat_without_a_question_and_the_person_is_told(desk):
    amal, nadia = await desk.add("amal"), await desk.add("nadia")
    await desk.add("lena", "lead")
    case = await claim(desk, await desk.opens("1"), amal)
    async with await desk.client("lena") as lead:
        assert "The person is not asked, but told." in (await lead.get(f"/cases/{case.id}")).text
        assert (await lead.act(f"/cases/{case.id}/transfer", epoch=2, to=nadia)).status_code == 303

    assert (await desk.outside.read(cases.load, case.id)).counsellor == nadia
    assert (await desk.replies())[-1][2]["answer_id"] == "utter_case_transferred"


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


async def test_a_time_in_the_persons_own_words_stands_among_the_callbacks(desk):
    await desk.add("amal")
    await desk.opens("1", reason="callback", wishes={"when": "بكرة الساعة 10", "when_at": "2026-11-22T10:00+00:00"})
    async with await desk.client("amal") as browser:
        page = (await browser.get("/queue")).text

    assert "بكرة الساعة 10" in page
    assert "written" in page


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


async def test_who_may_read_what(desk):
    amal, nadia = await desk.add("amal"), await desk.add("nadia")
    await desk.add("lena", "lead")
    secret = "ein sehr eigener Satz"
    case = await desk.opens("1", secret)
    path = f"/cases/{case.id}"
    async with await desk.client("amal") as one, await desk.client("nadia") as other, await desk.client("lena") as lead:

        async def sees():
            return [secret in (await browser.get(path)).text for browser in (one, other, lead)]

        assert await sees() == [True, True, True], "who waits is everybody's"
        case = await claim(desk, case, amal)
        assert await sees() == [True, False, True]
        assert "Amal has this conversation." in (await other.get(path)).text
        case = await desk.outside.write(
            core.close, desk.settings, case.id, case.epoch, await row_of(desk, amal), now(), outcome="helped"
        )
        assert await sees() == [True, False, True]
        again = await desk.opens("1", "noch etwas")
        await claim(desk, again, nadia)
        assert await sees() == [True, True, True], "whoever has the person's open case reads the earlier ones"
        note = await one.act(f"/cases/{again.id}/note", text="darf ich nicht")
        assert note.status_code == 400
    assert await desk.rows("SELECT * FROM notes") == []


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


async def test_an_erased_persons_page_is_empty(desk):
    amal = await desk.add("amal")
    case = await claim(desk, await desk.opens("1", "mein Geheimnis"), amal)
    await desk.outside.write(lambda tx: forgetting.forget(tx, people.load(tx, case.person), [], now()))
    async with await desk.client("amal") as browser:
        page = (await browser.get(f"/cases/{case.id}")).text
        reply = await browser.act(f"/cases/{case.id}/reply", epoch=case.epoch, text="hallo?")

    assert "The person had everything erased." in page
    for gone in ("Geheimnis", case.alias, "Iraq"):
        assert gone not in page.partition("<main")[2]
    assert reply.status_code == 409


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


async def test_search_finds_only_in_own_cases(desk):
    amal = await desk.add("amal")
    await desk.add("nadia")
    case = await claim(desk, await desk.opens("1"), amal)
    await desk.says("1", "Ich habe Fragen zur Zahnärztin in Bağlar")
    async with await desk.client("amal") as one, await desk.client("nadia") as other:
        for wanted in ("zahnarztin", "Bağlar", "iraq", case.alias):
            assert f'href="/cases/{case.id}"' in (await one.get("/search", params={"q": wanted})).text
        assert (
            f'href="/cases/{case.id}"' not in (await one.get("/search", params={"q": "xyzzy"})).text.partition("Closed last")[0]
        )
        assert f'href="/cases/{case.id}"' not in (await other.get("/search", params={"q": "zahn"})).text


async def test_edits_pictures_voice_and_places_of_the_person_are_shown(desk):
    from bot.messages import Attachment
    from bot.store import media

    amal = await desk.add("amal")
    case = await claim(desk, await desk.opens("1"), amal)
    await desk.says("1", "Ich heiße", message_id="7")
    await desk.says("1", "Ich frage", message_id="7", is_edit=True)
    await desk.says("1", "", kind="voice", attachment=Attachment("ref", "audio/ogg", 10, 2))
    await desk.says("1", "", kind="location", place=(48.1, 11.6))
    await desk.says("1", "", kind="choice", choice="ask_luggage")
    await desk.says("1", "", kind="choice", choice="country:XK")
    await desk.says("1", "", kind="choice", choice="no_such_button")
    [(voice,)] = await desk.rows("SELECT id FROM messages WHERE kind = 'voice'")
    medium = await desk.outside.write(media.add, case.person, voice, "audio/ogg", b"OggSound", now())
    async with await desk.client("amal") as browser:
        page = (await browser.get(f"/cases/{case.id}")).text
        sound = await browser.get(f"/media/{medium}")
        part = await browser.get(f"/media/{medium}", headers={"Range": "bytes=0-3"})

    assert '<p class="text old" dir="auto" lang="ar">Ich heiße</p>' in page
    assert page.count("Ich heiße") == 1
    assert f'src="/media/{medium}"' in page
    assert "mlat=48.1" in page
    assert "Luggage" in page
    assert "Kosovo" in page
    assert "no_such_button" in page
    assert (sound.content, sound.headers["content-type"]) == (b"OggSound", "audio/ogg")
    assert (part.status_code, part.content) == (206, b"OggS")


async def test_a_file_is_for_whoever_may_read_and_never_runs(desk):
    from bot.messages import Attachment
    from bot.store import media

    amal = await desk.add("amal")
    await desk.add("nadia")
    case = await claim(desk, await desk.opens("1"), amal)
    await desk.says("1", "", kind="document", attachment=Attachment("ref", "text/html"))
    [(number,)] = await desk.rows("SELECT id FROM messages WHERE kind = 'document'")
    medium = await desk.outside.write(media.add, case.person, number, "text/html", b"<script>alert(1)</script>", now())
    async with await desk.client("amal") as one, await desk.client("nadia") as other:
        file = await one.get(f"/media/{medium}")
        assert (await other.get(f"/media/{medium}")).status_code == 404

    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"] == "attachment"
    assert "sandbox" in file.headers["content-security-policy"]


async def test_markup_of_people_stays_text(desk):
    await desk.add("amal")
    case = await desk.opens("1", "<img src=x onerror=alert(1)><script>alert(2)</script>")
    async with await desk.client("amal") as browser:
        page = (await browser.get(f"/cases/{case.id}")).text

    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


@pytest.mark.parametrize("count", [1_000])
async def test_a_thousand_waiting_cases_are_shown_quickly(desk, count):
    import time

    await desk.add("amal")
    case = await desk.opens("0")

    def fill(tx):
        columns = (
            "state, epoch, reason, danger_told, is_calmed, priority, language, alias, group_step, opened_at, waiting_since, "
            "stepped_at, last_person_at"
        )
        for number in range(count):
            person = f"p{number}"
            tx.connection.exec_driver_sql(
                "INSERT INTO people (pseudonym, address, channel, bot, language_chosen, last_seq, created_at, last_message_at) "
                "SELECT ?, address, channel, bot, language_chosen, last_seq, created_at, last_message_at FROM people LIMIT 1",
                (person,),
            )
            tx.connection.exec_driver_sql(
                f"INSERT INTO cases (person, {columns}) SELECT ?, {columns} FROM cases WHERE id = ?", (person, case.id)
            )

    await desk.outside.write(fill)
    async with await desk.client("amal") as browser:
        times = []
        for _ in range(7):
            begun = time.perf_counter()
            page = await browser.get("/queue")
            times.append(time.perf_counter() - begun)
        everybody = (await browser.get("/queue?all=1")).text
    print("queue page with 1,000 waiting:", sorted(times)[3])

    assert "and 941 more" in page.text
    assert everybody.count("data-slip") == count + 1
    assert sorted(times)[3] < 0.2 * 3, "200 ms on two quiet cores (make bench); here other tests run beside"


def test_hours_of_a_form():
    from bot.console.hours import hours_of
    from bot.console.views import Form

    def read(text):
        found = hours_of(Form({"hours_mon": [text]}))
        return None if found is None else found.get("mon", [])

    assert read("9:00-12:00, 13:00 – 17:00") == [["09:00", "12:00"], ["13:00", "17:00"]]
    assert read("") == []
    assert read("20:00-24:00") == [["20:00", "24:00"]]
    for wrong in ("9-17", "17:00-09:00", "25:00-26:00", "09:00", "09:60-10:00"):
        assert read(wrong) is None
