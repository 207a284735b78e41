"""Which language a message is answered in: choice, letters, guess, and what must not switch it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.language_identifier import LanguageIdentifier
from bot.components.language_model import train_language_model
from bot.components.ngrams import NgramModel
from bot.components.training_rows import read_rows
from bot.settings import Settings


@pytest.fixture(scope="session")
def own_voter(settings: Settings) -> NgramModel:
    return train_language_model(read_rows(settings.data / "nlu"))


@pytest.fixture
def identifier(own_voter: NgramModel, settings: Settings, storage: LocalModelStorage, resource: Resource) -> LanguageIdentifier:
    pipeline = yaml.safe_load((settings.home / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    config = next(part for part in pipeline if part["name"].endswith("LanguageIdentifier"))
    return LanguageIdentifier(config, storage, resource, own_voter)


@pytest.mark.parametrize("n", [0, 1, 3])
def test_language_is_part_of_the_output(n: int, identifier: LanguageIdentifier) -> None:
    texts = ["how much money do I get", "sa para marr nëse kthehem në Shqipëri", "ne kadar para alacağım"][:n]

    said = [m.as_dict(only_output_properties=True)["language"] for m in identifier.process([Message({"text": t}) for t in texts])]

    assert [item["code"] for item in said] == ["en", "sq", "tr"][:n]
    assert all(type(item["confidence"]) is float and type(item["is_decisive"]) is bool for item in said)


def test_a_choice_always_wins(identifier: LanguageIdentifier) -> None:
    said = identifier.decide("как я могу вернуться домой", {"language": "sq", "language_chosen": True})

    assert said == {"code": "sq", "confidence": 1.0, "is_decisive": True}


@pytest.mark.parametrize(
    ("present", "text", "expected"),
    [
        ("en", "მინდა სახლში დაბრუნება", "ka"),
        ("en", "مە وێ بگەڕێمەوە ماڵەوە", "ckb"),
        ("en", "زه غواړم خپل هیواد ته لاړ شم", "ps"),
        ("de", "хоћу да се вратим кући", "sr"),
        ("de", "как я могу вернуться домой", "ru"),
        ("en", "میں واپس جانا چاہتا ہوں", "ur"),
        ("de", "كم المبلغ الذي سأحصل عليه إذا رجعت", "ar"),
        ("en", "Ich möchte lieber Deutsch sprechen", "de"),
        ("de", "how much money will they give me for return", "en"),
    ],
)
def test_a_clear_message_in_another_language_switches(
    present: str, text: str, expected: str, identifier: LanguageIdentifier
) -> None:
    said = identifier.decide(text, {"language": present, "language_chosen": False})

    assert (said["code"], said["is_decisive"]) == (expected, True)


@pytest.mark.parametrize(
    ("present", "text"),
    [
        ("de", "Mohammad Reza Ahmadi"),
        ("ar", "Agim Krasniqi"),
        ("fa", "Eisenhüttenstadt"),
        ("en", "Duldung BAMF"),
        ("ar", "Ausländerbehörde München Termin"),
        ("sq", "😀👍"),
        ("tr", "12345"),
        ("tr", "ok"),
        ("sq", ""),
        ("ar", "hello how are you"),
        ("ar", "shlonak akhi kam flus atoni"),
        ("fa", "salam chetori man mikham bargardam iran"),
        ("ru", "skolko deneg ya poluchu esli vernus domoy"),
        ("ur", "mujhe wapas jana hai kitne paise milenge bhai"),
        ("prs", "من از کابل هستم چقدر پول میدهن"),
        ("bs", "koliko novca dobijem ako se vratim kući"),
    ],
)
def test_the_present_language_stays(present: str, text: str, identifier: LanguageIdentifier) -> None:
    assert identifier.decide(text, {"language": present})["code"] == present


@pytest.mark.parametrize(
    ("metadata", "text", "expected"),
    [
        ({}, "من میخواهم به افغانستان برگردم", "fa"),
        ({"language_hint": "prs"}, "من میخواهم به افغانستان برگردم", "prs"),
        ({"country": "AF"}, "من میخواهم به افغانستان برگردم", "prs"),
        ({"language": "fa", "country": "AF"}, "کرایه خانه چقدر است", "prs"),
        ({"language": "fa", "language_chosen": True, "country": "AF"}, "کرایه خانه چقدر است", "fa"),
        ({"country": "BA"}, "koliko novca dobijem ako se vratim kući", "bs"),
        ({"language_hint": "de-DE"}, "ok", "de"),
        ({"language_hint": "tlh"}, "12345", "en"),
        ({}, "", "en"),
        ({"language_hint": "de-DE"}, "როგორ ხართ", "ka"),
    ],
)
def test_hint_country_and_pair_decide(metadata: dict[str, Any], text: str, expected: str, identifier: LanguageIdentifier) -> None:
    assert identifier.decide(text, metadata)["code"] == expected


def test_it_is_trained_stored_and_loaded(storage: LocalModelStorage, resource: Resource, context: ExecutionContext) -> None:
    LanguageIdentifier.create({}, storage, resource, context).train(TrainingData())

    loaded = LanguageIdentifier.load({}, storage, resource, context)

    assert loaded.decide("selam arkadaşlar ne zaman gidebilirim", {})["code"] == "tr"


def test_untrained_it_still_answers(storage: LocalModelStorage, resource: Resource) -> None:
    untrained = LanguageIdentifier({}, storage, resource)

    assert untrained.decide("wie viel Geld bekomme ich für die Rückkehr", {})["code"] == "de"


def test_a_greeting_of_many_languages_tells_none_at_the_beginning(storage: LocalModelStorage, resource: Resource) -> None:
    identifier = LanguageIdentifier({"shared_greetings": ["salam"]}, storage, resource)

    assert identifier.decide("Salam!", {})["code"] == "en"
    assert identifier.decide("Salam!", {"language_hint": "fa-IR"})["code"] == "fa"
    assert identifier.decide("Salam!", {"language": "so"})["code"] == "so"


@pytest.mark.parametrize("config", [{"switch_confidence": 2}, {"office_words": "Duldung"}])
def test_faulty_configuration_is_refused(config: dict[str, Any]) -> None:
    with pytest.raises(InvalidConfigException, match=r"config\.yml"):
        LanguageIdentifier.validate_config(config)
