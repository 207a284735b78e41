"""Whom a case is for: counsellors of the person's language, after them those of a near language, after them everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from bot.errors import DataError
from bot.settings import Settings
from bot.store.cases import CaseRow
from bot.store.counsellors import CounsellorRow

OWN, NEAR, ALL = 0, 1, 2  # groups, in the order in which they are asked
Fallbacks = Mapping[str, Sequence[str]]


def load_fallbacks(data: Path) -> Fallbacks:
    """Return the languages whose counsellors are asked next, by language.

    Raises:
        DataError: the file is no mapping of languages to lists of languages.
    """
    path = data / "fallbacks.yml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> Fallbacks:
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        return {language: tuple(others) for language, others in read.items()}
    except (yaml.YAMLError, AttributeError, TypeError) as error:
        raise DataError(f"expected a mapping of languages to lists of languages ({error}); mend the file", path) from error


def group_of(counsellor: CounsellorRow, language: str | None, fallbacks: Fallbacks) -> int:
    """Return the first group, for a language, that a counsellor belongs to."""
    if language is None or language in counsellor.languages:
        return OWN
    return NEAR if set(fallbacks.get(language, ())) & set(counsellor.languages) else ALL


def team(counsellors: Iterable[CounsellorRow], language: str | None, fallbacks: Fallbacks) -> list[CounsellorRow]:
    """Return the nearest group for a language that has anybody in it, of those who are not away."""
    here = [one for one in counsellors if one.is_active and not one.is_away]
    for group in (OWN, NEAR, ALL):
        found = [one for one in here if group_of(one, language, fallbacks) <= group]
        if found:
            return found
    return []


def next_group(case: CaseRow, counsellors: Sequence[CounsellorRow], fallbacks: Fallbacks) -> int | None:
    """Return the next group with anybody new in it, None when all have been asked."""
    language = wanted_language(case)
    asked = max(case.group_step, first_group(language, counsellors, fallbacks))
    groups = {group_of(one, language, fallbacks) for one in counsellors if one.is_active and not one.is_away}
    return min((group for group in groups if group > asked), default=None)


def first_group(language: str | None, counsellors: Iterable[CounsellorRow], fallbacks: Fallbacks) -> int:
    """Return the first group with anybody in it: one that is empty is not waited for."""
    here = (group_of(one, language, fallbacks) for one in counsellors if one.is_active and not one.is_away)
    return min(here, default=OWN)


def wanted_language(case: CaseRow) -> str | None:
    """Return the language that a case needs: the person's, or the one that a colleague has asked for."""
    return case.group_language or case.language


def for_counsellor(
    settings: Settings, counsellor: CounsellorRow, queue: Iterable[CaseRow], everybody: Sequence[CounsellorRow]
) -> list[CaseRow]:
    """Return the waiting cases that are this counsellor's to take, in the order of "take next".

    The most urgent first; among equals those in the counsellor's languages, then those about the counsellor's countries,
    then those that wait longest. Danger is for everybody at once.
    """
    fallbacks = load_fallbacks(settings.data)
    ranked = []
    asked: dict[str | None, tuple[int, int]] = {}  # by language: this counsellor's group, and the first that is not empty
    for case in queue:
        language = wanted_language(case)
        if language not in asked:
            asked[language] = group_of(counsellor, language, fallbacks), first_group(language, everybody, fallbacks)
        group, first = asked[language]
        if group <= max(case.group_step, first) or case.is_danger:
            knows = case.country is not None and case.country in counsellor.countries
            ranked.append((case.priority, group, not knows, case.waiting_since, case.id, case))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1])]
