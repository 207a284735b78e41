"""Ten kills during hand-overs; `make bench` does two hundred."""

from tests.load.handover import run_hand_overs


def test_no_message_is_lost_and_bot_and_counsellor_never_both_speak(settings, tmp_path):
    found = run_hand_overs(settings, tmp_path, kills=10)

    assert found.faults == []
    assert (found.lost, found.not_delivered, found.doubled, found.both_spoke) == (0, 0, 0, 0)
    assert found.done >= 10
