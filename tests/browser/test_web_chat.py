"""The page of the web chat in a real Chromium, against a gate on loopback with a real database and a brain of a few lines."""

import asyncio
import base64
import shutil

import pytest
from playwright.async_api import async_playwright, expect

from bot.clock import now
from bot.messages import Reply
from bot.settings import Settings, project_folder
from bot.store import media, outbox, people
from connectors.web.pages import LEAVE_TO
from tests.connectors.web.office import MENU, Office

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
PHONE = {"width": 360, "height": 740}


def answers(message, language):
    choice, text = message.payload.get("choice"), message.payload["text"]
    if choice == "delete_my_data":
        return [Reply("Alles löschen?", language, ({"id": "erase", "title": "✅ Ja"}, {"id": "keep", "title": "❌ Nein"}))]
    if choice == "ask_counselling_centre":
        return [Reply("📍 In welchem Ort?", language, asks_place=True)]
    if message.payload.get("place"):
        where = {"latitude": 48.13, "longitude": 11.56, "title": "Büro", "address": "Goethestraße 53, München"}
        return [Reply(f"Nahe {message.payload['place']}", language, location=where)]
    return [Reply(f"Antwort auf: {text}", language, MENU)]


@pytest.fixture
async def office(tmp_path):
    async with Office(Settings(home=project_folder(), var=tmp_path, language="de"), answers).open() as opened:
        yield opened


@pytest.fixture(scope="session")
async def chromium():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def phone(chromium, office):
    """A phone of somebody who reads German; whatever the page complains about fails the test."""
    async with await chromium.new_context(viewport=PHONE, locale="de-DE", base_url=office.url, has_touch=True) as context:
        context.set_default_timeout(10_000)
        yield context


@pytest.fixture
async def page(phone):
    opened = await phone.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    await opened.goto("/chat")
    yield opened
    real = [text for text in complaints if "ERR_INTERNET_DISCONNECTED" not in text and "Failed to load resource" not in text]
    assert real == []


async def say(page, text):
    await page.fill("#text", text)
    await page.press("#text", "Enter")


def bubbles(page, kind):
    return page.locator(f".row.{kind} .bubble")


async def test_a_question_is_answered_and_its_buttons_work(page):
    await say(page, "Was kostet die Miete?")
    await expect(bubbles(page, "program")).to_contain_text("Antwort auf: Was kostet die Miete?")
    await expect(page.locator(".row.own .state")).to_contain_text("✓")
    await page.get_by_role("button", name=MENU[1]["title"]).last.click()
    await expect(bubbles(page, "program").nth(1)).to_contain_text(f"Antwort auf: {MENU[1]['title']}")
    await expect(page.locator(".row.program .choices.old")).to_have_count(1)
    await expect(page.locator(".row.program .choices:not(.old)")).to_have_count(1)
    await expect(page.locator("#hello .choices.old button").first).to_be_enabled()


async def test_the_menu_and_the_greeting_ask_by_a_tap(page, office):
    await page.locator("#hello button").first.click()
    await page.locator("#menu").click()
    await expect(bubbles(page, "program")).to_have_count(2)
    assert [row[0] for row in await office.rows("kind", "messages WHERE direction = 'in'")] == ["choice", "choice"]


async def test_a_reload_shows_the_whole_conversation_once(page):
    await say(page, "Erste Frage")
    await expect(bubbles(page, "program")).to_have_count(1)
    await say(page, "Zweite Frage")
    await expect(bubbles(page, "program")).to_have_count(2)
    before = await page.locator("#log .bubble").all_inner_texts()
    await page.reload()
    await expect(bubbles(page, "program")).to_have_count(2)
    assert await page.locator("#log .bubble").all_inner_texts() == before
    await say(page, "Dritte Frage")
    await expect(bubbles(page, "program")).to_have_count(3)


