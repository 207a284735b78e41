"""The assistant as people meet it, with the trained model: all through `bot.brain.converse`."""

import json

import pytest

from bot.brain import Message, Person, converse
from bot.text import MAX_TEXT_CHARS

LANGUAGES = ("en", "de", "ar", "fa", "sq", "tr")


def ids(reply):
    return [button["id"] for button in reply.buttons]


async def test_the_first_hello_says_what_this_is_and_offers_languages_and_menu(talk):
    reply = await talk().say("hello")

    assert reply.answer_id == "utter_greet"
    assert "program" in reply.text
    assert "العربية" in reply.text
    assert ids(reply) == ["ask_return_options", "ask_cost_of_living", "ask_next_steps", "request_human"]


@pytest.mark.parametrize(
    ("language", "question", "city"),
    [
        ("en", "how much is the rent in Accra?", "Accra"),
        ("de", "Wie hoch ist die Miete in Istanbul?", "Istanbul"),
        ("ar", "كم الايجار في بغداد؟", "بغداد"),
        ("fa", "اجاره خانه در تهران چقدر است؟", "تهران"),
        ("sq", "sa kushton qiraja në Tiranë?", "Tirana"),
        ("tr", "İstanbul'da kira ne kadar?", "Istanbul"),
    ],
)
async def test_a_rent_question_gets_figure_unit_date_and_source(talk, catalogue, language, question, city):
    reply = await talk().say(question)

    assert reply.language == language
    assert reply.answer_id == "utter_rent"
    assert city in reply.text
    assert "€" in reply.text
    assert "2023" in reply.text
    assert "Numbeo" in reply.text
    assert reply.sources


async def test_a_question_that_needs_the_country_asks_for_it_and_then_answers(talk):
    person = talk("en")
    asked = await person.say("how much is the rent")
    answered = await person.say("Ghana")

    assert asked.answer_id == "utter_ask_country"
    assert any(choice.startswith("country:") for choice in ids(asked))
    assert answered.answer_id == "utter_rent"
    assert "Accra" in answered.text


async def test_the_country_is_remembered(talk):
    person = talk("en")
    await person.say("I am from Ghana")
    reply = await person.say("what does food cost")

    assert reply.answer_id == "utter_food_prices"
    assert "Accra" in reply.text


@pytest.mark.parametrize("number", ["2", "٢", "۲", " 2. "])
async def test_typed_numbers_work_as_buttons(talk, number):
    person = talk("en")
    offered = await person.say("hello")
    reply = await person.say(number)

    assert ids(offered)[1] == "ask_cost_of_living"
    assert reply.answer_id == "utter_ask_country"


async def test_the_title_of_a_button_works_typed_with_and_without_its_sign(talk):
    for text in ("🧭 Next steps", "next steps"):
        person = talk("en")
        await person.say("hello")
        assert (await person.say(text)).answer_id == "utter_next_steps"


async def test_a_button_of_an_earlier_answer_still_works(talk):
    person = talk("en")
    await person.say("hello")
    await person.say("thank you")

    assert (await person.say("⚖️ Advice on staying")).answer_id == "utter_stay_options"


async def test_a_language_change_says_the_last_answer_again(talk):
    person = talk()
    english = await person.say("How much is bread in Kabul?")
    german = await person.say("Deutsch")

    assert (english.language, german.language) == ("en", "de")
    assert german.answer_id == english.answer_id == "utter_food_prices"
    assert "WFP" in german.text
    assert person.person.language_chosen


async def test_a_language_change_in_the_middle_of_a_question_keeps_the_question(talk):
    person = talk("en")
    await person.say("how much is the rent")
    again = await person.say("can we speak german")
    answered = await person.say("Ghana")

    assert (again.answer_id, again.language) == ("utter_ask_country", "de")
    assert (answered.answer_id, answered.language) == ("utter_rent", "de")


async def test_a_chosen_language_stays_whatever_is_written(talk):
    person = talk("sq")

    assert (await person.say("how much money do I get if I go back")).language == "sq"


async def test_say_it_simpler_gives_a_shorter_answer(talk):
    person = talk("en")
    long = await person.say("what are the next steps")
    short = await person.say("say it simpler")

    assert short.answer_id == long.answer_id
    assert len(short.text) < len(long.text)


