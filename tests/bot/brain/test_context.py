"""What a message means after the one before it, with the trained model: follow-ups, danger that goes on, wishes by words."""

import pytest


@pytest.mark.parametrize(
    ("language", "messages", "answers", "shown"),
    [
        ("en", ("rent in Tirana", "and in Accra?"), ("utter_rent", "utter_rent"), "Accra"),
        ("ar", ("كم الايجار في اربيل", "وفي بغداد؟"), ("utter_rent", "utter_rent"), "بغداد"),
        ("fa", ("اجاره خانه در تهران چقدر است؟", "کراچی"), ("utter_rent", "utter_rent"), "کراچی"),
        ("en", ("how long will the money last in Lahore", "4 people"), ("utter_budget", "utter_budget"), "4 adults"),
        (
            "de",
            ("Wie lange reicht das Geld in Lahore?", "ich habe 2 kinder"),
            ("utter_budget", "utter_budget"),
            "2 Personen unter 18",
        ),
    ],
)
async def test_a_follow_up_asks_the_same_question_again(talk, language, messages, answers, shown):
    person = talk(language)
    replies = [await person.say(message) for message in messages]

    assert tuple(reply.answer_id for reply in replies) == answers
    assert shown in replies[-1].text


async def test_a_new_question_is_not_taken_for_the_answer_to_ours(talk):
    person = talk("en")
    asked = await person.say("how much is the rent")
    answered = await person.say("what does food cost in Accra?")

    assert asked.answer_id == "utter_ask_country"
    assert answered.answer_id == "utter_food_prices"


async def test_a_greeting_with_a_question_gets_the_answer(talk):
    reply = await talk("en").say("Good morning to you. How much is the rent in Accra?")

    assert reply.answer_id == "utter_rent"


async def test_after_a_reply_to_violence_where_to_go_is_no_question_about_offices(talk):
    person = talk("en")
    first = await person.say("my husband beats me every day")
    then = await person.say("where can I go with the children?")

    assert first.answer_id == "utter_report_violence"
    assert then.answer_id == "utter_violence_alone"
    assert "116 016" in then.text


async def test_a_bare_number_does_not_end_the_help(talk):
    person = talk("en")
    await person.say("i want to kill myself")
    await person.say("1")
    reply = await person.say("2")

    assert reply.answer_id != "utter_not_danger"


@pytest.mark.parametrize("text", ["🙏", "❤️", "👍🏽"])
async def test_a_sign_of_thanks_is_thanks(talk, text):
    assert (await talk("sq").say(text)).answer_id == "utter_thank"


@pytest.mark.parametrize(
    ("messages", "answer", "shown"),
    [
        (("what does life cost in Tirana", "and the bus?"), "utter_transport", "Bus ticket"),
        (("what does life cost in Tirana", "internet"), "utter_utilities", "Internet"),
        (("how long will 2000 euro last in Lahore", "medicine 50 euro a month"), "utter_budget", "Medicine for 50"),
        (("glucophage",), "utter_ask_country", ""),
    ],
)
async def test_words_say_what_the_model_does_not_hear(talk, messages, answer, shown):
    person = talk("en")
    replies = [await person.say(message) for message in messages]

    assert replies[-1].answer_id == answer
    assert shown in replies[-1].text


async def test_a_woman_is_asked_for_and_quiet_is_kept(talk):
    assert (await talk("en").say("a woman please")).answer_id == "utter_request_human"
    assert (await talk("de").say("stop")).answer_id == "utter_stopped"


async def test_a_minor_alone_is_led_to_a_guardian_and_remembered(talk):
    person = talk("en")
    first = await person.say("I am 16 and alone here")
    then = await person.say("how much money do I get if I go back to Guinea")

    assert first.answer_id == then.answer_id == "utter_support_minor_alone"
    assert "Vormund" in then.text


@pytest.mark.parametrize("beside", ["How much is rent in Accra? What does food cost there?", "Remind me on Monday please."])
async def test_one_sentence_of_danger_among_others_is_heard(talk, brain, beside):
    """The classifier does not hear it in the whole message."""
    message = f"{beside} I wrote a letter for my mother for when I am gone."

    assert (await brain.parse(message)).get("danger") is None
    assert (await talk("en").say(message)).answer_id == "utter_report_self_harm"
