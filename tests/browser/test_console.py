"""The console in a real Chromium, with the real gate and brain: a person on a fake Telegram or the web chat."""

import asyncio
import contextlib
import dataclasses
import shutil
from types import SimpleNamespace

import pytest
from playwright.async_api import async_playwright, expect

from bot.brain.lanes import LaneWorker
from bot.settings import Secret
from bot.store import cases, office
from tests.console.harness import PASSWORD, claim, running_console
from tests.fakes.telegram import FakeTelegram
from tests.gate import running_gate

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")

TOKEN = "1234567:" + "A" * 35
NEVER = {"mon": [["03:00", "03:01"]]}
ASK = "أريد التحدث مع إنسان"
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63fccfc0500f000485018084a98c21"
    "0000000049454e44ae426082"
)


@pytest.fixture
async def world(settings, tmp_path, brain):
    """An office at work: gate, brain and console on one database."""
    with FakeTelegram(token=TOKEN) as fake:
        own = dataclasses.replace(
            settings, var=tmp_path, port=0, telegram_token=Secret(TOKEN), telegram_api=fake.url, messages_per_minute=10_000
        )
        async with running_gate(own, "telegram", "web") as gate, running_console(own) as desk:
            working = asyncio.create_task(LaneWorker(gate.database, brain).run())
            yield SimpleNamespace(fake=fake, gate=gate, desk=desk)
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


@pytest.fixture(scope="session")
async def chromium():
    async with async_playwright() as playwright:
        sound = [
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--autoplay-policy=no-user-gesture-required",
        ]
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *sound])
        yield browser
        await browser.close()


@pytest.fixture
async def sign_in(chromium, world):
    """Sign somebody in, in a browser of their own; whatever a page complains about fails the test."""
    complaints: list[str] = []
    async with contextlib.AsyncExitStack() as stack:

        async def begin(login, **options):
            given = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", "permissions": ["microphone"], **options}
            context = await stack.enter_async_context(await chromium.new_context(base_url=world.desk.url, **given))
            context.set_default_timeout(15_000)
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            await page.goto("/")
            await page.get_by_label("Login").fill(login)
            await page.get_by_label("Password").fill(PASSWORD)
            await page.keyboard.press("Enter")
            await is_ready(page)
            return page

        yield begin
    assert [text for text in complaints if "Failed to load resource" not in text and "ERR_INCOMPLETE" not in text] == []


async def heard(user, text, seconds=20):
    """Wait until a person on Telegram has got a bubble with a text."""
    async with asyncio.timeout(seconds):
        while not (found := [bubble for bubble in user.received if text in (bubble["text"] or "")]):
            await asyncio.sleep(0.02)
    return found[-1]


async def got(user, method, seconds=20):
    """Wait until a person on Telegram has got a bubble by a method of Telegram."""
    async with asyncio.timeout(seconds):
        while not (found := [bubble for bubble in user.received if bubble["method"] == method]):
            await asyncio.sleep(0.02)
    return found[-1]


def lines(page, author):
    return page.locator(f".line.{author}")


async def write(page, text):
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")


async def is_ready(page):
    """Wait until the page's script is at work."""
    await expect(page.locator("#bell")).to_have_text("🔕")


async def take_over(page, seconds=20):
    """Take the next conversation once somebody waits."""
    await expect(page.locator("#board [data-slip]").first).to_be_visible(timeout=seconds * 1000)
    await page.get_by_role("button", name="Take next").click()
    await expect(page.locator("#composer")).to_be_visible()