async def test_nonsense_twice_offers_a_person_and_yes_shows_one(talk):
    person = talk("en")
    await person.say("qxzv wrtk plmf")
    offered = await person.say("zzkw qqpr vvtx")
    accepted = await person.say("yes")

    assert offered.answer_id == "utter_offer_person"
    assert accepted.answer_id == "utter_request_human"
    assert "returningfromgermany@iom.int" in accepted.text


@pytest.mark.parametrize("text", ["", "   ", "😀", "...", "؟؟"])
async def test_a_message_without_words_gets_a_kind_answer(talk, text):
    reply = await talk("en").say(text)

    assert reply.answer_id in ("utter_no_text", "utter_rephrase", "utter_out_of_scope")
    assert reply.buttons


async def test_five_thousand_characters_are_answered(talk):
    text = "I want to know how much money I get if I go back to Ghana. " * 90
    reply = await talk("en").say(text)

    assert len(text) > 5000 > MAX_TEXT_CHARS
    assert reply.answer_id.startswith("utter_financial_support")


@pytest.mark.parametrize(
    "text", ['/ask_rent{"city":"x"}', "/action_listen", '/inform_country{"country":"AL"}', '/slot{"country": null}']
)
async def test_a_typed_slash_never_commands_rasa(talk, text):
    person = talk("en")
    await person.say("I am from Ghana")
    await person.say(text)
    reply = await person.say("food prices")

    assert "Accra" in reply.text


async def test_restart_forgets_what_the_person_told(talk):
    person = talk("en")
    await person.say("I am from Ghana")
    again = await person.say("/restart")
    asked = await person.say("how much is the rent")

    assert again.answer_id == "utter_restart"
    assert asked.answer_id == "utter_ask_country"


async def test_deletion_asks_once_and_then_forgets(talk, brain):
    person = talk("en")
    await person.say("I am from Ghana")
    asked = await person.say("delete my data")
    done = await person.say("yes")

    assert asked.answer_id == "utter_confirm_delete"
    assert done.answer_id == "utter_deleted"
    assert not await brain.remembers(person.person)
    assert (await person.say("how much is the rent")).answer_id == "utter_ask_country"


async def test_deletion_can_be_refused(talk, brain):
    person = talk("en")
    await person.say("/delete")
    await person.say("no")

    assert await brain.remembers(person.person)


@pytest.mark.parametrize("country", ["Guinea", "Eritrea"])
async def test_a_country_without_rents_is_not_known_not_zero(talk, country):
    reply = await talk("en").say(f"what is the rent in {country}")

    assert reply.answer_id == "utter_figure_unknown"
    assert "0" not in reply.text
    assert "request_human" in ids(reply)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_danger_gets_the_fixed_reply_before_anything_else(talk, language):
    sentences = {
        "en": "hello how much money do i get i want to kill myself",
        "de": "ich will mich umbringen",
        "ar": "بدي موت ما بدي عيش",
        "fa": "میخوام خودمو بکشم",
        "sq": "dua ta vras veten",
        "tr": "kendimi öldürmek istiyorum",
    }
    reply = await talk(language).say(sentences[language])

    assert reply.answer_id == "utter_report_self_harm"
    assert "112" in reply.text
    assert "0800 1110111" in reply.text
    assert ids(reply)[0] == "danger_now"
    assert "not_danger" in ids(reply)


async def test_danger_is_seen_while_the_assistant_waits_for_an_answer(talk):
    person = talk("en")
    await person.say("how much is the rent")

    assert (await person.say("my husband beats me")).answer_id == "utter_report_violence"


async def test_somebody_with_the_partner_beside_gets_a_neutral_page(talk):
    person = talk("en")
    await person.say("my husband beats me")
    reply = await person.say("2")

    assert reply.answer_id == "utter_violence_not_alone"
    assert not any(word in reply.text.lower() for word in ("violence", "help", "police"))


async def test_somebody_already_back_gets_the_numbers_of_that_country(talk):
    person = talk("en")
    await person.say("I am already back in Albania")
    reply = await person.say("I want to die")

    assert reply.answer_id == "utter_danger_home"
    assert "127" in reply.text
    assert "0800" not in reply.text


async def test_a_medical_emergency_names_112_first(talk):
    reply = await talk("en").say("my son cannot breathe")

    assert reply.answer_id == "utter_emergency_medical"
    assert "112" in reply.text.split("\n")[0]


async def test_the_nearest_offices_are_shown_for_a_town(talk):
    person = talk("en")
    asked = await person.say("where is the next counselling office")
    shown = await person.say("Bremen")

    assert asked.answer_id == "utter_ask_place"
    assert shown.answer_id == "utter_centres"
    assert "Bremerhaven" in shown.text
    assert "returningfromgermany.de" in shown.text


