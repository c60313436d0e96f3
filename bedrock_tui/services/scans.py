"""Rounds of asking regions for their models, and what is known from earlier ones."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bedrock_tui.core.catalogue import Listing, RegionScan, RegionStatus, replaces
from bedrock_tui.core.changes import Change, compare_scans
from bedrock_tui.errors import StoreError
from bedrock_tui.services import bridge
from bedrock_tui.services.crowd import crowd

if TYPE_CHECKING:
    from concurrent.futures import Future

    from bedrock_tui.aws.catalogue import Catalogue
    from bedrock_tui.aws.clients import Clients
    from bedrock_tui.store.models import ModelStore

AT_ONCE = 12
"""Regions asked at the same time."""
HEAD_START = 0.6
"""Seconds that the first region has to itself: it is the one on the screen."""
MOST_CHANGES = 1000
"""Changes remembered where there is no store."""

_log = logging.getLogger(__name__)


class Scanning:
    """Knows the newest scan of each region, by who asked."""

    def __init__(
        self,
        clients: Clients,
        store: ModelStore | None,
        environment_profile: str = "",
    ) -> None:
        self._clients = clients
        self._store = store
        self._environment_profile = environment_profile
        self._known: dict[str, dict[str, RegionScan]] = {}
        self._remembered: set[str] = set()
        """Who asked, where what earlier runs kept has been read."""
        self._changes: deque[Change] = deque(maxlen=MOST_CHANGES)

    def source(self, aws_profile: str) -> str:
        """Return a name for who asks, and where: other accounts are other lists."""
        endpoint = self._clients.endpoint
        if endpoint.simulated:
            return "sandbox"
        profile = aws_profile or self._environment_profile
        return f"{profile}@{endpoint.url}" if endpoint.url else profile

    def known(self, aws_profile: str) -> list[RegionScan]:
        """Return the newest scans of all regions, of earlier runs too; blocks."""
        if self.source(aws_profile) not in self._remembered:
            self.read(aws_profile)
        return list(self._known.get(self.source(aws_profile), {}).values())

    def scan_of(self, region: str, aws_profile: str) -> RegionScan | None:
        """Return the newest of one region that was read or made in this run."""
        return self._known.get(self.source(aws_profile), {}).get(region)

    def kept(self, region: str, aws_profile: str) -> RegionScan | None:
        """Return the newest of one region, of earlier runs too; blocks."""
        if self.scan_of(region, aws_profile) is None:
            self.read(aws_profile)
        return self.scan_of(region, aws_profile)

    async def last(self, aws_profile: str) -> dict[str, RegionScan]:
        """Return the newest scan of each region, of earlier runs too; never raises."""
        await bridge.call("last scans", lambda: self.read(aws_profile))
        return dict(self._known.get(self.source(aws_profile), {}))

    def read(self, aws_profile: str) -> None:
        """Read what earlier runs, and other programs, have kept; blocks."""
        source = self.source(aws_profile)
        kept = self._store.last(source) if self._store is not None else {}
        for scan in kept.values():
            self._learn(source, scan)
        self._remembered.add(source)

    async def run(
        self, regions: Sequence[str], aws_profile: str
    ) -> AsyncGenerator[RegionScan]:
        """Ask the regions in this order; each is told once, as it answers."""
        source = self.source(aws_profile)
        writes: list[Future[list[Change]]] = []
        catalogue: list[Catalogue] = []

        def ask(region: str) -> RegionScan:
            from bedrock_tui.aws.catalogue import Catalogue

            if not catalogue:
                catalogue.append(Catalogue(self._clients))
            try:
                scan = catalogue[0].scan(region, aws_profile=aws_profile)
            except Exception:  # noqa: BLE001  a bug of ours must not cost the other regions
                _log.exception("scan of %s", region)
                scan = _mistake(region)
            if self._store is not None:
                writes.append(self._store.keep(source, scan))
            return scan

        rounds = crowd("scan", regions, ask, most=AT_ONCE, head_start=HEAD_START)
        async with aclosing(rounds) as found:
            async for scan in found:
                self._learn(source, scan)
                yield scan
        for write in writes:
            with suppress(StoreError):  # a full disk does not cost the list
                await asyncio.wrap_future(write)

    def ask_now(self, region: str, aws_profile: str) -> RegionScan:
        """Ask one region; blocks. Raises Cancelled."""
        from bedrock_tui.aws.catalogue import Catalogue

        source = self.source(aws_profile)
        scan = Catalogue(self._clients).scan(region, aws_profile=aws_profile)
        self._learn(source, scan)
        if self._store is not None:
            self._store.keep(source, scan)
        return scan

    async def changes(self, aws_profile: str, limit: int) -> list[Change]:
        """Return the newest changes; never raises."""
        if self._store is None:
            return list(self._changes)[:limit]
        try:
            asked = self._store.changes(self.source(aws_profile), limit)
            return await asyncio.wrap_future(asked)
        except StoreError:
            return []

    def _learn(self, source: str, scan: RegionScan) -> None:
        """Take note of a scan, unless a good one would go for one that just failed."""
        mine = self._known.setdefault(source, {})
        before = mine.get(scan.region)
        if before is None or replaces(scan, before):
            if before is not None and self._store is None:
                self._changes.extendleft(compare_scans(before, scan))
            mine[scan.region] = scan


def _mistake(region: str) -> RegionScan:
    return RegionScan(
        region,
        RegionStatus.FAILED,
        datetime.now(UTC),
        reason="bedrock-tui made a mistake.",
        remedy="Please report it with the end of bedrock-tui.log (data folder).",
        missing=tuple(Listing),
    )
