"""Nothing is lost and nothing comes twice: small versions of what `make bench` measures, with real processes and kills."""

import pytest

from bot.brain.training import ensure_model
from tests.load.harness import Size, run_one_server, run_two_servers


@pytest.fixture(scope="module")
def trained(settings):
    """The model is there before processes are started and killed."""
    return ensure_model(settings)


def test_a_thousand_messages_through_faults_and_six_kills(settings, trained, tmp_path):
    outcome = run_one_server(settings, Size(messages=1_000, people=50, kills=3), tmp_path)

    assert outcome.kills == {"gate": 3, "brain": 3}
    assert (outcome.account.lost, outcome.account.twice, outcome.account.disordered) == (0, 0, 0)
    assert outcome.too_early == 0


def test_two_servers_share_the_work_and_one_takes_over(settings, trained, tmp_path):
    outcome, takeover_seconds = run_two_servers(settings, Size(messages=300, people=30, kills=0), tmp_path)

    assert (outcome.account.lost, outcome.account.twice, outcome.account.disordered) == (0, 0, 0)
    assert takeover_seconds < 10