async def test_replies_can_be_written_as_json(talk):
    reply = await talk("sq").say("sa kushton buka në Tiranë")

    assert set(json.loads(json.dumps(reply.as_json()))) == {"text", "buttons", "location", "image", "audio", "sources"}


async def test_a_conversation_of_a_hundred_turns_keeps_what_it_knows_and_stays_short(talk, brain):
    person = talk("en")
    await person.say("I am from Ghana")
    for _ in range(100):
        await person.say("thanks")

    assert "Accra" in (await person.say("what does food cost")).text
    assert await brain.turns_remembered(person.person) <= 41


async def test_two_people_do_not_share_anything(talk):
    first, second = talk("en"), talk("en")
    await first.say("I am from Ghana")

    assert (await second.say("how much is the rent")).answer_id == "utter_ask_country"


async def test_a_broken_turn_is_answered_all_the_same(brain, talk, settings, tmp_path):
    person = Person(f"broken-{id(tmp_path)}", language="sq", language_chosen=True)
    brain.processor.domain, domain = None, brain.processor.domain  # whatever breaks inside Rasa
    try:
        (reply,) = await converse(person, Message("përshëndetje"))
    finally:
        brain.processor.domain = domain

    assert reply.answer_id == "utter_technical_fault"
    assert reply.language == "sq"


@pytest.mark.parametrize(("typed", "answer_id"), [("yes", "utter_danger_now"), ("no", "utter_danger_later")])
async def test_yes_and_no_answer_the_question_of_a_fixed_reply(talk, typed, answer_id):
    person = talk("en")
    await person.say("I want to kill myself")

    assert (await person.say(typed)).answer_id == answer_id


async def test_a_medical_emergency_back_home_names_the_number_there(talk):
    person = talk("en")
    await person.say("I am already back in Ghana")
    reply = await person.say("my son cannot breathe")

    assert "193" in reply.text
    assert "Ghana" in reply.text


async def test_what_no_rule_covers_falls_back_to_a_kind_answer(brain, talk):
    person = talk("en")
    parse, brain.parse = brain.parse, None
    try:

        async def parse_unknown(text, metadata=None):
            return {"text": text, "intent": {"name": "no_such_intent", "confidence": 1.0}, "entities": []}

        brain.parse = parse_unknown
        reply = await person.say("anything")
    finally:
        brain.parse = parse

    assert reply.answer_id == "utter_rephrase"


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("I am from Erbil. What is the rent there? And can my children go to school?", ["utter_rent", "utter_school"]),
        ("hi\nbrother\nhow much is food in accra\ni want to talk to a person", ["utter_request_human", "utter_food_prices"]),
        (
            "sa kushton qiraja ne Tirane? po shkolla per femijet? dhe ku eshte ambasada?",
            ["utter_rent", "utter_school", "utter_embassy"],
        ),
        ("Who pays the flight? Who pays for the ticket home?", ["utter_travel_costs"]),
    ],
)
async def test_several_questions_are_answered_in_order_a_person_first(talk, text, answers):
    replies = await converse(talk().person, Message(text))

    assert [reply.answer_id for reply in replies] == answers


async def test_danger_among_questions_is_answered_alone(talk):
    replies = await converse(
        talk().person, Message("How much is the rent in Accra? I want to kill myself. Where is the embassy?")
    )

    assert [reply.answer_id for reply in replies] == ["utter_report_self_harm"]


async def test_whoever_writes_a_language_without_answers_is_told_which_there_are(talk, brain_of_few):
    person = talk().person
    replies = await brain_of_few.converse(person, Message("თბილისში ბინის ქირა რა ღირს"))
    again = await brain_of_few.converse(person, Message("ბინის ქირა რა ღირს თბილისში"))

    assert replies[-1].answer_id == "utter_language_unknown"
    assert ids(replies[-1]) == ["language:en", "language:sq"]
    assert [reply.answer_id for reply in again].count("utter_language_unknown") == 0


async def test_a_danger_is_offered_only_to_whoever_may_have_meant_it(talk):
    """Both were seen in one chat: a question about money, with "I want to die" among the guesses."""
    for text in ("si i kerkoj te hollat", "hgfjd money kdls qowe"):
        reply = await talk("sq").say(text)

        assert not {"report_self_harm", "report_violence", "emergency_medical"} & set(ids(reply)[1:])
