"""Topics that no intent stands for are known by words, in every language, and lead to the help they need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.answers import ANSWERS
from bot.answers.model import Answer, Situation
from bot.clock import today
from bot.lexicon import TOPICS, Lexicons, load_lexicons, topics_in
from bot.settings import Settings

SENTENCES: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "topics.yml").read_text(encoding="utf-8"))
HARMLESS = ("greet", "ask_rent", "ask_food_prices", "ask_school", "ask_cost_of_living", "ask_travel_costs")


@pytest.fixture(scope="module")
def lexicons(settings: Settings) -> Lexicons:
    return load_lexicons(settings.data / "lexicon")


@pytest.fixture
def ask(knowledge: Any) -> Any:
    def _ask(intent: str, text: str, language: str = "en", **known: Any) -> Answer:
        return ANSWERS[intent](Situation(language=language, knowledge=knowledge, today=today(), text=text, country="IQ", **known))

    return _ask


def test_every_language_has_a_sentence_for_every_topic(lexicons: Lexicons) -> None:
    assert SENTENCES.keys() == lexicons.keys()
    assert all(set(sentences) == set(TOPICS) for sentences in SENTENCES.values())


@pytest.mark.parametrize("language", SENTENCES)
def test_a_topic_is_found_in_a_sentence_of_its_language(language: str, lexicons: Lexicons) -> None:
    for topic, sentence in SENTENCES[language].items():
        assert topic in topics_in(sentence, language, lexicons), sentence
        assert topic in topics_in(sentence, None, lexicons), sentence
        others = topics_in(sentence, language, lexicons) - {topic, "afraid"}
        assert not others, f"{sentence}: {others}"


@pytest.mark.parametrize("language", SENTENCES)
def test_everyday_questions_name_no_topic(language: str, lexicons: Lexicons, settings: Settings) -> None:
    path = settings.data.parent / "tests" / "languages" / f"{language}.yml"
    sentences = [s["text"] for s in yaml.safe_load(path.read_text(encoding="utf-8"))["sentences"] if s["intent"] in HARMLESS]

    assert len(sentences) >= 10
    assert not [(s, topics) for s in sentences if (topics := topics_in(s, language, lexicons) - {"afraid"})]


def test_german_and_latin_words_are_found_in_a_chat_of_any_language(lexicons: Lexicons) -> None:
    assert topics_in("wo finde ich einen anwalt", "ti", lexicons) == {"lawyer"}
    assert topics_in("stop", "ar", lexicons) == {"stop"}
    assert topics_in("треба ми адвокат", "sr-Latn", lexicons) == {"lawyer"}


def test_stop_is_a_wish_only_as_the_whole_message(lexicons: Lexicons) -> None:
    assert topics_in("STOP!", "en", lexicons) == {"stop"}
    assert not topics_in("stop my asylum application", "en", lexicons)
    assert not topics_in("can i stop the return and stay", "en", lexicons)


def test_fear_of_the_embassy_gets_no_address_but_the_warning_and_who_helps(ask: Any, catalogue: Any) -> None:
    for language, sentences in SENTENCES.items():
        answer = ask("ask_embassy", sentences["afraid"], language)
        reply = catalogue.render(answer.id, answer.values, language, is_simple=answer.is_simple, buttons=answer.buttons)
        assert "Pacelliallee" not in reply.text, language
        assert answer.location is None
        assert "fluechtlingsrat.de" in reply.text
        assert [button.id for button in reply.buttons][:2] == ["ask_contact?page=asylum_advice", "ask_contact?page=legal_help"]
    assert "lawyer first" in catalogue.render(answer.id, answer.values, "en", is_simple=answer.is_simple).text
    assert ask("ask_embassy", "where is the embassy").location is not None or ask("ask_embassy", "where is it").values["name"]


@pytest.mark.parametrize("intent", ["ask_counselling_free", "ask_stay_options", "ask_contact", "give_complaint"])
def test_who_asks_for_a_lawyer_is_shown_legal_help(ask: Any, intent: str) -> None:
    for language, sentences in SENTENCES.items():
        assert ask(intent, sentences["lawyer"], language).id == "utter_help_legal_help"
    assert ask(intent, "is it free").id != "utter_help_legal_help"


@pytest.mark.parametrize("intent", ["give_complaint", "ask_wages", "ask_jobs"])
def test_unpaid_wages_lead_to_the_rights_at_work(ask: Any, intent: str) -> None:
    for language, sentences in SENTENCES.items():
        assert ask(intent, sentences["unpaid"], language).id == "utter_help_work_rights"
    assert ask(intent, "what do people earn").id != "utter_help_work_rights"


def test_what_a_button_names_goes_before_the_words_of_the_message(ask: Any) -> None:
    text = "i need a lawyer"

    assert ask("ask_contact", text, named={"page": "women"}).id == "utter_help_women"
    assert ask("give_complaint", text, named={"step": "wrong"}).id == "utter_fact_doubted"
