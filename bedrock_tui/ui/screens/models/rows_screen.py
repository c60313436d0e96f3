"""What the Models screen shows: one region's list or the matrix of all, as it comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Input, Static

from bedrock_tui.core.modelfilter import ModelFilter, parse
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.reach import Reach
from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.ui.screens.models import cursor_line, status
from bedrock_tui.ui.screens.models.board import Board
from bedrock_tui.ui.screens.models.details import Details
from bedrock_tui.ui.screens.models.filter_line import FilterLine
from bedrock_tui.ui.screens.models.gathering import Gathering
from bedrock_tui.ui.screens.models.list_view import ModelList
from bedrock_tui.ui.screens.models.matrix_view import (
    ReachMatrix,
    legend,
)
from bedrock_tui.ui.screens.models.signs import glyphs
from bedrock_tui.ui.text import fit, plain
from bedrock_tui.ui.widgets.columns import Cell
from bedrock_tui.ui.widgets.head import Head, Where
from bedrock_tui.ui.widgets.keys import Keys
from bedrock_tui.ui.widgets.row_view import RowView
from bedrock_tui.ui.widgets.table import VirtualTable

if TYPE_CHECKING:
    from bedrock_tui.core.catalogue import RegionScan
    from bedrock_tui.services.models import Models

WIDE = 110
"""Columns from which there is room for details beside the list."""
VAST = 150
"""Columns from which the details get more of it."""
SOON = 0.1
"""Seconds in which rows that regions add are gathered before they are painted."""


class RowsScreen(Screen[None]):
    """Shows the last scan at once and fills in what regions answer as they do."""

    AUTO_FOCUS = "ModelList"

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (VAST, "-vast")]  # noqa: RUF012  as declared

    table = query_one(ModelList)
    matrix = query_one(ReachMatrix)
    details = query_one("#parts Details", Details)
    line = query_one(FilterLine)

    def __init__(self, models: Models) -> None:
        super().__init__()
        self.board = Board()
        self._models = models
        self._gathering = Gathering(models, self.board, self._show)
        self._where = Where()
        self._filter = ModelFilter()
        self._in_matrix = False
        self._rows_wanted = False
        self._looked = False
        self._loaded = False

    def compose(self) -> ComposeResult:
        """Yield where we are, how much is shown, the rows and their details."""
        yield Head("Models")
        yield FilterLine()
        yield Static(id="status")
        with Horizontal(id="parts"):
            yield ModelList(self.board)
            yield ReachMatrix(self.board, self._glyphs)
            yield Details(self._models, self.board)
        yield Static(id="cell")
        yield Static(id="legend")
        yield Keys()

    def on_mount(self) -> None:
        """Show what is known, and find out what somebody wanted to see."""
        self.query_one(Head).where = self._where
        self._show()
        if self._looked:
            self._load()

    # -- what the app calls

    def show(self, where: Where) -> None:
        """Show whose models these are."""
        self._where = where
        head = self.query_one_optional(Head)
        if head is not None:
            head.where = where

    def look(self, aws_profile: str, region: str) -> None:
        """Show this region for this profile: what is known at once, then what is."""
        board = self.board
        if aws_profile != board.aws_profile:
            board.forget()
            self._models.forget()
            self._loaded = False
        moved = region != board.region
        board.look_at(aws_profile, region)
        if moved and self.is_mounted:
            self.matrix.go_to(self.matrix.current_key, region)
        if region:
            self._models.note_region(region)
        self._looked = True
        if self.is_mounted:
            self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        try:
            if self._loaded:
                await self._gathering.refresh()
            else:
                await self._gathering.load()
                self._loaded = True
            await self._gathering.offer(self.board.region)
        except BedrockTuiError as error:
            self._tell(error)
        self._show()
        if self._gathering.is_stale and self._gathering.progress is None:
            self.action_scan()

    @work(exclusive=True, group="scan")
    async def action_scan(self) -> None:
        """Ask all regions again."""
        try:
            await self._gathering.scan(self._take)
        except BedrockTuiError as error:
            self._tell(error)
        finally:
            self._show()

    def _take(self, scan: RegionScan) -> None:
        if self._gone():
            return
        own = scan.region == self.board.region
        if self._in_matrix and not self.matrix.take(scan.region):
            self._show_soon()
        elif own and not self._in_matrix:
            self._show()
        self._show_status()
        if self._in_matrix:
            self._explain()

    def _show_soon(self) -> None:
        """Show rows anew, but once for all regions that answer about now."""
        if not self._rows_wanted:
            self._rows_wanted = True
            self.set_timer(SOON, self._show)

    # -- from the board to the screen

    @property
    def _rows(self) -> RowView:
        return self.matrix if self._in_matrix else self.table

    @property
    def _glyphs(self) -> Mapping[Reach, Cell]:
        return glyphs(letters=self.app.console.options.ascii_only)

    @property
    def _region(self) -> str:
        return self.matrix.current_region if self._in_matrix else self.board.region

    def _offer(self) -> Offer | None:
        """Return what the cursor is on; None if it is on nothing that can be called."""
        if self._in_matrix:
            return self.board.offer(self.matrix.current_key, self.matrix.current_region)
        return self.table.current

    def _gone(self) -> bool:
        """Tell whether an answer comes too late: the program is being left."""
        return not self.app.is_running

    def _show(self) -> None:
        """Show the rows that the filter lets through."""
        self._rows_wanted = False
        if self._gone():
            return
        if self._in_matrix:
            self._show_matrix()
        else:
            self._show_list()
        self._show_status()
        self._explain()

    @on(Details.Told)
    def _show_told(self, event: Details.Told) -> None:
        event.stop()
        if not self._in_matrix:
            self._show_list()
            self._show_status()

    def _show_list(self) -> None:
        scanning = self._gathering.progress is not None
        shown = self._filter.sift(self.board.listed())
        self.table.show_offers(shown, best_first=bool(self._filter.words))
        text = self.line.value.strip()
        self.table.say(status.empty_list(self.board, text, scanning=scanning))

    def _show_matrix(self) -> None:
        scanning = self._gathering.progress is not None
        rows = self.board.reaches()
        if not self._filter.empty:
            offers = self.board.offers_by_model()
            rows = [row for row in rows if self._filter.matches(offers[row.id])]
        self.matrix.show_rows(rows)
        text = self.line.value.strip()
        self.matrix.say(status.empty_matrix(self.board, text, scanning=scanning))

    def _show_status(self) -> None:
        if self._gone():
            return
        progress, now = self._gathering.progress, datetime.now(UTC)
        rows = self.matrix if self._in_matrix else self.table
        parts = status.matrix_parts if self._in_matrix else status.list_parts
        said = parts(self.board, rows.count(), now, progress)
        said[1:1] = self._filter.hints
        said += status.hidden_part(self._hidden())
        if rows.order:
            said.append(rows.order)
        if not self._filter.empty:
            said.append(self._filter.describe())
        scan = self.board.scan
        if scan is not None and not self._in_matrix:
            said += status.kinds_part(scan.models)
        text = fit(said, max(1, self.size.width - 2))
        self.query_one("#status", Static).update(plain(text), layout=False)
        if self._in_matrix:
            self._show_legend()

    def _hidden(self) -> int:
        """Return how many rows `a` would add to those that are shown."""
        if not self._in_matrix:
            return sum(map(self._filter.matches, self.board.unlisted()))
        rows = self.board.unreached()
        if self._filter.empty:
            return len(rows)
        offers = self.board.offers_by_model()
        return sum(self._filter.matches(offers[row.id]) for row in rows)

    def _show_legend(self) -> None:
        text = legend(self.board, self._glyphs, self.size.width - 2)
        shown = self.query_one("#legend", Static)
        if shown.content != text:
            shown.update(text)

    def _explain(self) -> None:
        """Say more of what is under the cursor."""
        cell = self.query_one("#cell", Static)
        row = self.matrix.current
        if not self._in_matrix:
            offer = self._offer()
            cell.update(cursor_line.of_model(self.board, offer), layout=False)
            if self.details.display:
                self.details.show(offer)
        elif row is not None:
            region = self.matrix.current_region
            cell.update(cursor_line.of_cell(self.board, row, region), layout=False)

    @on(RowView.Moved)
    def _follow(self, event: RowView.Moved) -> None:
        event.stop()
        if event.view is self._rows:
            self._explain()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._show_status()
        self.call_after_refresh(self._explain)

    def _tell(self, error: BedrockTuiError) -> None:
        self.notify(f"{error} {error.hint}", severity="warning", markup=False)

    # -- filtering and sorting

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the key that opens the filter to the filter once it is open.

        It comes before all others, so that what is typed right after it arrives there.
        """
        del parameters
        return action != "filter" or self.focused is not self.line

    def action_filter(self) -> None:
        """Type what to show."""
        self.line.add_class("-open")
        self.set_focus(self.line)

    @on(Input.Changed, "#filter")
    def _sift(self, event: Input.Changed) -> None:
        event.stop()
        self._filter = parse(event.value)
        self._show()
        if event.value:
            self._rows.move_to(0)  # where the best fit is

    @on(Input.Submitted, "#filter")
    def _filtered(self, event: Input.Submitted) -> None:
        event.stop()
        self.line.set_class(bool(event.value.strip()), "-open")
        self.set_focus(self._rows)

    @on(FilterLine.Moved)
    def _move(self, event: FilterLine.Moved) -> None:
        event.stop()
        self._rows.action_move(event.by)

    @on(VirtualTable.SortWanted)
    def _sort(self, event: VirtualTable.SortWanted) -> None:
        event.stop()
        self.table.sort_by(event.column)
        self._explain()

    def action_sort(self) -> None:
        """Sort by the next column, or in the matrix's next order."""
        (self.matrix if self._in_matrix else self.table).sort_next()
        self._show_status()
        self._explain()

    def action_reverse(self) -> None:
        """Sort the other way round."""
        (self.matrix if self._in_matrix else self.table).reverse()
        self._show_status()
        self._explain()

    def action_everything(self) -> None:
        """Show models that do not chat or have no id, too, or hide them."""
        self.board.toggle_everything()
        self._show()

    def go_to(self, model_id: str, region: str) -> bool:
        """Put the cursor on a model in a region; False if it is not listed there.

        Models of other regions than the list's are in the matrix.
        """
        if self.board.offer(model_id, region) is None:
            return False
        self.line.value = ""
        self.line.remove_class("-open")
        self._filter = ModelFilter()
        self._change(matrix=region != self.board.region)
        if not self._move_to(model_id, region):
            self.action_everything()
            self._move_to(model_id, region)
        self.set_focus(self._rows)
        return True

    def _move_to(self, model_id: str, region: str) -> bool:
        if not self._in_matrix:
            return self.table.go_to(model_id)
        self.matrix.go_to(model_id, region)
        return self.matrix.current_key == model_id

    def _change(self, *, matrix: bool) -> None:
        self._in_matrix = matrix
        self.set_class(matrix, "-matrix")
        self._show()

    def action_matrix(self) -> None:
        """Change between list and matrix; the cursor stays on its model."""
        offer, key = self._offer(), self.matrix.current_key
        self._change(matrix=not self._in_matrix)
        if self._in_matrix and offer is not None:
            self.matrix.go_to(offer.model.id, offer.model.region)
        elif self._in_matrix:
            self.matrix.go_to("", self.board.region)
        elif key:
            self.table.go_to(key)
        self.set_focus(self._rows)