async def test_what_is_written_offline_is_sent_once_later(page, phone, office):
    await say(page, "Vorher")
    await expect(bubbles(page, "program")).to_have_count(1)
    await phone.set_offline(True)
    await expect(page.locator("#offline")).not_to_be_empty()
    await say(page, "Im Funkloch")
    await say(page, "Noch eins")
    await expect(page.locator(".row.own.waiting .state").first).to_contain_text("⏳")
    await phone.set_offline(False)
    await expect(page.locator(".row.own.sent")).to_have_count(3)
    await expect(page.locator("#offline")).to_be_empty()
    await expect(bubbles(page, "program")).to_have_count(3)
    assert len(await office.rows(table="messages WHERE direction = 'in'")) == 3


async def test_what_was_not_sent_survives_a_reload(page, phone, office):
    await phone.route("**/chat/messages", lambda route: route.abort())
    await say(page, "Geht nicht raus")
    await expect(page.locator(".row.own.waiting")).to_have_count(1)
    await phone.unroute("**/chat/messages")
    await page.reload()
    await expect(page.locator(".row.own.sent")).to_have_count(1)
    await expect(bubbles(page, "program")).to_contain_text("Geht nicht raus")
    assert len(await office.rows(table="messages WHERE direction = 'in'")) == 1


async def test_a_first_message_whose_answer_is_lost_is_one_message_of_one_person(page, phone, office):
    async def lose(route):
        await route.fetch()
        await route.abort()

    await phone.route("**/chat/messages", lose, times=1)
    await say(page, "Hallo")
    await expect(bubbles(page, "program")).to_contain_text("Antwort auf: Hallo")
    assert len(await office.rows(table="people")) == 1
    assert len(await office.rows(table="messages WHERE direction = 'in'")) == 1


@pytest.mark.parametrize("how", ["refused", "unknown to the browser"])
async def test_without_a_stream_the_page_asks(page, phone, how):
    if how == "refused":
        await phone.route("**/chat/events*", lambda route: route.fulfill(status=503))
    else:
        await page.add_init_script("delete window.EventSource")
    await page.reload()
    await say(page, "Hallo")
    await expect(bubbles(page, "program")).to_contain_text("Antwort auf: Hallo")
    await say(page, "Und noch etwas")
    await expect(bubbles(page, "program")).to_have_count(2)


async def test_a_bubble_comes_without_asking_and_typing_is_shown(page, office):
    await say(page, "Hallo")
    await expect(bubbles(page, "program")).to_have_count(1)
    address = await office.database.read(people.address, (await office.rows("pseudonym", "people"))[0][0])
    await office.connector.show_typing(address)
    await expect(page.locator("#typing")).to_be_visible()
    await office.say("Ungefragt")
    await expect(bubbles(page, "program").nth(1)).to_contain_text("Ungefragt")
    await expect(page.locator("#typing")).to_be_hidden()


async def test_an_arabic_page_runs_from_right_to_left(page):
    await page.goto("/chat?language=ar")
    assert (
        await page.evaluate("[document.documentElement.dir, getComputedStyle(document.getElementById('text')).direction]")
        == ["rtl"] * 2
    )
    await say(page, "كم الإيجار؟")
    await expect(page.locator(".row.program")).to_have_attribute("dir", "rtl")
    own, program = await bubbles(page, "own").bounding_box(), await bubbles(page, "program").bounding_box()
    assert own["x"] < 30, "what the person writes stands left"
    assert program["x"] + program["width"] > PHONE["width"] - 30, "answers stand right"
    leave = await page.locator("#leave").bounding_box()
    assert leave["x"] < 30
    await say(page, "112 help")
    await expect(page.locator(".row.own .bubble p").nth(1)).to_have_css("direction", "ltr")


async def test_another_language_is_chosen_with_the_conversation_kept(page, office):
    await say(page, "Hallo")
    await expect(bubbles(page, "program")).to_have_count(1)
    await page.locator("summary").first.click()
    await page.locator("#languages a[lang=tr]").click()
    await expect(page.locator("html")).to_have_attribute("lang", "tr")
    await expect(bubbles(page, "own")).to_have_count(2)
    assert await office.rows("language, language_chosen", "people") == [("tr", 1)]


