"""What people say is wrong: counted, taken off, forgotten after a year; no person and no word of one."""

from datetime import timedelta

from bot.clock import now
from bot.doubts import Doubt
from bot.store import fact_reports, forgetting
from bot.store.tables import fact_reports as table

BREAD = Doubt("utter_food_prices", ("prices.AF.Kabul.bread_kg",), ("WFP, 2026-03",), "AF", "Kabul")
RULE = Doubt("utter_deportation", (), ("gesetze-im-internet.de, 2024",))


async def test_reports_of_the_same_answer_are_counted_together(database):
    for doubt, language in ((RULE, "de"), (BREAD, "prs"), (BREAD, "ps")):
        await database.write(fact_reports.add, doubt, language, now())

    bread, rule = await database.read(fact_reports.every)

    assert (bread.answer, bread.count, bread.languages, bread.facts) == (BREAD.answer, 2, ("prs", "ps"), BREAD.facts)
    assert (rule.count, rule.country, rule.sources) == (1, None, RULE.sources)


async def test_what_is_done_is_off_the_list_and_the_rest_stays(database):
    for doubt in (RULE, BREAD, BREAD):
        await database.write(fact_reports.add, doubt, "de", now())
    bread, rule = await database.read(fact_reports.every)

    assert await database.write(fact_reports.done, bread.id) == 2
    assert await database.write(fact_reports.done, bread.id) == 0
    assert [report.id for report in await database.read(fact_reports.every)] == [rule.id]


async def test_reports_are_forgotten_after_a_year(database):
    for days in (364, 367):
        await database.write(fact_reports.add, BREAD, "de", now() - timedelta(days=days))

    await database.write(forgetting.purge, now(), 30, 180)

    [report] = await database.read(fact_reports.every)
    assert report.count == 1


def test_the_table_has_no_column_for_a_person():
    assert set(table.c.keys()) == {"id", "answer", "facts", "sources", "country", "city", "language", "reported_on"}
