"""Rows under a fixed head, of which only those in view are ever looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from bedrock_tui.ui.theme import own_style

ROLES = (
    "head",
    "cursor",
    "bar",
    "dim",
    "good",
    "warn",
    "bad",
    "accent",
    "strong",
    "cross",
)
KEPT = 600
"""Painted rows that are kept; scrolling back paints none of them again."""
WHEEL = 3
"""Rows that a step of the mouse wheel moves."""


class RowView(Widget, can_focus=True):
    """Paints what is in view and moves a cursor; whoever derives from it has the rows.

    It scrolls by itself and has no scrollbar of Textual's: neither moving nor another
    number of rows makes the screen lay itself out again.
    """

    ALLOW_SELECT = False

    HEAD = 1
    """Lines of the head."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"row-view--{role}" for role in ROLES}

    DEFAULT_CSS = """
    RowView {
        height: 1fr;
        background: $background;
        color: $foreground;
        & > .row-view--head { color: $text-muted; text-style: bold; }
        & > .row-view--cursor { background: $foreground 10%; }
        & > .row-view--bar { color: $foreground 25%; }
        & > .row-view--dim { color: $text-muted; }
        & > .row-view--good { color: $text-success; }
        & > .row-view--warn { color: $text-warning; }
        & > .row-view--bad { color: $text-error; }
        & > .row-view--accent { color: $text-accent; }
        & > .row-view--strong { text-style: bold; }
        & > .row-view--cross { background: $foreground 5%; }
        &:focus > .row-view--cursor { background: $primary 30%; text-style: bold; }
        &:focus > .row-view--head { color: $text-primary; }
    }
    RowView:ansi {
        & > .row-view--cursor, &:focus > .row-view--cursor {
            background: ansi_default; text-style: reverse;
        }
        & > .row-view--dim, & > .row-view--bar { color: ansi_default; text-style: dim; }
        & > .row-view--cross { background: ansi_default; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home,g", "first", "First", show=False),
        Binding("end,G", "last", "Last", show=False),
        Binding("left,h", "across(-1)", "Left", show=False),
        Binding("right,l", "across(1)", "Right", show=False),
        Binding("enter", "open", "Open", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The cursor is on another row, or another row is under the cursor."""

        view: RowView

        @property
        def control(self) -> RowView:
            """The view whose cursor it is."""
            return self.view

    @dataclass
    class Opened(Message):
        """The person wants to see more of the row under the cursor."""

        view: RowView

        @property
        def control(self) -> RowView:
            """The view whose row it is."""
            return self.view

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  # Textual's own
        super().__init__(id=id)
        self._top = 0
        self._cursor = 0
        self._moved = False  # until then the cursor belongs on the first row
        self._empty = ""
        self._strips: dict[tuple[int, bool], Strip] = {}
        self._palette: dict[str, Style] = {}
        self._mixed: dict[tuple[str, bool], Style] = {}

    # -- what deriving classes give

    def count(self) -> int:
        """Return the number of rows."""
        raise NotImplementedError

    def head(self, line: int) -> list[Segment]:
        """Return a line of the head."""
        raise NotImplementedError

    def row(self, index: int, current: bool) -> list[Segment]:
        """Return a row; `current` if the cursor is on it."""
        raise NotImplementedError

    def action_across(self, by: int) -> None:
        """Move to the left or to the right."""
        raise NotImplementedError

    # -- what their owners call

    @property
    def cursor(self) -> int:
        """The row that the cursor is on, counted from 0; 0 where there are none."""
        return self._cursor

    @property
    def top(self) -> int:
        """The first row in view."""
        return self._top

    def move_to(self, index: int) -> None:
        """Put the cursor on a row, the nearest one if there are not so many."""
        before, self._moved = self._cursor, True
        self._cursor = max(0, min(self.count() - 1, index))
        if not self._follow() and self._cursor != before:
            self.repaint_row(before)
            self.repaint_row(self._cursor)
        if self._cursor != before:
            self.post_message(self.Moved(self))

    def repaint_row(self, index: int) -> None:
        """Paint one row again: what it shows has changed."""
        for current in (False, True):
            self._strips.pop((index, current), None)
        line = index - self._top + self.HEAD
        if self.HEAD <= line < self.size.height:
            self.refresh(Region(0, line, self.size.width, 1))

    def repaint(self) -> None:
        """Paint everything again."""
        self._strips.clear()
        self.refresh()

    def say(self, empty: str) -> None:
        """Say this where there are no rows."""
        if empty != self._empty:
            self._empty = empty
            if not self.count():
                self.refresh()

    def rows_changed(self) -> None:
        """Take note that the rows are others, or another number of them."""
        self._cursor = max(0, min(self.count() - 1, self._cursor))
        self._follow()
        self.repaint()

    # -- painting

    @property
    def inner(self) -> int:
        """The cells of a row: the last one of the view is for the scroll bar."""
        return max(0, self.size.width - 1)

    def style(self, role: str, current: bool = False) -> Style:
        """Return the style of a role, on the cursor's row or another one."""
        if not self._palette:
            base = self.rich_style
            self._palette = {
                role: own_style(self, f"row-view--{role}") for role in ROLES
            }
            self._palette[""] = Style(color=base.color, bgcolor=base.bgcolor)
        style = self._palette[""]
        key = (role, current)
        if key not in self._mixed:
            cursor = self._palette["cursor"]
            if role and not (current and cursor.reverse):
                style += self._palette.get(role, Style.null())
            self._mixed[key] = style + cursor if current else style
        return self._mixed[key]

    def tint(self, role: str) -> Style:
        """Return what a role alone sets, to be laid over another style."""
        self.style(role)
        return self._palette[role]

    def render_line(self, y: int) -> Strip:
        """Return a line of the view."""
        if y < self.HEAD:
            return self._strip(self.head(y), self.style("head"), "")
        index, count = self._top + y - self.HEAD, self.count()
        if index >= count:
            lines = self._said() if not count else ()
            text = lines[y - self.HEAD] if y - self.HEAD < len(lines) else ""
            return self._strip([Segment(text, self.style("dim"))], self.style(""), "")
        current = index == self._cursor
        strip = self._strips.get((index, current))
        if strip is None:
            if len(self._strips) > KEPT:
                self._strips.clear()
            segments = self.row(index, current)
            strip = Strip(segments).adjust_cell_length(
                self.inner, self.style("", current)
            )
            self._strips[index, current] = strip
        return Strip.join([strip, self._bar(y, count)])

    def _strip(self, segments: list[Segment], style: Style, end: str) -> Strip:
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def _said(self) -> Sequence[str]:
        """Return the words for no rows, one line after another."""
        lines = [""]
        for paragraph in self._empty.split("\n"):
            lines += [f"  {line}" for line in wrap(paragraph, max(20, self.inner - 4))]
            lines += [] if paragraph else [""]
        return lines

    def _bar(self, y: int, count: int) -> Strip:
        """Return this line's part of the scroll bar."""
        shown = self.size.height - self.HEAD
        sign = " "
        if 0 < shown < count:
            long = max(1, shown * shown // count)
            at = (shown - long) * self._top // max(1, count - shown)
            sign = "▐" if at <= y - self.HEAD < at + long else " "
        return Strip([Segment(sign, self.style("bar"))], 1)

    def notify_style_update(self) -> None:
        """Read the colours again: the theme or the focus has changed."""
        super().notify_style_update()
        self._palette.clear()
        self._mixed.clear()
        self._strips.clear()

    def on_resize(self) -> None:
        """Fit the rows to the new width and keep the cursor in view."""
        self._follow()
        self.repaint()

    # -- moving

    def _follow(self) -> bool:
        """Bring the cursor into view; True if that moved the rows."""
        shown = max(1, self.size.height - self.HEAD)
        top = min(self._top, self._cursor, max(0, self.count() - shown))
        top = max(top, self._cursor - shown + 1, 0)
        return self._scroll(top)

    def _scroll(self, top: int) -> bool:
        if top == self._top:
            return False
        self._top = top
        self.refresh()
        return True

    def action_move(self, by: int) -> None:
        """Move by some rows."""
        self.move_to(self._cursor + by)

    def action_page(self, by: int) -> None:
        """Move by as many rows as are in view, but for one."""
        self.move_to(self._cursor + by * max(1, self.size.height - self.HEAD - 1))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(self.count() - 1)

    def action_open(self) -> None:
        """Tell that more of this row is wanted."""
        if self.count():
            self.post_message(self.Opened(self))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move what is in view down; the cursor stays."""
        event.stop()
        self._wheel(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move what is in view up; the cursor stays."""
        event.stop()
        self._wheel(-WHEEL)

    def _wheel(self, by: int) -> None:
        last = max(0, self.count() - (self.size.height - self.HEAD))
        self._scroll(max(0, min(last, self._top + by)))

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked; twice opens it."""
        index = self._top + event.y - self.HEAD
        if event.y < self.HEAD:
            self.click_head(event.x)
        elif index < self.count():
            self.click_row(index, event.x)
            if event.chain == 2:
                self.action_open()

    def click_head(self, x: int) -> None:
        """Hear that the head was clicked in a column of cells."""

    def click_row(self, index: int, x: int) -> None:
        """Hear that a row was clicked in a column of cells."""
        self.move_to(index)
