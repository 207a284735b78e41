"""A medicine that is named gets its price from an official list, or the way to a person; never advice."""

import pytest

from bot.answers import ANSWERS
from bot.answers.medicines import medicine_named
from bot.answers.model import Situation
from bot.cases.opening import need_of
from bot.clock import today
from bot.languages import load_languages


@pytest.fixture
def ask(knowledge, settings):
    languages = load_languages(settings.data)

    def answered(text, country):
        known = {"language": "en", "knowledge": knowledge, "today": today(), "languages": languages}
        return ANSWERS["ask_medicine_cost"](Situation(**known, text=text, country=country))

    return answered


def test_a_brand_leads_to_the_packs_of_its_substance(ask):
    answer = ask("how much is Siofor", "XK")

    assert (answer.id, answer.values["medicine"]["text"]) == ("utter_medicine_cost_asked", "Metformin")
    assert len(answer.values["prices"]["parts"]) == 3
    assert {source.name for source in answer.sources} == {"Ministry of Health of Kosovo"}


def test_a_medicine_without_price_goes_to_a_counsellor_in_one_tap(ask, catalogue):
    answer = ask("insolin price", "AF")

    assert (answer.id, answer.values["medicine"]["text"]) == ("utter_medicine_no_price", "Insulin")
    assert catalogue.entries[answer.id].buttons[0] == "request_human"
    assert need_of(("request_human",), "", answer.id, None, ("text",)).reason == "figure"


def test_without_a_name_common_medicines_are_shown(ask):
    assert (ask("medicine prices", "XK").id, ask("medicine prices", "AF").id) == (
        "utter_medicine_cost",
        "utter_medicine_cost_unknown",
    )


@pytest.mark.parametrize(("text", "substance"), [
    ("конкор есть там?", "Bisoprolol"), ("კონკორი არის?", "Bisoprolol"), ("կոնկոր կա՞", "Bisoprolol"), ("كونكور 5", "Bisoprolol"),
    ("konkor 5mg", "Bisoprolol"), ("glukofaj", "Metformin"), ("сиафор", "Metformin"), ("ሜትፎርሚን", "Metformin"),
    ("قرص متفورمین پیدا میشه؟", "Metformin"), ("Enap 10", "Enalapril"), ("Xanax", "Alprazolam"), ("ксалол", "Alprazolam"),
    ("Lantus?", "Insulin"), ("ኢንሱሊን", "Insulin"), ("Panadol", "Paracetamol"), ("Parol", "Paracetamol"), ("zolpidem", "Zolpidem"),
    ("زولپیدم چنده", "Zolpidem"), ("Rivotril", "Clonazepam"), ("глюкофажа", "Metformin"),
])  # fmt: skip
def test_a_message_that_is_little_more_than_a_medicines_name_is_known(text, substance):
    assert medicine_named(text) == substance


@pytest.mark.parametrize("text", [
    "how are you", "я хочу домой", "500 mg", "5", "", "کانکور", "Siofor helps me but my wife wants to go home tomorrow",
])  # fmt: skip
def test_other_messages_are_no_medicines_name(text):
    assert medicine_named(text) is None
