"""The catalogue: every visible sentence, in the person's language, with its figures, sources and buttons.

English stands in `data/answers/*.yml`, the other languages in gettext catalogues under `data/locales` (context = answer id
and field, message = the English text). A missing or broken translation falls back to English, never to an error.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import c2py  # what gettext itself reads plural rules with
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.pofile import read_po

from bot.doubts import with_choice
from bot.errors import DataError
from bot.formatting import format_value, isolate, isolate_foreign, partial_date
from bot.knowledge.dates import PartialDate
from bot.knowledge.files import read_yaml
from bot.languages import SOURCE_LANGUAGE, Language, load_languages
from bot.scripts import in_latin

log = logging.getLogger(__name__)

DOMAIN = "wegweiser"
Text = str | tuple[str, ...]
TEXT_FIELDS = ("text", "simple", "otherwise", "short")
_NOT_ANSWERS = ("topics", "buttons", "terms", "counts")
MAX_SOURCES_SHOWN = 3
_LEFT_TO_RIGHT_KINDS = ("latin", "money", "money_range", "number", "percent")


@dataclass(frozen=True)
class Entry:
    """One answer or line as written in `data/answers`.

    `values` maps placeholders to fact ids; `facts` names further facts that the text rests on. `otherwise` is said
    instead of `text` when a fact of `values` may not be told; `short` is one line that also goes out in German and English
    while nobody has signed a text about danger.
    """

    id: str
    text: str
    simple: str = ""
    otherwise: str = ""
    short: str = ""
    topic: str = ""
    values: Mapping[str, str] | None = None
    facts: tuple[str, ...] = ()
    buttons: tuple[str | Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Button:
    """One choice: `id` is what it does (an intent or `country:AL`), `role` is yes, no or empty."""

    id: str
    title: str
    role: str = ""


@dataclass(frozen=True)
class SourceNote:
    """Where a figure comes from: shown under the answer. `status` is fresh, old or crowd.

    `facts` are the ids of the records behind it (`bot.knowledge.review.record_id`), for whoever says that it is wrong.
    """

    name: str
    as_of: str
    status: str = "fresh"
    is_undated: bool = False
    url: str = ""
    facts: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Rendered:
    """An answer ready to send."""

    text: str
    buttons: tuple[Button, ...]
    sources: tuple[SourceNote, ...]


def placeholders(text: str) -> set[str]:
    """Return the names in braces.

    Raises:
        ValueError: a brace does not close.
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def message_context(entry_id: str, field: str) -> str:
    """Return the gettext context of one text of an entry."""
    return entry_id if field == "text" else f"{entry_id}.{field}"


