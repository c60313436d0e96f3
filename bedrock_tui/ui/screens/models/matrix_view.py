"""The matrix of all models and all regions, with what its signs mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from textual.content import Content

from bedrock_tui.core.reach import Reach, ReachRow, reach
from bedrock_tui.ui.screens.models.board import Board
from bedrock_tui.ui.screens.models.signs import (
    MEANING,
    STANDING_MEANING,
    STANDINGS,
    before,
)
from bedrock_tui.ui.screens.models.titles import distinct
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
        super().__init__(
            glyphs,
            signs=self._sign,
            marked=board.is_marked,
            notes=lambda region: STANDINGS.get(board.standing(region), ""),
            id="matrix",
        )
        self._board = board
        self._order, self._falling = "provider", False

    def show_rows(self, rows: Sequence[ReachRow]) -> None:
        """Show these rows in the order that was chosen."""
        key = ORDERS[self._order]
        titles = distinct((row.id, row.title) for row in rows)
        rows = sorted(rows, key=key, reverse=self._falling)
        named = [replace(row, title=titles[row.id]) for row in rows]
        self.show(named, self._board.regions)

    def take(self, region: str) -> bool:
        """Fill a region's column; False if it told of models that have no row."""
        scan = self._board.scans.get(region)
        models = {model.id: model for model in scan.models} if scan else {}
        shown = set()
        for row in self.rows:
            shown.add(row.id)
            self.set_cell(row.id, region, reach(models.get(row.id), scan))
        self.repaint()  # how the region stands shows in its head and in every cell
        everything = self._board.everything
        wanted = {each.id for each in models.values() if each.talks or everything}
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


def legend(board: Board, glyphs: Mapping[Reach, Cell], width: int) -> Content:
    """Return the signs with their meanings, as many as fit into two lines."""
    there = {board.standing(region) for region in board.regions}
    entries = [
        f"{STANDINGS[each]} {meaning}"
        for each, meaning in STANDING_MEANING.items()
        if each in there
    ]
    entries += [f"{glyphs[each].text} {meaning}" for each, meaning in MEANING.items()]
    lines: list[str] = [""]
    for entry in entries:
        longer = f"{lines[-1]}  {entry}" if lines[-1] else entry
        if len(longer) <= width:
            lines[-1] = longer
        elif len(lines) < 2:
            lines.append(entry)
    return Content.styled("\n".join(lines), "dim")
