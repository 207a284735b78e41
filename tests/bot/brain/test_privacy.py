"""No word of a person lands in a log, whatever happens."""

import logging

from bot.brain import Message, Person, converse

SECRET = "Zypressenweg"


async def test_no_text_of_a_person_is_logged_or_printed(brain, caplog, capfd):
    caplog.set_level(logging.DEBUG)

    for text in (f"my name is {SECRET} how much is the rent", f"i want to die {SECRET}", f"/{SECRET}", f"{SECRET} " * 300):
        await converse(Person("log-test"), Message(text))

    printed = capfd.readouterr()
    assert SECRET.lower() not in (caplog.text + printed.out + printed.err).lower()


async def test_a_fault_is_logged_without_the_text(brain, caplog, capfd):
    brain.processor.domain, domain = None, brain.processor.domain
    try:
        await converse(Person("fault-test"), Message(f"hello {SECRET}"))
    finally:
        brain.processor.domain = domain

    printed = capfd.readouterr()
    assert "brain.turn_failed" in caplog.text
    assert SECRET.lower() not in (caplog.text + printed.out + printed.err).lower()