class Catalogue:
    """Answers and translations of one data folder. Cheap to make again; `load_catalogue` keeps one until a file changes."""

    def __init__(self, data: Path) -> None:
        self.languages = load_languages(data)
        self.topics: dict[str, str] = read_yaml(data / "answers" / "topics.yml")
        self.button_texts: dict[str, dict[str, str]] = read_yaml(data / "answers" / "buttons.yml")
        self.terms: dict[str, str] = read_yaml(data / "answers" / "terms.yml")
        self.counts: dict[str, dict[str, str]] = read_yaml(data / "answers" / "counts.yml")
        self.entries = {e.id: e for e in _read_entries(data / "answers")}
        own = [code for code, language in self.languages.items() if code != SOURCE_LANGUAGE and not language.spelt_from]
        read = {code: _read_po(data, code) for code in own}
        self._translations = {code: texts for code, (texts, _) in read.items()}
        self._plural_form = {code: form for code, (_, form) in read.items()}
        for code, language in self.languages.items():
            if language.spelt_from:
                texts = self._translations[language.spelt_from]
                self._translations[code] = {context: tuple(map(in_latin, forms)) for context, forms in texts.items()}
                self._plural_form[code] = self._plural_form[language.spelt_from]

    def messages(self) -> Iterator[tuple[str, Text]]:
        """Yield every text to translate as (gettext context, English text), a text that counts as (for 1, for others)."""
        for entry in self.entries.values():
            for part in TEXT_FIELDS:
                if text := getattr(entry, part):
                    yield message_context(entry.id, part), text
        for name, button in self.button_texts.items():
            yield f"button.{name}", button["text"]
        for name, text in self.terms.items():
            yield f"term.{name}", text
        for name, forms in self.counts.items():
            yield f"count.{name}", (forms["one"], forms["other"])

    def say_instead(self, sentences: Mapping[str, Mapping[str, str]]) -> None:
        """Put an office's own sentences (language -> gettext context -> text) in the place of ours."""
        for code, language in self.languages.items():
            own = dict(sentences.get(code, {}))
            if language.spelt_from:
                own = {context: in_latin(text) for context, text in sentences.get(language.spelt_from, {}).items()} | own
            known = self._translations.setdefault(code, {})
            known |= {context: (text,) for context, text in own.items()}

    def is_translated(self, context: str, language: str) -> bool:
        """Whether a text stands in the catalogue of a language."""
        return language == SOURCE_LANGUAGE or bool(self._translations.get(language, {}).get(context))

    def translate(self, context: str, text: str, language: str) -> str:
        """Return the text in a language, in English when it is missing or its placeholders differ."""
        translated = next(iter(self._translations.get(language, {}).get(context, ())), "")
        try:
            return translated if translated and placeholders(translated) <= placeholders(text) else text
        except ValueError:
            return text

    def count(self, name: str, number: int, language: str, shown: str | None = None) -> str:
        """Write a number with what it counts, in the form that the language has for that number.

        Args:
            name: a name of `counts.yml`.
            number: decides the form.
            language: code.
            shown: what is written in place of the number, such as a range that ends with it.
        """
        forms = self._translations.get(language, {}).get(f"count.{name}", ())
        chosen = forms[self._plural_form[language](number)] if forms else self.counts[name]["one" if number == 1 else "other"]
        return chosen.format(n=number if shown is None else shown)

    def text_of(self, entry: Entry, field: str, language: str) -> str:
        """Return one text of an entry in a language."""
        return self.translate(message_context(entry.id, field), getattr(entry, field), language)

    def render(
        self,
        answer_id: str,
        values: Mapping[str, Any],
        language: str,
        *,
        is_simple: bool = False,
        is_withheld: bool = False,
        buttons: Iterable[str | Mapping[str, Any]] | None = None,
        sources: Iterable[SourceNote] = (),
    ) -> Rendered:
        """Fill in an answer.

        Args:
            answer_id: an id of `data/answers`.
            values: placeholder -> value (`bot.values`) or plain text.
            language: code; an unknown one falls back to English.
            is_simple: the shorter version, where there is one.
            is_withheld: a fact it needs may not be told; its `otherwise` is used.
            buttons: other choices than the answer's own.
            sources: what stands in the last line.

        Raises:
            KeyError: there is no such answer, or a value is missing.
        """
        entry, into = self.entries[answer_id], self.languages.get(language) or self.languages[SOURCE_LANGUAGE]
        is_unsigned_crisis = bool(entry.short) and not into.crisis_reviewed
        field = "text"
        if is_withheld and entry.otherwise:
            field = "otherwise"
        elif entry.simple and (is_simple or is_unsigned_crisis):
            field = "simple"
        lines = [self._fill(entry, field, values, into)]
        if entry.topic:
            lines[0] = f"{self.topics[entry.topic]} {lines[0]}"
        if is_unsigned_crisis:
            spoken = dict.fromkeys(self.text_of(entry, "short", code) for code in ("de", "en") if code != into.code)
            lines += [isolate(line, into) for line in spoken]
        notes = tuple(sources)
        lines += self._source_lines(notes, into)
        offered = tuple(entry.buttons if buttons is None else buttons)
        if notes and not entry.short and entry.topic != "danger":
            offered = with_choice(offered, values, may_replace=buttons is None)
        return Rendered("\n".join(line for line in lines if line), tuple(self.button(b, into) for b in offered), notes)

    def button(self, choice: str | Mapping[str, Any], language: Language) -> Button:
        """Return a choice with its title.

        Args:
            choice: a name of `buttons.yml`, `country:XX`, `language:xx`, {yes: …} or {no: …}, or {id: …, title: a value}.
            language: language of the title.
        """
        if not isinstance(choice, str):
            if "title" in choice:
                return Button(choice["id"], self.write(choice["title"], language))
            role, target = next(iter(choice.items()))
            return Button(target, self._button_title(role, language), role)
        kind, _, code = choice.partition(":")
        if kind == "language" and code in self.languages:
            return Button(choice, self.languages[code].name)
        if kind == "country":
            return Button(choice, f"{self.topics['home']} {format_value({'kind': 'country', 'code': code}, language)}")
        return Button(choice, self._button_title(choice, language))

    def _button_title(self, name: str, language: Language) -> str:
        button = self.button_texts[name]
        text = self.translate(f"button.{name}", button["text"], language.code)
        return f"{self.topics[button['topic']]} {text}" if "topic" in button else text

    def _fill(self, entry: Entry, field: str, values: Mapping[str, Any], language: Language) -> str:
        written = {name: self.write(value, language) for name, value in values.items()}
        try:
            return _fill_lines(isolate_foreign(self.text_of(entry, field, language.code), language), written)
        except (KeyError, IndexError, ValueError):
            log.warning("catalogue.fill_failed answer=%s field=%s language=%s", entry.id, field, language.code)
            return _fill_lines(getattr(entry, field), written)

    def write(self, value: Any, language: Language) -> str:
        """Write one of `bot.values`, or a plain text, in a language."""
        if not isinstance(value, Mapping):
            return isolate(str(value), language)
        kind = value["kind"]
        if kind == "answer":
            return self._fill(self.entries[value["id"]], "text", value["values"], language)
        if kind == "lines":
            return "\n".join(filter(None, (self.write(part, language) for part in value["parts"])))
        if kind == "count":
            number = int(value["number"])
            shown = f"{value['since']}–{number}" if value["since"] not in (None, number) else str(number)
            return self.count(value["name"], number, language.code, isolate(shown, language, left_to_right=True))
        if kind == "term":
            return self.translate(f"term.{value['name']}", self.terms[value["name"]], language.code)
        return isolate(format_value(value, language), language, left_to_right=kind in _LEFT_TO_RIGHT_KINDS)

    def _source_lines(self, notes: tuple[SourceNote, ...], language: Language) -> list[str]:
        lines = []
        for status, line in (("old", "old_line"), ("crowd", "crowd_line")):
            dates = [PartialDate.parse(n.as_of) for n in notes if n.status == status]
            if dates:
                oldest = min(dates, key=lambda d: d.earliest)
                lines.append(self._line(line, language, date=isolate(partial_date(oldest, language), language)))
        oldest_of: dict[str, SourceNote] = {}
        for note in notes:
            if note.name not in oldest_of or note.as_of < oldest_of[note.name].as_of:
                oldest_of[note.name] = note
        shown = []
        for note in list(oldest_of.values())[:MAX_SOURCES_SHOWN]:
            item = "source_item_undated" if note.is_undated else "source_item"
            when = isolate(partial_date(PartialDate.parse(note.as_of), language), language)
            shown.append(self._line(item, language, name=isolate(note.name, language), date=when))
        if shown:
            lines.append(self._line("source_line", language, sources="; ".join(shown)))
        return lines

    def _line(self, entry_id: str, language: Language, **written: str) -> str:
        """Fill in a line with values that are text already, isolated where they must be."""
        return _fill_lines(self.text_of(self.entries[entry_id], "text", language.code), written)


