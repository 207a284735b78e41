"""The budget in the chat: short, sourced, changeable by buttons, and silent where figures are missing."""

from datetime import date

import pytest

from bot.answers import ANSWERS
from bot.answers.model import Situation, complete
from bot.brain.choices import meaning_of
from bot.pictures import draw

TODAY = date(2026, 11, 22)
MAX_CHARS, MAX_BUTTONS, MAX_ID_BYTES, MAX_TITLE_CHARS = 900, 4, 64, 26
PAGES = (
    "", "assumed", "change", "change_home", "change_wage", "change_people", "change_money", "ask_adults", "ask_minors",
    "ask_medicine", "ask_support",
)  # fmt: skip
LIVES = (
    {},
    {"home": "own", "wage": "min", "support_eur": 1500},
    {"home": "family", "wage": "day", "adults": 2, "minors": 5, "medicine_eur": 35, "support_eur": 12345},
    {"home": "rent", "wage": "mean", "adults": 2, "minors": 1},
)


@pytest.fixture
def ask(catalogue, knowledge):
    def asked(country, language="en", page="", city=None, people=None, text="", **slots):
        situation = Situation(
            language=language, knowledge=knowledge, today=TODAY, languages=catalogue.languages, country=country, city=city,
            people=people, slots=slots, named={"page": page} if page else {}, text=text,
        )  # fmt: skip
        answer = ANSWERS["ask_budget"](situation)
        filled, sources, is_withheld = complete(answer, catalogue.entries[answer.id], situation)
        reply = catalogue.render(answer.id, filled, language, is_withheld=is_withheld, buttons=answer.buttons, sources=sources)
        return answer, reply

    return asked


@pytest.mark.parametrize(
    "language", ["en", "de", "fr", "ar", "fa", "prs", "ps", "ckb", "kmr", "sq", "sr", "bs", "mk", "ru", "tr", "ur"]
)
def test_every_page_fits_a_phone_in_every_country(ask, knowledge, language):
    countries = sorted({row.country for row in knowledge.prices} | {"ER", "TJ"})
    for country in countries:
        for page in PAGES if country in ("AL", "AF", "GN") else PAGES[:2]:
            for slots in LIVES:
                answer, reply = ask(country, language, page, **slots)
                where = f"{language} {country} {page} {slots}: {reply.text}"
                assert len(reply.text) <= MAX_CHARS, where
                assert "{" not in reply.text, where
                assert len(reply.buttons) <= MAX_BUTTONS, where
                assert reply.text.count("•") <= 5, where
                for button in reply.buttons:
                    assert len(button.id.encode()) <= MAX_ID_BYTES, where
                    assert len(button.title) <= MAX_TITLE_CHARS, where
                    assert meaning_of(button.id)[0] in ANSWERS, where
                if answer.id in ("utter_budget", "utter_budget_covered", "utter_budget_no_money", "utter_budget_assumed"):
                    assert reply.sources, where


def test_the_first_answer_needs_nothing_but_the_country_and_says_what_it_assumes(ask):
    answer, reply = ask("IQ")

    assert answer.id == "utter_budget"
    assert "Baghdad" in reply.text
    assert "1 adult · Rented flat · No wage · No medicine" in reply.text
    assert "no promise" in reply.text
    assert [b.id for b in reply.buttons][:2] == ["ask_budget?page=assumed", "ask_budget?page=change"]


def test_without_a_country_it_asks_for_it(ask):
    assert ask(None)[0].asks_for == "country"


def test_every_assumption_can_be_reached_by_buttons(ask):
    seen, waiting, asked = set(), ["ask_budget?page=change"], set()
    while waiting:
        choice = waiting.pop()
        intent, entities = meaning_of(choice)
        page = next((e["value"] for e in entities if e["entity"] == "page"), None)
        if intent != "ask_budget" or choice in seen:
            continue
        seen.add(choice)
        if page:
            answer, reply = ask("IQ", page=page)
            asked.add(answer.asks_for)
            waiting += [b.id for b in reply.buttons]

    changed = {e["entity"] for choice in seen for e in meaning_of(choice)[1]} | asked
    assert changed >= {"home", "wage", "adults", "minors", "medicine_eur", "support_eur"}


def test_a_page_that_asks_for_a_number_has_no_buttons_that_take_it(ask):
    for page in ("ask_adults", "ask_minors", "ask_medicine"):
        assert ask("IQ", page=page)[1].buttons == ()


