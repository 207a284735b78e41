"""Buckets and pace."""

import asyncio

from bot.gate.limits import Buckets, Pace


def test_a_bucket_is_empty_after_its_size_and_fills_up_again():
    present = [0.0]
    buckets = Buckets(3, 60, clock=lambda: present[0])

    assert [buckets.take("a") for _ in range(4)] == [True, True, True, False]
    assert buckets.take("b")
    present[0] = 20
    assert [buckets.take("a") for _ in range(2)] == [True, False]


async def test_a_pace_lets_through_so_many_a_second():
    pace = Pace(50)
    begun = asyncio.get_running_loop().time()
    await asyncio.gather(*(pace.wait() for _ in range(11)))

    assert 0.18 <= asyncio.get_running_loop().time() - begun < 1
