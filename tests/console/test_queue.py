"""The lists: who waits, in which order, and how quickly the page comes."""

import pytest

from tests.console.harness import claim, on_both


@on_both
async def test_the_queue_shows_red_first_then_mine_then_who_waits_for_my_languages(desk):
    amal = await desk.add("amal", languages=["ar"])
    mine = await claim(desk, await desk.opens("1"), amal)
    waiting = await desk.opens("2")
    foreign = await desk.opens("3", language="so", country="SO")
    red = await desk.opens("4", reason="danger", danger="report_violence", language="so")
    async with await desk.client("amal") as browser:
        html = (await browser.get("/queue")).text

    places = [html.index(f'href="/cases/{case.id}"') for case in (red, mine, waiting, foreign)]
    assert places == sorted(places)
    assert "violence or threats" in html


@on_both
async def test_take_next_gives_the_most_urgent_and_says_when_nobody_waits(desk):
    await desk.add("amal", languages=["ar"])
    await desk.opens("1")
    voice = await desk.opens("2", reason="voice")
    async with await desk.client("amal") as browser:
        assert (await browser.act("/take-next")).headers["location"] == f"/cases/{voice.id}"
        assert (await browser.act("/take-next")).status_code == 303
        assert (await browser.act("/take-next")).status_code == 404


async def test_a_time_in_the_persons_own_words_stands_among_the_callbacks(desk):
    await desk.add("amal")
    await desk.opens("1", reason="callback", wishes={"when": "بكرة الساعة 10", "when_at": "2026-11-22T10:00+00:00"})
    async with await desk.client("amal") as browser:
        page = (await browser.get("/queue")).text

    assert "بكرة الساعة 10" in page
    assert "written" in page


@pytest.mark.parametrize("count", [1_000])
async def test_a_thousand_waiting_cases_are_shown_quickly(desk, count):
    import time

    await desk.add("amal")
    case = await desk.opens("0")

    def fill(tx):
        columns = (
            "state, epoch, reason, danger_told, is_calmed, priority, language, alias, group_step, opened_at, waiting_since, "
            "stepped_at, last_person_at"
        )
        for number in range(count):
            person = f"p{number}"
            tx.connection.exec_driver_sql(
                "INSERT INTO people (pseudonym, address, channel, bot, language_chosen, last_seq, created_at, last_message_at) "
                "SELECT ?, address, channel, bot, language_chosen, last_seq, created_at, last_message_at FROM people LIMIT 1",
                (person,),
            )
            tx.connection.exec_driver_sql(
                f"INSERT INTO cases (person, {columns}) SELECT ?, {columns} FROM cases WHERE id = ?", (person, case.id)
            )

    await desk.outside.write(fill)
    async with await desk.client("amal") as browser:
        times = []
        for _ in range(7):
            begun = time.perf_counter()
            page = await browser.get("/queue")
            times.append(time.perf_counter() - begun)
        everybody = (await browser.get("/queue?all=1")).text
    print("queue page with 1,000 waiting:", sorted(times)[3])

    assert "and 941 more" in page.text
    assert everybody.count("data-slip") == count + 1
    assert sorted(times)[3] < 0.2 * 3, "200 ms on two quiet cores (make bench); here other tests run beside"
