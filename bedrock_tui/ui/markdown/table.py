"""Fits a table into the width there is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from bedrock_tui.ui.markdown.blocks import Table
from bedrock_tui.ui.markdown.spans import Span, Spans
from bedrock_tui.ui.markdown.wrap import Row, cells, wrap

TIGHTEST = 6
"""A column is not squeezed below this; then each row becomes a small list instead."""

_Cells = tuple[Spans, ...]
_GAP = 3


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table is drawn; rows drawn by equal plans fit under each other."""

    aligns: tuple[str, ...]
    header: _Cells
    widths: tuple[int, ...]
    """The cells of each column, or nothing when rows are drawn as lists."""
    room: int

    def head(self) -> list[Row]:
        """Draw the header and the line below it."""
        if not self.widths:
            return [] if any(self.header) else [((), None)]
        titles = tuple(_header(title) for title in self.header)
        line = "─┼─".join("─" * width for width in self.widths)
        return [*self._grid(titles), ((Span(line, ("border",)),), None)]

    def row(self, row: _Cells) -> list[Row]:
        """Draw one row."""
        return self._grid(row) if self.widths else self._record(row)

    def _grid(self, row: _Cells) -> list[Row]:
        columns = [
            [spans for spans, _ in wrap(cell, width)]
            for cell, width in zip(row, self.widths, strict=False)
        ]
        return [(self._line(line), None) for line in zip_longest(*columns)]

    def _line(self, line: tuple[Spans | None, ...]) -> Spans:
        out: list[Span] = []
        for index, spans in enumerate(line):
            if index:
                out.append(Span(" │ ", ("border",)))
            spare = max(0, self.widths[index] - cells(spans or ()))
            left = {"right": spare, "center": spare // 2}.get(self.aligns[index], 0)
            out.append(Span(" " * left))
            out.extend(spans or ())
            out.append(Span(" " * (spare - left)))
        return tuple(span for span in out if span.text)

    def _record(self, row: _Cells) -> list[Row]:
        rows: list[Row] = [((Span("─" * self.room, ("border",)),), None)]
        for title, cell in zip(self.header, row, strict=False):
            label = (*_header(title), Span(": ", ("header",))) if title else ()
            rows += wrap((*label, *cell), self.room)
        return rows


class TableMeasure:
    """The widest cell of each column so far."""

    def __init__(self, header: _Cells, aligns: tuple[str, ...]) -> None:
        self._header = header
        self._aligns = aligns
        self._natural = [max(1, cells(cell)) for cell in header]

    def add(self, row: _Cells) -> None:
        """Take a row into account."""
        for index, cell in enumerate(row):
            self._natural[index] = max(self._natural[index], cells(cell))

    def plan(self, room: int) -> TablePlan:
        """Share the room among the columns; only the wide ones give."""
        widths = _shares(self._natural, room - _GAP * (len(self._natural) - 1))
        return TablePlan(self._aligns, self._header, widths, room)


def plan_table(table: Table, room: int) -> TablePlan:
    """Plan a complete table."""
    measure = TableMeasure(table.header, table.aligns)
    for row in table.rows:
        measure.add(row)
    return measure.plan(room)


def _shares(natural: list[int], room: int) -> tuple[int, ...]:
    if sum(natural) <= room:
        return tuple(natural)
    left, share = room, 0
    waiting = sorted(natural)
    while waiting:
        share = left // len(waiting)
        if waiting[0] > share:
            break
        left -= waiting.pop(0)
    if share < TIGHTEST:
        return ()
    widths = [min(width, share) for width in natural]
    spare = room - sum(widths)
    for index, width in enumerate(natural):
        if width > share and spare > 0:
            widths[index] += 1
            spare -= 1
    return tuple(widths)


def _header(title: Spans) -> Spans:
    return tuple(
        span if span.text == "\n" else Span(span.text, ("header", *span.roles))
        for span in title
    )
