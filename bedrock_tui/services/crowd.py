"""The same blocking work for many things, a bounded number of them at once."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable
from functools import partial
from typing import Generic, TypeVar

from bedrock_tui.aws.cancel import Cancellation
from bedrock_tui.services import bridge
from bedrock_tui.services.bridge import Channel
from bedrock_tui.services.examination import watched

K = TypeVar("K")
T = TypeVar("T")

_log = logging.getLogger(__name__)


async def crowd(
    name: str,
    things: Iterable[K],
    work: Callable[[K], T],
    *,
    most: int,
    head_start: float = 0.0,
) -> AsyncGenerator[T]:
    """Yield what the work makes of each thing, as it comes; things begin in order.

    What raises yields nothing. At most `most` threads work at once; they are cut off
    when the generator is closed. The first thing has `head_start` seconds to itself.
    """
    run = _Crowd(things, work, Channel[T]())
    count = min(most, len(run.things))
    cancellations = [Cancellation() for _ in range(count)]
    if not count:
        return

    def start() -> None:
        for number, cancellation in enumerate(cancellations):
            if number == 1:
                run.begun.wait(head_start)
            part = partial(watched, cancellation, partial(run.part, cancellation))
            bridge.spawn(f"{name} {number}", part)

    # Starting a thread waits for it to run: not on the event loop.
    bridge.spawn(name, start)
    try:
        async for found in run.channel:
            yield found
    finally:
        for cancellation in cancellations:
            cancellation.cancel()


class _Crowd(Generic[K, T]):
    """What is still to be done, and where to put what was."""

    def __init__(
        self, things: Iterable[K], work: Callable[[K], T], channel: Channel[T]
    ) -> None:
        self.things = deque(things)
        self.channel = channel
        self.begun = threading.Event()
        """Set when the first thing is done."""
        self._work = work
        self._open = len(self.things)
        self._lock = threading.Lock()

    def part(self, cancellation: Cancellation) -> None:
        """Do what one thread gets to do."""
        while not cancellation.cancelled:
            try:
                thing = self.things.popleft()
            except IndexError:
                return
            try:
                self.channel.put(self._work(thing))
            except Exception:  # noqa: BLE001  nobody is to wait for it for ever
                _log.exception("work on %s", thing)
            self.begun.set()
            with self._lock:
                self._open -= 1
                if not self._open:
                    self.channel.close()
