"""What is said to a message that is no text: a voice note, a photo, a contact card, a sticker, `/stop`."""

from __future__ import annotations

from dataclasses import replace

from bot.brain.choices import is_stop
from bot.brain.model import Message, Person
from bot.catalogue import Catalogue
from bot.lexicon import topics_in
from bot.messages import TEXT, Reply
from bot.settings import Settings

_WORDS_OF_A_WISH = 6
_ANSWERS = {
    "voice": "utter_voice_kept",
    "audio": "utter_voice_kept",
    "video": "utter_file_kept",
    "photo": "utter_file_kept",
    "document": "utter_file_kept",
    "contact": "utter_contact_not_kept",
    "sticker": "utter_sticker",
    "unsupported": "utter_unsupported",
}


def reaction(message: Message, person: Person, catalogue: Catalogue, settings: Settings) -> tuple[list[Reply], Message | None]:
    """Answer what needs no understanding.

    Returns:
        The replies, and the message that is left to understand: the text under a photo; None when nothing is.
    """
    if is_stop(message.text) or _wants_quiet(message):
        person.wants_silence = True
        return [_say("utter_stopped", person, catalogue, settings)], None
    answer_id = _ANSWERS.get(message.kind)
    if answer_id is None:
        return [], message
    left = replace(message, kind=TEXT) if message.text.strip() else None
    return [_say(answer_id, person, catalogue, settings)], left


def _wants_quiet(message: Message) -> bool:
    """Whether a whole message is the wish to hear nothing more, in words."""
    text = message.text.strip()
    return message.choice is None and len(text.split()) <= _WORDS_OF_A_WISH and "stop" in topics_in(text)


def _say(answer_id: str, person: Person, catalogue: Catalogue, settings: Settings) -> Reply:
    language = person.speaks(catalogue.languages, settings.language)
    return Reply.of(catalogue.render(answer_id, {}, language), language, answer_id)
