"""Bubbles become messages that Viber takes."""

import pytest

from bot.errors import DeliveryError
from bot.messages import Part, Reply
from connectors.viber.keyboard import keyboard
from connectors.viber.limits import MAX_BODY_BYTES, MAX_TEXT_BYTES
from connectors.viber.output import File, as_message, cut
from connectors.viber.transport import as_json
from tests.fakes.viber import MAX_TEXT_CHARS, check_message, rows_of

SENDER = {"name": "W" * 28}
FILE = File("https://office.example/media/abc.png?until=1&signature=" + "0" * 32, "image/png", 1000)


def messages(reply, file=FILE):
    """Return what is sent for a bubble, each checked as Viber checks it."""
    made = [as_message(part, file) for part in cut(reply, "📍 Send my location")]
    for message in made:
        whole = {"receiver": "x" * 40, "sender": SENDER, **message}
        check_message(whole, 512, 10)
        assert len(as_json(whole)) <= MAX_BODY_BYTES
    return made


def buttons(*titles):
    return tuple({"id": f"choice_{number}", "title": title} for number, title in enumerate(titles))


@pytest.mark.parametrize(
    "text",
    [
        "short",
        "word " * 5000,
        "👨‍👩‍👧‍👦 " * 3000,
        "سلام، چطور می‌توانم کمک کنم؟ " * 900,
        "ሰላም " * 4000,
        '"quoted"\n\\' * 3000,
        "x" * 20_000,
        "\n\n".join("Ξ " * 2000 for _ in range(5)),
    ],
    ids=["short", "words", "emoji", "right to left", "three bytes", "escaped", "no blank", "paragraphs"],
)
def test_a_text_of_any_length_fits_with_the_largest_keyboard(text):
    made = messages(Reply(text, "en", buttons(*(f"{n} " + "ሰ" * 240 for n in range(40)))))

    assert "".join("".join(m["text"] for m in made).split()) == "".join(text.split())
    assert [("keyboard" in m) for m in made] == [False] * (len(made) - 1) + [True]
    assert all(len(m["text"]) <= MAX_TEXT_CHARS and len(m["text"].encode()) <= MAX_TEXT_BYTES for m in made)


@pytest.mark.parametrize("count", [1, 2, 3, 12, 13, 24, 25, 36, 60, 200])
@pytest.mark.parametrize("title", ["Yes", "A longer title than fits twice"])
@pytest.mark.parametrize("asks_place", [False, True])
def test_any_number_of_buttons_fits_the_rows(count, title, asks_place):
    reply = Reply("Which?", "en", buttons(*(f"{title} {n}" for n in range(count))), asks_place=asks_place)
    [message] = messages(reply)
    shown = message["keyboard"]["Buttons"]

    assert rows_of(shown) <= 12
    assert len(shown) - asks_place >= min(count, 33)
    assert [b["ActionBody"] for b in shown[asks_place:]] == [f"{title} {n}" for n in range(len(shown) - asks_place)]
    assert not any(b.get("Silent") for b in shown)


def test_two_short_titles_stand_side_by_side():
    made = keyboard(buttons("✅ Yes", "❌ No", "I would rather talk to a person", "Menu"))

    assert [b["Columns"] for b in made["Buttons"]] == [3, 3, 6, 6]
    assert "InputFieldState" not in made


def test_a_title_too_long_to_be_sent_is_answered_by_its_number_and_shows_no_tags():
    made = keyboard(buttons("short <b>", "word " * 60))["Buttons"]

    assert [b["ActionBody"] for b in made] == ["short <b>", "2"]
    assert made[0]["Text"] == "short ‹b›"
    assert len(made[1]["Text"]) <= 250
    assert made[1]["Text"].endswith("word…")


def test_asking_for_a_place_offers_the_location_picker_and_says_which_viber_it_needs():
    [message] = messages(Reply("Where?", "en", buttons("📞 Phone"), asks_place=True))

    picker, other = message["keyboard"]["Buttons"]
    assert (picker["ActionType"], picker["Text"], picker["Columns"]) == ("location-picker", "📍 Send my location", 6)
    assert (other["ActionType"], other["ActionBody"]) == ("reply", "📞 Phone")
    assert message["min_api_version"] == 3
    assert messages(Reply("Hello", "en", buttons("Menu")))[0]["min_api_version"] == 1


def test_a_place_is_a_pin_below_its_address_with_the_keyboard_last():
    place = {"latitude": 52.5, "longitude": 13.4, "title": "Embassy", "address": "Street 1, Berlin"}
    text, pin = messages(Reply("The embassy:", "en", buttons("Menu"), location=place))
    told = messages(Reply("Embassy, Street 1, Berlin", "en", location={**place, "title": "Embassy"}))

    assert text["text"] == "The embassy:\n\n📍 Embassy\nStreet 1, Berlin"
    assert pin["location"] == {"lat": 52.5, "lon": 13.4}
    assert "keyboard" in pin
    assert told[0]["text"] == "Embassy, Street 1, Berlin"


def test_a_picture_has_its_text_as_caption_when_it_is_short():
    [picture] = messages(Reply("a chart", "en", buttons("Menu"), image="abc"))
    long = messages(Reply("word " * 200, "en", buttons("Menu"), image="abc"))

    assert (picture["type"], picture["text"], picture["media"]) == ("picture", "a chart", FILE.url)
    assert [m["type"] for m in long] == ["picture", "text"]
    assert ["keyboard" in m for m in long] == [False, True]


@pytest.mark.parametrize("file", [File(FILE.url, "image/png", 1_000_001), File(FILE.url, "image/svg+xml", 5)])
def test_a_picture_that_viber_does_not_take_is_a_link_under_its_text(file):
    [message] = messages(Reply("a chart", "en", buttons("Menu"), image="abc"), file)

    assert (message["type"], message["text"]) == ("text", f"a chart\n{FILE.url}")


def test_a_sound_is_a_file_with_an_ending_that_phones_know():
    _, sound = messages(Reply("hear", "en", audio="abc"), File(FILE.url, "audio/ogg", 7))

    assert (sound["type"], sound["file_name"], sound["size"]) == ("file", "file.ogg", 7)


def test_a_bubble_of_buttons_alone_and_one_of_nothing_are_something():
    assert "type" not in messages(Reply("", "en", buttons("Menu")))[0]
    assert messages(Reply("", "en"))[0]["text"] == "…"


def test_a_part_of_another_kind_is_given_up():
    with pytest.raises(DeliveryError) as caught:
        as_message(Part("venue", {}))

    assert not caught.value.retry
