"""What a counsellor sends besides words: voice, files, canned replies, answers of the catalogue, "is typing"."""

import struct

import pytest

from bot.cases import desk as core
from bot.clock import now
from bot.console import webm
from bot.messages import Reply
from bot.store import counsellors, media, office
from bot.store.stream import Line
from connectors.telegram import output as telegram
from connectors.viber import output as viber
from connectors.web.outgoing import event_of
from tests.console.harness import Desk, on_both


def element(identifier: int, content: bytes, *, is_unknown: bool = False) -> bytes:
    head = identifier.to_bytes((identifier.bit_length() + 7) // 8, "big")
    return head + (b"\x01" + b"\xff" * 7 if is_unknown else b"\x08" + len(content).to_bytes(4, "big")) + content


def recording(packets: list[bytes], codec: bytes = b"A_OPUS") -> bytes:
    """What Chromium's MediaRecorder writes: sizes of segment and clusters are unknown."""
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)
    track = element(0xD7, b"\x01") + element(0x86, codec) + element(0x63A2, head)
    tracks = element(0x1654AE6B, element(0xAE, track))
    blocks = b"".join(element(0xA3, b"\x81" + struct.pack(">hB", 20 * n, 0x80) + packet) for n, packet in enumerate(packets))
    cluster = element(0x1F43B675, element(0xE7, b"\x00") + blocks, is_unknown=True)
    return element(0x1A45DFA3, element(0x4282, b"webm")) + element(0x18538067, tracks + cluster, is_unknown=True)


PACKETS = [bytes([0xF8, n % 256]) + b"x" * (n % 300) for n in range(120)]  # 20 ms each: config 31, one frame


def packets_of(ogg: bytes) -> list[bytes]:
    """Read Ogg pages back, by the format's own rules."""
    found, at, rest = [], 0, b""
    while at < len(ogg):
        assert ogg[at : at + 4] == b"OggS"
        page_end = at + 27 + ogg[at + 26]
        lacing = ogg[at + 27 : page_end]
        whole = ogg[at : page_end + sum(lacing)]
        assert webm._checksum(whole[:22] + bytes(4) + whole[26:]) == struct.unpack_from("<I", whole, 22)[0]
        place = page_end
        for length in lacing:
            rest += ogg[place : place + length]
            place += length
            if length < 255:
                found.append(rest)
                rest = b""
        at = place
    return found


def test_a_recording_is_packed_anew_without_a_change_to_the_sound():
    ogg = webm.to_ogg(recording(PACKETS))
    head, tags, *sound = packets_of(ogg)

    assert head.startswith(b"OpusHead")
    assert tags.startswith(b"OpusTags")
    assert sound == PACKETS
    assert webm.seconds_of(ogg) == pytest.approx(len(PACKETS) * 0.02)


def test_a_recording_that_broke_off_keeps_what_came_before():
    whole = recording(PACKETS)
    assert packets_of(webm.to_ogg(whole[:-100]))[2:] == PACKETS[: len(packets_of(webm.to_ogg(whole[:-100]))) - 2]


@pytest.mark.parametrize("broken", [b"", webm.MAGIC, recording([]), recording(PACKETS, b"A_VORBIS"), b"RIFF....WAVE"])
def test_what_is_no_recording_is_refused(broken):
    with pytest.raises((ValueError, IndexError)):
        webm.to_ogg(broken)


async def claimed(desk: Desk, **facts):
    number = await desk.add("amal")
    case = await desk.opens("1", **facts)
    account = await desk.outside.read(counsellors.load, number)
    return await desk.outside.write(core.claim, desk.settings, case.id, case.epoch, account, now())


async def upload(browser, path, content, **headers):
    headers = {"X-CSRF-Token": await browser.csrf(), "Accept": "application/json", **headers}
    return await browser.post(path, content=content, headers={"Content-Type": "application/octet-stream", **headers})


@on_both
async def test_a_voice_message_goes_out_as_ogg_under_the_counsellors_name(desk):
    case = await claimed(desk)
    async with await desk.client("amal") as browser:
        taken = await upload(browser, f"/cases/{case.id}/voice?epoch={case.epoch}", recording(PACKETS))
        refused = await upload(browser, f"/cases/{case.id}/voice?epoch={case.epoch}", b"no sound")
        late = await upload(browser, f"/cases/{case.id}/voice?epoch=1", recording(PACKETS))
    payload = (await desk.replies())[-1][2]
    medium = await desk.outside.read(media.load, payload["audio"])

    assert (taken.status_code, refused.status_code, late.status_code) == (200, 400, 409)
    assert payload["text"] == "👤 Amal:"
    assert medium.mime == "audio/ogg"
    assert packets_of(medium.content)[2:] == PACKETS


