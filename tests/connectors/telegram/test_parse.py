"""Reading updates, also odd, old and broken ones. All people are invented."""

import pytest

from bot.errors import BadUpdateError
from connectors.telegram.parse import Reachability, read_update

LANGUAGES = ("en", "sq", "kmr")
CHAT = {"id": 77, "type": "private", "first_name": "Mira", "username": "mira_example"}
SENDER = {"id": 77, "is_bot": False, "first_name": "Mira", "language_code": "SQ"}


def message(**content):
    return {"update_id": 9, "message": {"message_id": 3, "date": 1700000000, "chat": CHAT, "from": SENDER, **content}}


def test_nothing_of_the_person_is_read_but_chat_and_language():
    read = read_update(message(text="hello"), LANGUAGES)

    assert (read.update_id, read.address, read.kind, read.text, read.language_hint) == ("9", "77", "text", "hello", "sq")
    assert "Mira" not in repr(read)
    assert "mira" not in repr(read)


@pytest.mark.parametrize(
    ("text", "read_as", "language"),
    [
        ("/start", "/start", None),
        ("/start kmr", "/start", "kmr"),
        ("/start xx", "/start", None),
        ("/help@WegweiserBot", "/help", None),
        ("/delete now", "/delete now", None),
        ("hello /start", "hello /start", None),
    ],
)
def test_commands(text, read_as, language):
    read = read_update(message(text=text), LANGUAGES)

    assert (read.text, read.language) == (read_as, language)


@pytest.mark.parametrize(
    ("content", "kind", "reference"),
    [
        ({"photo": [{"file_id": "small"}, {"file_id": "large", "file_size": 9}]}, "photo", "large"),
        ({"voice": {"file_id": "v", "duration": 3}}, "voice", "v"),
        ({"audio": {"file_id": "a"}}, "audio", "a"),
        ({"video_note": {"file_id": "n"}}, "video", "n"),
        ({"animation": {"file_id": "g"}, "document": {"file_id": "g2"}}, "video", "g"),
        ({"document": {"file_id": "d", "file_name": "Mira.pdf", "mime_type": "application/pdf"}}, "document", "d"),
    ],
)
def test_files_are_known_by_their_reference_alone(content, kind, reference):
    read = read_update(message(**content), LANGUAGES)

    assert (read.kind, read.attachment.reference) == (kind, reference)
    assert "Mira" not in repr(read)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"sticker": {"file_id": "s", "emoji": "👍"}}, "sticker"),
        ({"contact": {"phone_number": "+49", "first_name": "Somebody"}}, "contact"),
        ({"poll": {"id": "1"}}, "unsupported"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "unsupported"),
        ({"location": {"latitude": 52.5, "longitude": 13.4}}, "location"),
        ({"venue": {"location": {"latitude": 52, "longitude": 13}, "title": "x", "address": "y"}}, "location"),
    ],
)
def test_other_kinds(content, kind):
    read = read_update(message(**content), LANGUAGES)

    assert read.kind == kind
    assert "Somebody" not in repr(read)


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1},
        {"update_id": 1, "channel_post": {}},
        {"update_id": 1, "something_new": 5},
        {"update_id": 1, "message": {"chat": {"id": -1, "type": "group"}, "text": "x"}},
        {"update_id": 1, "message": {"chat": CHAT, "from": {**SENDER, "is_bot": True}, "text": "x"}},
        message(pinned_message={"message_id": 1}),
        message(message_auto_delete_timer_changed={"message_auto_delete_time": 5}),
        {"update_id": 1, "edited_message": {"chat": CHAT, "location": {"latitude": 1, "longitude": 1}}},
        {"update_id": 1, "callback_query": {"id": "1", "from": SENDER, "game_short_name": "x"}},
    ],
)
def test_what_is_no_message_to_us_is_ignored(update):
    assert read_update(update, LANGUAGES) is None


def test_an_old_recording_without_newer_fields_is_read():
    old = {"update_id": 174, "message": {"message_id": 41, "chat": {"id": 3, "type": "private"}, "date": 1, "text": "hello"}}

    assert read_update(old, LANGUAGES).text == "hello"


def test_an_edit_names_the_bubble_that_it_corrects():
    update = {"update_id": 5, "edited_message": message(text="corrected")["message"]}
    read = read_update(update, LANGUAGES)

    assert (read.is_edit, read.message_id, read.text) == (True, "3", "corrected")


@pytest.mark.parametrize(("status", "reason"), [("kicked", "blocked"), ("member", None)])
def test_blocking_and_unblocking(status, reason):
    member = {"update_id": 1, "my_chat_member": {"chat": CHAT, "from": SENDER, "new_chat_member": {"status": status}}}

    assert read_update(member, LANGUAGES) == Reachability("77", reason)


@pytest.mark.parametrize(
    "body",
    [
        None, [], "x", {}, {"update_id": "1"}, {"update_id": True}, {"update_id": 1.5}, {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"chat": None}}, {"update_id": 1, "message": {"chat": {"id": "7", "type": "private"}}},
        {"update_id": 1, "callback_query": {"data": "x"}}, message(photo=["x"]), message(photo={"a": 1}), message(voice={}),
        message(location={"latitude": "x", "longitude": 1}), message(location={"latitude": 91, "longitude": 1}),
        message(location={"latitude": True, "longitude": 1}), {"update_id": 1, "my_chat_member": {"chat": CHAT}},
    ],
)  # fmt: skip
def test_what_cannot_be_an_update_is_refused_without_repeating_it(body):
    with pytest.raises(BadUpdateError):
        read_update(body, LANGUAGES)
