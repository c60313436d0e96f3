"""Where a price that names no region holds."""

from __future__ import annotations

from bedrock_tui.core.arn import COMMERCIAL, partition_of

US_PRICE = "US price"
COMMERCIAL_PRICE = "price outside GovCloud, where it is about a fifth higher"
BORROWED = frozenset((US_PRICE, COMMERCIAL_PRICE))
"""Notes of prices that hold elsewhere."""


def in_us(region: str) -> bool:
    """Tell whether the US price holds in a region."""
    return region.startswith("us-") and partition_of(region) == COMMERCIAL


def borrowed(region: str, *, everywhere: bool) -> tuple[str, ...]:
    """Return the note for a US price, or one for every commercial region."""
    if partition_of(region) != COMMERCIAL:
        return (COMMERCIAL_PRICE,)
    return () if everywhere or in_us(region) else (US_PRICE,)
