"""The line below the rows: what is under the cursor, whole where rows have a sign."""

from __future__ import annotations

from textual.content import Content

from bedrock_tui.core.catalogue import Model, RegionScan
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.reach import ReachRow, reach
from bedrock_tui.ui.screens.models import words
from bedrock_tui.ui.screens.models.board import Board, why_not
from bedrock_tui.ui.screens.models.signs import VERDICTS
from bedrock_tui.ui.screens.models.standing import Standing, title, way_out
from bedrock_tui.ui.text import plain


def of_model(board: Board, offer: Offer | None) -> Content:
    """Return the verdict with its reason, for where there are no details."""
    if offer is None:
        return Content("")
    if (failed := board.failed.get(board.region)) is not None:
        return plain(f"{board.region}:", "bold") + " " + _why(failed)
    judgement = offer.judgement
    sign, _ = VERDICTS[judgement.verdict]
    reason, remedy = judgement.reason or why_not(offer), words.remedy(judgement)
    text = f"{sign} {reason} → {remedy}" if remedy else f"{sign} {reason}"
    return plain(offer.model.id, "bold") + " " + plain(text, "dim")


def of_cell(board: Board, row: ReachRow, region: str) -> Content:
    """Return what a cell means: the ids it stands for, or why there are none."""
    scan, newest = board.scans.get(region), board.newest(region)
    model = scan.model(row.id) if scan is not None else None
    head = Content.assemble(
        plain(row.title, "bold"), f" in {region}: {reach(model, scan)}"
    )
    if scan is None or newest is None:
        return head + Content.styled(" · r asks all regions", "dim")
    if scan.closed and scan.settles:
        return plain(f"{region}:", "bold") + " " + _why(scan)
    source = _public(model, scan)
    told = Content.styled(source, "dim")
    if board.standing(region) in (Standing.FAILED, Standing.UNKNOWN):
        if model is not None and not scan.public:
            told = Content.styled(f", as it was on {words.day(scan.at)}", "dim")
        return head + told + Content(" · ") + _why(newest)
    if model is None:
        return head
    ids = ", ".join(call.id for call in model.calls)
    ends = model.lifecycle.ended
    end = f" · ends {ends:%Y-%m-%d}" if ends and model.lifecycle.is_legacy else ""
    calls = Content.styled(" · ", "dim") + plain(f"{ids}{end}", "dim")
    return head + told + calls if ids else head + told


def _public(model: Model | None, scan: RegionScan) -> str:
    """Return that the public list says so; its date, where the status has it not."""
    if model is None or not (scan.public or model.public_at):
        return ""
    date = "" if scan.public else f" of {words.day(model.public_at)}"
    return f", says the public list{date}"


def _why(scan: RegionScan) -> Content:
    """Return why a region told nothing, what to do, and then all the rest."""
    remedy = f"→ {scan.remedy}" if scan.remedy else f"→ {way_out(scan)}"
    short = f"{scan.status} (enter shows all): {title(scan)}"
    return plain(f"{short} {remedy}", "$text-warning")
