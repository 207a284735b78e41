from dataclasses import replace

import pytest
from starlette.requests import Request
from starlette.responses import Response

from bot.keys import Key
from connectors.web.sessions import COOKIE, Sessions, client_of, is_start

KEY = Key.new("content")
START = "a1" * 16


def request(peer="203.0.113.7", host="chat.example.org", **headers):
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": host, **headers}.items()]
    return Request({"type": "http", "method": "POST", "path": "/chat", "query_string": b"", "headers": pairs,
                    "client": (peer, 1), "server": ("127.0.0.1", 80), "scheme": "http"})  # fmt: skip


@pytest.fixture
def sessions(web_settings):
    return Sessions(KEY, web_settings)


def cookie_of(sessions, session, **kwargs):
    response = Response()
    sessions.keep(response, session, request(**kwargs))
    return response.headers["set-cookie"]


def test_a_session_comes_back_as_it_was_made(sessions):
    session = sessions.begin(None)
    value = cookie_of(sessions, session).partition(";")[0]

    assert sessions.read(request(cookie=value)) == session


@pytest.mark.parametrize(
    "forge",
    [
        lambda value: value[:-1] + ("0" if value[-1] != "0" else "1"),
        lambda value: ("A" if value[0] != "A" else "B") + value[1:],
        lambda value: value.partition(".")[0],
        lambda value: value.partition(".")[0] + ".",
        lambda value: "x." + value.partition(".")[2],
        lambda value: value + "0",
        lambda value: "",
        lambda value: "ä" * 24 + "." + value.partition(".")[2],
    ],
)
def test_a_forged_session_is_none(sessions, forge):
    value = cookie_of(sessions, sessions.begin(None)).partition(";")[0].partition("=")[2]

    assert sessions.read(request(cookie=f"{COOKIE}={forge(value)}")) is None


def test_another_key_does_not_know_the_session(sessions, web_settings):
    value = cookie_of(sessions, sessions.begin(None)).partition(";")[0]

    assert Sessions(Key.new("content"), web_settings).read(request(cookie=value)) is None


def test_the_same_start_begins_the_same_session_and_says_nothing_of_it(sessions):
    assert sessions.begin(START) == sessions.begin(START)
    assert sessions.begin(START) != sessions.begin("b2" * 16)
    assert START not in sessions.begin(START)
    assert sessions.begin(None) != sessions.begin(None)


@pytest.mark.parametrize(
    ("value", "is_one"), [(START, True), ("short", False), ("x" * 65, False), (5, False), ("a b" * 10, False)]
)
def test_a_start_is_long_enough_to_be_a_secret(value, is_one):
    assert is_start(value) is is_one


def test_a_cookie_is_out_of_reach_of_scripts_and_other_sites(sessions, web_settings):
    cookie = cookie_of(sessions, "s" * 24)

    assert "; HttpOnly" in cookie
    assert "; Path=/chat" in cookie
    assert "; SameSite=lax" in cookie
    assert f"; Max-Age={30 * 86_400}" in cookie
    assert "; Secure" in cookie
    assert "Secure" not in cookie_of(sessions, "s" * 24, host="127.0.0.1:8080")
    assert "Secure" not in cookie_of(sessions, "s" * 24, host="localhost")
    public = Sessions(KEY, replace(web_settings, public_url="https://chat.example.org"))
    assert "Secure" in cookie_of(public, "s" * 24, host="127.0.0.1:8080")


@pytest.mark.parametrize(
    ("headers", "is_own"),
    [
        ({"origin": "https://chat.example.org"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://chat.example.org.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://public.example"}, True),
        ({}, True),
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "same-site"}, False),
    ],
)
def test_only_the_own_page_may_post(web_settings, headers, is_own):
    sessions = Sessions(KEY, replace(web_settings, public_url="https://public.example/"))

    assert sessions.is_own_page(request(**headers)) is is_own


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # not our proxy: anybody can write this header
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "10.9.9.9, 198.51.100.1", "198.51.100.1"),  # the first was written by the client
        ("::1", "2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("127.0.0.1", "nonsense", "nonsense"),
        ("127.0.0.1", None, "127.0.0.1"),
    ],
)
def test_the_client_is_whom_our_proxy_saw(peer, forwarded, client):
    headers = {"x_forwarded_for": forwarded} if forwarded else {}

    assert client_of(request(peer, **headers)) == client
