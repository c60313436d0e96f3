"""Waiting for a blocking call no longer than it is worth it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from bedrock_tui.aws.cancel import Cancellation, Cancelled
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.services import bridge

T = TypeVar("T")

AGAIN = "Check the network, proxy and endpoint settings, then run it again."


async def within(patience: float, name: str, work: Callable[[], T]) -> T:
    """Return what the work does in a thread; it is cut off when nobody waits any more.

    Raises TimeoutError after `patience` seconds.
    """
    cancellation = Cancellation()

    def run() -> T:
        try:
            with cancellation.watch(_nothing):
                return work()
        except Cancelled as error:
            raise TimeoutError from error

    try:
        async with asyncio.timeout(patience):
            return await bridge.call(name, run)
    finally:
        cancellation.cancel()


def late(title: str, patience: float) -> Failure:
    """Return the failure of a call that was given up."""
    return Failure(
        category=Category.TIMEOUT,
        code="NoAnswer",
        title=title,
        message=f"Nothing came within {patience:g} s.",
        remedy=AGAIN,
        retryable=True,
    )


def _nothing() -> None:
    """Hear that a request is about to be written."""
