"""Several blocking calls at once, each answer as it comes, and none waited for long."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bedrock_tui.aws.cancel import Cancellation, Cancelled, current

K = TypeVar("K")
T = TypeVar("T")

_LOOK = 0.1
"""Seconds between two looks at whether the caller itself was cancelled."""


@dataclass(frozen=True, slots=True)
class Late(Generic[K]):
    """A call that has not answered in time and was cut off."""

    key: K


def together(
    calls: Mapping[K, Callable[[], T]], patience: float
) -> Iterator[T | Late[K]]:
    """Run every call in a daemon thread and yield the answers as they come.

    After `patience` seconds a `Late` stands for each that is still missing. The calls
    must not raise. Raises Cancelled when the calling thread is cancelled.
    """
    answers: queue.SimpleQueue[tuple[K, T]] = queue.SimpleQueue()
    waiting: dict[K, Cancellation] = {key: Cancellation() for key in calls}
    for number, (key, cancellation) in enumerate(list(waiting.items())):
        _start(f"permission {number}", key, calls[key], cancellation, answers)
    deadline = time.monotonic() + patience
    try:
        while waiting:
            left = deadline - time.monotonic()
            try:
                key, answer = answers.get(timeout=min(_LOOK, max(0.0, left)))
            except queue.Empty:
                _check_caller()
                if left <= 0:
                    yield from [Late(key) for key in waiting]
                    return
            else:
                del waiting[key]
                yield answer
    finally:
        for cancellation in waiting.values():
            cancellation.cancel()


def _start(
    name: str,
    key: K,
    call: Callable[[], T],
    cancellation: Cancellation,
    answers: queue.SimpleQueue[tuple[K, T]],
) -> None:
    def run() -> None:
        try:
            with cancellation.watch(_nothing):
                answers.put((key, call()))
        except Cancelled:
            return

    threading.Thread(target=run, name=name, daemon=True).start()


def _check_caller() -> None:
    caller = current()
    if caller is not None:
        caller.check()


def _nothing() -> None:
    """Hear that a request is about to be written."""
