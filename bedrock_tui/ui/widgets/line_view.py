"""A virtual view of finished lines that grow at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from bedrock_tui.ui.markdown.copying import marked, selected_text
from bedrock_tui.ui.markdown.spans import Line

_SELECTED = "screen--selection"


class LineView(ScrollView, can_focus=True):
    """Paints lines that are strips already; whoever derives from it makes them.

    While the reader is at the end the view follows what comes; once they scroll up it
    stays where it is.
    """

    DEFAULT_CSS = "LineView { overflow: hidden hidden; }"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("down,j", "scroll_down", "Down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("home,g", "scroll_home", "Top", show=False),
        Binding("end,G", "scroll_end", "Follow", show=False),
    ]

    GROWTH = 4
    """The view grows by this part of its height at once: scrolling repaints it all,
    filling empty lines repaints only those."""

    @dataclass
    class Scrolled(Message):
        """The reader moved, or what they read grew beyond its end."""

        view: LineView
        top: int
        """The first line in view."""
        lines: int
        at_end: bool

        @property
        def control(self) -> LineView:
            """The view that was scrolled."""
            return self.view

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._width = 0
        self._shown: list[Line] = []
        self._blank = Strip.blank(0)
        self._base = Style()
        self._finished = False
        # Not `at_end` itself, which is out of date between a resize and its event.
        self._following = True
        self._told: tuple[int, int, bool] = (0, 0, True)

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self._shown)

    @property
    def at_end(self) -> bool:
        """Whether the reader is at the end, so that the view follows."""
        return self.scroll_offset.y >= self.max_scroll_y

    # -- from lines to the screen

    def _show(self, lines: list[Line], everything: bool = False) -> None:
        """Bring the lines to the screen; repaint only those that changed."""
        following = self._following
        before, self._shown = self._shown, lines
        height = self.size.height
        step = max(2, height // self.GROWTH)
        total = len(self._shown)
        if not self._finished and total > height:
            total = -(-total // step) * step
        if total != self.virtual_size.height:
            # Without a scrollbar a longer text moves nothing around this view, so the
            # layout that the reactive asks for is not needed.
            self.set_reactive(Widget.virtual_size, Size(self._width, total))
        top = self.max_scroll_y if following else min(self.scroll_y, self.max_scroll_y)
        if everything:
            self.refresh()
        if top != self.scroll_y:
            self.scroll_to(y=top, animate=False, force=True)
        elif not everything:
            self._refresh_changes(before)
        self._following = self.at_end
        self._tell()

    def _refresh_changes(self, before: Sequence[Line]) -> None:
        after, top = self._shown, self.scroll_offset.y
        bottom = top + self.size.height
        first = top
        limit = min(len(before), len(after), bottom)
        while first < limit and before[first].strip is after[first].strip:
            first += 1
        last = min(bottom, max(len(before), len(after)))
        if last > first:
            self.refresh(Region(0, first - top, self._width, last - first))

    # -- painting

    def render_lines(self, crop: Region) -> list[Strip]:
        """Hand out the finished strips themselves, so that their caches stay warm."""
        if crop.height == 1:
            # Hit tests ask for one line, and only they need to know the places in it.
            return [self.render_line(crop.y).crop(*crop.column_span)]
        top, selection = self.scroll_offset.y, self._selection()
        strips = [self._strip(top + y, selection) for y in crop.line_range]
        if crop.column_span == (0, self._width):
            return strips
        return [strip.crop_extend(*crop.column_span, self._base) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Return one line, with the places that a selection is made of."""
        y += self.scroll_offset.y
        return self._strip(y, self._selection()).apply_offsets(0, y)

    def _selection(self) -> Selection | None:
        # A frame may still ask for the lines of a widget that has just been removed.
        return self.text_selection if self.is_attached else None

    def _strip(self, y: int, selection: Selection | None) -> Strip:
        if not 0 <= y < len(self._shown):
            return self._blank
        strip = self._shown[y].strip
        if selection is None or (span := selection.get_span(y)) is None:
            return strip
        return marked(strip, *span, self.screen.get_component_rich_style(_SELECTED))

    # -- selecting

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Return the selected text as it would be written, not as it is wrapped."""
        return selected_text(self._shown, selection), "\n"

    # -- reading

    @property
    def allow_vertical_scroll(self) -> bool:
        """Scroll by wheel and keys although there is no scrollbar."""
        return not self.disabled

    def action_scroll_up(self) -> None:
        """Move one line up."""
        self._scroll_by(-1)

    def action_scroll_down(self) -> None:
        """Move one line down."""
        self._scroll_by(1)

    def action_page_up(self) -> None:
        """Move a page up and keep one line of it."""
        self._scroll_by(1 - self.size.height)

    def action_page_down(self) -> None:
        """Move a page down and keep one line of it."""
        self._scroll_by(self.size.height - 1)

    def action_scroll_home(self) -> None:
        """Go to the first line."""
        self._scroll_by(-self.virtual_size.height)

    def action_scroll_end(self) -> None:
        """Go to the end and follow what comes."""
        self._scroll_by(self.virtual_size.height)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint, and tell where the reader is."""
        super().watch_scroll_y(old_value, new_value)
        self._following = self.at_end
        self._tell()

    def _scroll_by(self, lines: int) -> None:
        top = min(max(0, self.scroll_offset.y + lines), self.max_scroll_y)
        self.scroll_to(y=top, animate=False, force=True)

    def _tell(self) -> None:
        """Post `Scrolled`, but not for each line that a following reader sees come."""
        place = (self.scroll_offset.y, len(self._shown), self.at_end)
        if place == self._told or (place[2] and self._told[2]):
            return
        self._told = place
        self.post_message(self.Scrolled(self, *place))
