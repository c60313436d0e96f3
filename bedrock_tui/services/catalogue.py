"""What a region offers, kept for as long as the program runs."""

from __future__ import annotations

from typing import Protocol

from bedrock_tui.core.catalogue import CallableId
from bedrock_tui.services import bridge


class Listing(Protocol):
    """What lists a region's ids, blocking the thread it runs in."""

    def callable_ids(self, *, region: str, aws_profile: str) -> list[CallableId]:
        """Return the ids that can be called. Raises CallFailed."""
        ...


class Catalogue:
    """The callable ids of each region, asked for once."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._known: dict[tuple[str, str], list[CallableId]] = {}

    async def callable_ids(
        self, region: str, aws_profile: str = ""
    ) -> list[CallableId]:
        """Return what can be called in `region`, sorted by id. Raises CallFailed."""
        key = (region, aws_profile)
        if key not in self._known:
            self._known[key] = await bridge.call(
                f"catalogue {region}",
                lambda: self._listing.callable_ids(
                    region=region, aws_profile=aws_profile
                ),
            )
        return self._known[key]
