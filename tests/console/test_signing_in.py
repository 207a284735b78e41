"""Accounts: passwords, throttle, sessions, one-time links, cookies and headers."""

import dataclasses
from datetime import timedelta

import pytest

from bot.clock import now
from bot.console import passwords
from bot.console.app import ConsoleServer, check_settings
from bot.errors import SettingsError
from bot.keys import key_file, load_keys
from bot.settings import Settings
from bot.store import Database, counsellors, signins
from tests.console.harness import PASSWORD, Browser, hidden, on_both


@on_both
async def test_signing_in_and_out(desk):
    await desk.add("amal")
    async with Browser(desk.url) as browser:
        assert (await browser.get("/queue")).headers["location"].startswith("/sign-in")
        assert (await browser.sign_in("AMAL")).status_code == 303
        assert (await browser.get("/queue")).status_code == 200
        token = browser.cookies["console"]
        assert (await browser.act("/sign-out")).status_code == 303
        browser.cookies.set("console", token)
        assert (await browser.get("/queue")).status_code == 303, "the session is over on the server, too"


@pytest.mark.parametrize(("login", "password"), [("amal", "wrong"), ("nobody", PASSWORD), ("away", PASSWORD), ("fresh", "")])
async def test_a_wrong_sign_in_does_not_say_what_was_wrong(desk, login, password):
    await desk.add("amal")
    await desk.add("away", is_active=False)
    await desk.outside.write(counsellors.add, "fresh", "Fresh", "counsellor", now())
    async with Browser(desk.url) as browser:
        answer = await browser.sign_in(login, password)

    assert answer.status_code == 403
    assert "Login or password is wrong." in answer.text


async def test_guessing_is_slowed_down_for_a_login_and_a_right_password_then_waits_too(desk):
    await desk.add("amal")
    await desk.add("nadia")
    async with Browser(desk.url) as browser:
        answers = [(await browser.sign_in("amal", "wrong")).status_code for _ in range(6)]
        assert answers == [403] * 5 + [429]
        assert (await browser.sign_in("amal")).status_code == 429
        assert (await browser.sign_in("nadia")).status_code == 303, "others still get in"
    async with Browser(desk.url) as elsewhere:
        elsewhere.headers["X-Forwarded-For"] = "203.0.113.9"
        assert (await elsewhere.sign_in("amal")).status_code == 303, "nobody is locked out from another address"


@on_both
async def test_tries_count_for_a_quarter_of_an_hour_and_hold_no_login(desk):
    await desk.outside.write(signins.note_try, "login amal", now() - timedelta(minutes=16))
    assert await desk.outside.read(signins.tries, "login amal", now()) == 0
    assert "amal" not in str(await desk.rows("SELECT * FROM login_tries"))


@on_both
async def test_a_session_ends_by_time_by_idleness_and_with_the_account(desk):
    number = await desk.add("amal")
    token = await desk.outside.write(signins.begin, number, now(), 12)

    async def is_open(later=timedelta()):
        return await desk.outside.read(signins.read, token, now() + later, 120) is not None

    assert await is_open()
    assert await is_open(timedelta(minutes=119))
    assert not await is_open(timedelta(minutes=121))
    await desk.outside.write(signins.touch, token, now() + timedelta(hours=11, minutes=50))
    assert not await is_open(timedelta(hours=12, seconds=1))
    await desk.outside.write(counsellors.update, number, is_active=False)
    assert not await is_open()


async def test_the_database_holds_no_token_and_no_password(desk):
    await desk.add("amal")
    async with await desk.client("amal") as browser:
        held = str(await desk.rows("SELECT * FROM console_sessions")) + str(await desk.rows("SELECT * FROM counsellors"))

    assert browser.cookies["console"] not in held
    assert PASSWORD not in held
    assert "$argon2id$" in held


