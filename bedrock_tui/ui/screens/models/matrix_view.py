"""The matrix of all models and all regions, with what its signs mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from textual.content import Content

from bedrock_tui.core.catalogue import RegionScan
from bedrock_tui.core.reach import Reach, ReachRow, reach
from bedrock_tui.ui.screens.models.board import Board
from bedrock_tui.ui.screens.models.signs import MEANING, before
from bedrock_tui.ui.screens.models.titles import distinct
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.columns import Cell
from bedrock_tui.ui.widgets.matrix import Matrix

Key = tuple[int | str, ...]

ORDERS: Mapping[str, Callable[[ReachRow], Key]] = {
    "provider": lambda row: (row.provider.lower(), row.title.lower(), row.id),
    "reach": lambda row: (*(-each for each in row.strength), row.title.lower()),
    "name": lambda row: (row.title.lower(), row.id),
}
"""How rows can be sorted; the first one is how they are at the beginning."""


class ReachMatrix(Matrix):
    """Rows in one of three orders, and cells that fill as regions answer."""

    HELP = "One sign a model and region; the line below says what it means."

    def __init__(self, board: Board, glyphs: Mapping[Reach, Cell]) -> None:
        super().__init__(glyphs, signs=self._sign, marked=board.is_marked, id="matrix")
        self._board = board
        self._order, self._falling = "provider", False

    def show_rows(self, rows: Sequence[ReachRow]) -> None:
        """Show these rows in the order that was chosen."""
        key = ORDERS[self._order]
        titles = distinct((row.id, row.title) for row in rows)
        rows = sorted(rows, key=key, reverse=self._falling)
        named = [replace(row, title=titles[row.id]) for row in rows]
        self.show(named, self._board.regions)

    def take(self, scan: RegionScan) -> bool:
        """Fill a region's column; False if it told of models that have no row."""
        models = {model.id: model for model in scan.models}
        shown = set()
        for row in self.rows:
            shown.add(row.id)
            self.set_cell(row.id, scan.region, reach(models.get(row.id), scan))
        everything = self._board.everything
        wanted = {model.id for model in scan.models if model.talks or everything}
        return wanted <= shown

    @property
    def order(self) -> str:
        """What the rows are sorted by."""
        return f"by {self._order}{' reversed' if self._falling else ''}"

    def sort_next(self) -> None:
        """Sort in the next order."""
        orders = list(ORDERS)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._falling = False
        self.show_rows(self.rows)

    def reverse(self) -> None:
        """Sort the other way round."""
        self._falling = not self._falling
        self.show_rows(self.rows)

    def _sign(self, row: ReachRow) -> Cell:
        return before(
            marked=self._board.is_marked(row.id),
            favourite=row.id in self._board.favourites,
        )


def legend(glyphs: Mapping[Reach, Cell], width: int) -> Content:
    """Return the signs with their meanings, as many as fit into two lines."""
    lines: list[str] = [""]
    for reach_, meaning in MEANING.items():
        entry = f"{glyphs[reach_].text} {meaning}"
        longer = f"{lines[-1]}  {entry}" if lines[-1] else entry
        if len(longer) <= width:
            lines[-1] = longer
        elif len(lines) < 2:
            lines.append(entry)
    return Content.styled("\n".join(lines), "dim")


def explain(board: Board, row: ReachRow, region: str) -> Content:
    """Return what a cell means: the ids it stands for, or why there are none."""
    scan = board.scans.get(region)
    model = scan.model(row.id) if scan is not None else None
    found = reach(model, scan)
    head = Content.assemble(plain(row.title, "bold"), f" in {region}: {found}")
    if scan is None:
        return head + Content.styled(" · r asks all regions", "dim")
    if scan.closed:
        why = f"({scan.status}) {scan.reason} {scan.remedy}"
        return head + " " + plain(why, "$text-warning")
    if model is None:
        return head
    ids = ", ".join(call.id for call in model.calls)
    ends = model.lifecycle.ended
    end = f" · ends {ends:%Y-%m-%d}" if ends and model.lifecycle.is_legacy else ""
    return (
        head + Content.styled(" · ", "dim") + plain(f"{ids}{end}", "dim")
        if ids
        else head
    )
