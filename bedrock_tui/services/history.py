"""The calls that were made."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Protocol

from bedrock_tui.core.call import Call
from bedrock_tui.core.target import Target


class Ledger(Protocol):
    """Where calls are kept."""

    def newest(self, limit: int) -> Future[list[Call]]:
        """Return the newest calls, newest first."""
        ...

    def last_targets(self) -> Future[list[Target]]:
        """Return the targets of the newest comparison."""
        ...


class History:
    """Reads the calls that were made."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def newest(self, limit: int) -> list[Call]:
        """Return the `limit` newest calls, newest first. Raises StoreError."""
        return await asyncio.wrap_future(self._ledger.newest(limit))

    async def last_targets(self) -> list[Target]:
        """Return the targets of the newest comparison, in order. Raises StoreError."""
        return await asyncio.wrap_future(self._ledger.last_targets())
