import re
from dataclasses import replace

import pytest

from connectors.web.incoming import MAX_BODY_BYTES
from tests.connectors.web.office import Office

START = "f00d" * 8


def message(number=1, **body):
    return {"id": f"message-{number}", **(body or {"text": "Sa kushton qiraja?"})}


async def test_the_page_is_in_the_language_of_the_person(browser):
    assert 'lang="sq" dir="ltr"' in (await browser.get("/chat")).text
    arabic = await browser.get("/chat?language=ar")
    assert 'lang="ar" dir="rtl"' in arabic.text
    assert arabic.headers["content-language"] == "ar"
    assert 'lang="sq"' in (await browser.get("/chat?language=xx")).text
    assert 'lang="en"' in (await browser.get("/chat", headers={"Accept-Language": "ja"})).text
    assert 'lang="de"' in (await browser.get("/chat", headers={"Accept-Language": "sq;q=0, en;q=0.2, de-AT;q=0.9, x;q=y"})).text


async def test_every_language_is_offered_in_its_own_script(browser):
    page = (await browser.get("/chat")).text

    for name in ("Deutsch", "العربية", "فارسی", "Türkçe", "Shqip"):
        assert f">{name}</a>" in page


async def test_the_page_is_closed_to_foreign_scripts_frames_and_eyes(browser):
    headers = (await browser.get("/chat")).headers

    policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert policy == {
        "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "media-src": "'self'",
        "connect-src": "'self'", "form-action": "'none'", "base-uri": "'none'", "frame-ancestors": "'self'",
    }  # fmt: skip
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["permissions-policy"].startswith("geolocation=(self)")
    assert headers["cache-control"] == "no-store"


async def test_opening_the_page_makes_no_session(browser):
    response = await browser.get("/chat")

    assert "set-cookie" not in response.headers
    assert (await browser.get("/chat/poll")).status_code == 404
    assert (await browser.get("/chat/events")).status_code == 404


async def test_the_page_says_who_is_behind_it(web_settings):
    settings = replace(
        web_settings,
        office_name="Büro <Süd>",
        office_contact="Tel. 089 1234567",
        office_privacy_url="https://office.example/privacy",
        office_imprint_url="https://office.example/imprint",
    )
    async with Office(settings).open() as office, office.client() as browser:
        page = (await browser.get("/chat")).text

    assert "Büro &lt;Süd&gt;" in page
    assert "<Süd>" not in page
    assert "089 1234567" in page
    assert 'href="https://office.example/privacy"' in page
    assert 'href="https://office.example/imprint"' in page


async def test_a_message_is_kept_once_however_often_it_comes(browser, office):
    office.is_thinking = False
    statuses = [(await browser.post("/chat/messages", json=message())).status_code for _ in range(3)]

    assert statuses == [202, 202, 202]
    assert len(await office.rows()) == 1


async def test_a_first_message_whose_answer_got_lost_makes_no_second_person(office):
    office.is_thinking = False
    for _ in range(3):
        async with office.client() as browser:  # the cookie never arrived
            assert (await browser.post("/chat/messages", json=message() | {"start": START})).status_code == 202

    assert len(await office.rows(table="people")) == 1
    assert len(await office.rows()) == 1


async def test_the_same_id_of_two_people_is_two_messages(office):
    office.is_thinking = False
    for _ in range(2):
        async with office.client() as browser:
            await browser.post("/chat/messages", json=message())

    assert len(await office.rows(table="people")) == 2
    assert len(await office.rows()) == 2


async def test_a_session_stands_nowhere_readable(browser, office):
    await browser.post("/chat/messages", json=message() | {"start": START})
    session = browser.cookies["wegweiser"].partition(".")[0]

    for path in office.settings.var_folder.glob("wegweiser.db*"):
        assert session.encode() not in path.read_bytes()
        assert START.encode() not in path.read_bytes()
        assert b"qiraja" not in path.read_bytes()