def test_a_sum_that_the_person_names_takes_the_place_of_the_support(ask):
    answer, reply = ask("IQ", support_eur=2000)

    assert "2,000 €, as you said" in reply.text
    assert answer.picture["costs"]["bars"][0]["high"] == 2000


@pytest.mark.parametrize(("country", "slots", "said"), [
    ("ER", {}, ["food", "rent"]),
    ("AF", {}, ["rent"]),
    ("TR", {"home": "own"}, ["daily needs: only old figures"]),
    ("AL", {"home": "own", "wage": "day", "support_eur": 500}, ["this wage"]),
])  # fmt: skip
def test_what_is_not_known_is_said_and_nothing_is_estimated(ask, country, slots, said):
    answer, reply = ask(country, **slots)

    assert answer.id == "utter_budget_unknown"
    assert answer.picture is None
    for missing in said:
        assert f"• {missing}" in reply.text
    assert "request_human" in [b.id for b in reply.buttons]


def test_where_only_the_rent_is_unknown_another_home_is_offered(ask):
    _, reply = ask("AF")

    assert [b.id for b in reply.buttons][:2] == ["ask_budget?home=own", "ask_budget?home=family"]


def test_where_no_money_can_be_planned_with_it_asks_how_much_there_is(ask):
    answer, reply = ask("AL")

    assert answer.asks_for == "support_eur"
    assert "Tirana" in reply.text
    assert "€" in reply.text


def test_a_wage_that_covers_the_costs_is_no_promise_and_names_unemployment(ask):
    answer, reply = ask("AM", home="family", wage="mean", support_eur=1000)
    open_ended, _ = ask("MK", home="own", wage="min", support_eur=300)

    assert answer.id in ("utter_budget", "utter_budget_covered")
    assert "Work is not sure" in reply.text
    assert open_ended.values["months"]["id"] == "budget_months_open"


def test_a_town_without_prices_is_said_to_be_another(ask):
    _, reply = ask("IQ", city="Najaf")

    assert "I have no figures for Najaf" in reply.text


def test_the_people_named_before_are_counted_as_adults(ask):
    assert "3 adults" in ask("IQ", people=3)[1].text
    assert "2 adults and 1 person under 18" in ask("IQ", people=3, minors=1)[1].text


@pytest.mark.parametrize("said", ["many", "", None, -4, 10**9])
def test_senseless_numbers_break_nothing(ask, said):
    _, reply = ask("IQ", adults=said, minors=said, medicine_eur=said, support_eur=said, home=said, wage=said)

    assert reply.text


@pytest.mark.parametrize("language", ["de", "ar", "ur"])
def test_the_picture_is_drawn(ask, catalogue, tmp_path, language):
    answer, _ = ask("IQ", language, support_eur=2000)

    assert draw(answer.picture, catalogue, language, tmp_path).stat().st_size > 5000


@pytest.mark.parametrize(("language", "text"), [
    ("en", "I have 2000 euro, how many months"), ("fa", "با ۲۰۰۰ یورو چند ماه"), ("ru", "на сколько хватит 2000 евро"),
    ("ur", "میرے پاس 2000 یورو ہیں کتنے مہینے چلیں گے"), ("ka", "2000 ევრო მაქვს"), ("de", "2.000€ wie lange"),
])  # fmt: skip
def test_a_sum_in_the_question_is_counted_with_and_kept(ask, language, text):
    answer, reply = ask("IQ", language, text=text)

    assert answer.slots["support_eur"] == 2000
    assert answer.picture["costs"]["bars"][0]["high"] == 2000
    assert "2" in reply.text.splitlines()[1]


def test_a_sum_is_kept_while_the_country_is_asked_for(ask):
    answer, _ = ask(None, text="2000 euro, how long?")

    assert (answer.asks_for, answer.slots) == ("country", {"support_eur": 2000})


@pytest.mark.parametrize(("text", "slots"), [
    ("my medicine costs 50 euro a month", {"medicine_eur": 50}),
    ("Concor for 20 euro a month", {"medicine_eur": 20}),
    ("I have 500 euro. My medicine is 50 euro", {"support_eur": 500, "medicine_eur": 50}),
    ("the rent is 300 euro", {}),
    ("I have 2000 euro, rent 300 euro", {"support_eur": 2000}),
    ("how long does 500 last", {}),
])  # fmt: skip
def test_what_a_sum_is_for_is_told_by_the_words_beside_it(ask, text, slots):
    assert ask("GE", text=text)[0].slots == slots
