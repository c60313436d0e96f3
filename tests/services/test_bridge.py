from __future__ import annotations

import asyncio
import threading
import time

import pytest

from bedrock_tui.services.bridge import BURST, Channel, call, spawn
from tests.support import threads, until


async def test_a_blocking_function_runs_in_a_named_daemon_thread() -> None:
    thread = await call("a name", threading.current_thread)
    assert (thread.name, thread.daemon) == ("a name", True)
    assert thread is not threading.current_thread()


async def test_an_error_is_carried_across() -> None:
    def fail() -> None:
        raise ValueError("told")

    with pytest.raises(ValueError, match="told"):
        await call("x", fail)


async def test_the_loop_goes_on_while_a_function_blocks() -> None:
    release = threading.Event()
    waiting = asyncio.create_task(call("blocked", lambda: release.wait(10)))
    for _ in range(10):
        await asyncio.sleep(0)
    assert not waiting.done()
    release.set()
    assert await waiting is True


async def test_a_cancelled_call_abandons_its_thread() -> None:
    release = threading.Event()
    task = asyncio.create_task(call("abandoned", lambda: release.wait(10)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    release.set()
    until(lambda: not threads("abandoned"))


def test_a_thread_that_ends_after_its_loop_is_no_trouble() -> None:
    release, done = threading.Event(), threading.Event()

    def work() -> None:
        release.wait(10)
        done.set()

    async def leave() -> None:
        task = asyncio.ensure_future(call("late", work))
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(leave())
    release.set()
    assert done.wait(10)
    until(lambda: not threads("late"))


async def test_items_of_many_threads_come_in_the_order_of_each() -> None:
    channel: Channel[tuple[int, int]] = Channel()

    def produce(number: int) -> None:
        for count in range(500):
            channel.put((number, count), urgent=count % 7 == 0)

    workers = [spawn("maker", lambda n=n: produce(n)) for n in range(4)]  # type: ignore[misc]  # a default argument

    def finish() -> None:
        for worker in workers:
            worker.join(10)
        channel.close()

    spawn("closer", finish)
    items = [item async for item in channel]
    assert len(items) == 2000
    for number in range(4):
        assert [c for n, c in items if n == number] == list(range(500))


async def test_an_urgent_item_takes_what_waits_with_it_at_once() -> None:
    channel: Channel[str] = Channel()
    channel.put("slow", urgent=False)
    channel.put("fast")
    started = time.monotonic()
    items = aiter(channel)
    assert [await anext(items), await anext(items)] == ["slow", "fast"]
    assert time.monotonic() - started < 0.1


async def test_an_item_that_can_wait_waits_for_a_frame_at_most() -> None:
    channel: Channel[str] = Channel()
    started = time.monotonic()
    channel.put("slow", urgent=False)
    assert await anext(aiter(channel)) == "slow"
    assert BURST * 0.5 <= time.monotonic() - started < BURST + 0.3


async def test_a_closed_channel_gives_what_it_still_has() -> None:
    channel: Channel[int] = Channel()
    channel.put(1, urgent=False)
    channel.close()
    assert [item async for item in channel] == [1]


def test_a_channel_without_its_loop_drops_what_comes() -> None:
    async def make() -> Channel[int]:
        return Channel()

    channel = asyncio.run(make())
    channel.put(1)
    channel.put(2, urgent=False)
    channel.close()
