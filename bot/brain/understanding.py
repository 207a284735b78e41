"""From a text in a conversation to one intent: choices, commands, danger, open questions, and how sure the model is."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers import ALL_INTENTS
from bot.answers.medicines import medicine_named
from bot.brain.aftercare import belongs_to_danger
from bot.brain.choices import Meaning, by_role, chosen, chosen_earlier, command, entity, meaning_of
from bot.brain.followups import ASKED_OF_HOME, COSTS, INFORMING, follows_up, is_bare
from bot.brain.model import FIXED_REPLIES, LastAnswer, Message, Person, Understood
from bot.catalogue import Catalogue
from bot.cost_words import part_named
from bot.languages import in_script_of, of_country
from bot.lexicon import DANGER_KINDS, topics_in
from bot.places.germany import nearest_place
from bot.places.namesakes import place_key
from bot.reminders.words import read_request
from bot.text import clean
from bot.told_amount import told_amount

NOT_UNDERSTOOD = "nlu_fallback"
MAX_QUESTIONS = 3  # more answers at once nobody reads on a phone
MAX_SENTENCES = 10  # of one message that are looked at one by one; each costs a parse
MIN_WORDS = 2  # of a sentence that may ask something
_THANKS_BY_SIGN = frozenset("🙏👍❤🙂😊🌹👌")
_WOMAN = "wish_woman"
_DESPAIR, _SORROW = "report_self_harm", "express_distress"
_SENTENCE_END = re.compile(r"[.!?؟۔։።፧…]+\s|[?؟፧]|\n")
_ASKS_NOTHING = frozenset((NOT_UNDERSTOOD, "greet", "thank", "goodbye", "affirm", "deny", *INFORMING.values()))
_FIRST = ("request_human", "request_callback")
_QUESTIONS = frozenset(intent for intent in ALL_INTENTS if intent.startswith("ask_")) | set(_FIRST)
SHORT_WORDS = 4  # a reply to our question has few words; a longer message may be a new question
_CERTAIN = 0.8  # a reply of one word to our question may look like a question of its own to the model
_WORDS_OF_A_FOLLOW_UP = 2  # beside the name
MAX_TIME_WORDS = 8  # of a wish when to be called; a longer message says something else
_ASKS_TIME = "utter_case_callback"
_ANSWERED_BY = {"country": ("country", "city"), "place": ("place",), "people": ("people",)}  # else the entity of that name
_NUMBERS_ASKED = ("people", "adults", "minors", "medicine_eur", "support_eur")

Parse = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Thresholds:
    """From which confidence a question is answered (`sure`), and from which the likeliest are offered (`maybe`)."""

    sure: float
    maybe: float


async def understand(
    message: Message, person: Person, last: LastAnswer, parse: Parse, catalogue: Catalogue, thresholds: Thresholds, default: str
) -> list[Understood]:
    """Find out what a message asks for: one thing, or up to `MAX_QUESTIONS` in the order in which they are answered.

    Args:
        message: as it came in.
        person: for the language.
        last: what the person sees on the screen.
        parse: Rasa's pipeline: text and metadata to parse data.
        catalogue: for the titles of buttons.
        thresholds: measured, from config.yml.
        default: language of somebody whose language cannot be told.
    """
    text = clean(message.text)
    present = person.speaks(catalogue.languages, default)
    if message.place is not None:
        near = nearest_place(*message.place)
        entities = [entity("place", place_key(near))] if near else []
        return [_sure(text, ("inform_location", entities), last, present)]
    if not message.choice and text.isdecimal() and last.asked_for in _NUMBERS_ASKED:
        return [_sure(text, (last.open_question or NOT_UNDERSTOOD, []), last, present)]  # a number, not the place of a button
    if choice := message.choice or chosen(text, last.buttons) or chosen_earlier(text, catalogue, present):
        return [_sure(text, meaning_of(choice), last, present)]
    if intent := command(text):
        return [_sure(text, (intent, []), last, present)]
    if _THANKS_BY_SIGN.intersection(text) and not any(character.isalnum() for character in text):
        return [_sure(text, ("thank", []), last, present)]
    spoken = text.lstrip("/ ")
    if not spoken:
        return [Understood(text, NOT_UNDERSTOOD, 0.0, language=present)]
    own = catalogue.languages.get(person.language or "")
    metadata = {
        "language": (own and own.spelt_from) or person.language,
        "language_chosen": person.language_chosen,
        "language_hint": person.language_hint,
        "country": last.country,
    }
    parsed, pieces = await listen(message.text, parse, metadata)
    written = parsed.get("language") or {}
    language = written.get("code") or present
    if not person.language_chosen:
        named = next((e["value"] for e in parsed["entities"] if e["entity"] == "country"), None)
        language = of_country(language, named, catalogue.languages)
    language = in_script_of(spoken, language, person.language, catalogue.languages)
    unspoken = language if language not in catalogue.languages and written.get("is_decisive") else None
    if language not in catalogue.languages:
        language = present
    if reminder := _reminder(text, parsed, last, thresholds, (written.get("code"), present)):
        spoken_in, asked_in = catalogue.languages[language], reminder.language
        is_other = asked_in in catalogue.languages and asked_in not in (language, spoken_in.spelt_from)
        reminder.language = asked_in if is_other and not person.language_chosen else language
        return [reminder]
    whole = _in_context(_as_understood(text, parsed, language), last, thresholds)
    whole.unspoken = unspoken
    if not whole.danger and (meaning := _by_words(whole, last)):
        whole.intent, whole.entities, whole.confidence = *meaning, 1.0
        return [whole]
    if meaning := belongs_to_danger(whole, last):
        whole.intent, whole.entities, whole.confidence = *meaning, 1.0
        return [whole]
    if whole.danger:
        return [whole]
    each = (_as_understood(piece, heard, language) for piece, heard in pieces)
    asked = [one for one in each if one.intent in _QUESTIONS and one.confidence >= thresholds.sure]
    return questions(whole, asked)


async def listen(text: str, parse: Parse, metadata: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]:
    """Parse a message and, where it has several sentences, each of them: one of danger may not be heard in the whole.

    Args:
        text: as it came in.
        parse: Rasa's pipeline.
        metadata: of the message, with the present language.

    Returns:
        What was parsed of the whole, with the danger of any sentence, and of each sentence; none where there is danger, or
        only one sentence.
    """
    whole = await parse(clean(text).lstrip("/ "), metadata)
    pieces = sentences(text)
    if whole.get("danger") or len(pieces) < 2:
        return whole, []
    metadata = {**metadata, "language": (whole.get("language") or {}).get("code") or metadata.get("language")}
    parsed = []
    for piece in pieces:
        heard = await parse(piece, metadata)
        if heard.get("danger"):
            return {**whole, "danger": heard["danger"]}, []
        parsed.append((piece, heard))
    return whole, parsed


def _by_words(understood: Understood, last: LastAnswer) -> Meaning | None:
    """Read short messages whose words say what the model does not hear.

    "A woman, please" is the wish for a person, or the choice of a woman where it has just been offered; a sum after an
    estimate belongs to it; the name of a medicine, or of a part of the costs ("and the bus?"), asks for its price.
    """
    text, language = understood.text, understood.language
    if len(text.split()) > MAX_TIME_WORDS:
        return None
    if "woman" in topics_in(text, language):
        return meaning_of(_WOMAN if any(button["id"] == _WOMAN for button in last.buttons) else "request_human")
    if last.question == "ask_budget" and told_amount(text, language) is not None:
        return "ask_budget", understood.entities
    asks_of_home = understood.intent in ASKED_OF_HOME and understood.confidence >= _CERTAIN
    if last.question in COSTS and not asks_of_home and is_short(text) and part_named(text, language):
        return "ask_cost_of_living", understood.entities
    if understood.intent != NOT_UNDERSTOOD:
        return None
    if medicine_named(text):
        return "ask_medicine_cost", understood.entities
    return ("ask_cost_of_living", understood.entities) if part_named(text, language) else None


def _reminder(
    text: str, parsed: dict[str, Any], last: LastAnswer, thresholds: Thresholds, languages: Sequence[str | None]
) -> Understood | None:
    """Read "remind me on Monday", with the language of its words; never where there is danger, in it or just before."""
    intent = parsed["intent"]
    likely = float(intent["confidence"] or 0.0) if intent["name"] in DANGER_KINDS else 0.0
    if parsed.get("danger") or likely >= thresholds.sure or last.answer_id.startswith(FIXED_REPLIES):
        return None
    request = read_request(text, languages)
    if request is None or (request.wish is None and likely >= thresholds.maybe):
        return None
    said = entity("step", request.wish.name) if request.wish else entity("page", "remind")
    return Understood(text, "ask_next_steps", 1.0, [said], language=request.language)


def is_short(text: str) -> bool:
    """Whether a message has as few words as a reply to our question."""
    return len(text.split()) <= SHORT_WORDS


def sentences(text: str) -> list[str]:
    """Return the sentences and lines of a message that are long enough to ask something."""
    pieces = (clean(piece).lstrip("/ ") for piece in _SENTENCE_END.split(text))
    return [piece for piece in pieces if len(piece.split()) >= MIN_WORDS][:MAX_SENTENCES]


def questions(whole: Understood, asked: Sequence[Understood]) -> list[Understood]:
    """Decide what is answered: each different question that a sentence asks, the wish for a person first; else the whole.

    A question knows what the message says elsewhere: "I am from Erbil. What is the rent? And school?"
    """
    different = list({understood.intent: understood for understood in reversed(asked)}.values())[::-1]
    if not different or (len(different) == 1 and whole.intent not in _ASKS_NOTHING):
        return [whole]
    different.sort(key=lambda understood: understood.intent not in _FIRST)
    for understood in different:
        named = {e["entity"] for e in understood.entities}
        understood.entities += [e for e in whole.entities if e["entity"] not in named]
    return different[:MAX_QUESTIONS]


def _as_understood(text: str, parsed: dict[str, Any], language: str) -> Understood:
    return Understood(
        text,
        parsed["intent"]["name"] or NOT_UNDERSTOOD,
        float(parsed["intent"]["confidence"] or 0.0),
        [e for e in parsed["entities"] if e.get("value") is not None],
        parsed.get("intent_ranking") or [],
        parsed.get("danger"),
        language,
    )


def _sure(text: str, meaning: Meaning, last: LastAnswer, language: str) -> Understood:
    intent, entities = meaning
    understood = Understood(text, intent, 1.0, entities, language=language)
    _answer_open_question(understood, last, has_few_words=True)
    return understood


def _in_context(understood: Understood, last: LastAnswer, thresholds: Thresholds) -> Understood:
    if understood.intent not in ALL_INTENTS:  # no rule would follow, and Rasa would fall back again and again
        understood.intent, understood.confidence, understood.ranking = NOT_UNDERSTOOD, 0.0, []
    if understood.danger:
        understood.intent, understood.confidence = understood.danger, 1.0
        return understood
    if last.answer_id == _ASKS_TIME and _is_time(understood, thresholds):
        understood.intent, understood.entities = meaning_of("call_text")
        understood.confidence = 1.0
        return understood
    has_few_words = is_short(understood.text)
    if understood.intent in ("affirm", "deny") and understood.confidence >= thresholds.maybe:
        role = "yes" if understood.intent == "affirm" else "no"
        if choice := by_role(role, last.buttons):
            understood.intent, understood.entities = meaning_of(choice)
            understood.confidence = 1.0
            return understood
    if _answer_open_question(understood, last, has_few_words or understood.confidence < thresholds.sure):
        return understood
    named = [name for name in INFORMING if any(e["entity"] == name for e in understood.entities)]
    tells = understood.intent in INFORMING.values() and understood.confidence >= thresholds.maybe
    is_unsure = understood.confidence < thresholds.sure
    if named and (is_bare(understood) or (has_few_words and is_unsure)):
        understood.intent, understood.confidence, tells = INFORMING[named[0]], 1.0, True
    elif understood.confidence < _CERTAIN and is_bare(understood, _WORDS_OF_A_FOLLOW_UP):
        tells = True  # "and in Accra?"
    if tells and follows_up(understood, last):
        understood.intent, understood.confidence = last.question, 1.0
    if understood.confidence < thresholds.sure:
        if understood.intent == _DESPAIR and understood.confidence >= thresholds.maybe:
            understood.intent, understood.confidence = _SORROW, 1.0  # who may have said it hears who listens
            return understood
        if understood.confidence < thresholds.maybe:
            understood.ranking = []
        understood.intent = NOT_UNDERSTOOD
    return understood


def _is_time(understood: Understood, thresholds: Thresholds) -> bool:
    """Whether words after "when is a good time?" are meant as a time: "tomorrow at 10", "after the prayer"."""
    words, is_sure = len(understood.text.split()), understood.confidence >= thresholds.sure
    if words > MAX_TIME_WORDS or any(mark in understood.text for mark in "?؟"):
        return False
    has_figure = any(character.isdecimal() for character in understood.text)
    return not is_sure or (has_figure and words <= SHORT_WORDS + 1)


def _answer_open_question(understood: Understood, last: LastAnswer, has_few_words: bool) -> bool:
    """Answer the original question when the message gives what was asked for."""
    if not last.open_question or not last.asked_for:
        return False
    if last.asked_for in _NUMBERS_ASKED and understood.text.strip().isdecimal():
        understood.entities.append(entity(last.asked_for, int(understood.text)))
    if understood.intent in _QUESTIONS and understood.confidence >= _CERTAIN and not is_bare(understood):
        return False  # a new question: "how much is the rent in Tirana?"
    gives = any(e["entity"] in _ANSWERED_BY.get(last.asked_for, (last.asked_for,)) for e in understood.entities)
    if gives and (has_few_words or understood.intent in INFORMING.values()):
        understood.intent, understood.confidence = last.open_question, 1.0
        return True
    return False
