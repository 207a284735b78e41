"""The transport: what Viber's answers mean, and which files are fetched."""

import asyncio
import contextlib

import httpx
import pytest

from bot.errors import DeliveryError
from bot.settings import Secret
from connectors.viber.errors import of_http, of_status
from connectors.viber.limits import MAX_BODY_BYTES
from connectors.viber.transport import ViberApi, fetchable
from tests.connectors.viber.conftest import TOKEN


@pytest.mark.parametrize(
    ("status", "reason", "retry", "retry_after", "unreachable"),
    [
        (1, "webhook_url", True, 600, False),
        (2, "token", True, 600, False),
        (3, "bad_data", False, None, False),
        (4, "missing_data", False, None, False),
        (5, "unsubscribed", False, None, True),
        (6, "unsubscribed", False, None, True),
        (7, "account_blocked", True, 600, False),
        (8, "account_unknown", True, 600, False),
        (9, "account_suspended", True, 600, False),
        (10, "no_webhook", True, None, False),
        (11, "no_suitable_device", False, None, False),
        (12, "unanswered", True, 600, False),
        (13, "old_viber", False, None, False),
        (14, "version_and_fields", False, None, False),
        (15, "account_not_authorized", True, 600, False),
        (21, "country", False, None, False),
        (23, "free_messages_used_up", True, 600, False),
        (24, "no_balance", True, 600, False),
        (-1, "viber", True, None, False),
        (99, "viber", True, None, False),
    ],
)
def test_every_status_has_its_meaning(status, reason, retry, retry_after, unreachable):
    error = of_status(status)

    assert (error.reason, error.retry, error.retry_after, error.unreachable) == (reason, retry, retry_after, unreachable)


@pytest.mark.parametrize(
    ("code", "header", "reason", "retry", "retry_after"),
    [
        (500, "", "server", True, None),
        (502, "", "server", True, None),
        (408, "", "server", True, None),
        (429, "7", "rate", True, 7),
        (429, "soon", "rate", True, 600),
        (429, "9" * 400, "rate", True, 3600),
        (400, "", "refused", False, None),
        (413, "", "refused", False, None),
        (302, "", "http", True, 600),
        (404, "", "http", True, 600),
    ],
)
def test_every_http_status_has_its_meaning(code, header, reason, retry, retry_after):
    error = of_http(code, header)

    assert (error.reason, error.retry, error.retry_after) == (reason, retry, retry_after)


@pytest.mark.parametrize(
    ("address", "fetched"),
    [
        ("https://dl-media.viber.com/5/media/a.jpg?Expires=1&Signature=x~-_", "https://dl-media.viber.com/5/media/a.jpg"),
        ("https://share.cdn.viber.com/pg_download?id=1", "https://share.cdn.viber.com/pg_download"),
        ("HTTPS://DL-MEDIA.VIBER.COM:443/a", "https://dl-media.viber.com/a"),
        ("http://dl-media.viber.com/a.png", "https://dl-media.viber.com/a.png"),
        ("https://chatapi.viber.com/pa/a", "https://chatapi.viber.com/pa/a"),
    ],
)
def test_files_of_viber_are_fetched_encrypted(address, fetched):
    found = fetchable(httpx.URL(address), httpx.URL("https://chatapi.viber.com/pa/"))

    assert str(found.copy_with(query=None)) == fetched


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a", "http://localhost:8080/metrics", "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/",
        "http://[::1]/", "http://0x7f000001/", "https://example.org/a", "https://viber.com.example.org/", "https://xviber.com/",
        "https://viber.com@10.0.0.1/", "https://user:pass@dl-media.viber.com/", "https://dl-media.viber.com:8443/",
        "https://dl-media.viber.com./", "https://10.0.0.1#.viber.com", "https://10.0.0.1\\.viber.com/",
        "ftp://dl-media.viber.com/", "file:///etc/passwd", "//10.0.0.1/a",
        "data:text/plain,a", "http://chatapi.viber.com.:80/", "https://vіber.com/",
    ],
)  # fmt: skip
async def test_no_other_address_is_fetched(address):
    api = ViberApi("https://chatapi.viber.com/pa", Secret(TOKEN))
    with pytest.raises(DeliveryError) as caught:
        await api.download(address, 10)

    assert (caught.value.reason, caught.value.retry) == ("foreign_address", False)


