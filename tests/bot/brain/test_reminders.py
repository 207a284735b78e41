"""Asking for a reminder in a conversation: before the classifier, after danger."""

import pytest

from bot.brain import Message, converse


@pytest.mark.parametrize(("language", "text"), [
    ("en", "remind me on Monday at 10"), ("de", "erinnere mich am Montag um 10"), ("ar", "ذكرني يوم الاثنين"),
    ("sq", "më kujto të hënën"), ("ru", "напомни мне завтра"),
])  # fmt: skip
async def test_a_request_in_own_words_is_a_wish_of_the_turn(talk, language, text):
    chat = talk(language)
    reply = await chat.say(text)

    assert reply.answer_id == "utter_reminder_set"
    assert chat.person.wants_reminder_at is not None
    await chat.say("/help")
    assert chat.person.wants_reminder_at is None


async def test_somebody_new_is_answered_in_the_language_of_the_request(talk):
    chat = talk()
    await chat.say("напомни мне завтра")

    assert chat.person.language == "ru"


async def test_saying_the_confirmation_again_sets_nothing_again(talk):
    chat = talk("en")
    await chat.say("remind me tomorrow")
    await chat.say("Please say that more simply")

    assert chat.person.wants_reminder_at is None


async def test_danger_comes_first_and_nothing_is_read_into_what_follows_it(talk):
    chat = talk("en")
    reply = await chat.say("remind me tomorrow, i want to kill myself")
    assert reply.answer_id == "utter_report_self_harm"
    assert chat.person.wants_reminder_at is None
    await chat.say("remind me tomorrow")
    assert chat.person.wants_reminder_at is None


async def test_what_is_done_is_remembered_through_the_conversation(talk):
    chat = talk("en")
    await chat.say("what are the next steps?")
    await converse(chat.person, Message("", choice="ask_next_steps?done=counselling"))
    await chat.say("What does rent cost in Tirana?")
    reply = await chat.say("what are the next steps?")

    assert "✅ Free advice" in reply.text
    [road] = await converse(chat.person, Message("", choice="ask_next_steps?page=all"))
    assert road.image is not None
    [asked] = await converse(chat.person, Message("", choice="ask_next_steps?page=remind"))
    assert asked.answer_id == "utter_remind_when"
    assert (await chat.say("3")).answer_id == "utter_reminder_set"
