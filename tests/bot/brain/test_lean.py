"""TensorFlow stays out of the brain, unless a component needs it."""

import subprocess
import sys

import pytest

from bot.brain.lean import USED_BY, leave_out_tensorflow

ASK = """
import asyncio, re, sys
from bot.brain import Message, Person, converse, get_brain
get_brain()
[reply] = asyncio.run(converse(Person("x"), Message("how much is the rent in Accra")))
assert reply.answer_id == "utter_rent", reply
assert not hasattr(sys.modules["tensorflow"], "__file__") or sys.modules["tensorflow"].__file__ is None
print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def test_a_brain_answers_without_tensorflow_in_little_memory(brain):
    process = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)

    assert int(process.stdout.strip().splitlines()[-1]) < 560  # megabytes; with TensorFlow 350 more


@pytest.mark.parametrize("component", USED_BY)
def test_whoever_uses_a_neural_component_gets_tensorflow(tmp_path, component):
    config = tmp_path / "config.yml"
    config.write_text(f"pipeline:\n- name: {component}\n")

    assert leave_out_tensorflow(config) is False
