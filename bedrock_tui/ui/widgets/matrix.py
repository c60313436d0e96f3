"""A grid of one sign a cell: rows by name, columns by region, both with a cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from rich.segment import Segment
from rich.style import Style

from bedrock_tui.core.reach import Reach, ReachRow
from bedrock_tui.ui.widgets.columns import Cell, fit, fit_apart
from bedrock_tui.ui.widgets.row_view import RowView

CELL = 3
"""Cells of the screen for one of the grid's: its sign, with room for brackets."""
SIGNS = 3
COUNT = 4
"""Cells for the number of regions beside a name."""
LEAST, MOST = 20, 34
"""Cells for a name."""


class Matrix(RowView):
    """Models by regions. Names and heads stay in view; the rest scrolls by columns."""

    HEAD = 3

    def __init__(
        self,
        glyphs: Mapping[Reach, Cell],
        *,
        signs: Callable[[ReachRow], Cell],
        marked: Callable[[str, str], bool],
        notes: Callable[[str], str] = lambda _: "",
        id: str | None = None,  # noqa: A002  # Textual's own name for it
    ) -> None:
        super().__init__(id=id)
        self._glyphs = glyphs
        self._signs = signs
        self._marked = marked  # tells whether a row's key is marked in a region
        self._notes = notes  # a sign for a region whose cells are not its own word
        self._names: list[str] = []
        self._rows: list[ReachRow] = []
        self._places: dict[str, int] = {}
        self._regions: Sequence[str] = ()
        self._column = 0
        self._left = 0

    # -- what the owner calls

    def show(self, rows: Sequence[ReachRow], regions: Sequence[str]) -> None:
        """Show these rows; the cursor stays on its model and its region."""
        key, region = self.current_key, self.current_region
        self._rows, self._regions = list(rows), tuple(regions)
        self._places = {row.id: at for at, row in enumerate(self._rows)}
        if self._moved:
            self._cursor = self._places.get(key, self._cursor)
        if self._moved and region in self._regions:
            self._column = self._regions.index(region)
        self._column = max(0, min(len(self._regions) - 1, self._column))
        self._follow_column()
        self._name_rows()
        self.rows_changed()
        if self.current_key != key:
            self.post_message(self.Moved(self))

    def set_cell(self, key: str, region: str, value: Reach) -> bool:
        """Change one cell and paint its row; False if there is no such row."""
        at = self._places.get(key)
        if at is None or region not in self._regions:
            return False
        row, column = self._rows[at], self._regions.index(region)
        if row.cells[column] is not value:
            cells = (*row.cells[:column], value, *row.cells[column + 1 :])
            self._rows[at] = replace(row, cells=cells)
            self.repaint_row(at)
        return True

    def go_to(self, key: str, region: str) -> None:
        """Put the cursor on a model and a region, as far as they are there."""
        if region in self._regions:
            self._go_across(self._regions.index(region))
        if key in self._places:
            self.move_to(self._places[key])

    @property
    def rows(self) -> Sequence[ReachRow]:
        """The rows in their present order."""
        return self._rows

    @property
    def current(self) -> ReachRow | None:
        """The row under the cursor, if there is one."""
        return self._rows[self.cursor] if self._rows else None

    @property
    def current_key(self) -> str:
        """The model under the cursor, or nothing."""
        return self._rows[self.cursor].id if self._rows else ""

    @property
    def current_region(self) -> str:
        """The region under the cursor, or nothing."""
        return self._regions[self._column] if self._regions else ""

    @property
    def value(self) -> Reach | None:
        """What stands under the cursor."""
        row = self.current
        return row.cells[self._column] if row and row.cells else None

    # -- rows and heads

    def count(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    @property
    def _name_width(self) -> int:
        wanted = self.inner - SIGNS - COUNT - CELL * len(self._regions)
        return max(LEAST, min(MOST, wanted))

    def _name_rows(self) -> None:
        self._names = fit_apart([row.title for row in self._rows], self._name_width)

    @property
    def _frozen(self) -> int:
        return SIGNS + self._name_width + COUNT

    @property
    def _window(self) -> range:
        """The columns in view."""
        room = max(1, (self.inner - self._frozen) // CELL)
        return range(self._left, min(len(self._regions), self._left + room))

    def head(self, line: int) -> list[Segment]:
        """Return a line of the head: geographies, directions, numbers."""
        style = self.style("head")
        window = self._window
        before, after = window.start, len(self._regions) - window.stop
        names = (
            "",
            f"{f'‹ {before} ' if before else ''}{f'{after} more ›' if after else ''}",
            " " * SIGNS + "model".ljust(self._name_width) + " in",
        )
        frozen = fit(names[line], self._frozen, right=line == 1)
        segments = [Segment(frozen, style)]
        parts = [split_region(self._regions[at])[line] for at in window]
        if line:
            for at, part in zip(window, parts, strict=True):
                part += self._notes(self._regions[at]) if line == self.HEAD - 1 else ""
                here = style + self.tint("cross") if at == self._column else style
                segments.append(Segment(part.center(CELL)[:CELL], here))
            return segments
        for name, group in groupby(parts):
            width = CELL * len(list(group))
            segments.append(Segment(fit(f" {name}", width), style))
        return segments

    def row(self, index: int, current: bool) -> list[Segment]:
        """Return a row: signs, name, number of regions, cells."""
        row = self._rows[index]
        sign = self._signs(row)
        plain = self.style("", current)
        count = self.style("dim", current)
        segments = [
            Segment(fit(sign.text, SIGNS), self.style(sign.role, current)),
            Segment(self._names[index], plain),
            Segment(f"{row.count:>{COUNT - 1}} ", count),
        ]
        cells = (self._cell(row, at, current) for at in self._window)
        for style, alike in groupby(cells, key=lambda cell: cell[1]):
            segments.append(Segment("".join(text for text, _ in alike), style))
        return segments

    def _cell(self, row: ReachRow, at: int, current: bool) -> tuple[str, Style]:
        glyph = self._glyphs[row.cells[at]]
        role = "dim" if self._notes(self._regions[at]) else glyph.role
        style = self.style(role, current)
        marked = self._marked(row.id, self._regions[at])
        text = f"[{glyph.text}]" if marked else f" {glyph.text} "
        if at == self._column:
            # Some themes turn the whole row; then its cell is the one that is not.
            turned = Style(reverse=not style.reverse)
            style += turned if current else self.tint("cross")
        return text, style

    # -- moving

    def action_across(self, by: int) -> None:
        """Go to another region."""
        self._go_across(max(0, min(len(self._regions) - 1, self._column + by)))

    def _go_across(self, column: int) -> None:
        self._moved = True
        if column != self._column:
            self._column = column
            self._follow_column()
            self.repaint()
            self.post_message(self.Moved(self))

    def _follow_column(self) -> None:
        room = max(1, (self.inner - self._frozen) // CELL)
        last = max(0, len(self._regions) - room)
        left = min(self._left, self._column, last)
        self._left = max(left, self._column - room + 1, 0)

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self._follow_column()
        self._name_rows()
        super().on_resize()

    def click_head(self, x: int) -> None:
        """Go to the region that was clicked."""
        self._click_column(x)

    def click_row(self, index: int, x: int) -> None:
        """Go to the cell that was clicked."""
        self._click_column(x)
        self.move_to(index)

    def _click_column(self, x: int) -> None:
        at = self._left + (x - self._frozen) // CELL
        if x >= self._frozen and at in self._window:
            self._go_across(at)


_DIRECTIONS = {
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "central": "c",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}


def split_region(region: str) -> tuple[str, str, str]:
    """Return geography, direction and number: `eu`, `c`, `1`.

    A direction that is not known stands as it came.
    """
    rest, _, number = region.rpartition("-")
    geography, _, direction = rest.rpartition("-")
    return geography, _DIRECTIONS.get(direction, direction), number
