"""The short form about money, from the first answer to the sum, without the model."""

import re

import pytest

from bot.answers import ANSWERS
from bot.answers.model import Situation, complete
from bot.brain.choices import meaning_of
from bot.clock import today
from bot.languages import load_languages


class Chat:
    """A person who presses buttons and types: keeps the slots that the answers and entities fill."""

    def __init__(self, catalogue, knowledge, settings, country=None, **slots):
        self.catalogue, self.knowledge, self.languages = catalogue, knowledge, load_languages(settings.data)
        self.country, self.people, self.slots, self.answer, self.reply = country, None, slots, None, None

    def ask(self, intent="ask_financial_support", text="", named=None):
        named = named or {}
        self.country = named.get("country", self.country)
        self.slots.update({n: v for n, v in named.items() if n in ("adults", "minors", "status", "special", "stay")})
        situation = Situation(
            language="en", knowledge=self.knowledge, today=today(), languages=self.languages, country=self.country, text=text,
            countries_offered=("GH",), people=self.people, slots={n: v for n, v in self.slots.items() if v is not None},
            named={name: str(value) for name, value in named.items()},
        )  # fmt: skip
        self.answer = ANSWERS[intent](situation)
        self.people = self.answer.slots.get("people", self.people)
        self.slots.update({n: v for n, v in self.answer.slots.items() if n != "people"})
        values, sources, is_withheld = complete(self.answer, self.catalogue.entries[self.answer.id], situation)
        self.reply = self.catalogue.render(
            self.answer.id, values, "en", is_withheld=is_withheld, buttons=self.answer.buttons, sources=sources
        )
        return self.answer.id

    def press(self, title):
        button = next(b for b in self.reply.buttons if title in b.title)
        assert len(button.id.encode()) <= 64
        intent, entities = meaning_of(button.id)
        return self.ask(intent, named={e["entity"]: e["value"] for e in entities})

    def type(self, number):
        return self.ask(named={self.answer.asks_for: number})


@pytest.fixture
def chat(catalogue, knowledge, settings):
    return lambda country=None, **slots: Chat(catalogue, knowledge, settings, country, **slots)


def test_the_first_answer_is_useful_and_offers_to_work_it_out(chat):
    talk = chat("GH")

    assert talk.ask() == "utter_financial_support"
    assert "1,000 €" in talk.reply.text
    assert talk.reply.buttons[0].title == "Work it out for me"


def test_the_form_asks_one_thing_after_the_other_and_ends_with_a_sum(chat):
    talk = chat("GH")
    talk.ask()

    assert talk.press("Work it out") == "utter_support_ask_adults"
    assert talk.press("2 adults") == "utter_support_ask_minors"
    assert talk.type(3) == "utter_support_ask_status"
    assert talk.press("Duldung") == "utter_support_ask_special"
    assert talk.press("None") == "utter_support_estimate"
    assert "2 adults, 3 people under 18" in talk.reply.text
    assert "700–4,200 €" in talk.reply.text
    assert "amount not known" in talk.reply.text
    assert "There is no right to it" in talk.reply.text
    assert [b.id for b in talk.reply.buttons][1:] == ["ask_counselling_centre", "ask_budget", "request_human"]


def test_every_question_can_be_skipped(chat):
    talk = chat("TR")
    talk.ask()
    asked = [talk.press("Work it out")]
    while talk.answer.id != "utter_support_estimate":
        asked.append(talk.press("kip"))

    assert asked[:-1] == [f"utter_support_ask_{name}" for name in ("adults", "minors", "stay", "status", "special")]
    assert "1 adult" in talk.reply.text
    assert "200–1,200 €" in talk.reply.text


def test_the_length_of_stay_is_asked_only_where_it_matters(chat):
    for country, expected in (
        ("TR", "utter_support_ask_stay"),
        ("XK", "utter_support_ask_stay"),
        ("GH", "utter_support_ask_status"),
    ):
        talk = chat(country, adults=1)
        assert talk.ask(named={"minors": 0}) == expected


def test_what_was_said_in_the_message_is_not_asked(chat):
    talk = chat("GH")

    assert talk.ask(text="me, my wife and 3 kids, we have a Duldung. How much money?") == "utter_support_estimate"
    assert talk.slots == {"adults": 2, "minors": 3, "status": "duldung"}
    assert talk.press("Change") == "utter_support_change"
    assert "Rejected, or Duldung" in talk.reply.text


def test_people_told_before_the_country_are_kept(chat):
    talk = chat()

    assert talk.ask(text="me, my wife and 3 kids, how much money do we get?") == "utter_ask_country"
    assert talk.ask(named={"country": "GH"}, text="Ghana") == "utter_support_estimate"


def test_everything_can_be_changed_by_button(chat):
    talk = chat("TR", adults=2, minors=1, status="rejected", special="none")
    talk.ask()
    talk.press("Change")

    assert talk.press("Who travels") == "utter_support_ask_adults"
    assert talk.press("1 adult") == "utter_support_ask_minors"
    talk.press("0 people")
    assert talk.press("Skip") == "utter_support_estimate"
    assert "for 1 adult:" in talk.reply.text
    talk.press("Change")
    talk.press("More")
    assert talk.press("Time in Germany") == "utter_support_ask_stay"
    assert talk.press("Up to 6") == "utter_support_estimate"
    assert "EURP" not in talk.reply.text
    talk.press("Change")
    talk.press("Status")
    assert talk.press("Protection") == "utter_support_estimate"
    talk.press("Change")
    talk.press("More")
    assert talk.press("Country") == "utter_ask_country"
    assert talk.answer.asks_for == "country"


