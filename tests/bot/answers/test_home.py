"""Work, health, school, housing and safety back home, for every country of return and in every language."""

import datetime as dt
import re

import pytest

from bot.answers import ANSWERS
from bot.answers.country_lines import MAX_STATEMENTS, Told, pages_of
from bot.answers.model import Situation, complete, is_told
from bot.catalogue import SourceNote
from bot.clock import today
from bot.languages import load_languages

QUESTIONS = ("ask_jobs", "ask_healthcare_home", "ask_school", "ask_housing_home", "ask_safety_home")
FIRST = ["AL", "RS", "XK", "MK", "BA", "IQ", "AF", "IR", "RU", "TR", "PK", "GH", "NG", "GN", "MA", "SD"]
FURTHER = ["GE", "AM", "AZ", "MD", "SY", "LB", "EG", "TN", "DZ", "GM", "SN", "SO", "ET", "ER", "VN", "IN", "BD", "LK", "UA"]
MAX_CHARS = 900
ROOM_FOR_TRANSLATION = 1.25  # German and French run a fifth longer than English
ASSURING = re.compile(
    r"\b(is|are|will be) safe\b|no danger|nothing (can|will) happen|should (return|stay|go back)|you must (return|leave)", re.I
)


@pytest.fixture(scope="module")
def pages(catalogue, knowledge, settings):
    """Return a function that gives all pages of an answer: what was chosen and what was written."""
    languages = load_languages(settings.data)

    def read(intent, country, language="en", day=None, **known):
        number, found = 1, []
        while True:
            named = {"page": str(number)} if number > 1 else {}
            situation = Situation(
                language=language,
                knowledge=knowledge,
                today=day or today(),
                languages=languages,
                country=country,
                named=named,
                **known,
            )
            answer = ANSWERS[intent](situation)
            values, sources, is_withheld = complete(answer, catalogue.entries[answer.id], situation)
            reply = catalogue.render(
                answer.id, values, language, is_withheld=is_withheld, buttons=answer.buttons, sources=sources
            )
            found.append((answer, reply))
            number += 1
            if f"{intent}?page={number}" not in [button.id for button in reply.buttons]:
                return found

    return read


def text_of(pages):
    return "\n".join(reply.text for _, reply in pages)


@pytest.mark.parametrize("country", FIRST + FURTHER)
def test_every_page_in_every_language_fits_a_phone_and_names_its_sources(pages, catalogue, country):
    for language in catalogue.languages:
        for intent in QUESTIONS:
            for _, reply in pages(intent, country, language):
                where = f"{intent} {country} {language}: {reply.text}"
                assert len(reply.text) <= MAX_CHARS, where
                assert "{" not in reply.text, where
                assert 1 <= len(reply.buttons) <= 4, where
                assert any(button.id == "request_human" for button in reply.buttons), where
                assert all(len(button.title) <= 26 and len(button.id.encode()) <= 64 for button in reply.buttons), where
                assert len({source.name for source in reply.sources}) <= 3, where
                assert all(re.match(r"\d{4}", source.as_of) for source in reply.sources), where
                if re.search(r"•.*\d", reply.text):
                    assert reply.sources, where


@pytest.mark.parametrize("country", FIRST + FURTHER)
def test_english_leaves_room_for_longer_languages_and_neither_assures_nor_urges(pages, country):
    for intent in QUESTIONS:
        for _, reply in pages(intent, country):
            assert len(reply.text) * ROOM_FOR_TRANSLATION <= MAX_CHARS, reply.text
            assert not ASSURING.search(reply.text.replace("whether it is safe", "")), reply.text


@pytest.mark.parametrize("country", FIRST + FURTHER)
def test_every_fact_with_a_line_is_told_once_and_none_is_lost_between_pages(pages, catalogue, knowledge, country):
    situation = Situation(language="en", knowledge=knowledge, today=today(), country=country)
    facts = [fact for facts in knowledge.countries[country].statements.values() for fact in facts if fact.line]
    written = "\n".join(text_of(pages(intent, country)) for intent in QUESTIONS)
    for fact in facts:
        beginning = catalogue.entries[fact.line].text.split("{")[0]
        if is_told(fact, situation):
            assert beginning in written, fact.id
        if not fact.line.startswith("figure_"):
            assert written.count(beginning) == is_told(fact, situation), fact.id


