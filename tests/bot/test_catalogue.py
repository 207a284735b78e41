"""The catalogue on the project's own texts: every answer can be written in every language."""

import re
import shutil
from decimal import Decimal

import pytest

from bot import values
from bot.catalogue import Catalogue, SourceNote, placeholders, po_path
from bot.check import check, coverage
from bot.languages import load_languages
from bot.translations import update_translations

BREAD = values.answer("price_line", item=values.term("bread_kg"), price=values.money(Decimal(42), "AFN", Decimal("0.8")))
FIGURES = {"prices": values.lines([BREAD]), "note": values.latin("")}


def test_the_data_has_no_fault(settings):
    assert [str(fault) for fault in check(settings)] == []


def test_every_text_is_translated_into_every_language(settings):
    for line in coverage(settings):
        done, total = re.search(r"texts (\d+)/(\d+)", line).groups()
        assert done == total, line


@pytest.mark.parametrize("language", ["en", "de", "ar", "fa", "sq", "tr"])
def test_a_translation_keeps_the_placeholders(catalogue, language):
    for context, text in catalogue.messages():
        if not isinstance(text, str):
            continue  # forms of a number are tested below
        assert placeholders(catalogue.translate(context, text, language)) == placeholders(text), context


def test_a_number_takes_the_form_of_its_language(settings, tmp_path):
    copy = tmp_path / "data"
    shutil.copytree(settings.data, copy, ignore=shutil.ignore_patterns("nlu", "lexicon", "entities", "knowledge"))
    path = po_path(copy, "ru")
    update_translations(Catalogue(copy), copy, load_languages(copy)["ru"])
    forms = ("{n} месяц", "{n} месяца", "{n} месяцев")
    text = re.sub(r'(?s)(msgctxt "count.months".*?)(?=\n\n|$)', "", path.read_text(encoding="utf-8"))
    lines = "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(forms))
    record = f'msgctxt "count.months"\nmsgid "{{n}} month"\nmsgid_plural "{{n}} months"\n{lines}'
    path.write_text(f"{text}\n{record}", encoding="utf-8")

    made = Catalogue(copy)

    assert [made.count("months", n, "ru") for n in (1, 3, 5, 21)] == ["1 месяц", "3 месяца", "5 месяцев", "21 месяц"]
    assert made.write(values.count("months", 5, since=3), made.languages["ru"]) == "3–5 месяцев"
    assert made.count("months", 1, "en") == "1 month"


def test_a_line_with_nothing_in_it_is_left_out(catalogue):
    text = catalogue.render("utter_rent", {**FIGURES, "place": "Kabul"}, "en").text

    assert "\n\n" not in text
    assert "42 AFN (0.80 €)" in text


def test_figures_are_isolated_in_arabic(catalogue):
    text = catalogue.render("utter_rent", {**FIGURES, "place": "Kabul"}, "ar").text

    assert "\u206642 AFN (0.80 €)\u2069" in text.replace("\u00a0", " ")
    assert text.count("\u2066") + text.count("\u2068") == text.count("\u2069")


def test_a_source_line_names_source_and_date(catalogue):
    notes = [SourceNote("WFP", "2026-03"), SourceNote("WFP", "2025-12", "old"), SourceNote("Numbeo", "2023-08", "crowd")]

    lines = catalogue.render("utter_thank", {}, "en", sources=notes).text.split("\n")

    assert lines[-1] == "Source: WFP, December 2025; Numbeo, August 2023"
    assert lines[-2] == "⚠️ Crowd estimate of August 2023, can be far off today."
    assert lines[-3] == "⚠️ Partly from December 2025. It can be different today."


def test_an_unknown_language_falls_back_to_english(catalogue):
    assert catalogue.render("utter_thank", {}, "xx").text == catalogue.render("utter_thank", {}, "en").text


def test_a_missing_value_is_an_error_for_the_generator_to_catch(catalogue):
    with pytest.raises(KeyError):
        catalogue.render("utter_rent", {}, "en")


@pytest.mark.parametrize("language", ["ar", "fa", "sq", "tr"])
def test_an_unsigned_text_about_danger_also_says_the_number_in_german_and_english(catalogue, language):
    text = catalogue.render("utter_emergency_medical", {"lines": values.lines([])}, language).text

    assert "Emergency: call 112 now." in text
    assert catalogue.translate("utter_emergency_medical.short", "Emergency: call 112 now.", "de") in text


def test_each_topic_has_one_sign_on_headings_and_buttons(catalogue):
    signs = list(catalogue.topics.values())

    assert len(signs) == len(set(signs))
    for name, button in catalogue.button_texts.items():
        if "topic" in button:
            for language in catalogue.languages.values():
                assert catalogue.button(name, language).title.startswith(catalogue.topics[button["topic"]])
