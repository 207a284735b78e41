"""The lines that mark each change in a chat, and a counsellor's words, as bubbles in the person's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.catalogue import load_catalogue
from bot.messages import Reply
from bot.settings import Settings
from bot.store import outbox, people
from bot.store.cases import CaseRow
from bot.store.database import Transaction

SIGN = "👤"  # begins every message of a human


def line(settings: Settings, answer_id: str, language: str | None, /, **values: Any) -> Reply:
    """Return a line of the catalogue as a bubble."""
    catalogue = load_catalogue(settings.data, settings.office)
    spoken = language if language in catalogue.languages else settings.language
    return Reply.of(catalogue.render(answer_id, values, spoken), spoken, answer_id)


def with_line(settings: Settings, reply: Reply, answer_id: str, **values: Any) -> Reply:
    """Return a bubble with one more line at its end."""
    return replace(reply, text=f"{reply.text}\n{line(settings, answer_id, reply.language, **values).text}")


def by_human(name: str, reply: Reply) -> Reply:
    """Return a counsellor's message as people see it: it begins with who writes."""
    return replace(reply, text=f"{SIGN} {name}:\n{reply.text}".rstrip())


def tell(tx: Transaction, settings: Settings, case: CaseRow, now: datetime, answer_id: str, **values: Any) -> int | None:
    """Put a line in the way to a case's person, in the language that the person speaks now; return its id."""
    person = people.load(tx, case.person) if case.person else None
    if person is None or person.is_forgotten:
        return None
    bubble = line(settings, answer_id, person.language or case.language, **values)
    [number] = outbox.add(tx, person, [bubble], now, author="system", case_id=case.id)
    return number