def test_every_country_has_a_sheet_with_doctors_school_and_work(knowledge):
    assert {*FIRST, *FURTHER} == set(knowledge.countries)
    for sheet in knowledge.countries.values():
        lines = {fact.line for facts in sheet.statements.values() for fact in facts}
        assert {"figure_doctors", "figure_sectors"} <= lines, sheet.code
        assert sheet.holes, sheet.code
        assert sheet.emergency, sheet.code
    without_school = {
        code
        for code, sheet in knowledge.countries.items()
        if not any((fact.line or "").startswith("figure_school") for fact in sheet.statements["education"])
    }
    assert without_school == {"SO"}


def test_the_figures_of_work_are_those_of_the_sheet_and_the_tables(pages):
    text = text_of(pages("ask_jobs", "SY"))

    assert "Without work, aged 15 to 24: 31.5%" in text
    assert "Without work, women aged 15 to 24: 47.9%" in text
    assert "Main industries: oil and gas, textiles, food" in text
    assert "The World Factbook, 2024" in text


def test_unemployment_comes_from_the_sheet_where_the_tables_have_none(pages):
    assert "Without work: 10.9%" in text_of(pages("ask_jobs", "XK"))


def test_a_country_without_any_figure_is_told_so(pages):
    (answer, _), *_ = pages("ask_jobs", "TJ")

    assert answer.id == "utter_figure_unknown"


def test_girls_and_school_in_afghanistan_is_told_with_date_and_source(pages):
    text = text_of(pages("ask_school", "AF"))

    assert "Girls are not allowed to go to school after primary school." in text
    assert "22 March 2025" in text


def test_a_statement_that_has_become_too_old_is_told_no_more(pages):
    advance = "two years of rent in advance"

    assert advance in text_of(pages("ask_housing_home", "GH"))
    assert advance not in text_of(pages("ask_housing_home", "GH", day=dt.date(2036, 1, 1)))


def test_the_button_for_more_leads_to_the_next_page_and_a_page_beyond_the_last_is_the_last(pages, catalogue, knowledge):
    first, second = pages("ask_healthcare_home", "IQ")
    assert first[1].buttons[0].id == "ask_healthcare_home?page=2"
    assert second[0].id == "utter_home_more"

    for page in ("9", "0", "many"):
        situation = Situation(language="en", knowledge=knowledge, today=today(), country="IQ", named={"page": page})
        answer = ANSWERS["ask_healthcare_home"](situation)
        assert answer.id == ("utter_home_more" if page == "9" else "utter_healthcare_home")


def test_illness_leads_to_the_inquiry_about_the_single_case(pages):
    (_, reply), *_ = pages("ask_healthcare_home", "LB")

    assert "ZIRF" in reply.text
    assert "Returning from Germany (IOM, BAMF)" in [source.name for source in reply.sources]


def test_who_is_back_already_hears_the_emergency_number_first(pages):
    assert "911" in pages("ask_healthcare_home", "IQ", whereabouts="home")[0][1].text
    assert "Emergency number there: 112" in pages("ask_safety_home", "GE", whereabouts="home")[0][1].text


def test_safety_names_where_to_read_and_asylum_advice_before_a_decision(pages):
    for country in ("AF", "GE", "TJ"):
        (_, reply), *_ = pages("ask_safety_home", country)
        for part in (
            "I cannot say whether it is safe",
            "auswaertiges-amt.de",
            "ecoi.net",
            "coi.euaa.europa.eu",
            "Asylverfahrensberatung",
        ):
            assert part in reply.text
        assert len(reply.sources) >= 2


def test_a_womens_line_at_home_is_told_with_its_source(pages):
    (_, reply), *_ = pages("ask_safety_home", "TR")

    assert "0212 656 96 96" in reply.text
    assert reply.sources[0].name == "Federation of Women Associations of Turkey"


def test_a_page_holds_few_statements_and_few_sources():
    def line(name, source):
        return Told({"kind": "answer", "id": name, "values": {}}, (SourceNote(source, "2026"),))

    statements = [line(f"xx_{number}", "one") for number in range(7)]
    assert [len(page) for page in pages_of(statements)] == [MAX_STATEMENTS, MAX_STATEMENTS, 1]
    assert [len(page) for page in pages_of([line("figure_a", "one"), line("figure_b", "two"), line("figure_c", "three")], 2)] == [
        2,
        1,
    ]
    assert [len(page) for page in pages_of([line("figure_a", "one")] * 6)] == [5, 1]
