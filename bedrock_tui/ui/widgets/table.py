"""A table that asks its source for the rows in view and for no others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from rich.segment import Segment
from textual.message import Message

from bedrock_tui.ui.widgets.columns import GAP, Cell, Column, Row, arrange, fit
from bedrock_tui.ui.widgets.row_view import RowView

Given = TypeVar("Given", covariant=True)

SIGNS = 3
"""Cells for the signs before the first column, where there are any."""


class Source(Protocol[Given]):
    """Rows, however many there are and wherever they come from."""

    def __len__(self) -> int:
        """Return how many there are."""
        ...

    def row(self, index: int) -> Given | None:
        """Return a row, or None while it is being fetched."""
        ...

    def key(self, index: int) -> Hashable:
        """Return what a row is known by, whatever its place is."""
        ...

    def find(self, key: Hashable) -> int | None:
        """Return the place of a row, or None if it is not there."""
        ...


class Rows(Generic[Row]):
    """A source of rows that are in memory anyway; the sequence itself is kept."""

    def __init__(self, rows: Sequence[Row], key: Callable[[Row], Hashable]) -> None:
        self._rows = rows
        self._key = key

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> Row | None:
        """Return a row."""
        return self._rows[index]

    def key(self, index: int) -> Hashable:
        """Return what a row is known by."""
        return self._key(self._rows[index])

    def find(self, key: Hashable) -> int | None:
        """Return the place of a row, looking through all of them."""
        places = (at for at, row in enumerate(self._rows) if self._key(row) == key)
        return next(places, None)


class VirtualTable(RowView, Generic[Row]):
    """Columns of which as many are in view as fit whole; the first one always is.

    The cursor stays on the same row when the rows change. Sorting is the owner's: the
    table shows by what they are sorted and tells when a head is clicked.
    """

    @dataclass
    class SortWanted(Message):
        """The head of this column was clicked."""

        column: str

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        *,
        signs: Callable[[Row], Cell] | None = None,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._columns = columns
        self._signs = signs
        self._source: Source[Row] = Rows((), lambda row: row)
        self._left = 0
        self._sorted: tuple[str, bool] | None = None
        self._arranged = arrange(columns, 0)
        self._shown = self._arranged.window(0)

    # -- what the owner calls

    def show(
        self, source: Source[Row], sorted_by: tuple[str, bool] | None = None
    ) -> None:
        """Show these rows; `sorted_by` names a column, and True for falling values."""
        at, key = self.cursor, self._current_key()
        self._source, self._sorted = source, sorted_by
        if self._moved:
            found = source.find(key) if key is not None else None
            self._cursor = at if found is None else found
        self.rows_changed()
        if self._current_key() != key:
            self.post_message(self.Moved(self))

    @property
    def current(self) -> Row | None:
        """The row under the cursor, if there is one."""
        return self._source.row(self.cursor) if len(self._source) else None

    def go_to(self, key: Hashable) -> bool:
        """Put the cursor on the row with this key; False if there is none."""
        found = self._source.find(key)
        if found is not None:
            self.move_to(found)
        return found is not None

    @property
    def first_width(self) -> int:
        """The cells of the first column."""
        return self._arranged.first

    def in_view(self, column: str) -> bool:
        """Tell whether a column can be seen."""
        shown = (self._columns[0], *self._shown)
        return any(each.key == column for each in shown)

    def _current_key(self) -> Hashable:
        return self._source.key(self.cursor) if len(self._source) else None

    # -- rows and columns

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._source)

    def head(self, line: int) -> list[Segment]:
        """Return the titles, and signs for the order and for columns out of view."""
        style = self.style("head")
        name = self._columns[0].title + self._order_sign(self._columns[0])
        texts = [" " * self._margin + fit(name, self._arranged.first)]
        for column in self._shown:
            sign = self._order_sign(column) or " "
            title = f"{sign}{column.title}" if column.right else column.title
            title = fit(title, column.width + column.right, right=column.right)
            texts.append(" " * (GAP - 1) + ("" if column.right else sign) + title)
        segments = [Segment("".join(texts), style)]
        used = sum(map(len, texts))
        more = self._left + len(self._shown) < len(self._arranged.columns)
        ends = ("‹" if self._left else "") + ("›" if more else "")
        space = self.size.width - used - len(ends)
        return [*segments, Segment(" " * max(0, space) + ends, style)]

    def row(self, index: int, current: bool) -> list[Segment]:
        """Return the cells of a row."""
        row = self._source.row(index)
        if row is None:
            return [Segment(" …", self.style("dim", current))]
        segments = []
        if self._signs is not None:
            sign = self._signs(row)
            text = fit(sign.text, SIGNS)
            segments.append(Segment(text, self.style(sign.role, current)))
        else:
            segments.append(Segment(" ", self.style("", current)))
        first = self._columns[0].cell(row)
        text = fit(first.text, self._arranged.first)
        segments.append(Segment(text, self.style(first.role, current)))
        for column in self._shown:
            cell = column.cell(row)
            text = " " * GAP + fit(cell.text, column.width, right=column.right)
            segments.append(Segment(text, self.style(cell.role, current)))
        return segments

    def action_across(self, by: int) -> None:
        """Bring the next column into view, or the one before."""
        left = max(0, min(self._arranged.furthest, self._left + by))
        if left != self._left:
            self._left = left
            self._shown = self._arranged.window(left)
            self.repaint()

    def on_resize(self) -> None:
        """Choose the columns that fit."""
        self._arranged = arrange(self._columns, max(0, self.inner - self._margin))
        self._left = min(self._left, self._arranged.furthest)
        self._shown = self._arranged.window(self._left)
        super().on_resize()

    def click_head(self, x: int) -> None:
        """Tell which column's head it was."""
        end = self._margin + self._arranged.first
        for column in (self._columns[0], *self._shown):
            end += 0 if column is self._columns[0] else GAP + column.width
            if x < end:
                self.post_message(self.SortWanted(column.key))
                return

    @property
    def _margin(self) -> int:
        return SIGNS if self._signs is not None else 1

    def _order_sign(self, column: Column[Row]) -> str:
        if self._sorted is None or self._sorted[0] != column.key:
            return ""
        return "▼" if self._sorted[1] else "▲"
