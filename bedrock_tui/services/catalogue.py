"""The ids that can be called in a region, for whoever chooses one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bedrock_tui.core.catalogue import (
    CallableId,
    RegionScan,
    RegionStatus,
    callable_ids,
)
from bedrock_tui.core.failure import Category, Failure
from bedrock_tui.errors import CallFailed
from bedrock_tui.services import bridge
from bedrock_tui.services.scans import Scanning

_CATEGORY = {
    RegionStatus.DENIED: Category.PERMISSION,
    RegionStatus.NOT_ENABLED: Category.CREDENTIALS,
    RegionStatus.NO_CREDENTIALS: Category.CREDENTIALS,
    RegionStatus.UNREACHABLE: Category.NETWORK,
}


class Listing(Protocol):
    """What lists a region's ids, blocking the thread it runs in."""

    def callable_ids(self, *, region: str, aws_profile: str) -> list[CallableId]:
        """Return the ids that can be called. Raises CallFailed."""
        ...


class Catalogue:
    """The callable ids of each region."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing

    async def callable_ids(
        self, region: str, aws_profile: str = ""
    ) -> list[CallableId]:
        """Return what can be called in `region`, sorted by id. Raises CallFailed."""
        return await bridge.call(
            f"catalogue {region}",
            lambda: self._listing.callable_ids(region=region, aws_profile=aws_profile),
        )


class Scanned:
    """Lists what the newest scan of a region has; an old or missing one is made."""

    def __init__(
        self, scanning: Scanning, is_fresh: Callable[[RegionScan], bool]
    ) -> None:
        self._scanning = scanning
        self._is_fresh = is_fresh

    def callable_ids(self, *, region: str, aws_profile: str) -> list[CallableId]:
        """Return the ids that can be called; an old list is better than none.

        Raises CallFailed where there is none.
        """
        scan = self._scanning.kept(region, aws_profile)
        if scan is None or scan.closed or not self._is_fresh(scan):
            asked = self._scanning.ask_now(region, aws_profile)
            if scan is None or scan.closed or not asked.closed:
                scan = asked
        if scan.closed:
            raise CallFailed(_failure(scan))
        return callable_ids(scan)


def _failure(scan: RegionScan) -> Failure:
    return Failure(
        category=_CATEGORY.get(scan.status, Category.SERVER),
        code="",
        title=f"{scan.region} told nothing of its models: {scan.status}",
        message=scan.reason,
        remedy=scan.remedy,
        retryable=scan.status in (RegionStatus.UNREACHABLE, RegionStatus.FAILED),
    )
