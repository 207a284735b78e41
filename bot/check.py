"""`wegweiser check`: everything that can be wrong with data, found at once and named with file and row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.answers import ALL_INTENTS
from bot.brain.choices import meaning_of
from bot.cases.routing import load_fallbacks
from bot.catalogue import TEXT_FIELDS, Catalogue, Entry, Text, forms_of, placeholders, po_path
from bot.cost_words import FILE as COST_WORDS
from bot.cost_words import read_cost_words
from bot.entity_words import read_entity_words
from bot.errors import DataError
from bot.knowledge.check import Fault
from bot.knowledge.check import check as check_knowledge
from bot.knowledge.collection import Knowledge
from bot.knowledge.load import load
from bot.languages import SOURCE_LANGUAGE, read_families
from bot.messages import MAX_ANSWER_CHARS, MAX_BUTTONS
from bot.own_formats import FILE as FORMATS
from bot.own_formats import read_formats
from bot.sentences import FILE as OFFICE_SENTENCES
from bot.sentences import check_sentences
from bot.settings import Settings
from bot.text import fold

MIN_UTTERANCES = 12  # an intent and language; fewer and the model guesses
MIN_TESTS = 2
ENTITY_LISTS_NEEDED = ("adults", "total", "between", "without", "age", "not", "live")  # every language has such words
COUNTRY_FACTS = "country_facts.yml"
MAX_STATEMENT_CHARS = 140
SECTORS_LINE = "figure_sectors"


def check(settings: Settings) -> list[Fault]:
    """Return every fault of the data folder, in the order of the files."""
    faults = list(check_knowledge(settings.data / "knowledge", settings.office / "knowledge"))
    try:
        catalogue = Catalogue(settings.data)
    except DataError as error:
        return [*faults, Fault(settings.data / "answers", None, str(error))]
    faults += _check_answers(settings.data, catalogue)
    faults += check_sentences(settings.office / OFFICE_SENTENCES, catalogue)
    for code, language in catalogue.languages.items():
        if code != SOURCE_LANGUAGE and not language.spelt_from:
            faults += _check_translations(settings.data, catalogue, code)
    for code in understood_languages(settings.data):
        faults += _check_utterances(settings, code)
    faults += _check_families(settings.data)
    faults += _check_formats(settings.data, set(catalogue.languages))
    faults += _check_cost_words(settings.data)
    faults += _check_fallbacks(settings.data)
    faults += _check_checklist(settings, catalogue)
    return faults


def understood_languages(data: Path) -> list[str]:
    """Return the languages that there are sentences of; answers may be missing in some of them."""
    return sorted(path.name for path in (data / "nlu").iterdir() if path.is_dir())


def _check_families(data: Path) -> Iterator[Fault]:
    path = data / "families.yml"
    try:
        families = read_families(path)
    except DataError as error:
        yield Fault(path, None, str(error))
        return
    for code in understood_languages(data):
        if code not in families:
            yield Fault(path, None, f"{code}: in no family; add it to the one whose words or script it shares")
        if not (data / "lexicon" / f"{code}.yml").is_file():
            yield Fault(data / "lexicon" / f"{code}.yml", None, "missing; danger would not be seen in this language")
        yield from _check_entity_words(data / "entities" / f"{code}.yml")


def _check_entity_words(path: Path) -> Iterator[Fault]:
    if not path.is_file():
        yield Fault(path, None, "missing; places and numbers of people would hardly be seen; run `wegweiser add-language`")
        return
    try:
        words = read_entity_words(path)
    except DataError as error:
        yield Fault(path, None, str(error))
        return
    for name, phrases in (*words.people.items(), *words.cues.items()):
        if not phrases and name in ENTITY_LISTS_NEEDED:
            yield Fault(path, None, f"{name}: empty; write the words that docs/translating.md names")


def _check_formats(data: Path, languages: set[str]) -> Iterator[Fault]:
    path = data / FORMATS
    try:
        unknown = sorted(set(read_formats(path)) - languages)
    except DataError as error:
        yield Fault(path, None, str(error))
        return
    for code in unknown:
        yield Fault(path, None, f"{code!r} is no language of languages.yml; correct the code")


def _check_cost_words(data: Path) -> Iterator[Fault]:
    path = data / COST_WORDS
    try:
        known = set(read_cost_words(path))
    except DataError as error:
        yield Fault(path, None, str(error))
        return
    for code in sorted(set(understood_languages(data)) ^ known):
        wrong = "is no language that is understood; correct the code" if code in known else "missing; add its words"
        yield Fault(path, None, f"{code}: {wrong}")


def _check_fallbacks(data: Path) -> Iterator[Fault]:
    try:
        fallbacks = load_fallbacks(data)
    except DataError as error:
        yield Fault(data / "fallbacks.yml", None, str(error))
        return
    known = {path.stem for path in (data / "lexicon").glob("*.yml")}
    for code in sorted({code for language, others in fallbacks.items() for code in (language, *others)} - known):
        yield Fault(data / "fallbacks.yml", None, f"{code!r} is no language that has a lexicon; correct the code")


def _check_checklist(settings: Settings, catalogue: Catalogue) -> Iterator[Fault]:
    """A step has a name, a text, facts that exist and a question that tells more; somebody who is back has steps too."""
    path = settings.data / "knowledge" / "checklist.yml"
    try:
        knowledge = load(settings.data / "knowledge", settings.office / "knowledge")
    except DataError:
        return  # named by the check of the knowledge
    for step in knowledge.checklist:
        name = f"step_{step.id}"
        if name not in catalogue.terms:
            yield Fault(path, None, f"{step.id}: no term {name!r}; add its name to data/answers/terms.yml")
        if name not in catalogue.entries:
            yield Fault(path, None, f"{step.id}: no text {name!r}; add what it says to data/answers/steps.yml")
        for fact in step.facts:
            if fact not in knowledge.facts:
                yield Fault(path, None, f"{step.id}: no fact {fact!r} in data/knowledge; correct the id or add the fact")
        if step.question not in ALL_INTENTS or step.question not in catalogue.button_texts:
            yield Fault(path, None, f"{step.id}: question {step.question!r} is no intent with a title in buttons.yml")
    for place in ("germany", "home"):
        if not any(place in step.whereabouts for step in knowledge.checklist):
            yield Fault(path, None, f"no step for people whose whereabouts is {place}; add one")


def _check_answers(data: Path, catalogue: Catalogue) -> Iterator[Fault]:
    knowledge = load(data / "knowledge")
    folder = data / "answers"
    for entry in catalogue.entries.values():
        where = _where(folder, entry.id)
        for field in TEXT_FIELDS:
            try:
                placeholders(getattr(entry, field))
            except ValueError as error:
                yield Fault(where[0], where[1], f"{entry.id}.{field}: {error}; close the brace")
            if len(getattr(entry, field)) > MAX_ANSWER_CHARS:
                yield Fault(*where, f"{entry.id}.{field}: longer than {MAX_ANSWER_CHARS} characters, a phone screen")
        if entry.topic and entry.topic not in catalogue.topics:
            yield Fault(*where, f"{entry.id}: topic {entry.topic!r} is not in topics.yml")
        if len(entry.buttons) > MAX_BUTTONS:
            yield Fault(*where, f"{entry.id}: {len(entry.buttons)} buttons, at most {MAX_BUTTONS}")
        for fact in (*(entry.values or {}).values(), *entry.facts):
            if fact not in knowledge.facts:
                yield Fault(*where, f"{entry.id}: no fact {fact!r} in data/knowledge; correct the id or add the fact")
        yield from _check_buttons(catalogue, entry, where)
    rules, path = knowledge.support_rules, data / "knowledge" / "support_rules.yml"
    parts = (rules.payments, rules.refusals, rules.conditions, rules.names)
    for rule_id, line in ((rule.id, rule.line) for part in parts for rule in part):
        if line not in catalogue.entries:
            yield Fault(path, None, f"{rule_id}: no line {line!r} in data/answers; correct the id or write the line")
    yield from _check_lines(folder, catalogue, knowledge)


def _check_lines(folder: Path, catalogue: Catalogue, knowledge: Knowledge) -> Iterator[Fault]:
    """Check that facts of country sheets and the lines that tell them name each other."""
    told = {fact.id: fact for fact in knowledge.facts.values() if fact.line}
    for fact in told.values():
        if fact.line not in catalogue.entries:
            yield Fault(folder / COUNTRY_FACTS, None, f"{fact.line}: missing, but {fact.id} is told by it; write the line")
        for sector in (fact.topic or "").split(", ") if fact.line == SECTORS_LINE else ():
            if f"sector_{sector}" not in catalogue.terms:
                yield Fault(folder / "terms.yml", None, f"sector_{sector}: missing, but {fact.id} names it; add the word")
    for entry_id, record in (_read(folder / COUNTRY_FACTS) or {}).items():
        where, facts = _where(folder, entry_id), record.get("facts", ())
        if len(facts) != 1 or facts[0] not in told or told[facts[0]].line != entry_id:
            yield Fault(*where, f"{entry_id}: expected one fact in `facts`, which has `line: {entry_id}` in its country sheet")
        if len(record["text"]) > MAX_STATEMENT_CHARS:
            yield Fault(*where, f"{entry_id}: longer than {MAX_STATEMENT_CHARS} characters; three of them stand in an answer")


def _check_buttons(catalogue: Catalogue, entry: Entry, where: tuple[Path, int | None]) -> Iterator[Fault]:
    for button in entry.buttons:
        role, target = ("", button) if isinstance(button, str) else next(iter(button.items()))
        if (role or target) not in catalogue.button_texts:
            yield Fault(*where, f"{entry.id}: button {role or target!r} has no title in buttons.yml")
        intent = meaning_of(target)[0]
        if intent not in ALL_INTENTS:
            yield Fault(*where, f"{entry.id}: button leads to {intent!r}, which is no question of the domain")


def _check_translations(data: Path, catalogue: Catalogue, code: str) -> Iterator[Fault]:
    path = po_path(data, code)
    if not path.is_file():
        yield Fault(path, None, "missing; run `wegweiser add-language` for this language and translate it")
        return
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        known = {str(m.context): m for m in read_po(file) if m.context}
    for context, text in catalogue.messages():
        message = known.pop(context, None)
        row = message.lineno if message else None
        if message is None or not all(forms_of(message.string)):
            yield Fault(path, row, f"{context}: not translated")
        elif message.fuzzy or forms_of(message.id) != forms_of(text):
            yield Fault(path, row, f"{context}: the English text changed; translate it anew and take the mark fuzzy away")
        elif not _fits(text, forms_of(message.string)):
            expected = ", ".join(sorted(placeholders(forms_of(text)[0]))) or "none"
            yield Fault(path, row, f"{context}: placeholders differ, expected {expected}")
    for context, message in known.items():
        yield Fault(path, message.lineno, f"{context}: no such text any more; run `wegweiser add-language` again")


def _fits(text: Text, forms: tuple[str, ...]) -> bool:
    """Whether translated forms hold the placeholders of the text; a form for one number may spell that number out."""
    wanted = placeholders(forms_of(text)[0])
    return all(placeholders(form) == wanted or (not isinstance(text, str) and not placeholders(form)) for form in forms)


def _check_utterances(settings: Settings, code: str) -> Iterator[Fault]:
    folder, tests = settings.data / "nlu" / code, settings.home / "tests" / "languages" / f"{code}.yml"
    counts: Counter[str] = Counter()
    trained: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        for item in (_read(path) or {}).get("nlu") or ():
            if item["intent"] not in ALL_INTENTS:
                yield Fault(path, None, f"intent {item['intent']!r} is not in the domain")
            rows = [row.removeprefix("- ").strip() for row in (item.get("examples") or "").splitlines() if row.strip()]
            counts[item["intent"]] += len(set(rows))
            trained |= {fold(row): item["intent"] for row in rows}
    for intent in sorted(ALL_INTENTS):
        if counts[intent] < MIN_UTTERANCES:
            yield Fault(folder, None, f"{intent}: {counts[intent]} utterances, at least {MIN_UTTERANCES}")
    if not tests.parent.is_dir():
        return  # an installation without the tests
    sentences = (_read(tests) or {}).get("sentences") or () if tests.is_file() else ()
    tested = Counter(sentence["intent"] for sentence in sentences)
    for intent in sorted(ALL_INTENTS):
        if tested[intent] < MIN_TESTS:
            yield Fault(tests, None, f"{intent}: {tested[intent]} test sentences, at least {MIN_TESTS}")
    for sentence in sentences:
        if len(fold(sentence["text"]).split()) > 2 and fold(sentence["text"]) in trained:
            yield Fault(tests, None, f"{sentence['text']!r} is trained on; a test sentence must not be")


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _where(folder: Path, entry_id: str) -> tuple[Path, int | None]:
    """Return file and line of an answer."""
    for path in sorted(folder.glob("*.yml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.startswith(f"{entry_id}:"):
                return path, number
    return folder, None


def coverage(settings: Settings) -> list[str]:
    """Return a line a language: how many texts are translated, how many utterances there are, who has checked them."""
    catalogue, lines = Catalogue(settings.data), []
    messages = list(catalogue.messages())
    for code, language in catalogue.languages.items():
        done = sum(catalogue.is_translated(context, code) for context, _ in messages)
        rows = sum(
            len((item.get("examples") or "").splitlines())
            for path in (settings.data / "nlu" / code).glob("*.yml")
            for item in (_read(path) or {}).get("nlu") or ()
        )
        signed = "reviewed" if language.reviewed else "not reviewed"
        lines.append(f"{code:4} {language.english_name:12} texts {done}/{len(messages)}  utterances {rows}  {signed}")
    return lines