async def test_leaving_quickly_clears_everything_on_this_device(page, phone, office):
    await phone.route(
        f"{LEAVE_TO}/**", lambda route: route.fulfill(body="<title>Wetter</title>Morgen Sonne", content_type="text/html")
    )
    await say(page, "Hallo")
    await expect(bubbles(page, "program")).to_have_count(1)
    length = await page.evaluate("history.length")
    assert await page.get_attribute("#leave", "title"), "warns of the browser's history"
    await page.locator("#leave").click()
    await expect(page).to_have_title("Wetter")
    assert page.url.startswith(LEAVE_TO)
    assert await page.evaluate("history.length") == length, "the chat is replaced, not left behind the back button"
    async with asyncio.timeout(30):
        while await phone.cookies(office.url + "/chat"):
            await asyncio.sleep(0.05)
    await page.goto("/chat")
    await expect(page.locator("#hello")).to_be_visible()
    await expect(page.locator(".row")).to_have_count(0)
    assert await page.evaluate("sessionStorage.getItem('unsent') || ''") == ""


async def test_leaving_works_without_script(chromium, office):
    async with await chromium.new_context(base_url=office.url, java_script_enabled=False) as context:
        page = await context.new_page()
        await page.goto("/chat")
        await expect(page.locator("#leave")).to_have_attribute("href", LEAVE_TO)
        await expect(page.locator("#broken")).to_have_css("visibility", "visible", timeout=10_000)


async def test_deleting_empties_the_page_and_the_session(page, phone, office):
    await page.locator("#delete").click()
    await expect(page.locator(".note")).to_have_count(1)
    await say(page, "Mein Geheimnis")
    await expect(bubbles(page, "program")).to_have_count(1)
    await page.locator("#delete").click()
    await page.get_by_role("button", name="✅ Ja").click()
    await expect(page.locator("#log > *")).to_have_count(1)
    await expect(page.locator(".note")).to_have_count(1)
    async with asyncio.timeout(30):
        while await phone.cookies(office.url + "/chat") or await office.rows(table="people"):
            await asyncio.sleep(0.05)
    await say(page, "Neuer Anfang")
    await expect(bubbles(page, "program")).to_contain_text("Antwort auf: Neuer Anfang")
    assert "Geheimnis" not in await page.content()


async def test_the_own_place_is_shared_roughly_and_a_refusal_is_told(page, phone, office):
    await phone.grant_permissions(["geolocation"])
    await phone.set_geolocation({"latitude": 48.137154, "longitude": 11.576124})
    await say(page, "Wo ist ein Büro?")
    await expect(bubbles(page, "program")).to_have_count(1)
    await office.database.write(_offer_place)
    await page.get_by_role("button", name="📍").first.click()
    await expect(bubbles(page, "program").last).to_contain_text("Nahe [48.14, 11.58]")
    await expect(page.locator(".card a")).to_have_attribute(
        "href", "https://www.openstreetmap.org/?mlat=48.13&mlon=11.56#map=17/48.13/11.56"
    )
    await expect(page.locator(".card a")).to_have_attribute("rel", "noreferrer noopener")
    await phone.clear_permissions()
    await page.get_by_role("button", name="📍").first.click()
    await expect(page.locator(".note")).to_have_count(1)


def _offer_place(tx):
    person = people.load(tx, tx.connection.exec_driver_sql("SELECT pseudonym FROM people").scalar())
    outbox.add(tx, person, [Reply("In welchem Ort?", "de", asks_place=True)], now())


async def test_pictures_are_shown_and_markup_stays_text(page, office):
    await say(page, "<b id='bold'>fett</b>")
    await expect(bubbles(page, "program")).to_contain_text("<b id='bold'>fett</b>")

    def add(tx):
        person = people.load(tx, tx.connection.exec_driver_sql("SELECT pseudonym FROM people").scalar())
        number = media.add(tx, person.pseudonym, 1, "image/png", PIXEL, now())
        outbox.add(tx, person, [Reply("<script>alert(1)</script><img src=x onerror=alert(1)>", "de", image=number)], now())

    await office.database.write(add)
    image = page.locator(".bubble img")
    await expect(image).to_have_js_property("naturalWidth", 1)
    assert await image.get_attribute("alt")
    assert await page.locator("#bold, .bubble script").count() == 0


