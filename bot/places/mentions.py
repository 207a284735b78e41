"""Names of the gazetteer in a message, each with what the words around it tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.places.cues import Context, context
from bot.places.endings import Form, forms
from bot.places.tongue import Tongue
from bot.places.words import Word
from bot.text import fold

MAX_WORDS = 4  # "Mülheim an der Ruhr"
SHORT = 3  # words of a message that can be nothing but the name of a place
# Letters, by the range of the first. Shorter names with an ending are too often everyday words; the same goes for rare
# names. Arabic writes few vowels, Ethiopic whole syllables.
_MIN_INFLECTED = (("\u0600", "\u06ff", 5), ("\u1200", "\u137f", 3), ("", "\U0010ffff", 6))
_MIN_RARE = (("\u1200", "\u137f", 3), ("", "\U0010ffff", 5))
_MIN_OWN = (("\u1200", "\u137f", 2), ("", "\U0010ffff", 3))

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


def find_mentions(words: Sequence[Word], look_up: LookUp[Place], tongue: Tongue) -> list[Mention[Place]]:
    """Find names from left to right, the longest at each place, none inside another and none across a comma."""
    mentions: list[Mention[Place]] = []
    first = 0
    while first < len(words):
        mention = _mention_at(words, first, look_up, tongue)
        if mention:
            mentions.append(mention)
        first = mention.last + 1 if mention else first + 1
    return mentions


def _mention_at(words: Sequence[Word], first: int, look_up: LookUp[Place], tongue: Tongue) -> Mention[Place] | None:
    for last in range(min(first + MAX_WORDS, len(words)) - 1, first - 1, -1):
        if words[last].clause == words[first].clause:
            for form in forms(words[first : last + 1], tongue.endings):
                if places := look_up(form):
                    return Mention(first, last, places, form, context(words, first, last, form.says, tongue.cues))
    return None


def names_a_place(mention: Mention[Any], words: Sequence[Word], tongue: Tongue, is_well_known: bool) -> bool:
    """Tell a place from an everyday word that is spelt or inflected like one.

    A well-known place is known by its bare name. A small one, or one whose name is a word too, needs a word such as "in"
    before it, or to be the whole message. What only an ending makes a name is none if people use that word otherwise.
    """
    form, gazetteer = mention.form, tongue.gazetteer
    of_name = words[mention.first : mention.last + 1]
    written = " ".join(word.folded for word in of_name)
    is_whole_message = len(words) == len(of_name)
    is_due = mention.context.has_cue or is_whole_message
    is_own, is_main = tongue.is_own_name(form.name), form.name == fold(mention.places[0].name)
    is_everyday = tongue.is_everyday(written)
    if not {written, form.name}.isdisjoint(tongue.not_places) and not (is_own and is_due and form.name == written):
        return False
    if any(h.first <= mention.last and mention.first <= h.last for h in tongue.other_meanings.find(words)):
        return False
    is_short_stem = len(form.name) < min_inflected(form.name)
    if not form.is_whole and (written in gazetteer.not_places or (not is_well_known and (is_everyday or is_short_stem))):
        return False
    if form.is_joined and not is_own and any(tongue.is_everyday(w.folded) for w in of_name):
        return False  # "will ich" is not Willich
    if not (is_own or is_main or is_whole_message):  # some town is called "sam" in some language
        is_usual, is_rare = form.name in gazetteer.usual, len(form.name) < min_rare(form.name)
        if (is_everyday and is_short_stem and not is_usual) or (is_rare and (is_everyday or not is_usual) and not is_due):
            return False
    if len(form.name) < min_own(form.name) and not is_whole_message:
        return False  # "hp" is Haiphong only when nothing else is said
    if is_due:
        return True
    if form.name in gazetteer.not_places and not (is_own and tongue.language):
        return False
    if not form.is_whole and is_short_stem and not is_own:
        return False
    return is_well_known or (len(words) <= SHORT and not is_everyday)


def min_rare(name: str) -> int:
    """Return how many letters a name must have that few people use, to be told from other words."""
    return _min(name, _MIN_RARE)


def min_own(name: str) -> int:
    """Return how many letters a name must have that a language lists as its own."""
    return _min(name, _MIN_OWN)


def min_inflected(name: str) -> int:
    """Return how many letters a name must have to be believed with an ending, or to be told from other words at all."""
    return _min(name, _MIN_INFLECTED)


def _min(name: str, least: Sequence[tuple[str, str, int]]) -> int:
    return next(letters for first, last, letters in least if first <= name[0] <= last)