async def test_a_conversation_in_arabic_with_photo_voice_canned_reply_and_back_to_the_bot(world, sign_in):
    await world.desk.add("amal", name="Amal", languages=["ar"])
    await world.desk.outside.write(office.save_canned, None, "تحية", "ar", "أنا {counsellor}، كيف أساعدك؟", 1)
    person = world.fake.user(71, language_code="ar")
    page = await sign_in("amal")
    person.says(ASK)
    await take_over(page)
    await heard(person, "Amal")
    await expect(lines(page, "person").first).to_contain_text(ASK)
    await expect(lines(page, "person").first.locator(".text")).to_have_css("direction", "rtl")
    await expect(page.locator("html")).to_have_css("direction", "ltr")

    await write(page, "مرحباً، قرأت سؤالك")
    assert (await heard(person, "قرأت سؤالك"))["text"] == "👤 Amal:\nمرحباً، قرأت سؤالك"
    await expect(lines(page, "counsellor").last.locator(".state")).to_contain_text("delivered")
    await expect(page.locator("#text")).to_have_value("")

    silent_from = len(person.received)
    person.says("هل أحصل على مال؟")
    await expect(lines(page, "person").last).to_contain_text("هل أحصل على مال؟", timeout=1_000)
    await expect(page.locator("#head")).to_contain_text("your turn")
    person.photo(PHOTO)
    await page.get_by_text("Show the picture").click()
    await expect(page.locator(".line.person img")).to_have_js_property("naturalWidth", 1)

    await page.get_by_role("button", name="Canned replies").or_(page.locator("summary", has_text="Canned replies")).click()
    await page.get_by_role("button", name="تحية").click()
    await expect(page.locator("#text")).to_have_value("أنا Amal، كيف أساعدك؟")
    await page.locator("#send").click()
    await heard(person, "كيف أساعدك؟")

    await page.locator("#voice").click()
    await expect(page.locator("#recorded")).to_have_text("0:01")
    await page.locator("#voice-send").click()
    voice = await got(person, "sendVoice")
    assert voice["file"].startswith(b"OggS")
    assert b"OpusHead" in voice["file"]
    await expect(lines(page, "counsellor").locator("audio")).to_have_count(1)
    await expect(page.locator("#recording")).to_be_hidden()
    assert all("👤" in (b["text"] or "👤") for b in person.received[silent_from:]), "the bot has said nothing meanwhile"

    await page.get_by_role("button", name="Back to the bot").click()
    await expect(page.locator("#head")).to_contain_text("closed")
    await expect(page.locator("#composer")).to_be_hidden()
    count = len(person.received)
    person.says("كم يكلف الخبز في بغداد؟")
    async with asyncio.timeout(30):
        while not any("👤" not in (b["text"] or "👤")[:2] for b in person.received[count:]):
            await asyncio.sleep(0.05)
    await expect(lines(page, "bot").last).to_be_visible()


