"""One case as a page shows it: the conversation, what is known of the person, what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from bot.cases.transitions import CLOSED, WAITING
from bot.console import access
from bot.store import Transaction, cases, counsellors, office, people, threads
from bot.store.cases import CaseRow
from bot.store.counsellors import CounsellorRow
from bot.store.people import PersonRow
from bot.store.threads import NoteRow, ThreadLine

LINES_SHOWN = 200


@dataclass(frozen=True)
class Shown:
    """One line of a conversation for the template."""

    seq: int
    author: str  # person, bot, counsellor, system
    name: str
    text: str
    corrected: str  # what the line said before the person edited it
    language: str
    kind: str
    choice: str
    buttons: tuple[str, ...]
    place: tuple[float, float] | None
    pictures: tuple[str, ...]
    sounds: tuple[str, ...]
    films: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    awaits_file: bool
    delivery: str
    error: str
    danger: str
    at: datetime

    @property
    def mark(self) -> int:
        """A number that changes when anything of the line does."""
        return crc32(repr(self).encode())


@dataclass(frozen=True)
class CaseView:
    """A case with everything around it. `lines` is None when the person has been forgotten or may not be read here."""

    case: CaseRow
    is_readable: bool
    is_own: bool
    person: PersonRow | None
    lines: list[Shown] | None
    notes: list[NoteRow]
    earlier: list[CaseRow]
    holder: str
    colleagues: list[CounsellorRow]
    asked_about: str = ""  # the colleague whom the person is asked about
    visitors: tuple[str, ...] = ()  # who has come since the holder called for a colleague

    @property
    def is_erased(self) -> bool:
        """Whether there is nothing left to show."""
        return self.case.is_erased or (self.is_readable and self.lines is None)

    @property
    def language(self) -> str | None:
        """The language in which the person writes."""
        return (self.person.language if self.person else None) or self.case.language

    @property
    def can_claim(self) -> bool:
        """Whether it can be taken now."""
        return self.case.state == WAITING and not self.is_erased

    @property
    def can_relieve(self) -> bool:
        """Whether its counsellor has called for somebody to take it over, such as whoever looks."""
        return access.wants_help(self.case) and self.case.help_takes_over and not self.is_own and not self.is_erased

    @property
    def advice(self) -> list[NoteRow]:
        """What colleagues have noted since they were called."""
        since, holder = self.case.help_wanted_at, self.case.counsellor
        if since is None:
            return []
        return [note for note in self.notes if note.created_at >= since and note.counsellor != holder]

    @property
    def can_reopen(self) -> bool:
        """Whether it can be taken up again."""
        return self.case.state == CLOSED and self.is_readable and not self.is_erased


def load(tx: Transaction, account: CounsellorRow, case_id: int, first: int = 0) -> CaseView | None:
    """Return a case, None when there is none.

    Args:
        tx: the transaction.
        account: who looks.
        case_id: which.
        first: the first line to show; 0 for the last `LINES_SHOWN`.
    """
    case = cases.load(tx, case_id)
    if case is None:
        return None
    is_readable = access.may_read(tx, account, case)
    everybody = counsellors.every(tx)
    names = {row.id: row.display_name for row in everybody}
    person = people.load(tx, case.person) if case.person else None
    lines = _lines(tx, case.person, names, first) if is_readable and case.person else None
    notes = threads.notes_of(tx, case_id) if lines is not None else []
    earlier = [row for row in cases.earlier(tx, case.person) if row.id != case.id] if lines is not None and case.person else []
    colleagues = [row for row in everybody if row.is_active and row.id != account.id and row.id != case.counsellor]
    holder = names.get(case.counsellor or 0, "")
    is_own, asked_about = access.is_own(account, case), names.get(case.transfer_to or 0, "")
    came = office.visitors(tx, case_id, case.help_wanted_at, case.counsellor) if is_readable and case.help_wanted_at else ()
    return CaseView(case, is_readable, is_own, person, lines, notes, earlier, holder, colleagues, asked_about, tuple(came))


def _lines(tx: Transaction, person: str, names: dict[int, str], first: int) -> list[Shown] | None:
    rows = threads.thread(tx, person, max(0, first - 1), LINES_SHOWN if not first else 10_000)
    if rows is None:
        return None
    texts = {row.seq: row.text for row in rows}
    replaced = {row.replaces for row in rows if row.replaces}
    return [_shown(row, names, texts) for row in rows if row.seq not in replaced]


def _shown(row: ThreadLine, names: dict[int, str], texts: dict[int, str]) -> Shown:
    payload: dict[str, Any] = row.payload
    author, _, number = row.author.partition(":")
    mimes = [(file.id, file.mime) for file in row.files]
    if row.direction == "out":
        mimes += [(payload[key], mime) for key, mime in (("image", "image/"), ("audio", "audio/")) if payload.get(key)]
    files = [(number, "") for number, mime in mimes if not mime.startswith(("image/", "audio/", "video/"))]
    if row.direction == "out" and payload.get("file"):
        files.append((payload["file"], payload.get("file_name") or ""))
    name = names.get(int(number), "") if number.isdigit() else ""
    place = payload.get("place") or payload.get("location")
    if isinstance(place, dict):
        place = (place["latitude"], place["longitude"])
    pictures, sounds, films = (
        tuple(file for file, mime in mimes if mime.startswith(kind)) for kind in ("image/", "audio/", "video/")
    )
    return Shown(
        seq=row.seq,
        author=author,
        name=name,
        text=_without_sign(row.text, name) if author == "counsellor" else row.text,
        corrected=texts.get(row.replaces or 0, ""),
        language=payload.get("language") or "",
        kind=row.kind,
        choice=payload.get("choice") or "",
        buttons=tuple(button["title"] for button in payload.get("buttons") or ()),
        place=(float(place[0]), float(place[1])) if place else None,
        pictures=pictures,
        sounds=sounds,
        films=films,
        files=tuple(files),
        awaits_file="attachment" in payload and not row.files,
        delivery=row.delivery,
        error=row.error or "",
        danger=row.danger or "",
        at=row.created_at,
    )


def _without_sign(text: str, name: str) -> str:
    """Return a counsellor's words without the line that tells the person who writes: the console shows it beside."""
    head, colon, rest = text.partition(":")
    return rest.lstrip() if colon and head.startswith("👤") and len(head) < 80 else text
