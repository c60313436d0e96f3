"""A table that is still open: rows are read once and drawn again only if they move."""

from __future__ import annotations

from collections.abc import Callable

from bedrock_tui.ui.markdown.blocks import Block, Table
from bedrock_tui.ui.markdown.layout import Layout
from bedrock_tui.ui.markdown.spans import Line, Spans
from bedrock_tui.ui.markdown.table import TableMeasure, TablePlan

Row = tuple[Spans, ...]


class OpenTable:
    """Takes one complete line at a time, after the two lines of the header."""

    def __init__(self, head: str, read: Callable[[str], list[Block]]) -> None:
        self._head = head
        self._read = read
        table = read(head)[0]
        assert isinstance(table, Table)
        self._table = table
        self._measure = TableMeasure(table.header, table.aligns)
        self._rows: list[Row] = []
        self._plan: TablePlan | None = None
        self._lines: list[Line] = []
        self._drawn = 0

    def row(self, line: str) -> Row | None:
        """Return the cells of the line if it is a row of this table."""
        blocks = self._read(self._head + line)
        if len(blocks) != 1 or not isinstance(blocks[0], Table) or not blocks[0].rows:
            return None
        return blocks[0].rows[0]

    def add(self, row: Row) -> None:
        """Take a complete row."""
        self._rows.append(row)
        self._measure.add(row)

    def block(self) -> Table:
        """Return the table as it stands."""
        return Table(self._table.aligns, self._table.header, tuple(self._rows))

    def lines(self, layout: Layout) -> list[Line]:
        """Lay out the complete rows; old rows keep their lines if no column moved."""
        plan = self._measure.plan(layout.inner)
        if plan != self._plan:
            self._plan, self._drawn = plan, 0
            self._lines = layout.rows(plan.head(), (), ())
        for row in self._rows[self._drawn :]:
            self._lines += layout.rows(plan.row(row), (), ())
        self._drawn = len(self._rows)
        return list(self._lines)

    def preview(self, layout: Layout, row: Row) -> list[Line]:
        """Lay out an unfinished row in the columns there are."""
        plan = self._measure.plan(layout.inner)
        return layout.rows(plan.row(row), (), ())

    def forget_lines(self) -> None:
        """Lay everything out again next time."""
        self._plan = None