async def test_a_person_on_the_web_chat_talks_with_a_counsellor(world, sign_in, chromium):
    await world.desk.add("jonas", name="Jonas", languages=["de"])
    desk = await sign_in("jonas")
    async with await chromium.new_context(base_url=world.gate.url, locale="de-DE") as context:
        phone = await context.new_page()
        await phone.goto("/chat?language=de")
        await phone.fill("#text", "Ich möchte mit einem Menschen sprechen")
        await phone.press("#text", "Enter")
        await take_over(desk)
        await write(desk, "Guten Tag, was möchten Sie wissen?")
        await expect(phone.locator(".row.counsellor .bubble")).to_contain_text("Guten Tag, was möchten Sie wissen?")
        await phone.fill("#text", "Wie geht das mit dem Pass?")
        await phone.press("#text", "Enter")
        await expect(lines(desk, "person").last).to_contain_text("Wie geht das mit dem Pass?")
        await desk.locator("#chosen").set_input_files({"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
        await expect(phone.locator(".bubble a[download]")).to_have_attribute("download", "plan.pdf")


async def test_a_transfer_refuses_the_old_owner_and_keeps_the_draft(world, sign_in):
    await world.desk.add("amal", name="Amal", languages=["ar"])
    await world.desk.add("nadia", name="Nadia", languages=["de"])
    person = world.fake.user(72, language_code="ar")
    person.says(ASK)
    old = await sign_in("amal")
    await take_over(old)
    tab = await old.context.new_page()  # the same counsellor's second page, which hears of nothing
    await tab.route("**/events*", lambda route: route.abort())
    await tab.goto(old.url)
    await old.locator("summary", has_text="Transfer").click()
    await old.get_by_label("To a colleague").select_option(label="Nadia · German")
    await old.locator(".panel button", has_text="Ask the person").click()
    await heard(person, "Nadia")
    await expect(old.locator("#head")).to_contain_text("asked whether Nadia may go on")
    person.says("1")  # the first choice: yes
    await expect(old.locator("#head")).to_contain_text("with Nadia")

    await write(tab, "mein Entwurf")
    await expect(tab.locator("#refusal")).to_have_text("Nadia has this conversation now. Nothing was sent.")
    await expect(tab.locator("#text")).to_have_value("mein Entwurf")
    assert not any("mein Entwurf" in (bubble["text"] or "") for bubble in person.received)

    new = await sign_in("nadia")
    await new.locator("#board [data-slip]").first.click()
    await write(new, "أنا ناديا")
    await heard(person, "أنا ناديا")


async def test_two_counsellors_who_claim_at_once_get_one_conversation(world, sign_in):
    await world.desk.add("amal", name="Amal", languages=["ar"])
    await world.desk.add("nadia", name="Nadia", languages=["ar"])
    case = await world.desk.opens("1")
    pages = [await sign_in("amal"), await sign_in("nadia")]
    for page in pages:
        await page.route("**/events*", lambda route: route.abort())
        await page.goto(f"/cases/{case.id}")
    await asyncio.gather(*(page.get_by_role("button", name="Take over").click() for page in pages))
    for page in pages:
        await expect(page.locator(".tag", has_text="in conversation")).to_be_visible()
    states = [await page.locator("#composer").is_visible() for page in pages]
    assert sorted(states) == [False, True]
    loser = pages[states.index(False)]
    await expect(loser.locator("#main")).to_contain_text("has this conversation")
    joined = [payload for author, _, payload in await world.desk.replies() if author == "system"]
    assert len(joined) == 1


async def test_danger_at_night_is_red_on_top_and_promises_nobody(world, sign_in):
    await world.desk.add("amal", name="Amal", languages=["de"], hours=NEVER)
    page = await sign_in("amal")
    await world.desk.opens("1", "hallo", language="de")
    person = world.fake.user(73, language_code="de")
    person.says("Ich will nicht mehr leben, ich bringe mich um")
    red = page.locator("#board .reds .slip.red")
    await expect(red).to_have_count(1, timeout=20_000)
    await expect(page.locator("#board [data-slip]").first).to_have_class("slip red ")
    await expect(page.locator("#said")).to_have_text("Danger: a red conversation waits.")
    assert (await page.title()).startswith("🆘")
    bubble = await heard(person, "112")
    assert "Wartezeit" not in " ".join(b["text"] or "" for b in person.received)
    assert bubble
    await red.click()
    await expect(page.locator(".alarm")).to_contain_text("wants to die")
    await expect(page.locator(".alarm")).to_have_css("color", "rgb(255, 255, 255)")
    await page.get_by_role("button", name="Take over").click()
    await write(page, "Ich bin da. Sind Sie allein?")
    await heard(person, "Sind Sie allein?")
    await page.get_by_role("button", name="Not a crisis").click()
    await expect(page.locator(".alarm")).to_have_count(0)
    person.says("ich bringe mich um")
    await expect(page.locator(".alarm")).to_be_visible(timeout=10_000)
    await expect(page.locator(".line.danger")).not_to_have_count(0)


async def test_a_called_colleague_writes_a_note_and_takes_over_with_one_click(world, sign_in):
    amal = await world.desk.add("amal", name="Amal", languages=["ar"])
    await world.desk.add("nadia", name="Nadia", languages=["de"])
    case = await claim(world.desk, await world.desk.opens("1", reason="danger", danger="report_violence"), amal)
    one, other = await sign_in("amal"), await sign_in("nadia", viewport={"width": 390, "height": 844})
    await one.goto(f"/cases/{case.id}")
    await write(one, "أنا هنا")
    await expect(one.locator("#text")).to_have_value("")
    await one.locator("#text").fill("ein Entwurf")
    await one.get_by_role("button", name="I need a colleague").click()

    await expect(other.locator("#said")).to_have_text("A colleague needs you.")
    await other.locator(".reds [data-slip]").click()
    await expect(one.locator(".alarm.help")).to_contain_text("Have looked in: Nadia")
    await other.get_by_label("Note to Amal").fill("Ruf die Schwester an")
    await other.keyboard.press("Enter")
    await expect(one.locator(".advice")).to_contain_text("Nadia: Ruf die Schwester an")
    await expect(one.locator("#text")).to_have_value("ein Entwurf")

    await one.get_by_role("button", name="Somebody else please").click()
    await other.get_by_role("button", name="Take over").click()
    await expect(one.locator("#head")).to_contain_text("with Nadia")
    await expect(one.locator("#text")).to_have_value("ein Entwurf")
    await write(other, "أنا ناديا")
    await expect(lines(other, "counsellor").last).to_contain_text("أنا ناديا")


async def test_what_is_half_written_and_read_stays_when_something_new_comes(world, sign_in):
    amal = await world.desk.add("amal", name="Amal", languages=["ar"])
    case = await claim(world.desk, await world.desk.opens("1"), amal)
    for number in range(40):
        await world.desk.says("1", f"Zeile {number}")
    page = await sign_in("amal")
    await page.goto(f"/cases/{case.id}")
    await is_ready(page)
    await page.locator("#fold-note summary").click()
    await page.locator("#facts textarea").fill("halber Vermerk")
    await page.locator("#thread").focus()
    await page.evaluate("document.getElementById('thread').scrollTop = 0")
    await world.desk.says("1", "Neues")
    await world.desk.outside.write(cases.change, case.id, place="Bonn")
    await expect(page.locator("#facts")).to_contain_text("Bonn")
    await expect(page.locator("#facts textarea")).to_have_value("halber Vermerk")
    assert await page.evaluate("document.getElementById('thread').scrollTop") == 0
    await page.locator("#below").click()
    await expect(lines(page, "person").last).to_be_in_viewport()
    await expect(page.locator("#below")).to_be_hidden()


async def test_erasure_empties_the_open_page_at_once(world, sign_in):
    await world.desk.add("amal", name="Amal", languages=["ar"])
    person = world.fake.user(74, language_code="ar")
    person.says(ASK)
    page = await sign_in("amal")
    await take_over(page)
    await page.locator("#text").fill("ein Entwurf")
    await heard(person, "Amal")
    count = len(person.received)
    person.says("/delete")
    async with asyncio.timeout(30):
        while not (asked := [bubble for bubble in person.received[count:] if bubble["buttons"]]):
            await asyncio.sleep(0.05)
    person.presses(asked[0]["buttons"][0]["text"], asked[0])
    await expect(page.locator("#main .notice")).to_have_text(
        "The person had everything erased. There is nothing left to show.", timeout=20_000
    )
    await expect(page.locator(".line")).to_have_count(0)
    await expect(page.locator("#composer")).to_be_hidden()
    assert await page.evaluate("sessionStorage.length") == 0
    assert ASK not in await page.content()


async def test_the_whole_way_by_keyboard_alone(world, sign_in):
    await world.desk.add("amal", name="Amal", languages=["ar"])
    await world.desk.add("nadia", name="Nadia", languages=["ar"])
    first, second = await world.desk.opens("1"), await world.desk.opens("2", "ثانٍ")
    page = await sign_in("amal")
    await is_ready(page)
    await expect(page.locator("#board [data-slip]")).to_have_count(2)
    keys = page.keyboard

    await keys.press("?")
    await expect(page.locator("#keys")).to_be_visible()
    await keys.press("Escape")
    await expect(page.locator("#keys")).to_be_hidden()
    await keys.press("j")
    await keys.press("j")
    await keys.press("k")
    await keys.press("Enter")
    await expect(page).to_have_url(f"{world.desk.url}/cases/{first.id}")
    await is_ready(page)
    await keys.press("a")
    await expect(page.locator("#composer")).to_be_visible()
    await is_ready(page)
    await keys.press("r")
    await keys.type("mit der Tastatur")
    await keys.press("Enter")
    await expect(lines(page, "counsellor")).to_contain_text("mit der Tastatur")
    await keys.press("Escape")
    await keys.press("m")
    await keys.type("ein Vermerk")
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.locator(".notes li")).to_contain_text("ein Vermerk")
    await is_ready(page)
    await keys.press("c")
    await keys.press("Tab")
    for _ in range(5):
        if await page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.locator("#head")).to_contain_text("closed")
    await is_ready(page)
    await keys.press("n")
    await expect(page).to_have_url(f"{world.desk.url}/cases/{second.id}")
    await is_ready(page)
    await keys.press("t")
    await keys.press("ArrowDown")
    await keys.press("Tab")
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.locator("#head")).to_contain_text("asked whether Nadia may go on")
    assert list(await world.desk.rows("SELECT state, counsellor FROM cases ORDER BY id")) == [
        ("closed", 1),
        ("claimed", 1),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_texts_have_enough_contrast_and_nothing_is_cut_off(world, sign_in, scheme):
    await world.desk.add("amal", "admin", name="Amal")
    case = await world.desk.opens("1", "x" * 120, reason="danger", danger="report_violence")
    await world.desk.bot_says(case.person, "Antwort", "Knopf")
    for size in ({"width": 1280, "height": 800}, {"width": 820, "height": 1180}, {"width": 360, "height": 740}):
        page = await sign_in("amal", color_scheme=scheme, viewport=size)
        for path in ("/queue", f"/cases/{case.id}", "/team", "/profile", "/canned", "/figures"):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], (path, size)
            assert await page.evaluate(CONTRASTS) == [], (path, scheme)


