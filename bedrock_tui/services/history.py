"""The calls that were made."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Protocol

from bedrock_tui.core.call import Call


class Ledger(Protocol):
    """Where calls are kept."""

    def newest(self, limit: int) -> Future[list[Call]]:
        """Return the newest calls, newest first."""
        ...


class History:
    """Reads the calls that were made."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def newest(self, limit: int) -> list[Call]:
        """Return the `limit` newest calls, newest first. Raises StoreError."""
        return await asyncio.wrap_future(self._ledger.newest(limit))
