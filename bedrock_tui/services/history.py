"""The calls that were made."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Protocol

from bedrock_tui.core.call import Call
from bedrock_tui.core.comparison import Said
from bedrock_tui.errors import UsageError

LAST = "last"
"""What names the newest call."""


class Ledger(Protocol):
    """Where calls are kept."""

    def newest(self, limit: int) -> Future[list[Call]]:
        """Return the newest calls, newest first."""
        ...

    def find(self, prefix: str, limit: int) -> Future[list[Call]]:
        """Return at most `limit` calls whose ids begin so."""
        ...

    def past(self, call: Call) -> Future[tuple[Said, ...]]:
        """Return what was said in a call's lane before it, the first prompt first."""
        ...


class History:
    """Reads the calls that were made."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def newest(self, limit: int) -> list[Call]:
        """Return the `limit` newest calls, newest first. Raises StoreError."""
        return await asyncio.wrap_future(self._ledger.newest(limit))

    async def past(self, call: Call) -> tuple[Said, ...]:
        """Return what was said in a call's lane before it. Raises StoreError."""
        return await asyncio.wrap_future(self._ledger.past(call))

    async def one(self, name: str) -> Call:
        """Return the call of an id, of the beginning of one, or the `last`.

        Case does not matter. Raises UsageError where there is none or more than one,
        and StoreError.
        """
        if name.lower() == LAST:
            found = await self.newest(1)
        else:
            # Crockford's base 32 knows no lower case.
            finding = self._ledger.find(name.upper(), 2)
            found = await asyncio.wrap_future(finding) if name else []
        if not found:
            raise UsageError(
                f"There is no call '{name}'.",
                hint="bedrock-tui history --json lists the ids of calls.",
            )
        if len(found) > 1:
            raise UsageError(
                f"More than one call's id begins with '{name}'.",
                hint="Write more of it: the first characters tell only the time.",
            )
        return found[0]
