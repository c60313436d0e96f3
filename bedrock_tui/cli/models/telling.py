"""What is said of regions on standard error, and the exit code that follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bedrock_tui.cli.session import (
    EXIT_FAILED,
    EXIT_NO_CREDENTIALS,
    EXIT_OK,
    one_line,
    say,
)
from bedrock_tui.core.catalogue import Listing, RegionScan, RegionStatus
from bedrock_tui.core.moments import day

_MAIN = {Listing.MODELS, Listing.PROFILES}
_TRY_OFFLINE = "  The public list needs no credentials: add --offline."
_REGION = "REGION"
"""Stands for the name of a region in what is said of several."""
_FEW = 3
"""Regions that are named even if they are all that were asked."""


def tell(scans: Iterable[RegionScan]) -> None:
    """Say which regions told nothing, or not all, and what to do; alike ones once."""
    groups: dict[tuple[str, str, str], list[RegionScan]] = {}
    every = list(scans)
    for scan in every:
        if scan.reason and (scan.closed or not scan.public):
            groups.setdefault(_gist(scan), []).append(scan)
    for alike in groups.values():
        names = ", ".join(scan.region for scan in alike)
        all_of_them = len(alike) == len(every) > _FEW
        _say(alike, f"all {len(every)} regions" if all_of_them else names)


def tell_public(scans: Iterable[RegionScan]) -> None:
    """Say that a list is public, and how old it is."""
    dates = sorted({day(scan.at) for scan in scans if scan.public and not scan.closed})
    if dates:
        say(f"From the public list of {dates[-1]}: nobody was asked, so no verdicts.")


def exit_code(
    scans: Mapping[str, RegionScan], *, everywhere: bool = False, nothing: bool = False
) -> int:
    """Return the code: whether all regions told what they have.

    Of `everywhere` a region that is not enabled is a part. `nothing` was found in
    what they told.
    """
    closed = [scan for scan in scans.values() if scan.closed]
    signed_out = [s for s in closed if s.status is RegionStatus.NO_CREDENTIALS]
    if signed_out and len(closed) == len(scans):
        return EXIT_NO_CREDENTIALS
    excused = {RegionStatus.NOT_ENABLED} if everywhere else set()
    failed = any(scan.status not in excused for scan in closed)
    halves = any(_MAIN & set(s.missing) for s in scans.values() if not s.closed)
    return EXIT_FAILED if failed or halves or nothing else EXIT_OK


def _gist(scan: RegionScan) -> tuple[str, str, str]:
    """What is said of a region, without its name."""
    reason, remedy = (
        each.replace(scan.region, _REGION) for each in (scan.reason, scan.remedy)
    )
    return scan.status, reason, remedy


def _say(alike: list[RegionScan], names: str) -> None:
    first = alike[0]
    status = str(first.status) if first.closed else "some lists are not complete"
    reason, remedy = first.reason, first.remedy
    if len(alike) > 1:
        _, reason, remedy = _gist(first)
    lines = [f"{names}: {status}. {one_line(reason)}"]
    lines += [f"  → {one_line(remedy)}"] if remedy else []
    if first.status is RegionStatus.NO_CREDENTIALS:
        lines.append(_TRY_OFFLINE)
    say("\n".join(lines))
