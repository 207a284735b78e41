"""Reading the word lists that speakers of a language write: every fault of a file is collected, none is passed over."""

from __future__ import annotations

from typing import Any

from bot.text import fold


def mapping(value: Any, where: str, faults: list[str]) -> dict[Any, Any]:
    """Return a mapping of keys to lists; an empty one, and a fault, where it is something else."""
    if isinstance(value, dict):
        return value
    faults.append(f"{where} must be a mapping of keys to lists; add it")
    return {}


def phrases(value: Any, where: str, faults: list[str]) -> tuple[str, ...]:
    """Return a list of words or phrases, each once."""
    if not isinstance(value, list):
        faults.append(f"{where} must be a list of words; add it, empty if the language has none")
        return ()
    for phrase in value:
        if not isinstance(phrase, str):
            faults.append(f"{where}: {phrase!r} is read as {type(phrase).__name__}, not as text; put it in quotes")
        elif not fold(phrase):
            faults.append(f"{where}: {phrase!r} holds no word and would match everywhere; remove it")
        elif not _brackets_match(phrase):
            faults.append(f"{where}: brackets of {phrase!r} do not match; close them")
    return tuple(dict.fromkeys(phrase for phrase in value if isinstance(phrase, str)))


def named(value: Any, where: str, faults: list[str]) -> dict[str, tuple[str, ...]]:
    """Return lists of phrases by name or code."""
    lists = {}
    for name, words in mapping(value, where, faults).items():
        if not isinstance(name, str):  # YAML 1.1 reads the bare code of Norway as False
            faults.append(f"{where}: the code {name!r} is not read as text; put it in quotes")
            continue
        lists[name] = phrases(words, f"{where}.{name}", faults)
    return lists


def numbers(value: Any, where: str, faults: list[str]) -> dict[str, int]:
    """Return words for numbers, folded, with their numbers."""
    found = {}
    for word, number in mapping(value, where, faults).items():
        if not isinstance(word, str) or not isinstance(number, int):
            faults.append(f"{where}: {word!r}: {number!r} must be a word and a whole number; quote the word")
            continue
        found[fold(word)] = number
    return found


def _brackets_match(phrase: str) -> bool:
    depth = 0
    for letter in phrase:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0