async def test_a_forged_session_is_nobody(browser, office):
    await browser.post("/chat/messages", json=message())
    forged = "A" * 24 + "." + browser.cookies["wegweiser"].partition(".")[2]

    assert (await browser.get("/chat/poll", headers={"Cookie": f"wegweiser={forged}"})).status_code == 404


async def test_the_browsers_language_and_the_chosen_one_are_kept(browser, office):
    office.is_thinking = False
    await browser.post("/chat/messages", json=message())
    assert await office.rows("language, language_hint, language_chosen", "people") == [(None, "sq", 0)]
    await browser.post("/chat/messages", json=message(2) | {"language": "tr"})
    assert await office.rows("language, language_chosen", "people") == [("tr", 1)]
    assert 'lang="tr"' in (await browser.get("/chat")).text


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {}, 400),
        (b'{"id": "message-1"}', {}, 400),
        (b"x" * (MAX_BODY_BYTES + 1), {}, 413),
        (b"x" * 70_000, {}, 413),
        (b'{"id": "message-1", "text": "hi"}', {"Content-Type": "text/plain"}, 415),
        (b"text=hi", {"Content-Type": "application/x-www-form-urlencoded"}, 415),
        (b'{"id": "message-1", "text": "hi"}', {"Origin": "https://evil.example"}, 403),
        (b'{"id": "message-1", "text": "hi"}', {"Origin": "null"}, 403),
    ],
)
async def test_what_the_page_does_not_send_is_refused(browser, office, content, headers, status):
    response = await browser.post("/chat/messages", content=content, headers={"Content-Type": "application/json", **headers})

    assert response.status_code == status
    assert "set-cookie" not in response.headers
    assert await office.rows() == []


async def test_a_body_without_length_is_measured_too(browser):
    async def endless():
        for _ in range(100):
            yield b"x" * 1000

    response = await browser.post("/chat/messages", content=endless(), headers={"Content-Type": "application/json"})

    assert response.status_code == 413


async def test_new_sessions_of_one_address_are_limited_kindly(web_settings):
    async with Office(replace(web_settings, sessions_per_hour=2)).open() as office:
        responses = []
        for number in range(3):
            async with office.client(**{"Accept-Language": "en", "X-Forwarded-For": "198.51.100.1"}) as browser:
                responses.append(await browser.post("/chat/messages", json=message() | {"start": f"{START}{number}"}))
        async with office.client(**{"X-Forwarded-For": "198.51.100.2"}) as other:
            elsewhere = await other.post("/chat/messages", json=message())
        async with office.client(**{"X-Forwarded-For": "198.51.100.1"}) as known:
            again = await known.post("/chat/messages", json=message() | {"start": f"{START}0"})

    assert [response.status_code for response in responses] == [202, 202, 429]
    assert "kept" in responses[2].json()["text"]
    assert int(responses[2].headers["retry-after"]) > 0
    assert "set-cookie" not in responses[2].headers
    assert elsewhere.status_code == 202
    assert again.status_code == 202, "a session that exists is not a new one"


async def test_leaving_takes_the_session_from_this_browser_only(browser, office):
    await browser.post("/chat/messages", json=message())
    assert (await browser.post("/chat/leave", headers={"Origin": "https://evil.example"})).status_code == 403
    response = await browser.post("/chat/leave")

    assert response.status_code == 204
    assert re.search(r'wegweiser="";.*Max-Age=0.*Path=/chat', response.headers["set-cookie"])
    assert (await browser.get("/chat/poll")).status_code == 404
    assert len(await office.rows(table="people")) == 1


async def test_the_pages_files_are_kept_for_good_under_an_address_of_their_own(browser):
    address = re.search(r"/chat/static/\w+/chat\.js", (await browser.get("/chat")).text)[0]
    response = await browser.get(address)

    assert response.headers["content-type"].startswith("text/javascript")
    assert "immutable" in response.headers["cache-control"]
    assert (await browser.get("/chat/static/older/chat.js")).headers["cache-control"] == "no-cache"
    for name in ("nothing.js", "..%2fconnector.py", "%2e%2e/%2e%2e/connector.py"):
        assert (await browser.get(f"/chat/static/x/{name}")).status_code == 404
