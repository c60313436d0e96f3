from __future__ import annotations

import pytest

from bedrock_tui.core.catalogue import CallableId
from bedrock_tui.core.failure import Failure
from bedrock_tui.errors import CallFailed
from bedrock_tui.services.catalogue import Catalogue


class Listing:
    """A region's list that counts how often it is asked for, and can fail."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.broken = False

    def callable_ids(self, *, region: str, aws_profile: str) -> list[CallableId]:
        self.asked.append((region, aws_profile))
        if self.broken:
            raise CallFailed(Failure("network", "X", "Down", "", ""))
        return [CallableId(f"model-in-{region}", "Model", "Maker")]


async def test_a_region_is_asked_once() -> None:
    listing = Listing()
    catalogue = Catalogue(listing)
    for _ in range(2):
        for region in ("us-east-1", "eu-west-1"):
            (found,) = await catalogue.callable_ids(region)
            assert found.id == f"model-in-{region}"
    await catalogue.callable_ids("us-east-1", "dev")
    assert listing.asked == [("us-east-1", ""), ("eu-west-1", ""), ("us-east-1", "dev")]


async def test_a_failure_is_told_and_not_kept() -> None:
    listing = Listing()
    catalogue = Catalogue(listing)
    listing.broken = True
    with pytest.raises(CallFailed):
        await catalogue.callable_ids("us-east-1")
    listing.broken = False
    assert await catalogue.callable_ids("us-east-1")
