"""The commands that people, scripts and tools rely on, run as they run them."""

import io
import json
import shutil

import pytest
import yaml

from bot.cli import main

REPLY_KEYS = {"text", "buttons", "location", "image", "audio", "sources"}


def test_say_prints_the_replies_as_text(brain, capsys):
    assert main(["say", "--language", "sq", "sa kushton qiraja në Tiranë?"]) == 0

    printed = capsys.readouterr().out
    assert "Tirana" in printed
    assert "€" in printed
    assert "Burimi: Numbeo" in printed
    assert "[1] 🏠" in printed


def test_say_prints_json_one_object_a_reply(brain, capsys):
    assert main(["say", "--json", "hello", "thanks"]) == 0

    replies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(replies) == 2
    assert all(set(reply) == REPLY_KEYS for reply in replies)
    assert set(replies[0]["buttons"][0]) == {"id", "title"}


def test_say_holds_many_conversations_from_a_file(brain, capsys, tmp_path):
    file = tmp_path / "conversations.jsonl"
    lines = [{"language": "sq", "messages": ["qiraja", "Tiranë"]}, {"language": None, "messages": ["مرحبا"]}]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    assert main(["say", "--input", str(file)]) == 0

    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["language"] == "sq"
    assert len(first["replies"]) == 2
    assert "Tirana" in first["replies"][1][0]["text"]
    assert set(second["replies"][0][0]) == REPLY_KEYS


@pytest.mark.parametrize("line", ["{", '"text"', '{"messages": "hello"}'])
def test_say_names_the_row_that_it_cannot_read(brain, capsys, tmp_path, line):
    file = tmp_path / "broken.jsonl"
    file.write_text(line + "\n", encoding="utf-8")

    assert main(["say", "--input", str(file)]) == 2
    assert f"{file}:1" in capsys.readouterr().err


def test_parse_reads_texts_from_standard_input(brain, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("how much is rent in Accra\n\ni want to die\n"))

    assert main(["parse"]) == 0

    rent, danger = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert set(rent) == {"text", "language", "intent", "confidence", "ranking", "entities", "danger"}
    assert (rent["language"], rent["intent"], rent["danger"]) == ("en", "ask_rent", None)
    assert {"entity": "country", "value": "GH"} in rent["entities"]
    assert {"entity": "city", "value": "Accra"} in rent["entities"]
    assert danger["danger"] == "report_self_harm"


def test_parse_takes_the_column_text_of_a_table(brain, capsys, tmp_path):
    file = tmp_path / "texts.tsv"
    file.write_text('id\ttext\n1\the said "hello"\n2\t😀\n3\t\n', encoding="utf-8")

    assert main(["parse", "--input", str(file)]) == 0

    texts = [json.loads(line)["text"] for line in capsys.readouterr().out.splitlines()]
    assert texts == ['he said "hello"', "😀", ""]


def test_parse_says_which_column_is_missing(brain, capsys, tmp_path):
    file = tmp_path / "texts.tsv"
    file.write_text("id\tsentence\n", encoding="utf-8")

    assert main(["parse", "--input", str(file)]) == 2
    assert "no column `text`" in capsys.readouterr().err


@pytest.fixture
def project(tmp_path, settings, monkeypatch):
    """A copy of the project's data in which a language can be added."""
    shutil.copytree(settings.data, tmp_path / "data")
    (tmp_path / "tests" / "languages").mkdir(parents=True)
    monkeypatch.setenv("WEGWEISER_HOME", str(tmp_path))
    return tmp_path


def test_add_language_writes_what_a_translator_must_fill_and_check_names_it(project, capsys):
    assert main(["add-language", "sw", "Kiswahili"]) == 0
    assert main(["add-language", "sw", "Kiswahili"]) == 0, "a second time changes nothing"

    records = yaml.safe_load((project / "data" / "languages.yml").read_text(encoding="utf-8"))
    assert [r["code"] for r in records].count("sw") == 1
    assert next(r for r in records if r["code"] == "sw")["reviewed"] is False
    assert (project / "data" / "locales" / "sw" / "LC_MESSAGES" / "wegweiser.po").is_file()
    assert set((project / "data" / "nlu" / "sw").iterdir())
    assert (project / "data" / "lexicon" / "sw.yml").is_file()
    assert main(["check"]) == 1
    printed = capsys.readouterr().out
    assert "utter_greet: not translated" in printed
    assert "ask_rent: 0 utterances" in printed


def test_a_translation_whose_english_changed_is_not_used_until_somebody_looks(project, capsys):
    answers = project / "data" / "answers" / "conversation.yml"
    answers.write_text(
        answers.read_text(encoding="utf-8").replace("Goodbye. All the best to you.", "Farewell."), encoding="utf-8"
    )

    assert main(["add-language", "sq", "Shqip"]) == 0
    assert main(["check"]) == 1
    assert "utter_goodbye: the English text changed" in capsys.readouterr().out


def test_a_wrong_setting_is_named(monkeypatch, capsys):
    monkeypatch.setenv("WEGWEISER_CROWD_PRICES", "perhaps")

    assert main(["check"]) == 2
    assert "WEGWEISER_CROWD_PRICES" in capsys.readouterr().err


def test_an_unknown_setting_is_named(monkeypatch, capsys):
    monkeypatch.setenv("WEGWEISER_CROWDPRICES", "no")

    assert main(["check"]) == 2
    assert "no such setting" in capsys.readouterr().err
