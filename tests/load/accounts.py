"""Afterwards: what people sent, what the database holds and what people received are compared, message by message."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from tests.fakes.server import Bubble
from tests.fakes.telegram import FakeTelegram
from tests.load.crowd import Crowd, Said
from tests.load.office import InRow, Office, OutPart

FIRST_CONTACT = "utter_first_contact"  # a second bubble behind a person's first answer


@dataclass
class Account:
    """What was found. A message is a message of a person; a bubble is what a person received."""

    sent: int = 0
    not_kept: int = 0  # messages that the database does not hold
    kept_twice: int = 0
    not_done: int = 0  # messages that are parked or still wait
    not_answered: int = 0
    answered_twice: int = 0
    answered_wrongly: int = 0  # another answer than the one that belongs to the button
    not_delivered: int = 0  # parts of replies that the person did not receive
    doubled: int = 0  # bubbles that came twice without an excuse
    disordered: int = 0  # people with messages or bubbles in the wrong order
    doubled_unacknowledged: int = 0  # bubbles that came twice because the messenger took the first and did not say so
    doubled_in_the_instant: int = 0  # bubbles that came twice because the gate died between sending and noting it
    read_together: int = 0  # texts that were answered with the next one
    seconds: float = 0.0  # from the first message sent to the last bubble received
    latencies: list[float] = field(default_factory=list)  # seconds from a message to its answer

    @property
    def lost(self) -> int:
        """Messages and bubbles that are gone."""
        return self.not_kept + self.not_done + self.not_answered + self.answered_wrongly + self.not_delivered

    @property
    def twice(self) -> int:
        """Messages and bubbles that came twice outside the instants that the design names."""
        return self.kept_twice + self.answered_twice + self.doubled

    @property
    def rate(self) -> float:
        """Messages answered a second."""
        return self.sent / self.seconds

    def __str__(self) -> str:
        return f"{self.lost} / {self.twice} / {self.disordered}"


def settle(crowd: Crowd, office: Office, in_the_instant: Collection[tuple[int, int]] = ()) -> Account:
    """Compare.

    Args:
        crowd: who sent what.
        office: what its database holds.
        in_the_instant: (message, position) of the parts that were on their way when a gate was killed.
    """
    chats, came_in, went_out = office.load()
    came_in = [row for row in came_in if chats[row.person] in crowd.chats]
    went_out = [part for part in went_out if chats[part.person] in crowd.chats]
    account = Account(sent=len(crowd.said))
    _check_kept(account, crowd.said, came_in)
    rows: dict[int, list[InRow]] = defaultdict(list)
    replies: dict[int, list[OutPart]] = defaultdict(list)
    for row in came_in:
        rows[chats[row.person]].append(row)
    for part in went_out:
        replies[chats[part.person]].append(part)
    said: dict[int, list[Said]] = defaultdict(list)
    for one in crowd.said:
        said[one.chat].append(one)
    for chat in crowd.chats:
        is_ordered = _check_answers(account, said[chat], rows[chat], replies[chat])
        bubbles = office.fake.user(chat).received
        is_ordered &= _check_bubbles(account, replies[chat], bubbles, in_the_instant)
        account.disordered += not is_ordered
        account.latencies += _latencies(said[chat], rows[chat], replies[chat], bubbles)
    account.seconds = last_bubble(office.fake, crowd.chats) - min(one.at for one in crowd.said)
    return account


def last_bubble(fake: FakeTelegram, chats: Iterable[int]) -> float:
    """Return when the last bubble was received, in seconds since 1970."""
    return max((bubble["at"] for chat in chats for bubble in fake.user(chat).received), default=0.0)


def _check_kept(account: Account, said: list[Said], came_in: list[InRow]) -> None:
    kept = Counter(row.update_id for row in came_in)
    account.not_kept = sum(one.update_id not in kept for one in said)
    account.kept_twice = len(came_in) - len(kept)
    account.not_done = sum(row.status != "done" for row in came_in)


def _check_answers(account: Account, said: list[Said], rows: list[InRow], replies: list[OutPart]) -> bool:
    """Each press has its own answer, each text one of its own or that of the text behind it; return whether all are in order."""
    choices = {one.update_id: one.choice for one in said}
    answers: dict[int | None, list[str]] = defaultdict(list)
    for part in replies:
        if part.position == 0:
            answers[part.answers].append(part.answer_id)
    is_first, together = True, 1
    for row, following in zip(rows, [*rows[1:], None]):
        choice, given = choices.get(row.update_id), answers[row.id]
        if given:
            given = given[:-1] if is_first and given[-1] == FIRST_CONTACT else given
            is_first = False
            account.answered_twice += len(given) > together  # each question of a burst may get its own bubble
            account.answered_wrongly += choice is not None and given[0] != f"utter_{choice.removeprefix('ask_')}"
            together = 1
            continue
        is_together = (
            choice is None
            and following is not None
            and choices.get(following.update_id) is None
            and row.finished_at == following.finished_at
        )
        together = together + 1 if is_together else 1
        account.read_together += is_together
        account.not_answered += not is_together
    order = [part.answers for part in replies if part.position == 0]
    ids = {row.id: row.seq for row in rows}
    seqs = [ids[number] for number in order if number in ids]
    kept = [row.update_id for row in rows]
    return seqs == sorted(seqs) and kept == [one.update_id for one in said if one.update_id in set(kept)]


def _check_bubbles(
    account: Account, replies: list[OutPart], bubbles: list[Bubble], in_the_instant: Collection[tuple[int, int]]
) -> bool:
    """Each part was received, once; return whether all are in order."""
    wanted = {part.message_id: part for part in replies if part.message_id and part.status == "sent"}
    received = {str(bubble["message_id"]): bubble for bubble in bubbles}
    account.not_delivered += sum(part.message_id not in received or part.status != "sent" for part in replies)
    account.not_delivered += sum(received[i]["text"] != part.text for i, part in wanted.items() if i in received)
    copies: list[Bubble] = []
    is_ordered = True
    for bubble in bubbles:
        part = wanted.get(str(bubble["message_id"]))
        if part is None:
            copies.append(bubble)
            continue
        for copy in copies:  # what comes twice comes again before anything else
            is_ordered &= copy["text"] == part.text
            if not copy["is_acknowledged"]:
                account.doubled_unacknowledged += 1
            elif (part.message, part.position) in in_the_instant:
                account.doubled_in_the_instant += 1
            else:
                account.doubled += 1
        copies = []
    account.doubled += len(copies)
    order = [str(bubble["message_id"]) for bubble in bubbles if str(bubble["message_id"]) in wanted]
    return is_ordered and order == [i for i in wanted if i in received]


def _latencies(said: list[Said], rows: list[InRow], replies: list[OutPart], bubbles: list[Bubble]) -> list[float]:
    sent_at = {one.update_id: one.at for one in said}
    asked_at = {row.id: sent_at.get(row.update_id) for row in rows}
    received_at = {str(bubble["message_id"]): bubble["at"] for bubble in bubbles}
    found = []
    for part in replies:
        asked, received = asked_at.get(part.answers or 0), received_at.get(part.message_id or "")
        if part.position == 0 and asked is not None and received is not None:
            found.append(received - asked)
    return found


def kept_at(office: Office) -> dict[str, float]:
    """Return when each update was kept, in seconds since 1970."""
    return {row.update_id: row.created_at.timestamp() for row in office.load()[1]}
