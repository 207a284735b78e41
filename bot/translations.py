"""The gettext files that translators fill: written and brought up to date from `data/answers`."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.catalogue import Catalogue, placeholders, po_path
from bot.languages import Language


def update_translations(catalogue: Catalogue, data: Path, language: Language) -> tuple[int, int]:
    """Write the .po file of a language: what is translated stays, what is new is empty, what is gone leaves.

    A text whose English changed keeps its translation with the mark "fuzzy": it is not used until somebody looks at it.

    Returns:
        How many texts are translated, and how many there are.
    """
    path = po_path(data, language.code)
    old: dict[str, tuple[str, str, bool]] = {}
    if path.is_file():
        with path.open("rb") as file:
            old = {str(m.context): (str(m.id), str(m.string), bool(m.fuzzy)) for m in read_po(file) if m.context}
    new = Catalog(
        locale=Locale.parse(language.format_as),
        project="Wegweiser",
        header_comment=f"# Wegweiser in {language.english_name}. How to translate: docs/translating.md",
        fuzzy=False,
    )
    translated = 0
    for context, text in catalogue.messages():
        source, string, fuzzy = old.get(context, ("", "", False))
        is_stale = bool(string) and (fuzzy or source != text)
        flags = {"python-brace-format"} if placeholders(text) else set()
        new.add(text, string=string, context=context, flags=flags | ({"fuzzy"} if is_stale else set()))
        translated += bool(string) and not is_stale
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, new, width=118, omit_header=False, include_previous=False)
    kept = [line for line in buffer.getvalue().decode().splitlines() if not line.startswith(('"POT-Creation', '"PO-Revision'))]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return translated, len(new)
