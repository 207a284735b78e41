"""Cases on a real SQLite file and on a real PostgreSQL server, with invented counsellors."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from bot.keys import load_keys
from bot.messages import Incoming
from bot.settings import Secret
from bot.store import Database, cases, counsellors, inbox, people
from tests.gate import Gate

MONDAY_TEN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock in Germany
WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


class Desk:
    """A database with people and counsellors, and a clock that the test moves."""

    def __init__(self, database, settings):
        self.database, self.settings, self.now, self.count = database, settings, MONDAY_TEN, 0

    def pass_time(self, **delta):
        self.now += timedelta(**delta)

    async def counsellor(self, name, *languages, **more):
        hours = more.pop("hours", WEEK)
        changes = {key: more.pop(key) for key in ("is_away", "is_on_call") if key in more}

        def add(tx):
            number = counsellors.add(
                tx, name.lower(), name, more.pop("role", "counsellor"), self.now, languages=languages, hours=hours, **more
            )
            if changes:
                counsellors.update(tx, number, **changes)
            return counsellors.load(tx, number)

        return await self.database.write(add)

    async def receive(self, text="hello", address="chat-1", **more):
        self.count += 1
        incoming = Incoming(str(self.count), address, **{"kind": "text", "text": text, "message_id": str(self.count), **more})
        received = await self.database.write(inbox.receive, "telegram", "1", incoming, self.now)
        return await self.database.read(people.load, received.person)

    async def person(self, address="chat-1", language="sq"):
        row = await self.receive(address=address)
        await self.database.write(people.set_language, row.pseudonym, language, True)
        return await self.database.read(people.load, row.pseudonym)

    async def open(self, person, reason="person", **more):
        return (await self.database.write(cases.open_case, person, reason, self.now, **more)).case

    async def do(self, step, *arguments, **more):
        return await self.database.write(step, self.settings, *arguments, self.now, **more)

    async def case(self, case):
        return await self.database.read(cases.load, case.id)

    async def out(self, **where):
        """Return (answer id or text, author) of what goes to people, in order."""
        rows = await Gate(self.database, {}, "").rows(direction="out", **where)
        return [(payload.get("answer_id") or payload.get("text"), row.author) for row, payload in rows if row.kind == "bubble"]


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(request, settings, tmp_path):
    own = dataclasses.replace(settings, var=tmp_path)
    if request.param == "sqlite":
        return own
    keys = {f"{name}_key": Secret(key_text) for name, key_text in request.getfixturevalue("key_texts").items()}
    return dataclasses.replace(own, database=request.getfixturevalue("postgresql"), **keys)


@pytest.fixture
async def desk_office(store_settings):
    database = Database.open(store_settings, load_keys(store_settings, with_addresses=True))
    yield Desk(database, store_settings)
    await database.close()
