from __future__ import annotations

import threading
from contextlib import aclosing

from bedrock_tui.aws.cancel import current
from bedrock_tui.services.crowd import crowd
from tests.support import eventually, threads


async def collected(things: list[int], work, **how) -> list[int]:
    async with aclosing(crowd("crowd", things, work, **how)) as found:
        return [each async for each in found]


async def test_each_thing_is_done_once() -> None:
    things = list(range(50))
    found = await collected(things, lambda each: each * 2, most=4)
    assert sorted(found) == [each * 2 for each in things]
    assert await collected([], lambda each: each, most=4) == []


async def test_only_so_many_work_at_once() -> None:
    lock, busy, most = threading.Lock(), set(), []
    both = threading.Barrier(3)

    def work(each: int) -> int:
        with lock:
            busy.add(each)
            most.append(len(busy))
        both.wait(10)
        with lock:
            busy.discard(each)
        return each

    await collected(list(range(9)), work, most=3)
    assert max(most) == 3


async def test_the_first_has_a_head_start() -> None:
    begun: list[int] = []
    others = threading.Event()

    def work(each: int) -> int:
        begun.append(each)
        if each == 0:
            assert not others.wait(0.05)
        else:
            others.set()
        return each

    found = await collected([0, 1, 2], work, most=3, head_start=30.0)
    assert (begun[0], found[0]) == (0, 0)
    assert sorted(found) == [0, 1, 2]


async def test_one_that_hangs_does_not_hold_up_the_others() -> None:
    never = threading.Event()

    def work(each: int) -> int:
        if each == 0:
            never.wait(10)
        return each

    async with aclosing(
        crowd("crowd", [0, 1, 2], work, most=3, head_start=0.01)
    ) as found:
        assert {await anext(found), await anext(found)} == {1, 2}
        never.set()


async def test_what_raises_yields_nothing_and_ends_the_round() -> None:
    def work(each: int) -> int:
        return 10 // each

    assert sorted(await collected([0, 1, 2], work, most=2)) == [5, 10]


async def test_closing_ends_the_threads() -> None:
    def work(each: int) -> int:
        call = current()
        assert call is not None
        if each:
            call.wait(60)
        return each

    async with aclosing(crowd("crowd", range(9), work, most=3)) as found:
        assert await anext(found) == 0
    await eventually(lambda: not threads("crowd"))
