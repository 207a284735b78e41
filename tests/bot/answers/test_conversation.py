"""What the person tells about themselves is kept for later answers."""

import pytest

from bot.answers import ANSWERS
from bot.answers.model import Situation
from bot.clock import today
from bot.languages import load_languages
from bot.people_count import count_people


@pytest.fixture
def tell(knowledge, settings):
    """Return a function that tells something and gives what is known afterwards."""

    def _tell(text, language="en", **known):
        counted = count_people(text, language, settings)
        named = {"people": str(counted.people)} if counted else {}
        situation = Situation(
            language=language, knowledge=knowledge, today=today(), languages=load_languages(settings.data), text=text,
            people=counted.people if counted else known.get("people"), named=named,
            slots={name: value for name, value in known.items() if name != "people"},
        )  # fmt: skip
        answer = ANSWERS["inform_people"](situation)
        return {**known, **named, **answer.slots}, answer

    return _tell


@pytest.mark.parametrize(("text", "language"), [
    ("we are 5, 3 children", "en"),
    ("me, my wife, three children", "en"),
    ("wir sind 5, davon 3 kinder", "de"),
    ("on est 5 ma femme et 3 petit", "fr"),
    ("5 kişiyiz 3 çocuk", "tr"),
    ("من و زنم و سه تا بچه", "fa"),
    ("انا ومرتي وتلات ولاد", "ar"),
])  # fmt: skip
def test_children_are_kept_apart_from_adults(tell, text, language):
    known, answer = tell(text, language)

    assert (known["people"], known["adults"], known["minors"]) == (5, 2, 3)
    assert answer.id == "utter_inform_people"
    assert answer.values["people"]["value"] == "5"


def test_a_number_of_people_makes_void_who_was_counted_before(tell):
    known, _ = tell("we are 4 people", adults=2, minors=3)

    assert (known["people"], known["adults"], known["minors"]) == (4, None, None)


def test_children_and_all_people_can_be_told_one_after_the_other(tell):
    first, _ = tell("we are 5")
    assert tell("3 children", people=first["people"])[0] == {"people": 5, "adults": 2, "minors": 3}

    assert tell("we are 5", minors=3)[0] == {"people": 5, "adults": 2, "minors": 3}


def test_who_names_children_alone_is_asked_for_all(tell):
    known, answer = tell("I have 2 kids")

    assert answer.asks_for == "people"
    assert known["minors"] == 2