@on_both
async def test_a_one_time_link_sets_a_password_once(desk):
    number = await desk.outside.write(counsellors.add, "amal", "Amal", "counsellor", now())
    token = await desk.outside.write(signins.invite, number, now())
    async with Browser(desk.url) as browser:
        page = await browser.get(f"/invitation/{token}")
        assert "Amal" in page.text
        form = hidden(page.text)
        for first, again in (("short", "short"), ("amal amal amal", "amal amal amal"), (PASSWORD, PASSWORD + "x")):
            refused = await browser.post(f"/invitation/{token}", data={**form, "password": first, "again": again})
            assert refused.status_code == 400
        kept = await browser.post(f"/invitation/{token}", data={**form, "password": PASSWORD, "again": PASSWORD})
        assert kept.status_code == 303
        assert (await browser.get("/queue")).status_code == 200
    async with Browser(desk.url) as other:
        assert (await other.get(f"/invitation/{token}")).status_code == 404
        assert (await other.sign_in("amal")).status_code == 303


async def test_a_link_gets_too_old_and_a_new_one_replaces_it(desk):
    number = await desk.add("amal")
    first = await desk.outside.write(signins.invite, number, now())
    second = await desk.outside.write(signins.invite, number, now())

    assert await desk.outside.read(signins.invited, first, now()) is None
    assert await desk.outside.read(signins.invited, second, now()) is not None
    assert await desk.outside.read(signins.invited, second, now() + timedelta(hours=73)) is None


@on_both
async def test_changing_the_password_ends_the_other_sessions(desk):
    await desk.add("amal")
    async with await desk.client("amal") as one, await desk.client("amal") as other:
        assert (await one.act("/profile/password", present="wrong", password="a new long password")).status_code == 400
        assert (await one.act("/profile/password", present=PASSWORD, password="a new long password")).status_code == 303
        assert (await one.get("/queue")).status_code == 200
        assert (await other.get("/queue")).status_code == 303


@pytest.mark.parametrize("path", ["/sign-in", "/queue", "/invitation/x", "/health"])
async def test_every_answer_has_the_headers_that_keep_a_page_closed(desk, path):
    await desk.add("amal")
    async with await desk.client("amal") as browser:
        headers = (await browser.get(path)).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


async def test_no_page_has_script_or_style_of_its_own(desk):
    await desk.add("amal", "admin")
    case = await desk.opens("1")
    async with await desk.client("amal") as browser:
        for path in (
            "/queue",
            f"/cases/{case.id}",
            "/team",
            "/team/1",
            "/profile",
            "/canned",
            "/figures",
            "/records",
            "/office",
            "/search",
        ):
            html = (await browser.get(path)).text
            assert "<style" not in html
            assert " style=" not in html
            assert " onclick" not in html
            assert html.count("<script") == html.count('<script type="module" src="/static/')


async def test_cookies_are_closed_to_scripts_and_go_over_https_off_this_machine(desk):
    await desk.add("amal")
    async with Browser(desk.url) as browser:
        here = (await browser.sign_in("amal")).headers.get_list("set-cookie")
    assert all(
        "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie for cookie in here if "console=" in cookie
    )
    away = dataclasses.replace(desk.settings, console_url="https://desk.example")
    security = ConsoleServer(away, desk.database).console.security
    assert security.is_secure
    assert security._session == "__Host-console"


def test_the_console_does_not_serve_passwords_in_the_clear():
    with pytest.raises(SettingsError, match="CONSOLE_URL"):
        check_settings(Settings(console_host="0.0.0.0"))
    with pytest.raises(SettingsError, match="CONSOLE_URL"):
        check_settings(Settings(console_host="10.0.0.5", console_url="http://desk.example"))
    check_settings(Settings(console_host="10.0.0.5", console_url="https://desk.example"))
    check_settings(Settings())


async def test_the_console_works_without_the_key_of_addresses(desk):
    await desk.add("amal")
    case = await desk.opens("secret-address-4711")
    key_file(desk.settings, "address").unlink()
    database = Database.open(desk.settings, load_keys(desk.settings, with_addresses=False))
    try:
        assert database.keys.address is None
        assert not key_file(desk.settings, "address").exists(), "it does not make one, either"
    finally:
        await database.close()
    async with await desk.client("amal") as browser:
        page = await browser.get(f"/cases/{case.id}")
    assert page.status_code == 200
    assert "4711" not in page.text
    assert case.person not in page.text


async def test_passwords_take_as_long_for_nobody():
    assert not await passwords.is_right("x", None)
    assert not await passwords.is_right("x", "no hash")
    assert await passwords.is_right("x" * 12, await passwords.make_hash("x" * 12))
