"""Work for a thread that owns a connection, and the queue that it comes through."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bedrock_tui.store.failures import closed

if TYPE_CHECKING:
    import sqlite_utils

T = TypeVar("T")
Work = Callable[["sqlite_utils.Database"], T]
"""What is done with a connection, in the thread that owns it."""


class Signal(Enum):
    """What a queue says besides jobs."""

    WAKE = "wake"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """Work, and the future that waits for its result."""

    work: Work[T]
    future: Future[T]
    put_at: float = field(default_factory=time.monotonic)
    """Seconds of the monotonic clock."""

    def run(self, perform: Callable[[Work[T]], T]) -> bool:
        """Settle the future by `perform(work)`; return whether that went well."""
        try:
            result = perform(self.work)
        except Exception as error:  # noqa: BLE001  carried to whoever waits for it
            self.future.set_exception(error)
            return False
        self.future.set_result(result)
        return True


def refused() -> Future[Any]:
    """Return the future of a job that nobody will do."""
    future: Future[Any] = Future()
    future.set_exception(closed())
    return future


class Jobs:
    """A queue that takes jobs from any thread until it is closed."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Job[Any] | Signal] = SimpleQueue()
        self._lock = threading.Lock()
        self._closed = False

    def put(self, work: Work[T], *, cancellable: bool) -> Future[T]:
        """Queue `work`; what may not be cancelled is done even if nobody waits."""
        future: Future[T] = Future()
        if not cancellable:
            future.set_running_or_notify_cancel()
        with self._lock:
            if self._closed:
                return refused()
            self._queue.put(Job(work, future))
        return future

    def wake(self) -> None:
        """Let the thread look after what is not a job."""
        self._queue.put(Signal.WAKE)

    def close(self) -> None:
        """Take no more jobs; the thread stops after those it has."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(Signal.STOP)

    def next(self, timeout: float | None = None) -> Job[Any] | Signal:
        """Return the next job; `WAKE` after `timeout` seconds without one."""
        try:
            return self._queue.get(timeout=timeout)
        except Empty:
            return Signal.WAKE