LINKS = [
    ("📞 112: jetzt", False, [("112", "tel:112")]),
    ("In Gefahr: 112 anrufen, sonst 110.", True, [("112", "tel:112"), ("110", "tel:110")]),
    ("Das kostet 112 € oder 110.000 ALL, 112 Lek.", False, []),
    ("Das kostet 112,50 € am 01.02.2026, Nr. 12345", True, []),
    ("📞 \u20660800 1110111\u2069: rund um die Uhr", False, [("0800 1110111", "tel:08001110111")]),
    ("Tel. 089 233-48666 oder +355 4 2267 140, 116 016.", False,
     [("089 233-48666", "tel:08923348666"), ("+355 4 2267 140", "tel:+35542267140"), ("116 016", "tel:116016")]),
    ("Siehe https://example.org/a?b=1.", False, [("https://example.org/a?b=1", "https://example.org/a?b=1")]),
    ("(returningfromgermany.de, online.telefonseelsorge.de)", False,
     [("returningfromgermany.de", "https://returningfromgermany.de"), ("online.telefonseelsorge.de", "https://online.telefonseelsorge.de")]),
    ("Mail: info@raphaelswerk.de!", False, [("info@raphaelswerk.de", "mailto:info@raphaelswerk.de")]),
    ("javascript:alert(1) data:text/html,x z.B. usw.", False, []),
    ("Miete: 55.000 ALL, 10115 Berlin, 2025/2026, 0,5 km", False, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "is_danger", "links"), LINKS)
async def test_addresses_and_numbers_in_texts_become_links(page, text, is_danger, links):
    found = await page.evaluate(
        """async ([text, isDanger]) => {
          const script = document.querySelector("link[rel=modulepreload][href$='links.js']").href;
          const { linked } = await import(script);
          const holder = document.createElement("p");
          holder.appendChild(linked(text, isDanger));
          return [holder.textContent, Array.from(holder.querySelectorAll("a")).map(a => [a.textContent, a.getAttribute("href")])];
        }""",
        [text, is_danger],
    )

    assert found == [text, [list(link) for link in links]]


async def test_everything_can_be_reached_and_done_by_keyboard(page):
    reached = []
    for _ in range(12):
        await page.keyboard.press("Tab")
        reached.append(await page.evaluate("document.activeElement.id || document.activeElement.tagName"))
    assert reached[0] == "leave", "the way out comes first"
    for name in ("SUMMARY", "delete", "log", "BUTTON", "menu", "text"):
        assert name in reached
    await page.locator("summary").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#languages")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#languages")).to_be_hidden()
    await page.locator("#text").focus()
    await page.keyboard.type("eine Zeile")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("noch eine")
    await page.keyboard.press("Enter")
    await expect(bubbles(page, "program")).to_contain_text("noch eine")


@pytest.mark.parametrize("size", [(320, 480), (360, 740), (1280, 800), (740, 360)])
@pytest.mark.parametrize("language", ["de", "ar"])
async def test_nothing_is_cut_off_or_too_small_to_touch(page, size, language):
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.goto(f"/chat?language={language}")
    await say(page, "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente https://example.org/" + "x" * 90)
    await expect(bubbles(page, "program")).to_have_count(1)
    sizes = await page.evaluate(
        "Array.from(document.querySelectorAll('button, summary, textarea, #leave')).filter(e => e.offsetParent)"
        ".map(e => [e.id || e.textContent.trim(), e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
    )

    assert await page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert await page.evaluate("document.getElementById('log').scrollWidth <= document.getElementById('log').clientWidth")
    assert [entry for entry in sizes if min(entry[1:]) < 47.5] == []
    for part in ("#leave", "#text", "#send"):
        box = await page.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size[0]
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size[1]


async def test_the_page_is_small(phone):
    sizes = []
    page = await phone.new_page()
    page.on("requestfinished", lambda request: sizes.append(request.sizes()))
    await page.goto("/chat", wait_until="networkidle")

    assert sum([(await size)["responseBodySize"] for size in sizes]) < 30_000
