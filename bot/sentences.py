"""An office's own sentences: `var/office/sentences.yml`, answer id -> language -> text.

They obey the rules of translations: the placeholders of the English text, no others, and a phone screen. The fixed replies
to danger are not to be changed here. A faulty file is not used: its last good content stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.catalogue import Catalogue, placeholders
from bot.errors import DataError
from bot.knowledge.check import Fault
from bot.knowledge.files import Row, read_yaml
from bot.knowledge.office import keep, last_good, refuse
from bot.messages import MAX_ANSWER_CHARS

FILE = "sentences.yml"
Sentences = Mapping[str, Mapping[str, str]]


def usable_sentences(office: Path, catalogue: Catalogue) -> Sentences:
    """Return the office's sentences by language and gettext context; the last good ones where the file is faulty.

    Args:
        office: var/office.
        catalogue: our own texts.
    """
    path = office / FILE
    folder = office / "sentences"  # names the place of the copy; the file itself lies where an office finds it
    if not path.is_file():
        keep(folder, {})
        return {}
    faults = check_sentences(path, catalogue)
    if not faults:
        keep(folder, {FILE: path})
        return _read(path)
    refuse(faults[0])
    copy = last_good(folder, FILE)
    return _read(copy) if copy.is_file() and not check_sentences(copy, catalogue) else {}


def check_sentences(path: Path, catalogue: Catalogue) -> list[Fault]:
    """Return every fault of an office's sentences; none where there is no such file."""
    if not path.is_file():
        return []
    try:
        content = read_yaml(path)
    except DataError as error:
        return [Fault(path, error.row, error.message)]
    if content is None:
        return []
    if not isinstance(content, Row):
        return [Fault(path, None, "holds no mapping; write `utter_rent:` and below it `de: the sentence`")]
    known = {context: text for context, text in catalogue.messages() if isinstance(text, str)}
    faults = []
    for context, texts in content.items():
        row = texts.line - 1 if isinstance(texts, Row) else content.line
        faults += [Fault(path, row, f"{context}: {message}") for message in _wrong(str(context), texts, known, catalogue)]
    return faults


def _wrong(context: str, texts: Any, known: Mapping[str, str], catalogue: Catalogue) -> list[str]:
    if context not in known:
        return ["is no text of data/answers; copy the name from there"]
    entry = catalogue.entries.get(context.partition(".")[0])
    if entry is not None and (entry.short or entry.topic == "danger"):
        return ["a fixed reply to danger is not changed here; take it out, and tell the makers of Wegweiser what to change"]
    if not isinstance(texts, Row):
        return ["expected a language and its text, such as `de: …`"]
    wrong = []
    for code, text in texts.items():
        if code not in catalogue.languages:
            wrong.append(f"{code!r} is no language; expected one of {', '.join(catalogue.languages)}")
        elif not isinstance(text, str) or not text.strip():
            wrong.append(f"{code}: is no text; write a sentence")
        elif len(text) > MAX_ANSWER_CHARS:
            wrong.append(f"{code}: longer than {MAX_ANSWER_CHARS} characters, a phone screen; shorten it")
        elif not _fits(text, known[context]):
            expected = ", ".join(f"{{{name}}}" for name in sorted(placeholders(known[context]))) or "none"
            wrong.append(f"{code}: placeholders differ, expected {expected}")
    return wrong


def _fits(text: str, ours: str) -> bool:
    try:
        return placeholders(text) == placeholders(ours)
    except ValueError:
        return False


def _read(path: Path) -> Sentences:
    found: dict[str, dict[str, str]] = {}
    for context, texts in (read_yaml(path) or {}).items():
        for code, text in texts.items():
            found.setdefault(code, {})[str(context)] = text.strip()
    return found
