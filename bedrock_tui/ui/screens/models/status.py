"""What the Models screen says of itself: how much is shown, and from when."""

from __future__ import annotations

from datetime import datetime

from bedrock_tui.core.catalogue import RegionScan, RegionStatus
from bedrock_tui.ui.screens.models import words
from bedrock_tui.ui.screens.models.board import Board
from bedrock_tui.ui.screens.models.gathering import Progress

_WAYS_OUT = {
    RegionStatus.NO_CREDENTIALS: "L signs in, P chooses another AWS profile.",
    RegionStatus.NOT_ENABLED: "R chooses another region.",
    RegionStatus.DENIED: "f2 shows what is allowed; R chooses another region.",
    RegionStatus.UNREACHABLE: "r asks again; R chooses another region.",
    RegionStatus.FAILED: "r asks again; R chooses another region.",
    RegionStatus.CANCELLED: "r asks again.",
}


def way_out(scan: RegionScan) -> str:
    """Return the keys that help where a region told nothing."""
    return _WAYS_OUT.get(scan.status, "r asks again.")


def list_parts(
    board: Board, shown: int, now: datetime, progress: Progress | None
) -> list[str]:
    """Return the parts of the line above the list, what matters most first."""
    region, scan = board.region, board.scan
    marked = [f"{len(board.marks)} marked"] if board.marks else []
    awaited = [str(progress)] if progress is not None else []
    if scan is None or scan.closed:
        return [f"region {region or 'not chosen'}", *awaited, *marked]
    count = f"{shown} of {len(scan.models)} models"
    parts = [count, *awaited, *marked, f"region {region}", _since(scan, now)]
    if (failed := board.failed.get(region)) is not None:
        parts.append(f"{failed.status}: {way_out(failed).partition(',')[0]}")
    if hidden := len(scan.models) - len(board.listed()):
        parts.append(f"a shows {hidden} more")
    return parts


def matrix_parts(
    board: Board, shown: int, now: datetime, progress: Progress | None
) -> list[str]:
    """Return the parts of the line above the matrix."""
    asked = [board.scans[region] for region in board.regions if region in board.scans]
    closed = sum(scan.closed for scan in asked)
    regions = f"{len(asked)} of {len(board.regions)} regions"
    parts = [f"{shown} models", str(progress) if progress is not None else regions]
    parts += [f"{len(board.marks)} marked"] if board.marks else []
    parts += [f"{closed} closed"] if closed else []
    parts += [_since(min(asked, key=lambda scan: scan.at), now)] if asked else []
    return parts


def _since(scan: RegionScan, now: datetime) -> str:
    if scan.public:
        return f"public list of {words.day(scan.at)}, no verdicts"
    partly = f" without {', '.join(scan.missing)}" if scan.missing else ""
    return f"scanned {words.age(scan.at, now)}{partly}"


def empty_list(board: Board, filter_text: str, *, scanning: bool) -> str:
    """Say why there is no row in the list, and what to do."""
    region, scan = board.region, board.scan
    if not region:
        return "No region yet.\n\nR chooses one; m shows all regions."
    if scan is None:
        if scanning:
            return f"Asking {region} for its models…\n\nescape stops it."
        return f"Nobody has asked {region} yet.\n\nr asks all regions, R chooses one."
    if scan.closed:
        title = f"{region}: {scan.status}."
        lines = [title, scan.reason, scan.remedy, "", way_out(scan)]
        return "\n".join(lines)
    if filter_text:
        return (
            f"Nothing in {region} matches “{filter_text}”.\n\nescape clears the filter."
        )
    return f"{region} lists no models."


def empty_matrix(board: Board, filter_text: str, *, scanning: bool) -> str:
    """Say why there is no row in the matrix, and what to do."""
    if filter_text and board.scans:
        return f"Nothing matches “{filter_text}”.\n\nescape clears the filter."
    if scanning:
        return "Asking all regions for their models…\n\nescape stops it."
    return "No region has told of any model yet.\n\nr asks all of them."
