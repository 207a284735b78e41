"""A medicine is known by substance or brand, misspelt, with endings, in any script; ordinary words are none."""

import pytest
import yaml

from bot.knowledge.medicines import find_medicine
from bot.places.gazetteer import load_gazetteer
from bot.settings import read_settings
from bot.text import fold

HEALTH = {
    "ask_medicine_cost",
    "ask_healthcare_home",
    "ask_medical_support",
    "ask_luggage",
    "emergency_medical",
    "report_self_harm",
}


def _found(knowledge, text):
    medicine = find_medicine(text, knowledge.medicines, load_gazetteer(read_settings({})).everyday)
    return medicine.id if medicine else None


@pytest.mark.parametrize(
    ("text", "medicine"),
    [
        ("How much is Siofor 850 there?", "metformin"),
        ("metphormin preis", "metformin"),
        ("Was kostet L-Thyroxin in Prizren?", "levothyroxine"),
        ("Sa kushton insulina në Prishtinë", "insulin"),
        ("بكم الأنسولين في أربيل", "insulin"),
        ("قیمت متفورمین چند است؟", "metformin"),
        ("نرخی ئینسۆلین", "insulin"),
        ("Сколько стоит инсулина пачка", "insulin"),
        ("цена на метформин", "metformin"),
        ("metforminin fiyatı", "metformin"),
        ("Thrombo ASS 100", "aspirin"),
        ("levetirasetam kaç para", "levetiracetam"),
        ("Setraline price", "sertraline"),
        ("combien coûte la Ventoline", "salbutamol"),
        ("atorvastatine prix", "atorvastatin"),
        ("پاراستامول", "paracetamol"),
        ("What do medicines cost?", None),
        ("il ne veut pas sortir", None),
        ("good mornin", None),
    ],
)
def test_a_message_names_a_medicine(knowledge, text, medicine):
    assert _found(knowledge, text) == medicine


def test_sentences_about_something_else_name_no_medicine(knowledge, project_folder):
    """More than 6,000 sentences of 25 languages, none of them trained on."""
    wrong = []
    for path in sorted((project_folder.parents[1] / "tests" / "languages").glob("*.yml")):
        for sentence in yaml.safe_load(path.read_text(encoding="utf-8"))["sentences"]:
            if sentence["intent"] not in HEALTH and (found := _found(knowledge, sentence["text"])):
                wrong.append((path.stem, found, sentence["text"]))

    assert wrong == []


def test_no_name_means_two_medicines(knowledge):
    owners = {}
    for medicine in knowledge.medicines:
        for name in {fold(name) for name in (medicine.id, medicine.name, *medicine.brands, *medicine.spellings)}:
            assert owners.setdefault(name, medicine.id) == medicine.id, name


def test_every_priced_pack_is_of_a_known_medicine(knowledge):
    ids = {medicine.id for medicine in knowledge.medicines}
    packs = [item.id for item in knowledge.items.values() if item.category == "medicines"]

    assert {pack.split("_")[1] for pack in packs} <= ids
