"""How long answers are waited for, and how waiting for them is given up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bedrock_tui.aws.cancel import Cancellation, Cancelled
from bedrock_tui.core.failure import Failure, no_answer
from bedrock_tui.services import bridge

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds after which what has not answered is not waited for any more."""

AGAIN = "Check the network, proxy and endpoint settings, then run it again."


async def within(patience: float | None, name: str, work: Callable[[], T]) -> T:
    """Return what the work does in a thread. Raises TimeoutError.

    Whoever gives up, or is cancelled, cuts the work off from its socket; None leaves
    the end to the work itself.
    """
    cancellation = Cancellation()

    def run() -> T:
        try:
            with cancellation.watch(nothing):
                return work()
        except Cancelled as error:
            raise TimeoutError from error

    try:
        async with asyncio.timeout(patience):
            return await bridge.call(name, run)
    finally:
        cancellation.cancel()


def nothing() -> None:
    """Hear that a request is about to be written."""


def late(title: str, patience: float) -> Failure:
    """Return the failure of what did not answer in time."""
    return no_answer(patience, AGAIN, title)
