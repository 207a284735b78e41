"""Where to go: the nearest offices, the embassy, other help, and the contacts after return."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from bot.answers import ANSWERS
from bot.answers.model import Answer, Situation, complete
from bot.answers.offices import HELP_PAGES
from bot.brain.choices import meaning_of
from bot.catalogue import Rendered
from bot.clock import today
from bot.languages import load_languages
from bot.pictures import draw

MAX_CHARS = 900
MAX_ID_BYTES = 64
ONE_POSTCODE_EACH = {
    "BW": "79098", "BY": "90402", "BE": "10115", "BB": "15890", "HB": "27568", "HH": "20095", "HE": "35390", "MV": "19053",
    "NI": "30159", "NW": "50667", "RP": "54290", "SL": "66822", "SN": "01067", "ST": "39104", "TH": "99084", "SH": "24103",
}  # fmt: skip
COUNTRIES = ("AL", "RS", "XK", "IQ", "AF", "TR", "GE", "TN", "NG", "GM", "SD", "EG", "AM", "IN")


@pytest.fixture
def say(catalogue: Any, knowledge: Any, settings: Any) -> Any:
    languages = load_languages(settings.data)

    def _say(intent: str, language: str = "en", **known: Any) -> tuple[Answer, Rendered]:
        offered = languages[language].countries
        known = {"knowledge": knowledge, **known}
        situation = Situation(language=language, today=today(), languages=languages, countries_offered=offered, **known)
        answer = ANSWERS[intent](situation)
        values, sources, is_withheld = complete(answer, catalogue.entries[answer.id], situation)
        return answer, catalogue.render(
            answer.id, values, language, is_withheld=is_withheld, buttons=answer.buttons, sources=sources
        )

    return _say


def told(place: str, text: str | None = None) -> dict[str, Any]:
    return {"place": place, "text": place if text is None else text, "named": {"place": place}}


def fits(reply: Rendered) -> None:
    assert len(reply.text) <= MAX_CHARS, reply.text
    assert len(reply.buttons) <= 4
    assert "{" not in reply.text
    for button in reply.buttons:
        assert len(button.id.encode()) <= MAX_ID_BYTES
        assert len(button.title) <= 28, button
        assert meaning_of(button.id)[0] in ANSWERS, button


@pytest.mark.parametrize("postcode", ONE_POSTCODE_EACH.values(), ids=ONE_POSTCODE_EACH)
def test_every_state_gets_offices_with_a_map_and_the_portal(say, postcode):
    answer, reply = say("ask_counselling_centre", **told(postcode))

    fits(reply)
    assert answer.id == "utter_centres"
    assert "1. " in reply.text
    assert "returningfromgermany.de" in reply.text
    assert answer.picture
    assert reply.sources


def test_every_office_is_marked_independent_or_of_an_authority(say):
    _, reply = say("inform_location", **told("Eisenhüttenstadt"))

    numbered = re.findall(r"^\d+\. .*$", reply.text, re.MULTILINE)
    assert numbered
    assert all(line.endswith(("(independent)", "(run by an authority)")) for line in numbered)


def test_an_office_without_street_phone_and_email_leads_to_the_portal_only(say):
    _, reply = say("inform_location", **told("Köln"))

    entry = reply.text.split("1. Zentrale Ausländerbehörde (ZAB) Köln")[1].split("2. ")[0]
    assert "returningfromgermany.de" in entry
    assert "📞" not in entry
    assert "🌐" not in entry


def test_opening_hours_have_days_of_the_language(say):
    assert "🕘 Mon–Fri 08:00–12:00" in say("inform_location", **told("Alzey"))[1].text
    assert "🕘 Mo.–Fr. 08:00–12:00" in say("inform_location", "de", **told("Alzey"))[1].text


def test_languages_of_an_office_begin_with_the_own_one(say):
    _, reply = say("inform_location", "fr", **told("Freiburg"))

    assert "🗣 français" in reply.text


def test_more_offices_are_shown_until_there_are_none(say):
    seen: list[str] = []
    page = "0"
    while page:
        answer, reply = say("ask_counselling_centre", place="Freiburg", named={"page": page})
        fits(reply)
        seen += re.findall(r"^(\d+)\. ", reply.text, re.MULTILINE)
        assert [point["number"] for point in answer.picture["points"]] == [int(n) for n in seen[-len(answer.picture["points"]) :]]
        more = [meaning_of(button.id)[1][0]["value"] for button in reply.buttons if "page" in button.id]
        page = str(more[0]) if more else ""

    assert [int(number) for number in seen] == list(range(1, len(seen) + 1))
    assert len(seen) > 4


@pytest.mark.parametrize(("place", "text", "lands"), [
    ("Oldenburg", "Oldenburg", ["Niedersachsen", "Schleswig-Holstein"]),
    ("Frankfurt am Main", "Frankfurt", ["Hessen", "Brandenburg"]),
    ("Frankfurt am Main", "فرانكفورت", ["Hessen", "Brandenburg"]),
    ("Langenfeld", "ich wohne in Langenfeld", ["Nordrhein-Westfalen", "Bayern", "Rheinland-Pfalz"]),
])  # fmt: skip
def test_a_name_of_several_towns_asks_for_the_state(say, place, text, lands):
    answer, reply = say("ask_counselling_centre", **told(place, text))

    fits(reply)
    assert answer.id == "utter_which_place"
    assert answer.asks_for == "place"
    assert [button.title for button in reply.buttons[:-1]] == lands
    for button in reply.buttons[:-1]:
        intent, entities = meaning_of(button.id)
        chosen, shown = say(intent, place=entities[0]["value"], named={"place": entities[0]["value"]})
        assert chosen.id == "utter_centres"
        assert f"({button.title})" in shown.text


def test_the_state_in_the_message_answers_the_question_before_it_is_asked(say):
    answer, reply = say("inform_location", **told("Friedland", "Friedland in Brandenburg"))

    assert "Friedland (Brandenburg)" in reply.text
    assert answer.slots == {"place": "Friedland, BB"}


def test_a_place_told_earlier_is_not_taken_for_one_that_was_not_understood(say):
    answer, _ = say("inform_location", place="Bremen", text="Xyzzy", named={})

    assert answer.id == "utter_place_unknown"
    assert answer.asks_for == "place"


def test_only_exact_points_are_sent_as_a_pin(say, knowledge):
    for country in {mission.country for mission in knowledge.embassy_list}:
        answer, _ = say("ask_embassy", country=country)
        if answer.location:
            (mission,) = (
                m
                for m in knowledge.embassies(country)
                if m.name == answer.location["title"] and m.lat == answer.location["latitude"]
            )
            assert mission.point_is == "house"
            assert mission.street in answer.location["address"]
    assert say("ask_embassy", country="AL")[0].location
    assert not say("ask_embassy", country="SD")[0].location  # it has moved since the point was taken
    assert not say("ask_embassy", country="XK")[0].location  # its street is not known


@pytest.mark.parametrize(("country", "place", "part"), [
    ("GE", "Kassel", "Frankfurt am Main"), ("GE", "München", "Luisenstraße 43"), ("TR", "Hannover", "30167 Hannover"),
    ("TN", "Dresden", "Sachsen-Anhalt"), ("GE", None, "Rauchstraße 11"), ("TR", "Köln", "Tiergartenstraße"),
])  # fmt: skip
def test_the_mission_of_the_state_is_named_where_a_source_says_which(say, country, place, part):
    assert part in say("ask_embassy", country=country, place=place)[1].text


def test_a_town_of_several_states_does_not_choose_the_consulate(say):
    assert "Lindenallee" in say("ask_embassy", country="TN", place="Friedland")[1].text
    assert "Responsible" in say("ask_embassy", country="TN", place="Friedland, BB")[1].text


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_caution_stands_before_the_address(say, country):
    _, reply = say("ask_embassy", country=country)

    fits(reply)
    assert "afraid of the authorities" in reply.text
    if "📍 " in reply.text[2:] and "Embassy" in reply.text:
        assert reply.text.index("afraid") < reply.text.index("Embassy")


def test_the_paper_for_the_journey_home_has_the_name_of_its_source(say):
    _, reply = say("ask_embassy", country="RS")

    assert "putni list" in reply.text
    assert any("Frankfurt" in source.name for source in reply.sources)


@pytest.mark.parametrize("page", ["help", "more_help", *HELP_PAGES])
def test_every_page_of_other_help_leads_on_and_never_ends(say, page):
    _, reply = say("ask_contact", named={"page": page})

    fits(reply)
    assert reply.buttons
    if page in HELP_PAGES:
        assert re.search(r"\w\.(de|org|int)\b|\d{3}", reply.text)
        assert reply.sources
        assert "request_human" in [button.id for button in reply.buttons]


def test_every_page_can_be_reached_by_buttons_from_the_contacts(say):
    reached, left = set(), [""]
    while left:
        page = left.pop()
        if page in reached:
            continue
        reached.add(page)
        _, reply = say("ask_contact", named={"page": page})
        left += [e["value"] for b in reply.buttons for e in meaning_of(b.id)[1] if e["entity"] == "page"]

    assert set(HELP_PAGES) <= reached


def test_contacts_after_return_begin_with_the_own_city(say):
    for city in ("Erbil", "Basra"):
        text = say("ask_contact_after_return", country="IQ", city=city)[1].text
        assert f"📍 {city}\n" in text
        assert text.index(city) == min(text.index(name) for name in ("Erbil", "Basra", "Mosul") if name in text)


def test_where_nothing_is_near_the_portal_and_a_hotline_are_named(say, knowledge):
    empty = dataclasses.replace(knowledge, centre_list=())
    answer, reply = say("ask_counselling_centre", knowledge=empty, **told("Bremen"))

    assert answer.id == "utter_centres_none"
    assert "returningfromgermany.de" in reply.text
    assert "+49 911 943-0" in reply.text


def test_all_of_it_fits_a_phone_in_every_language(say, catalogue, settings, tmp_path):
    for language in catalogue.languages:
        for place in ("27568", "Freiburg", "Hamburg", "55116", "94032", "Oldenburg", "01067"):
            for intent in ("ask_counselling_centre", "inform_location"):
                fits(say(intent, language, **told(place))[1])
        for page in ("", "help", "more_help", *HELP_PAGES):
            fits(say("ask_contact", language, named={"page": page})[1])
        for country in COUNTRIES:
            for place in (None, "Hannover"):
                fits(say("ask_embassy", language, country=country, place=place)[1])
            fits(say("ask_contact_after_return", language, country=country)[1])
    answer, _ = say("inform_location", "ur", **told("Bremen"))
    assert draw(answer.picture, catalogue, "ur", tmp_path).stat().st_size > 5000