CONTRASTS = """() => {
  const parse = colour => {
    const n = colour.match(/[\\d.]+/g).map(Number);
    return { rgb: n.slice(0, 3), a: n.length > 3 ? n[3] : 1 };
  };
  const light = rgb => { // relative luminance, WCAG 2.2
    const [r, g, b] = rgb.map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.a > .9) return c.rgb;
    }
    return [255, 255, 255];
  };
  const hasText = e => Array.from(e.childNodes).some(n => n.nodeType === 3 && n.textContent.trim());
  return Array.from(document.querySelectorAll("body *")).filter(e => e.offsetParent && !e.disabled && hasText(e)).map(e => {
    const one = light(parse(getComputedStyle(e).color).rgb), other = light(ground(e));
    return [e.className + " " + e.textContent.trim().slice(0, 30), (Math.max(one, other) + .05) / (Math.min(one, other) + .05)];
  }).filter(([, ratio]) => ratio < 4.5);
}"""


async def test_a_lost_console_is_said_and_comes_back(world, sign_in):
    await world.desk.add("amal", name="Amal", languages=["ar"])
    page = await sign_in("amal")
    case = await world.desk.opens("1")
    await page.goto(f"/cases/{case.id}")
    await page.get_by_role("button", name="Take over").click()
    await is_ready(page)
    await page.context.set_offline(True)
    await expect(page.locator("#connection")).to_contain_text("No connection")
    await write(page, "geht nicht raus")
    await expect(page.locator("#refusal")).to_contain_text("Your draft is kept")
    await expect(page.locator("#text")).to_have_value("geht nicht raus")
    await world.desk.says("1", "Sind Sie noch da?")
    await page.context.set_offline(False)
    await expect(lines(page, "person").last).to_contain_text("Sind Sie noch da?", timeout=20_000)
    await expect(page.locator("#connection")).to_be_hidden()
    await page.locator("#text").press("Enter")
    await expect(lines(page, "counsellor")).to_contain_text("geht nicht raus")
