"""What the Models screen says of itself: how much is shown, and from when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bedrock_tui.core.catalogue import Model, RegionScan, RegionStatus
from bedrock_tui.ui.screens.models import words
from bedrock_tui.ui.screens.models.board import Board
from bedrock_tui.ui.screens.models.gathering import Progress
from bedrock_tui.ui.screens.models.standing import Standing, in_short, way_out


def list_parts(
    board: Board, shown: int, now: datetime, progress: Progress | None
) -> list[str]:
    """Return the parts of the line above the list, what matters most first."""
    region, scan, newest = board.region, board.scan, board.newest(board.region)
    vain = [in_short(newest)] if newest is not None and newest.closed else []
    marked = _marked(board)
    awaited = [str(progress)] if progress is not None else []
    if scan is None or scan.closed:
        return [f"region {region or 'not chosen'}", *awaited, *vain, *marked]
    count = f"{shown} of {len(scan.models)} models"
    since = _since(scan, now)
    return [count, *awaited, *vain, *marked, *since, f"region {region}"]


def matrix_parts(
    board: Board, shown: int, now: datetime, progress: Progress | None
) -> list[str]:
    """Return the parts of the line above the matrix, what matters most first."""
    places: dict[Standing, list[str]] = {each: [] for each in Standing}
    for region in board.regions:
        places[board.standing(region)].append(region)
    return [
        f"{shown} of {board.rows} models",
        *([str(progress)] if progress is not None else []),
        *_signed_out(board),
        *_counted(places[Standing.FAILED], "failed"),
        *_marked(board),
        *_asked(board, places, now),
        *_counted(places[Standing.CLOSED], "closed"),
        *_public(board, places),
        *_counted(places[Standing.UNKNOWN], "unknown"),
    ]


def hidden_part(hidden: int) -> list[str]:
    """Return what the key would show that hides what is of little use."""
    return [f"a shows {hidden} more"] if hidden else []


def kinds_part(models: Sequence[Model]) -> list[str]:
    """Return what the number of a region's models is made of, if of several kinds."""
    mantle = sum(model.mantle_only for model in models)
    own = sum(model.id.startswith("arn:") for model in models)
    counts = {
        "foundation models": len(models) - mantle - own,
        "own": own,
        "mantle only": mantle,
    }
    told = [f"{count} {kind}" for kind, count in counts.items() if count]
    return [", ".join(told)] if len(told) > 1 else []


def _marked(board: Board) -> list[str]:
    """Return how many are marked, and how many are for another aws profile."""
    marked = [f"{len(board.marks)} marked"] if board.marks else []
    aside = {profile: len(marks) for profile, marks in board.aside.items() if marks}
    whose = ", ".join(profile or "the default credentials" for profile in aside)
    return [*marked, *([f"{sum(aside.values())} set aside for {whose}"] * bool(aside))]


def _asked(board: Board, places: dict[Standing, list[str]], now: datetime) -> list[str]:
    """Return how many regions answered whoever asks, and when the first of them did."""
    answered = [*places[Standing.ASKED], *places[Standing.CLOSED]]
    if not answered:
        return []
    oldest = min(board.scans[region].at for region in answered)
    count = f"{len(answered)} of {len(board.regions)} regions"
    return [f"{count}, {words.age(oldest, now)}"]


def _counted(regions: Sequence[str], how: str) -> list[str]:
    if len(regions) == 1:
        return [f"{regions[0]} {how}"]
    return [f"{len(regions)} {how}"] if regions else []


def _signed_out(board: Board) -> list[str]:
    newest = (board.newest(region) for region in board.regions)
    told = (each for each in newest if each is not None)
    out = (each for each in told if each.status is RegionStatus.NO_CREDENTIALS)
    scan = next(out, None)
    return [in_short(scan)] if scan is not None else []


def _public(board: Board, places: dict[Standing, list[str]]) -> list[str]:
    regions = places[Standing.PUBLIC]
    if not regions:
        return []
    title = f"public list of {words.day(board.scans[regions[0]].at)}"
    alone = not places[Standing.ASKED]
    return [title] if alone else [f"{len(regions)} from the {title}"]


def _since(scan: RegionScan, now: datetime) -> list[str]:
    if scan.public:
        return [f"public list of {words.day(scan.at)}", "no verdicts"]
    told = f"scanned {words.age(scan.at, now)}"
    return [f"{told}, incomplete: r asks again"] if scan.missing else [told]


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
