"""For leads: accounts and roles, chats of somebody absent, holidays, figures, records."""

import csv
import io
import re

from bot.cases import desk as core
from bot.clock import now
from bot.store import cases, counsellors, office
from tests.console.harness import Browser, hidden, on_both


def account_form(**changes):
    form = {
        "display_name": "Amal B.", "capacity": "4", "time_zone": "Europe/Berlin", "interface": "de",
        "languages": ["ar", "ckb", "xx"], "countries": "iq, SY", "hours_mon": "09:00-12:00", "role": "counsellor",
        "is_active": "yes",
    }  # fmt: skip
    return {**form, **changes}


async def load(desk, number):
    return await desk.outside.read(counsellors.load, number)


@on_both
async def test_a_lead_makes_a_counsellor_who_signs_in_with_a_link(desk):
    await desk.add("lena", "lead")
    async with await desk.client("lena") as lead, Browser(desk.url) as fresh:
        made = await lead.act("/team/save", login="amal", display_name="Amal", role="counsellor")
        assert (await lead.act("/team/save", login="amal", display_name="x", role="counsellor")).status_code == 409
        page = (await lead.act(made.headers["location"] + "/link")).text
        path = re.search(r"(/invitation/[\w-]+)", page)[1]
        form = hidden((await fresh.get(path)).text)
        await fresh.post(path, data={**form, "password": "a good long password", "again": "a good long password"})
        assert (await fresh.get("/queue")).status_code == 200


@on_both
async def test_an_account_keeps_what_the_form_says(desk):
    await desk.add("lena", "lead")
    number = await desk.add("amal")
    async with await desk.client("lena") as lead:
        assert (await lead.act("/team/save", id=number, **account_form(is_on_call="yes"))).status_code == 303
        for wrong in (
            {"time_zone": "Mars/Base"},
            {"capacity": "0"},
            {"hours_mon": "9-17"},
            {"countries": "Iraq"},
            {"display_name": ""},
        ):
            assert (await lead.act("/team/save", id=number, **account_form(**wrong))).status_code == 400
    row = await load(desk, number)

    assert (row.display_name, row.capacity, row.interface, row.is_on_call) == ("Amal B.", 4, "de", True)
    assert (row.languages, row.countries) == (("ar", "ckb"), ("IQ", "SY"))
    assert row.hours == {"mon": [["09:00", "12:00"]]}


async def test_only_an_administrator_touches_leads_and_nobody_raises_themself(desk):
    lena, other, admin = await desk.add("lena", "lead"), await desk.add("mona", "lead"), await desk.add("root", "admin")
    amal = await desk.add("amal")
    async with await desk.client("lena") as lead:
        for number, role in (
            (amal, "admin"),
            (amal, "lead"),
            (lena, "admin"),
            (other, "lead"),
            (other, "counsellor"),
            (admin, "admin"),
        ):
            answer = await lead.act("/team/save", id=number, **account_form(role=role))
            assert answer.status_code == 403, (number, role)
        assert (await lead.act("/team/save", login="new", display_name="New", role="admin")).status_code == 403
        assert (await lead.act(f"/team/{other}/link")).status_code == 403
    async with await desk.client("root") as browser:
        assert (await browser.act("/team/save", id=amal, **account_form(role="lead"))).status_code == 303
        await browser.act("/team/save", id=admin, **account_form(role="admin", is_active="no"))
    assert (await load(desk, amal)).role == "lead"
    assert (await load(desk, admin)).is_active, "nobody locks themself out"


async def test_switching_an_account_off_ends_its_sessions(desk):
    await desk.add("lena", "lead")
    number = await desk.add("amal")
    async with await desk.client("lena") as lead, await desk.client("amal") as browser:
        await lead.act("/team/save", id=number, **account_form(is_active=""))
        assert (await browser.get("/queue")).headers["location"].startswith("/sign-in")


@on_both
async def test_the_chats_of_somebody_absent_go_to_a_colleague_or_the_queue(desk):
    await desk.add("lena", "lead")
    amal, nadia = await desk.add("amal"), await desk.add("nadia")
    row = await load(desk, amal)
    chats = [
        await desk.outside.write(core.claim, desk.settings, case.id, case.epoch, row, now())
        for case in [await desk.opens("1"), await desk.opens("2"), await desk.opens("3")]
    ]
    async with await desk.client("lena") as lead:
        await lead.act(f"/team/{amal}/reassign", cases=[chats[0].id], to=nadia)
        await lead.act(f"/team/{amal}/reassign", cases=[chats[1].id], to="")
    states = [await desk.outside.read(cases.load, chat.id) for chat in chats]

    assert [(state.state, state.counsellor) for state in states] == [("claimed", nadia), ("waiting", None), ("claimed", amal)]


@on_both
async def test_holidays(desk):
    await desk.add("lena", "lead")
    async with await desk.client("lena") as lead:
        await lead.act("/office/holiday", day="2026-12-25", name="Weihnachten")
        assert (await lead.act("/office/holiday", day="soon", name="x")).status_code == 400
        assert "Weihnachten" in (await lead.get("/office")).text
        assert await desk.outside.read(office.holidays) == [("2026-12-25", "Weihnachten")]
        await lead.act("/office/holiday/remove", day="2026-12-25")
    assert await desk.outside.read(office.holidays) == []


@on_both
async def test_figures_as_table_and_csv(desk):
    await desk.add("lena", "lead")
    for number in range(3):
        await desk.opens(str(number), language="ar" if number else "fa", country="IQ")
    async with await desk.client("lena") as lead:
        assert "Iraq" in (await lead.get("/figures")).text
        rows = list(csv.DictReader(io.StringIO((await lead.get("/figures.csv")).text)))
        empty = list(csv.DictReader(io.StringIO((await lead.get("/figures.csv?first=2020-01-01&last=2020-02-01")).text)))
    assert [(row["language"], row["opened"]) for row in rows] == [("ar", "2"), ("fa", "1")]
    assert empty == []


@on_both
async def test_records_can_be_looked_through(desk):
    await desk.add("lena", "lead")
    amal = await desk.add("amal")
    case = await desk.opens("1")
    async with await desk.client("lena") as lead, await desk.client("amal") as browser:
        await browser.get(f"/cases/{case.id}")
        assert "Amal" in (await lead.get(f"/records?counsellor={amal}&case={case.id}")).text
        assert "signed in" not in (await lead.get(f"/records?case={case.id}")).text


@on_both
async def test_the_away_switch_and_the_own_account(desk):
    number = await desk.add("amal")
    async with await desk.client("amal") as browser:
        await browser.act("/away", is_away="yes", back="/profile")
        assert (await load(desk, number)).is_away
        assert (await browser.act("/away", is_away="no", back="//evil.example")).headers["location"] == "/queue"
        await browser.act("/profile/save", **account_form(role="admin"))
        page = await browser.get("/queue")
    row = await load(desk, number)
    assert (row.role, row.display_name, row.is_away) == ("counsellor", "Amal B.", False)
    assert "Meine Gespräche" in page.text, "the interface is German now"
