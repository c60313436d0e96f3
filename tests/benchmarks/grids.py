"""The matrix of models and regions as a program: our screen, or Textual's DataTable.

Both start with one word; `o` opens the screen. In both a line tells how many models are
shown and another one what the cursor is on, and `/` gives the keys to a filter.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from textual import on
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import DataTable, Input, Static

from bedrock_tui import ui
from bedrock_tui.core.catalogue import RegionScan
from bedrock_tui.core.modelfilter import parse
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.reach import ReachRow
from bedrock_tui.ui.app import STYLES
from bedrock_tui.ui.screens.models.board import Board
from bedrock_tui.ui.screens.models.screen import ModelsScreen
from bedrock_tui.ui.screens.models.signs import REACH
from bedrock_tui.ui.theme import DARK
from tests.ui.offered import REGIONS, Kind, OfferedModels, scan_of

READY = "ready to open"
MODELS = 150
_WAYS = ("us eu ap", "us", "eu ap", "", "us-east ap")


def kinds() -> list[Kind]:
    """Return as many models as there are to be rows, none of a name of another."""
    return [
        Kind(
            f"maker{at % 9}.model-{at:03d}-v1:0",
            f"Model {at:03d}",
            f"Maker {at % 9}",
            ("0.5", "1.5"),
            200_000,
            demand=_WAYS[at % 5],
            geo=_WAYS[(at + 2) % 5],
            everywhere=at % 3 == 0,
        )
        for at in range(MODELS)
    ]


def board() -> Board:
    """Return a board with every region scanned."""
    models = OfferedModels(kinds())
    known = Board(region=REGIONS[0], regions=REGIONS)
    for region in REGIONS:
        known.take(scan_of(region, datetime.now(UTC), models.kinds))
    return known


class Ready(OfferedModels):
    """Has all scans in memory: threads of the program read them, none is measured."""

    def __init__(self) -> None:
        super().__init__(kinds())
        self._scans = board().scans
        self._public = {
            key: replace(it, public=True) for key, it in self._scans.items()
        }

    async def last(self) -> dict[str, RegionScan]:
        """Return the last scan."""
        return self._scans

    async def public(self) -> dict[str, RegionScan]:
        """Return the public list, which the closed regions make the screen ask for."""
        return self._public


class Ours(App[None]):
    """Opens the Models screen over a service that answers at once."""

    BINDINGS = [("o", "open", "Open")]  # noqa: RUF012  as Textual declares it

    CSS_PATH = [  # noqa: RUF012  as the program
        Path(str(ui.__file__)).parent / each for each in STYLES
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  the same

    def __init__(self) -> None:
        super().__init__()
        self._models = Ready()

    def on_mount(self) -> None:
        """Use the program's own colours."""
        self.register_theme(DARK)
        self.theme = DARK.name

    def compose(self) -> ComposeResult:
        """Yield the word."""
        yield Static(READY)

    async def action_open(self) -> None:
        """Open the screen."""
        screen = ModelsScreen(self._models, lambda targets: None)  # type: ignore[arg-type]
        screen.look("dev", REGIONS[0])
        await self.push_screen(screen)


class StockScreen(Screen[None]):
    """The same matrix in a DataTable."""

    BINDINGS = [("slash", "filter", "Filter")]  # noqa: RUF012  as Textual declares it

    def __init__(self, known: Board) -> None:
        super().__init__()
        self._board = known
        self._rows = self._board.reaches()
        self._offers = self._board.offers_by_model()
        self._shown: Sequence[ReachRow] = ()

    def compose(self) -> ComposeResult:
        """Yield the filter, the table, and what the cursor is on."""
        yield Input(id="filter", compact=True)
        yield Static(id="status")
        yield DataTable(fixed_columns=1, cursor_type="cell")
        yield Static(id="cell")

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_column("model", key="model", width=20)
        for region in REGIONS:
            table.add_column(f"{region[:2]}{region[-1]}", key=region, width=3)
        self._fill("")
        table.focus()

    def action_filter(self) -> None:
        """Give the keys to the filter."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def _fill(self, text: str) -> None:
        sieve = parse(text)
        self._shown = [row for row in self._rows if sieve.matches(self._offer(row))]
        table = self.query_one(DataTable)
        table.clear()
        for row in self._shown:
            table.add_row(row.title, *[REACH[cell].text for cell in row.cells])
        self.query_one("#status", Static).update(f"{len(self._shown)} models")

    def _offer(self, row: ReachRow) -> Offer:
        return self._offers[row.id]

    @on(DataTable.CellHighlighted)
    def _tell(self, event: DataTable.CellHighlighted) -> None:
        row, column = event.coordinate
        if row < len(self._shown) and column:
            text = f"{self._shown[row].title} in {REGIONS[column - 1]}: "
            self.query_one("#cell", Static).update(text)


class Stock(Ours):
    """Opens the table."""

    def __init__(self) -> None:
        super().__init__()
        self._known = board()

    CSS = "StockScreen DataTable { height: 1fr; } #filter, #status { height: 1; }"

    async def action_open(self) -> None:
        """Open the screen."""
        await self.push_screen(StockScreen(self._known))


if __name__ == "__main__":
    {"ours": Ours, "stock": Stock}[sys.argv[1]]().run()
