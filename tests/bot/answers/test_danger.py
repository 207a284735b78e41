"""Danger: who is called first in every country, and which lines are named in every language."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot import values
from bot.answers import ANSWERS
from bot.answers.model import Answer, Situation, complete
from bot.catalogue import Rendered
from bot.clock import today
from bot.knowledge.model import Freshness
from bot.languages import load_languages

TELEFONSEELSORGE, DOWERIA, MUSLIM = "0800 1110111", "030 440308454", "030 443509821"
UKRAINE, BAVARIA = "0800 5002250", "0800 6553000"
FIRST = {"emergency_medical": "ambulance", "report_self_harm": "ambulance", "report_violence": "police"}


@pytest.fixture
def say(catalogue: Any, knowledge: Any, settings: Any) -> Any:
    languages = load_languages(settings.data)

    def _say(intent: str, language: str = "en", **known: Any) -> tuple[Answer, Rendered]:
        situation = Situation(language=language, knowledge=knowledge, today=today(), languages=languages, **known)
        answer = ANSWERS[intent](situation)
        filled, sources, is_withheld = complete(answer, catalogue.entries[answer.id], situation)
        return answer, catalogue.render(
            answer.id, filled, language, is_withheld=is_withheld, buttons=answer.buttons, sources=sources
        )

    return _say


def phones(reply: Rendered) -> list[str]:
    """The numbers of a reply in their order, without the two German emergency numbers."""
    plain = re.sub(r"[\u2066-\u2069]", "", reply.text)
    return [number for number in re.findall(r"📞 ([\d ]*\d)", plain) if number not in ("112", "110", "116117")]


def line_with(part: str, reply: Rendered) -> str:
    return next(line for line in reply.text.split("\n") if part in line)


def test_every_country_of_return_has_a_number_for_every_danger_and_nothing_beside_it(say, knowledge, catalogue):
    for country in knowledge.countries:
        for language in catalogue.languages:
            for intent in FIRST:
                answer, reply = say(intent, language, country=country, whereabouts="home")
                assert answer.id == "utter_danger_home", (country, intent)
                assert "📞" in reply.text, (country, intent, language)
                assert not reply.sources
                assert [button.id for button in reply.buttons] == ["request_human", "not_danger"]


def test_illness_calls_the_ambulance_and_violence_the_police_first(say, knowledge):
    for country, sheet in knowledge.countries.items():
        for intent, service in FIRST.items():
            if service in sheet.emergency and sheet.emergency[service].is_tellable:
                text = say(intent, country=country, whereabouts="home")[1].text
                assert re.search(r"📞 (\d+)", text)[1] == sheet.emergency[service].text, (country, intent)


@pytest.mark.parametrize(("country", "number"), [("IR", "115"), ("XK", "194"), ("RU", "103"), ("AF", "112"), ("GN", "18")])
def test_the_number_for_the_ill_comes_first_at_home(say, country, number):
    assert re.search(r"📞 (\d+)", say("emergency_medical", country=country, whereabouts="home")[1].text)[1] == number


def test_a_number_that_is_not_sure_is_marked_and_dated_but_never_withheld(say, knowledge):
    ambulance = knowledge.countries["AF"].emergency["ambulance"]
    text = say("emergency_medical", country="AF", whereabouts="home")[1].text

    assert not ambulance.is_tellable
    assert f"📞 {ambulance.text} ⚠️: ambulance" in text
    assert "September 2024. It can be different today." in text
    assert "⚠️" not in say("emergency_medical", country="GE", whereabouts="home")[1].text
    assert knowledge.judge("emergency", ambulance.as_of, today().replace(year=2060)) is not Freshness.WITHHELD


def test_what_follows_a_danger_at_home_names_no_german_number(say):
    for intent, steps in (("report_self_harm", ("danger_now", "danger_later")), ("report_violence", ("alone",))):
        for step in steps:
            answer, reply = say(intent, country="IQ", whereabouts="home", named={"step": step})
            assert answer.id == "utter_danger_home"
            assert not set(phones(reply)) & {TELEFONSEELSORGE, "116 016", "0800 1239900"}


def test_where_no_sheet_knows_a_number_that_is_said(say):
    for known in ({"country": "TJ"}, {}):
        assert say("emergency_medical", whereabouts="home", **known)[0].id == "utter_danger_home_unknown"


@pytest.mark.parametrize(("language", "expected"), [
    ("ru", [DOWERIA, TELEFONSEELSORGE]), ("uk", [TELEFONSEELSORGE, DOWERIA]), ("tr", [TELEFONSEELSORGE, MUSLIM]),
    ("ar", [TELEFONSEELSORGE, MUSLIM]), ("ur", [TELEFONSEELSORGE, MUSLIM]), ("de", [TELEFONSEELSORGE]),
    ("fa", [TELEFONSEELSORGE]), ("ti", [TELEFONSEELSORGE]), ("sr-Latn", [TELEFONSEELSORGE]),
])  # fmt: skip
def test_a_line_in_the_own_language_comes_first_and_one_that_speaks_it_at_times_last(say, language, expected):
    assert phones(say("report_self_harm", language)[1]) == expected
    assert phones(say("report_self_harm", language, named={"step": "danger_later"})[1]) == expected


def test_a_language_that_is_spoken_at_times_is_not_promised(say):
    assert "Türkçe" not in say("report_self_harm", "tr")[1].text
    assert "Almanca" in line_with(MUSLIM, say("report_self_harm", "tr")[1])
    assert "українська" not in line_with(DOWERIA, say("report_self_harm", "uk")[1])
    assert "русский" in line_with(DOWERIA, say("report_self_harm", "ru")[1])


def test_distress_names_who_listens_in_the_own_language_without_sources(say):
    assert phones(say("express_distress", "ru")[1]) == [DOWERIA, TELEFONSEELSORGE]
    assert phones(say("express_distress", "uk")[1])[0] == UKRAINE
    assert not say("express_distress", "ru")[1].sources


def test_violence_names_the_own_language_only_where_the_line_speaks_it(say, catalogue, knowledge, settings):
    spoken = knowledge.contact("violence_against_women").languages
    for code, language in load_languages(settings.data).items():
        reply, own = say("report_violence", code)[1], language.spelt_from or code
        shown = [own] if own in spoken else ["de", "en"]
        assert phones(reply) == ["116 016"]
        assert catalogue.write(values.languages(shown), language) in line_with("116 016", reply), code


def test_the_crisis_service_of_bavaria_is_for_those_who_live_there(say):
    assert phones(say("report_self_harm", "ps", place="München")[1]) == [BAVARIA, TELEFONSEELSORGE]
    assert phones(say("report_self_harm", "ru", place="München")[1]) == [DOWERIA, BAVARIA]
    assert BAVARIA not in phones(say("report_self_harm", "ps", place="Bremen")[1])
    assert BAVARIA not in phones(say("report_self_harm", "ps", place="Friedland")[1])
