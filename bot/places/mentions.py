"""Names of the gazetteer in a message, each with what the words around it tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.places.cues import Context, Cues, context
from bot.places.endings import Endings, Form, forms
from bot.places.gazetteer import Gazetteer
from bot.places.words import Word

MAX_WORDS = 4  # "Mülheim an der Ruhr"
SHORT = 3  # words of a message that can be nothing but the name of a place
_MIN_INFLECTED = 6  # letters: shorter names with an ending are too often everyday words

Place = TypeVar("Place")
LookUp = Callable[[Form], tuple[Place, ...] | None]


@dataclass(frozen=True)
class Mention(Generic[Place]):
    """A name in words `first` to `last`: the places that have it, the form it was found in, and its context."""

    first: int
    last: int
    places: tuple[Place, ...]
    form: Form
    context: Context
    confidence: float = 1.0

    def overlaps(self, other: Mention[Any]) -> bool:
        """Whether both stand on one word."""
        return self.first <= other.last and other.first <= self.last


def find_mentions(words: Sequence[Word], look_up: LookUp[Place], endings: Endings, cues: Cues) -> list[Mention[Place]]:
    """Find names from left to right, the longest at each place, none inside another and none across a comma."""
    mentions: list[Mention[Place]] = []
    first = 0
    while first < len(words):
        mention = _mention_at(words, first, look_up, endings, cues)
        if mention:
            mentions.append(mention)
        first = mention.last + 1 if mention else first + 1
    return mentions


def _mention_at(words: Sequence[Word], first: int, look_up: LookUp[Place], endings: Endings, cues: Cues) -> Mention[Place] | None:
    for last in range(min(first + MAX_WORDS, len(words)) - 1, first - 1, -1):
        if words[last].clause == words[first].clause:
            for form in forms(words[first : last + 1], endings):
                if places := look_up(form):
                    return Mention(first, last, places, form, context(words, first, last, form.says, cues))
    return None


def names_a_place(
    mention: Mention[Any], words: Sequence[Word], gazetteer: Gazetteer, is_well_known: bool, language: str | None
) -> bool:
    """Tell a place from an everyday word that is spelt or inflected like one.

    A well-known place is known by its bare name. A small one, or one whose name is a word too, needs a word such as "in"
    before it, or to be the whole message. What only an ending makes a name is none if people use that word otherwise.
    """
    written = " ".join(word.folded for word in words[mention.first : mention.last + 1])
    if written in gazetteer.never_in.get(language or "", ()):
        return False
    if any(h.first <= mention.last and mention.first <= h.last for h in gazetteer.other_meanings.find(words)):
        return False
    is_everyday = written in gazetteer.everyday
    is_short_stem = len(mention.form.name) < _MIN_INFLECTED
    if not mention.form.is_whole and (written in gazetteer.not_places or (not is_well_known and (is_everyday or is_short_stem))):
        return False
    if mention.form.is_joined and all(w.folded in gazetteer.everyday for w in words[mention.first : mention.last + 1]):
        return False  # "will ich" is not Willich
    if mention.context.has_cue or len(words) == mention.last - mention.first + 1:
        return True
    if mention.form.name in gazetteer.not_places:
        return False
    if not mention.form.is_whole and is_short_stem:
        return False
    return is_well_known or (len(words) <= SHORT and not is_everyday)