def _fill_lines(template: str, values: Mapping[str, str]) -> str:
    """Fill in a text; a line that held nothing but empty values is left out."""
    filled = [(line, line.format_map(values).rstrip()) for line in template.split("\n")]
    return "\n".join(written for line, written in filled if written.strip() or not line.strip())


def _read_entries(folder: Path) -> Iterator[Entry]:
    for path in sorted(folder.glob("*.yml")):
        if path.stem in _NOT_ANSWERS:
            continue
        for entry_id, record in read_yaml(path).items():
            try:
                record = {**record, "facts": tuple(record.get("facts", ())), "buttons": tuple(record.get("buttons", ()))}
                yield Entry(id=entry_id, **record)
            except TypeError as error:
                raise DataError(f"{path}: {entry_id}: {error}; fields are {', '.join(Entry.__dataclass_fields__)}") from error


def po_path(data: Path, language: str) -> Path:
    """Return where the translations of a language stand."""
    return data / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read_po(data: Path, language: str) -> tuple[dict[str, tuple[str, ...]], Callable[[int], int]]:
    """Return the forms of every translated text by context (one, but for texts that count), and which form a number takes."""
    path = po_path(data, language)
    if not path.is_file():
        return {}, lambda number: 0
    with path.open("rb") as file:
        catalogue = read_po(file, locale=None)
    texts = {str(m.context): forms_of(m.string) for m in catalogue if m.context and not m.fuzzy}
    return {context: forms for context, forms in texts.items() if all(forms)}, c2py(catalogue.plural_expr)


def forms_of(text: Text | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a text as babel reads it: several where it counts."""
    return tuple(text) if isinstance(text, (list, tuple)) else (text or "",)


@lru_cache(maxsize=4)
def _load(data: Path, office: Path | None, stamp: tuple[tuple[str, int], ...]) -> Catalogue:
    catalogue = Catalogue(data)
    if office is not None:
        from bot.sentences import usable_sentences  # it checks them against a catalogue

        catalogue.say_instead(usable_sentences(office, catalogue))
    return catalogue


def load_catalogue(data: Path, office: Path | None = None) -> Catalogue:
    """Return the catalogue of a data folder, read again when one of its files changed.

    Args:
        data: the folder of vetted data.
        office: var/office, whose own sentences take the place of ours.
    """
    paths = [data / "languages.yml", *(data / "answers").glob("*.yml"), *(data / "locales").glob("*/LC_MESSAGES/*.po")]
    paths += office.glob("sentences.yml") if office else []
    return _load(data, office, tuple(sorted((str(p), p.stat().st_mtime_ns) for p in paths)))