def test_a_minor_alone_hears_of_a_guardian_and_of_no_money_in_any_answer(chat):
    talk = chat("GH")
    talk.ask(named={"page": "start"})

    assert talk.press("Under 18") == "utter_support_minor_alone"
    for intent in ("ask_financial_support", "ask_return_options", "ask_eligibility", "ask_travel_costs", "ask_reintegration",
                   "ask_business_support", "ask_medical_support", "ask_vulnerable_support"):  # fmt: skip
        assert talk.ask(intent) == "utter_support_minor_alone"
        assert "Jugendamt" in talk.reply.text
        assert "€" not in talk.reply.text
        assert "REAG" not in talk.reply.text
    assert talk.press("18 or older") == "utter_support_ask_adults"


@pytest.mark.parametrize("intent", [
    "ask_financial_support", "ask_budget", "ask_next_steps", "ask_travel_documents", "ask_travel_day", "ask_luggage",
    "ask_embassy", "ask_wages", "ask_rent", "ask_apply", "ask_voluntary", "inform_people",
])  # fmt: skip
def test_a_minor_alone_is_led_to_a_guardian_until_they_say_to_be_of_age(chat, intent):
    talk = chat("IQ", special="minor_alone")

    assert talk.ask(intent) == "utter_support_minor_alone"
    assert talk.press("18 or older") == "utter_support_ask_adults"
    assert talk.ask(intent) != "utter_support_minor_alone"


def test_a_minor_alone_hears_it_at_once_but_danger_and_a_person_come_first(chat):
    told = {"special": "minor_alone"}

    for intent in ("inform_people", "greet", "nlu_fallback", "out_of_scope", "ask_stay_options", "inform_country"):
        assert chat("IQ").ask(intent, "I am 16 and alone here", told) == "utter_support_minor_alone"
    for intent in ("report_self_harm", "report_violence", "emergency_medical", "request_human", "express_distress"):
        assert chat("IQ").ask(intent, "I am 16 and alone here", told) != "utter_support_minor_alone"
    assert chat("IQ", **told).ask("ask_stay_options") == "utter_stay_options"


def test_children_without_an_adult_lead_out_of_it_too(chat):
    talk = chat("GH", adults=0, minors=2)

    assert talk.ask() == "utter_support_minor_alone"
    assert talk.press("18 or older") == "utter_support_ask_adults"
    assert talk.press("1 adult") == "utter_support_ask_minors"


def test_no_programme_is_explained_to_a_minor_alone(chat):
    assert chat("GH", special="minor_alone").ask("nlu_fallback", "REAG/GARP") == "utter_support_minor_alone"
    assert chat("GH").ask("nlu_fallback", "REAG/GARP") == "utter_programme_named"


def test_the_rules_for_minors_name_questions_that_exist(knowledge):
    minors = knowledge.support_rules.minors

    assert (minors.in_place_of | minors.when_told) - set(ANSWERS) == set()
    assert minors.in_place_of & minors.when_told == set()


def test_who_is_exploited_is_told_of_a_specialist_centre_before_any_sum(chat):
    talk = chat("RO", special="trafficking")

    assert talk.ask() == "utter_support_trafficking"
    assert "€" not in talk.reply.text
    assert talk.press("Possible amounts") == "utter_support_estimate"
    assert "kok-gegen-menschenhandel.de" in talk.reply.text


@pytest.mark.parametrize(("country", "answer_id"), [
    ("UA", "utter_country_suspended"), ("YE", "utter_country_restricted"), ("RO", "utter_support_eu"),
])  # fmt: skip
@pytest.mark.parametrize("intent", ["ask_financial_support", "ask_travel_costs", "ask_eligibility", "ask_reintegration"])
def test_where_there_is_no_programme_every_answer_says_so(chat, intent, country, answer_id):
    talk = chat(country)

    assert talk.ask(intent) == answer_id
    assert talk.reply.sources


def test_who_names_a_status_and_a_country_gets_it_worked_out(chat):
    assert chat("IQ").ask("ask_eligibility", text="Kann ich mit Duldung Hilfe bekommen?") == "utter_support_estimate"
    assert chat("IQ").ask("ask_eligibility") == "utter_eligibility"


def test_travel_costs_name_no_allowance_for_visa_free_nationals(chat):
    talk = chat("AL")
    talk.ask("ask_travel_costs")

    assert "200" not in talk.reply.text


def test_help_after_arrival_follows_the_six_month_rule(chat):
    assert chat("TR", stay="short").ask("ask_reintegration") == "utter_support_estimate"
    assert chat("TR", stay="long").ask("ask_reintegration") == "utter_reintegration"


@pytest.mark.parametrize(("text", "told"), [
    ("Do you have ERRIN?", r"ERRIN: ended in June 2022.*EURP"), ("اررین چقدر پول میدهد", r"ERRIN: ended"),
    ("StarthilfePlus", r"StarthilfePlus"), ("is there a Scout", r"Scouts: ended in July 2023"), ("JRS money", r"JRS.*EURP"),
])  # fmt: skip
def test_programmes_asked_for_by_name_are_explained(chat, text, told):
    talk = chat()

    assert talk.ask(text=text) == "utter_programme_named"
    assert re.search(told, talk.reply.text)
    assert talk.reply.sources


def test_money_of_the_running_programme_is_answered_with_money(chat):
    assert chat("GH").ask(text="How much is REAG/GARP?") == "utter_financial_support"


@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope", "ask_contact_after_return"])
def test_a_programme_is_explained_whatever_the_model_takes_its_name_for(knowledge, intent):
    situation = Situation(language="en", knowledge=knowledge, today=today(), country="IQ", text="do you still have ERRIN?")

    assert ANSWERS[intent](situation).id == "utter_programme_named"
