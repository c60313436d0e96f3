"""The lanes of a comparison, as many at once as can be read."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.reactive import var
from textual.timer import Timer
from textual.widgets import Static

from bedrock_tui.core.comparison import Lane
from bedrock_tui.core.phase import phase_of
from bedrock_tui.ui.grid import plan
from bedrock_tui.ui.widgets.lane import LaneView
from bedrock_tui.ui.widgets.lane_strip import Chip, LaneStrip

FRAME = 1 / 30
"""Seconds between two looks at the lanes; each lane is painted every second time."""
CLOCK = 3
"""Frames between two readings of the running clocks."""


class LaneDeck(Vertical):
    """Lays the lanes out, paints what streams in, and keeps one lane current."""

    HELP = "Tab or alt+right goes from lane to lane; z shows one alone."

    current = var(0)
    """Index of the lane that keys and the strip speak of."""
    zoomed = var(False)

    grid = query_one("#grid", Grid)
    strip = query_one(LaneStrip)
    empty = query_one("#empty", Static)

    def __init__(self, make_lane: Callable[[Lane], LaneView] = LaneView) -> None:
        super().__init__()
        self.lanes: list[LaneView] = []
        self._make_lane = make_lane
        self._clock: Timer | None = None
        self._frame = 0

    def compose(self) -> ComposeResult:
        """Yield the strip, the grid of lanes, and what stands there without any."""
        yield LaneStrip()
        yield Grid(id="grid")
        yield Static(id="empty")

    def on_mount(self) -> None:
        """Start the clock, which rests until something runs."""
        self._clock = self.set_interval(FRAME, self._tick, pause=True)
        self._arrange()

    async def add(self, lane: Lane) -> LaneView:
        """Add a lane at the end and make it current."""
        view = self._make_lane(lane)
        self.lanes.append(view)
        await self.grid.mount(view)
        self.current = len(self.lanes) - 1
        self._arrange()
        return view

    async def add_all(self, lanes: list[Lane]) -> None:
        """Add several lanes; the first one becomes current."""
        views = [self._make_lane(lane) for lane in lanes]
        self.lanes += views
        await self.grid.mount_all(views)
        self.current = 0
        self._arrange()

    async def replace(self, lanes: list[Lane]) -> None:
        """Put these lanes in the place of all others."""
        before, self.lanes = self.lanes, []
        self.zoomed = False
        with self.app.batch_update():
            await self.grid.remove_children(before)
            await self.add_all(lanes)

    async def drop(self, view: LaneView) -> None:
        """Take a lane out."""
        self.lanes.remove(view)
        await view.remove()
        self.current = max(0, min(self.current, len(self.lanes) - 1))
        self.zoomed = self.zoomed and len(self.lanes) > 1
        self._arrange()

    def lane(self, lane: Lane) -> LaneView | None:
        """Return the view of a lane, if it is still there."""
        return next((view for view in self.lanes if view.lane.id == lane.id), None)

    def wake(self) -> None:
        """Paint regularly from now on, until nothing runs any more."""
        if self._clock is not None:
            self._clock.resume()

    def step(self, by: int) -> None:
        """Make the next or the previous lane current and give it the keys."""
        if self.lanes:
            focused = any(view.has_focus_within for view in self.lanes)
            start = self.current if focused else self.current - by
            self.current = (start + by) % len(self.lanes)
            self.focus_current()

    def focus_current(self) -> None:
        """Give the keys to the current lane."""
        if self.lanes:
            # At once, so that keys already pressed arrive there.
            self.screen.set_focus(self.lanes[self.current].view)

    def watch_current(self) -> None:
        """Bring the current lane onto the screen."""
        self._arrange()

    def watch_zoomed(self) -> None:
        """Show the current lane alone, or all that fit."""
        self._arrange()

    def on_resize(self) -> None:
        """Lay out anew."""
        self._arrange()

    def on_descendant_focus(self) -> None:
        """Make the lane that got the keys current."""
        for index, view in enumerate(self.lanes):
            if view.has_focus_within:
                self.current = index

    @on(LaneStrip.Chosen)
    def _choose(self, event: LaneStrip.Chosen) -> None:
        event.stop()
        self.current = event.index
        self.focus_current()

    def _arrange(self) -> None:
        if not self.is_mounted:
            return
        count = len(self.lanes)
        self.empty.display = not count
        self.grid.display = bool(count)
        columns, rows = (
            (1, 1) if self.zoomed else plan(self.size.width, self.size.height, count)
        )
        per_page = columns * rows
        first = min(self.current // per_page * per_page, max(0, count - per_page))
        self.grid.styles.grid_size_columns = columns
        self.grid.styles.grid_size_rows = min(rows, -(-count // columns) or 1)
        for index, view in enumerate(self.lanes):
            view.display = first <= index < first + per_page
            view.set_class(per_page == 1, "-alone")
        self.strip.display = per_page < count
        self._show_strip()

    def _show_strip(self) -> None:
        self.strip.chips = tuple(
            Chip(view.lane.target.name, phase_of(view.reply), view.display)
            for view in self.lanes
        )

    def _tick(self) -> None:
        self._frame += 1
        running = [view for view in self.lanes if view.running]
        for index, view in enumerate(self.lanes):
            if index % 2 == self._frame % 2:
                view.view.flush()
        if self._frame % CLOCK == 0:
            for view in running:
                view.refresh_state()
            self._show_strip()
        if not running and self._clock is not None:
            for view in self.lanes:
                view.view.flush()
            self._show_strip()
            self._clock.pause()

    def show_empty(self, text: Content) -> None:
        """Say what to do while there is no lane."""
        self.empty.update(text)
