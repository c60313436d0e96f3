"""From blocking threads to the event loop.

The threads are daemons of our own: asyncio's default executor has six threads on two
cores, is shared with Textual, and is waited for at exit.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")

BURST = 1 / 60
"""Seconds for which items that can wait are collected before the loop is woken."""


def spawn(name: str, work: Callable[[], None]) -> threading.Thread:
    """Run `work` in a daemon thread, which never holds up the program's end."""
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread


async def call(name: str, work: Callable[[], T]) -> T:
    """Run a blocking function in a daemon thread of its own and await its result.

    Cancelling the awaiting task abandons the thread; its result is dropped.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # T where no error

    def run() -> None:
        result: T | None = None
        error: BaseException | None = None
        try:
            result = work()
        except Exception as caught:  # noqa: BLE001  carried across
            error = caught
        with suppress(RuntimeError):  # the loop has closed: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    spawn(name, run)
    return await future


class Channel(Generic[T]):
    """Items from any thread, read in order on one event loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._items: deque[T] = deque()
        self._ready = asyncio.Event()
        self._woken = False
        self._closed = False

    def put(self, item: T, *, urgent: bool = True) -> None:
        """Add an item; one that is not urgent may wait for `BURST` seconds."""
        self._items.append(item)
        if urgent:
            self._post(self._ready.set)
        elif not self._woken:
            self._woken = True
            self._post(self._wake_later)

    def close(self) -> None:
        """End the iteration after what was put so far."""
        self._closed = True
        self._post(self._ready.set)

    async def __aiter__(self) -> AsyncIterator[T]:
        """Yield the items until the channel is closed and empty."""
        while True:
            await self._ready.wait()
            self._ready.clear()
            self._woken = False
            closed = self._closed
            while self._items:
                yield self._items.popleft()
            if closed:
                return

    def _wake_later(self) -> None:
        self._loop.call_later(BURST, self._ready.set)

    def _post(self, callback: Callable[[], object]) -> None:
        with suppress(RuntimeError):  # the loop has closed: nobody reads any more
            self._loop.call_soon_threadsafe(callback)
