""" "This is wrong" in a conversation: noted once, about the answer that is meant, and never said to be noted when it is not."""

from bot.brain import Message, converse
from bot.doubts import CHOICE
from bot.store import fact_reports
from tests.bot.brain.test_lanes import office

__all__ = ["office"]


async def test_a_press_is_written_with_the_turn_and_names_the_facts(office):
    await office.write("What does food cost in Kabul?")
    [food] = await office.replies(1)
    assert food.buttons[-1]["id"] == CHOICE
    await office.write("", kind="choice", choice=CHOICE)
    await office.write("", kind="choice", choice=CHOICE)
    await office.settled()

    [report] = await office.database.read(fact_reports.every)

    assert (report.answer, report.country, report.city, report.count) == ("utter_food_prices", "AF", "Kabul", 1)
    assert "prices.AF.Kabul.bread_kg" in report.facts


async def test_nothing_is_said_to_be_noted_when_there_is_nothing(talk):
    chat = talk("en")
    await chat.say("hello")

    [reply] = await converse(chat.person, Message("", choice=CHOICE))

    assert reply.answer_id == "utter_give_complaint"
    assert chat.person.turn.doubt is None