def test_a_server_without_encryption_is_trusted_on_this_machine_only():
    inner = httpx.URL("http://127.0.0.1:9100/media/a")

    assert fetchable(inner, httpx.URL("http://127.0.0.1:9100/pa/")) == inner
    for url, own in ((inner, "http://127.0.0.1:9101/pa/"), (httpx.URL("http://10.0.0.1/a"), "http://10.0.0.1/pa/")):
        with pytest.raises(DeliveryError):
            fetchable(url, httpx.URL(own))


@contextlib.asynccontextmanager
async def server(*answers):
    """A server that gives these answers, one a connection, and keeps what it was asked."""
    asked, left = [], list(answers)

    async def answer(reader, writer):
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode())
        with contextlib.suppress(OSError):
            writer.write(left.pop(0))
            await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as running:
        yield f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}", asked


def redirect(target):
    return f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


def content(body, status="200 OK"):
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


@contextlib.asynccontextmanager
async def api(url, **changes):
    made = ViberApi(f"{url}/pa", Secret(TOKEN), **changes)
    try:
        yield made
    finally:
        await made.close()


async def test_a_redirect_is_followed_on_the_same_server_only():
    async with server(redirect("/b"), content(b"file"), redirect("http://10.0.0.1/secret")) as (url, asked), api(url) as viber:
        assert await viber.download(f"{url}/a", 10) == b"file"
        with pytest.raises(DeliveryError, match="foreign_address"):
            await viber.download(f"{url}/a", 10)

    assert [line.split()[1] for line in asked] == ["/a", "/b", "/a"]
    assert TOKEN not in str(asked)


async def test_redirects_come_to_an_end():
    async with server(*[redirect("/a")] * 9) as (url, asked), api(url) as viber:
        with pytest.raises(DeliveryError, match="too_many_redirects"):
            await viber.download(f"{url}/a", 10)

    assert len(asked) == 4


@pytest.mark.parametrize(
    ("answer", "reason", "retry"),
    [
        (content(b"x" * 11), "too_large", False),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 11, "too_large", False),
        (content(b"", "404 Not Found"), "file_gone", False),
        (content(b"", "403 Forbidden"), "file_gone", False),
        (content(b"", "503 Service Unavailable"), "server", True),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nxx", "network", True),
        (b"rubbish", "network", True),
    ],
)
async def test_a_file_that_does_not_come(answer, reason, retry):
    async with server(answer) as (url, _), api(url) as viber:
        with pytest.raises(DeliveryError) as caught:
            await viber.download(f"{url}/a", 10)

    assert (caught.value.reason, caught.value.retry) == (reason, retry)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (content(b'{"ok": tr'), "broken_answer"),
        (content(b"[]"), "broken_answer"),
        (content(b"{}"), "broken_answer"),
        (content(b'{"status": "0"}'), "broken_answer"),
        (content(b"[" * 100_000), "broken_answer"),
        (content(b"<html>", "502 Bad Gateway"), "server"),
        (b"", "network"),
    ],
)
async def test_an_answer_that_cannot_be_read_is_no_answer(answer, reason):
    async with server(answer) as (url, _), api(url) as viber:
        with pytest.raises(DeliveryError) as caught:
            await viber.call("send_message", {})

    assert (caught.value.reason, caught.value.retry) == (reason, True)


async def test_a_call_ends_when_viber_says_nothing(fake):
    fake.fail_next("send_message", status="timeout")
    async with api(fake.url, seconds=0.1) as viber:
        with pytest.raises(DeliveryError) as caught:
            await viber.call("send_message", {"receiver": "x"})

    assert (caught.value.reason, caught.value.retry, caught.value.retry_after) == ("timeout", True, None)


async def test_the_token_is_in_the_header_and_nowhere_else():
    async with server(content(b'{"status": 0, "message_token": 5}')) as (url, asked), api(url) as viber:
        assert await viber.call("send_message", {"text": "ж" * 100}) == {"status": 0, "message_token": 5}

    first, *headers = asked[0].splitlines()
    assert first == "POST /pa/send_message HTTP/1.1"
    assert [h.split(":")[0].lower() for h in headers if TOKEN in h] == ["x-viber-auth-token"]


def test_the_limit_of_the_body_is_that_of_the_fake():
    from tests.fakes import viber

    assert MAX_BODY_BYTES == viber.MAX_BODY_BYTES
