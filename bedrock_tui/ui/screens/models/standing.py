"""How a region stands: whether it was asked, what that told, and what helps."""

from __future__ import annotations

from enum import StrEnum

from bedrock_tui.core.catalogue import RegionScan, RegionStatus


class Standing(StrEnum):
    """Where what is shown of a region comes from, or why there is nothing."""

    ASKED = "asked"
    CLOSED = "closed"
    """Asked, and not for this account."""
    FAILED = "failed"
    """Asked in vain: what is shown, if anything, was known before or is public."""
    PUBLIC = "public"
    """Nobody asked it: this is the public list."""
    UNKNOWN = "not asked"


_VAIN = (RegionStatus.UNREACHABLE, RegionStatus.FAILED)

_WAYS_OUT = {
    RegionStatus.NO_CREDENTIALS: "L signs in, P chooses another AWS profile.",
    RegionStatus.NOT_ENABLED: "R chooses another region.",
    RegionStatus.DENIED: "f2 shows what is allowed; R chooses another region.",
    RegionStatus.UNREACHABLE: "r asks again; R chooses another region.",
    RegionStatus.FAILED: "r asks again; R chooses another region.",
    RegionStatus.CANCELLED: "r asks again.",
}


def standing(known: RegionScan | None, newest: RegionScan | None) -> Standing:
    """Return how a region stands, by what is shown of it and by its newest scan."""
    if known is None or newest is None:
        return Standing.UNKNOWN
    if newest.status in _VAIN:
        return Standing.FAILED
    if known.closed:
        return Standing.CLOSED if known.settles else Standing.UNKNOWN
    return Standing.PUBLIC if known.public else Standing.ASKED


def way_out(scan: RegionScan) -> str:
    """Return the keys that help where a region told nothing."""
    return _WAYS_OUT.get(scan.status, "r asks again.")


def in_short(scan: RegionScan) -> str:
    """Return how asking came out with the first key that helps, in a few words."""
    key = way_out(scan).partition(";")[0].partition(",")[0].rstrip(".")
    return f"{scan.status}: {key}"


def title(scan: RegionScan) -> str:
    """Return the short first part of why a region told nothing."""
    return scan.reason.partition(": ")[0].rstrip(".")
