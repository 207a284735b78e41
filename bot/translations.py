"""The gettext files that translators fill: written and brought up to date from `data/answers`."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.catalogue import Catalogue, Text, forms_of, placeholders, po_path
from bot.languages import Language


def update_translations(catalogue: Catalogue, data: Path, language: Language) -> tuple[int, int]:
    """Write the .po file of a language: what is translated stays, what is new is empty, what is gone leaves.

    A text whose English changed keeps its translation with the mark "fuzzy": it is not used until somebody looks at it.

    Returns:
        How many texts are translated, and how many there are.
    """
    path = po_path(data, language.code)
    old: dict[str, tuple[Text, tuple[str, ...], bool]] = {}
    if path.is_file():
        with path.open("rb") as file:
            old = {str(m.context): (_text(m.id), forms_of(m.string), bool(m.fuzzy)) for m in read_po(file) if m.context}
    new = Catalog(
        locale=Locale.parse(language.format_as),
        project="Wegweiser",
        header_comment=f"# Wegweiser in {language.english_name}. How to translate: docs/translating.md",
        fuzzy=False,
    )
    translated = 0
    for context, text in catalogue.messages():
        nothing = ("",) * (1 if isinstance(text, str) else new.num_plurals)
        source, forms, fuzzy = old.get(context, ("", nothing, False))
        forms = forms if len(forms) == len(nothing) else nothing
        is_stale = all(forms) and (fuzzy or source != text)
        flags = {"python-brace-format"} if placeholders("".join(forms_of(text))) else set()
        flags |= {"fuzzy"} if is_stale else set()
        new.add(text, string=forms[0] if isinstance(text, str) else forms, context=context, flags=flags)
        translated += all(forms) and not is_stale
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, new, width=118, omit_header=False, include_previous=False)
    kept = [line for line in buffer.getvalue().decode().splitlines() if not line.startswith(('"POT-Creation', '"PO-Revision'))]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return translated, len(new)


def _text(message_id: str | list[str] | tuple[str, ...]) -> Text:
    return message_id if isinstance(message_id, str) else tuple(message_id)
