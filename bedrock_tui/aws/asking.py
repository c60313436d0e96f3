"""Several blocking calls at once, waited for no longer than they are worth it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar

from bedrock_tui.aws.cancel import Cancellation, Cancelled, current

K = TypeVar("K")
T = TypeVar("T")

_LOOK = 0.1
"""Seconds between two looks at whether the caller itself was cancelled."""


class Questions(Generic[K, T]):
    """Calls that run in threads of their own, and the answers so far."""

    def __init__(self) -> None:
        self.answers: dict[K, T] = {}
        """What has come; to be read by anybody, in the order of arrival."""
        self._cancellations: list[Cancellation] = []
        self._came = threading.Condition()

    def start(self, name: str, key: K, call: Callable[[], T]) -> None:
        """Make a call, which must not raise, in a daemon thread."""
        cancellation = Cancellation()
        self._cancellations.append(cancellation)

        def run() -> None:
            try:
                with cancellation.watch(_nothing):
                    answer = call()
            except Cancelled:
                return
            with self._came:
                self.answers[key] = answer
                self._came.notify_all()

        threading.Thread(target=run, name=name, daemon=True).start()

    def wait(self, keys: Collection[K], patience: float) -> bool:
        """Wait until all of `keys` are answered; false after `patience` seconds.

        Raises Cancelled when the calling thread is cancelled.
        """
        deadline = time.monotonic() + patience
        with self._came:
            while not all(key in self.answers for key in keys):
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                self._came.wait(min(_LOOK, left))
                if (caller := current()) is not None:
                    caller.check()
        return True

    def end(self) -> None:
        """Cut off the calls that still run; never waits."""
        for cancellation in self._cancellations:
            cancellation.cancel()


@contextmanager
def asking(name: str, calls: Mapping[K, Callable[[], T]]) -> Iterator[Questions[K, T]]:
    """Make calls at once; those that still run at the end of the block are cut off."""
    questions: Questions[K, T] = Questions()
    try:
        for key, call in calls.items():
            questions.start(f"{name} {key}", key, call)
        yield questions
    finally:
        questions.end()


def _nothing() -> None:
    """Hear that a request is about to be written."""
