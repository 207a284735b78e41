"""Programmes that people ask for by name, also those that have ended, in whatever spelling and script."""

from __future__ import annotations

from bot.knowledge.support_rules import ProgrammeName, SupportRules
from bot.text import fold


def named_programmes(text: str, rules: SupportRules) -> list[ProgrammeName]:
    """Return the programmes that a text names, in the order of the rules.

    Longer names are looked for first and taken out of the text: "Starthilfe Plus" is not "Starthilfe" as well.
    """
    written = _bounded(text)
    found = []
    aliases = [(_bounded(alias), name) for name in rules.names for alias in name.aliases]
    for alias, name in sorted(aliases, key=lambda pair: -len(pair[0])):
        if alias in written:
            written = written.replace(alias, "  ")
            found.append(name)
    return [name for name in rules.names if name in found]


def said_status(text: str, rules: SupportRules) -> str | None:
    """Return the status in Germany that a text names by its German word, None when it names none or more than one."""
    written = _bounded(text)
    found = {status for status, words in rules.status_words.items() if any(_bounded(word) in written for word in words)}
    return found.pop() if len(found) == 1 else None


def _bounded(text: str) -> str:
    """Fold a text and put a blank on both sides, so that whole words are found and nothing else."""
    return f" {fold(text, apostrophe=' ')} "
