"""A short version of what `make bench` measures of the console."""

from bot.brain.training import ensure_model
from tests.load.console_kills import measure_handovers
from tests.load.consoles import measure_consoles


def test_fifty_conversations_on_ten_consoles_lose_nothing_and_are_quick(settings, tmp_path):
    ensure_model(settings)
    figures = measure_consoles(settings, tmp_path, seconds=15)

    assert figures.lost == 0
    assert figures.to_screen[int(0.95 * len(figures.to_screen))] < 500
    assert figures.to_messenger[int(0.95 * len(figures.to_messenger))] < 500


def test_kills_of_gate_brain_and_console_lose_no_word_and_let_nobody_talk_over_the_other(settings, tmp_path):
    ensure_model(settings)
    found = measure_handovers(settings, tmp_path, kills=10)

    assert (found.lost, found.twice, found.both) == (0, 0, 0)
    assert found.handovers >= 5
