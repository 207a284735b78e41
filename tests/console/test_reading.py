"""Who may read what, and how the conversation of a person is shown, found and forgotten."""

from bot.cases import desk as core
from bot.clock import now
from bot.store import forgetting, people
from tests.console.harness import claim, on_both, row_of


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


@on_both
async def test_an_erased_persons_page_is_empty(desk):
    amal = await desk.add("amal")
    case = await claim(desk, await desk.opens("1", "mein Geheimnis"), amal)
    await desk.outside.write(lambda tx: forgetting.forget(tx, people.load(tx, case.person), [], now()))
    async with await desk.client("amal") as browser:
        page = (await browser.get(f"/cases/{case.id}")).text
        reply = await browser.act(f"/cases/{case.id}/reply", epoch=case.epoch, text="hallo?")

    assert "The person had everything erased." in page
    assert 'href="/queue">←' in page
    for gone in ("Geheimnis", case.alias, "Iraq"):
        assert gone not in page.partition("<main")[2]
    assert reply.status_code == 409


@on_both
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


@on_both
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


@on_both
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
