"""An office's own sentences: in the place of ours, under the rules of translations."""

import logging

import pytest

from bot.catalogue import load_catalogue
from bot.sentences import check_sentences


@pytest.fixture
def office(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


def write(office, text):
    path = office / "sentences.yml"
    path.write_text(text, encoding="utf-8")
    return path


def thanks(settings, office, language="de"):
    return load_catalogue(settings.data, office).render("utter_thank", {}, language).text


def test_a_sentence_of_the_office_is_said_in_its_language_alone(settings, office, catalogue):
    write(
        office,
        "utter_thank:\n  de: Gerne, sagt die Caritas.\n  en: You are welcome, says Caritas.\n",
    )

    assert thanks(settings, office).endswith("Gerne, sagt die Caritas.")
    assert thanks(settings, office, "en").endswith("You are welcome, says Caritas.")
    assert thanks(settings, office, "fr") == catalogue.render("utter_thank", {}, "fr").text


def test_a_serbian_sentence_is_said_in_both_scripts(settings, office):
    write(office, "utter_thank:\n  sr: Нема на чему.\n")

    assert "Nema na čemu." in thanks(settings, office, "sr-Latn")


@pytest.mark.parametrize(
    ("text", "row", "reason"),
    [
        ("utter_thank:\n  de: Gerne {name}.\n", 1, "placeholders differ, expected none"),
        ("utter_rent:\n  de: Die Miete.\n", 1, "expected {note}, {place}, {prices}"),
        ("utter_rent:\n  de: '{place'\n", 1, "placeholders differ"),
        ("utter_thank:\n  xx: Hello.\n", 1, "'xx' is no language"),
        ("utter_none:\n  de: Hallo.\n", 1, "is no text of data/answers"),
        ("utter_report_self_harm:\n  de: Alles gut.\n", 1, "fixed reply to danger"),
        ("utter_thank: Gerne.\n", 1, "expected a language and its text"),
        ("- utter_thank\n", None, "holds no mapping"),
        ("utter_thank:\n  de: [\n", 3, "mend the YAML"),
        (f"utter_thank:\n  de: {'x' * 901}\n", 1, "longer than 900"),
    ],
)
def test_a_faulty_sentence_is_refused_with_row_and_reason_and_the_last_good_ones_stay(
    settings, office, catalogue, caplog, text, row, reason
):
    write(office, "utter_thank:\n  de: Gerne, sagt die Caritas.\n")
    assert "Caritas" in thanks(settings, office)

    path = write(office, text)
    with caplog.at_level(logging.ERROR):
        assert "Caritas" in thanks(settings, office)

    assert "knowledge.reload_failed" in caplog.text
    [fault] = check_sentences(path, catalogue)
    assert fault.row == row
    assert reason in fault.message