@pytest.mark.parametrize(
    ("name", "content", "field"),
    [("plan.pdf", b"%PDF-1.7 x", "file"), ("bild.png", b"\x89PNG\r\n", "image"), ("../../etc/x.txt", "Grüße".encode(), "file")],
)
async def test_files_go_out_under_a_safe_name(desk, name, content, field):
    case = await claimed(desk)
    async with await desk.client("amal") as browser:
        answer = await upload(browser, f"/cases/{case.id}/file?epoch={case.epoch}", content, **{"X-File-Name": name})
    payload = (await desk.replies())[-1][2]

    assert answer.status_code == 200
    assert (await desk.outside.read(media.load, payload[field])).content == content
    assert "/" not in payload["file_name"]


@pytest.mark.parametrize(
    ("name", "content"), [("x.exe", b"MZ"), ("x.pdf", b"MZ"), ("x.png", b"<svg"), ("", b"x"), ("x.html", b"<b>")]
)
async def test_files_that_are_not_handed_out_are_refused(desk, name, content):
    case = await claimed(desk)
    async with await desk.client("amal") as browser:
        answer = await upload(browser, f"/cases/{case.id}/file?epoch={case.epoch}", content, **{"X-File-Name": name})

    assert answer.status_code == 400
    assert len(await desk.replies()) == 1


async def test_an_upload_that_is_too_large_is_refused(desk):
    case = await claimed(desk)
    async with await desk.client("amal") as browser:
        answer = await upload(browser, f"/cases/{case.id}/voice?epoch={case.epoch}", b"OggS" + b"x" * 5_000_001)
    assert answer.status_code == 413


def test_every_messenger_gets_the_file():
    reply = Reply("👤 Amal:\nplan.pdf", "de", file="medium", file_name="plan.pdf")

    assert [part.kind for part in telegram.cut(reply, "📍")] == ["text", "document"]
    parts = viber.cut(reply, "📍")
    assert [part.kind for part in parts] == ["text", "file"]
    made = viber.as_message(parts[1], viber.File("https://x.example/m.pdf", "application/pdf", 3))
    assert made["file_name"] == "plan.pdf"
    line = Line(1, "out", "counsellor:1", "bubble", reply.payload(), None, now())
    event = event_of(line, {}, lambda number: f"/media/{number}")
    assert (event["file"], event["file_name"], event["author"]) == ("/media/medium", "plan.pdf", "counsellor")


@on_both
async def test_an_answer_of_the_catalogue_goes_out_in_the_persons_language(desk):
    case = await claimed(desk, language="de", country="IQ", place="Augsburg")
    async with await desk.client("amal") as browser:
        preview = await browser.get(f"/cases/{case.id}/answer-preview?intent=ask_luggage")
        sent = await browser.act(f"/cases/{case.id}/answer", intent="ask_luggage", epoch=case.epoch)
        centre = await browser.get(
            f"/cases/{case.id}/answer-preview", params={"intent": "ask_counselling_centre", "place": "München"}
        )
        nothing = await browser.get(f"/cases/{case.id}/answer-preview?intent=delete_my_data")
    payload = (await desk.replies())[-1][2]

    assert sent.status_code == 303
    assert payload["text"] == "👤 Amal:\n" + preview.json()["text"]
    assert payload["language"] == "de"
    assert payload["buttons"] == []
    assert "München" in centre.json()["text"]
    assert nothing.status_code == 404


@on_both
async def test_canned_replies_come_in_the_persons_language_first_and_filled_in(desk):
    case = await claimed(desk)
    async with await desk.client("amal") as browser:
        for title, language, text in (
            ("Gruß", "de", "Guten Tag, ich bin {counsellor} von {office}."),
            ("تحية", "ar", "أنا {counsellor}. {topic}؟"),
        ):
            assert (await browser.act("/canned/save", title=title, language=language, text=text)).status_code == 303
        page = (await browser.get(f"/cases/{case.id}")).text
        [first, second] = await desk.outside.read(office.canned_replies)
        await browser.act("/canned/save", id=first.id, title="Salam", language="ar", text="السلام")
        await browser.act("/canned/remove", id=second.id)
    left = await desk.outside.read(office.canned_replies)

    assert 'data-insert="أنا Amal. {topic}؟"' in page
    assert 'data-insert="Guten Tag, ich bin Amal von Büro."' in page
    assert page.index("تحية") < page.index("Gruß")
    assert [(row.title, row.language) for row in left] == [("Salam", "ar")]


@on_both
async def test_typing_reaches_the_gate_only_from_whoever_has_the_chat(desk):
    case = await claimed(desk)
    await desk.add("nadia")
    async with await desk.client("amal") as one, await desk.client("nadia") as other:
        for browser in (other, one, one):
            await browser.act(f"/cases/{case.id}/typing")
    assert await desk.rows("SELECT kind, person FROM timers WHERE kind = 'show_typing'") == [("show_typing", case.person)]
