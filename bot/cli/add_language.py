"""`wegweiser add-language CODE NAME`: write every file that a translator must fill; again, to bring them up to date."""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml
from babel import Locale, UnknownLocaleError
from babel.core import get_global

from bot.catalogue import Catalogue
from bot.errors import DataError
from bot.languages import CLDR_CODES, SOURCE_LANGUAGE, load_languages
from bot.settings import read_settings
from bot.translations import update_translations

_CLDR = {**CLDR_CODES, "bs": "bs_Latn", "sr": "sr_Latn"}  # with the script, where a language has several


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("code", metavar="CODE", help="language code, such as `ti`")
    parser.add_argument("name", metavar="NAME", help="the language's own name")


def run(options: argparse.Namespace) -> int:
    """Write or complete the language's files, and say what is still to do."""
    data = read_settings().data
    languages = data / "languages.yml"
    if options.code not in load_languages(data):
        with languages.open("a", encoding="utf-8") as file:
            file.write(_record(options.code, options.name))
    language = load_languages(data)[options.code]
    for path, text in _skeletons(data, options.code):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"to fill: {path}")
    if options.code != SOURCE_LANGUAGE:
        done, total = update_translations(Catalogue(data), data, language)
        print(f"{data / 'locales' / options.code}: {done} of {total} texts translated")
    print(f"then: check the record in {languages}, and run `wegweiser check`")
    return 0


def _record(code: str, name: str) -> str:
    try:
        locale = Locale.parse(_CLDR.get(code, code))
    except (UnknownLocaleError, ValueError) as error:
        raise DataError(f"{code!r}: CLDR has no such language; add its record to data/languages.yml by hand, with the "
                        "`format_as` of a language that writes dates and money alike") from error  # fmt: skip
    script = locale.script or get_global("likely_subtags").get(locale.language, "_Latn").split("_")[1]
    direction = "rtl" if locale.text_direction == "rtl" else "ltr"
    fields = f"code: {code}, name: {name}, english_name: {locale.english_name}, direction: {direction}, script: {script}"
    return f"- {{{fields}, format_as: {locale}, reviewed: no, crisis_reviewed: no, countries: []}}\n"


def _skeletons(data: Path, code: str) -> list[tuple[Path, str]]:
    source = data / "nlu" / SOURCE_LANGUAGE
    files = []
    for path in sorted(source.glob("*.yml")):
        intents = [item["intent"] for item in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]]
        body = "".join(f"- intent: {intent}\n  examples: |\n" for intent in intents)
        files.append((data / "nlu" / code / path.name, f'version: "3.1"\nnlu:\n{body}'))
    for folder in ("lexicon", "entities"):
        lists = yaml.safe_load((data / folder / f"{SOURCE_LANGUAGE}.yml").read_text(encoding="utf-8"))
        files.append((data / folder / f"{code}.yml", yaml.safe_dump(_emptied(lists), allow_unicode=True, sort_keys=False)))
    tests = data.parent / "tests" / "languages" / f"{code}.yml"
    files.append((tests, f"language: {code}\nsentences: []\n"))
    return files


def _emptied(value: object) -> object:
    if isinstance(value, dict):
        return {key: _emptied(inner) for key, inner in value.items()} if not _is_words(value) else {}
    return []


def _is_words(value: dict[str, object]) -> bool:
    return all(isinstance(inner, int) for inner in value.values())
