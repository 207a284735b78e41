import pytest

from bot.brain.aftercare import belongs_to_danger
from bot.brain.followups import follows_up, is_bare
from bot.brain.model import LastAnswer, Understood


def found(name, value, start=0, end=0):
    return {"entity": name, "value": value, "start": start, "end": end}


@pytest.mark.parametrize(
    ("text", "entities", "expected"),
    [
        ("Erbil", [found("city", "Erbil", 0, 5), found("country", "IQ", 0, 5)], True),
        ("Erbil?!", [found("city", "Erbil", 0, 5)], True),
        ("rent Erbil", [found("city", "Erbil", 5, 10)], False),
        ("hello", [], False),
        ("04109", [found("place", "04109", 0, 5)], True),
    ],
)
def test_a_message_that_is_nothing_but_a_name_is_bare(text, entities, expected):
    assert is_bare(Understood(text, "greet", 0.3, entities)) is expected


@pytest.mark.parametrize(
    ("intent", "entities", "last", "expected"),
    [
        (
            "inform_country",
            [found("country", "AL"), found("city", "Durrës")],
            LastAnswer(question="ask_rent", country="AL"),
            True,
        ),
        ("inform_country", [found("country", "XK")], LastAnswer(question="ask_rent", country="AL"), True),
        ("inform_country", [found("country", "AL")], LastAnswer(question="ask_rent", country="AL"), False),
        ("inform_country", [found("country", "XK")], LastAnswer(question="ask_privacy"), False),
        ("inform_people", [], LastAnswer(question="ask_budget"), True),
        ("inform_people", [found("people", 4)], LastAnswer(question="ask_financial_support"), True),
        ("inform_people", [found("people", 4)], LastAnswer(question="ask_rent"), False),
        ("inform_location", [found("place", "Leipzig")], LastAnswer(question="ask_rent"), False),
    ],
)
def test_what_changes_the_answer_on_the_screen_asks_it_again(intent, entities, last, expected):
    assert follows_up(Understood("-", intent, 0.9, entities), last) is expected


@pytest.mark.parametrize(
    ("question", "intent", "step"),
    [
        ("report_violence", "ask_counselling_centre", "alone"),
        ("report_violence", "nlu_fallback", "alone"),
        ("report_violence", "inform_people", "alone"),
        ("report_self_harm", "thank", "danger_later"),
        ("report_self_harm", "ask_contact", "danger_later"),
    ],
)
def test_after_a_reply_to_danger_everyday_words_still_mean_it(question, intent, step):
    meaning = belongs_to_danger(Understood("-", intent), LastAnswer("utter_x", question))

    assert meaning is not None
    assert meaning[0] == question
    assert [entity["value"] for entity in meaning[1]] == [step]


def test_a_call_after_an_emergency_is_told_the_numbers_again():
    assert belongs_to_danger(Understood("-", "request_callback"), LastAnswer("utter_x", "emergency_medical")) == (
        "emergency_medical",
        [],
    )


@pytest.mark.parametrize(
    ("last", "understood"),
    [
        (LastAnswer("utter_rent", "ask_rent"), Understood("-", "nlu_fallback")),
        (LastAnswer("utter_violence_not_alone", "report_violence"), Understood("-", "nlu_fallback")),
        (LastAnswer("utter_report_violence", "report_violence"), Understood("-", "ask_rent")),
        (LastAnswer("utter_report_violence", "report_violence"), Understood("-", "request_human")),
        (LastAnswer("utter_report_violence", "report_violence"), Understood("-", "delete_my_data")),
        (LastAnswer("utter_report_violence", "report_violence"), Understood("-", "nlu_fallback", danger="report_self_harm")),
        (LastAnswer("utter_emergency_medical", "emergency_medical"), Understood("-", "thank")),
    ],
)
def test_what_is_plainly_something_else_is_taken_for_it(last, understood):
    assert belongs_to_danger(understood, last) is None
