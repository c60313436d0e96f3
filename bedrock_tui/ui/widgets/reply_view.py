"""One reply, shown while it streams: Markdown, reasoning, notes and tool input."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from bedrock_tui.core.plain import clean
from bedrock_tui.ui.markdown.copying import marked, selected_text
from bedrock_tui.ui.markdown.kind import Kind
from bedrock_tui.ui.markdown.layout import Layout
from bedrock_tui.ui.markdown.palette import Palette
from bedrock_tui.ui.markdown.spans import Line, Span
from bedrock_tui.ui.markdown.theming import (
    COMPONENT_CSS,
    ROLES,
    component,
    read_palette,
)
from bedrock_tui.ui.markdown.wrap import wrap

if TYPE_CHECKING:
    from bedrock_tui.ui.markdown.document import ReplyDocument

_SELECTED = "screen--selection"


class ReplyView(ScrollView, can_focus=True):
    """A view of lines that grow at the end.

    Pieces of a reply are only buffered when they are appended; whoever owns the view
    calls `flush` at its own pace. While the reader is at the end the view follows what
    comes; once they scroll up it stays where it is.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = set(map(component, ROLES))

    DEFAULT_CSS = f"""
    ReplyView {{
        background: $surface;
        color: $foreground;
        overflow: hidden hidden;
        {COMPONENT_CSS}
    }}
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("down,j", "scroll_down", "Down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("home,g", "scroll_home", "Top", show=False),
        Binding("end,G", "scroll_end", "Follow", show=False),
        Binding("t", "toggle_reasoning", "Reasoning", show=False),
    ]

    GROWTH = 4
    """The view grows by this part of its height at once: scrolling repaints it all,
    filling empty lines repaints only those."""

    @dataclass
    class Scrolled(Message):
        """The reader moved, or what they read grew beyond its end."""

        view: ReplyView
        top: int
        """The first line in view."""
        lines: int
        at_end: bool

        @property
        def control(self) -> ReplyView:
            """The view that was scrolled."""
            return self.view

    placeholder: reactive[str] = reactive("")
    """Shown while there is nothing else; plain text."""

    reasoning_tokens: reactive[int | None] = reactive[int | None](None)
    """The number of reasoning tokens once the service has told it."""

    def __init__(
        self,
        *,
        placeholder: str = "",
        name: str | None = None,
        id: str | None = None,  # noqa: A002  # Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._pending: list[tuple[Kind | None, str]] = []
        self._document: ReplyDocument | None = None
        self._palette = Palette()
        self._width = 0
        self._shown: list[Line] = []
        self._blank = Strip.blank(0)
        self._finished = False
        # Not `at_end` itself, which is out of date between a resize and its event.
        self._following = True
        self._reasoning_open = False
        self._told: tuple[int, int, bool] = (0, 0, True)
        self.set_reactive(ReplyView.placeholder, placeholder)

    # -- what the owner calls

    def append_text(self, text: str) -> None:
        """Add a raw piece of the answer."""
        self._append(Kind.TEXT, text)

    def append_reasoning(self, text: str) -> None:
        """Add a raw piece of the model's reasoning."""
        self._append(Kind.REASONING, text)

    def append_note(self, text: str) -> None:
        """Add a short line about something that is not shown itself."""
        self._append(Kind.NOTE, text)

    def append_tool_input(self, text: str) -> None:
        """Add a raw piece of the JSON that a tool is called with."""
        self._append(Kind.TOOL, text)

    def flush(self) -> bool:
        """Show what was appended since the last time; True when something changed."""
        if not self._pending or not self._prepare():
            return False
        before = self._shown
        self._drain()
        self._show()
        return len(before) != len(self._shown) or any(
            old.strip is not new.strip
            for old, new in zip(before, self._shown, strict=True)
        )

    def finish(self) -> None:
        """End all streams: what was held back is shown."""
        self._finished = True
        self._pending.append((None, ""))
        self.flush()

    def clear(self) -> None:
        """Forget the reply."""
        self._pending.clear()
        self._document = None
        self._finished = False
        self.set_reactive(ReplyView.reasoning_tokens, None)
        if self._prepare():
            self._show()
            self.scroll_to(y=0, animate=False, force=True)

    def toggle_reasoning(self) -> None:
        """Open or close all reasoning."""
        self._reasoning_open = not self._reasoning_open
        self._refold()

    @property
    def reply_text(self) -> str:
        """The answer so far as it was shown: clean, and without reasoning or notes."""
        return self._document.text if self._document else ""

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return len(self._shown)

    @property
    def at_end(self) -> bool:
        """Whether the reader is at the end, so that the view follows."""
        return self.scroll_offset.y >= self.max_scroll_y

    # -- from text to lines

    def _append(self, kind: Kind, text: str) -> None:
        if text:
            self._finished = False
            self._pending.append((kind, text))

    def _prepare(self) -> bool:
        """Make lines fit for the present width; False while there is none."""
        width = self.size.width
        if not width:
            return False
        if width != self._width:
            self._width = width
            self._palette = read_palette(self)
            self._lay_out()
        return True

    def _drain(self) -> None:
        if not self._pending:
            return
        if self._document is None:
            # An empty view needs no Markdown: it is read when the first text comes.
            from bedrock_tui.ui.markdown.document import ReplyDocument

            self._document = ReplyDocument(self._width, self._palette)
            self._document.fold(self._reasoning_open, self.reasoning_tokens)
        pending, self._pending = self._pending, []
        for kind, pieces in groupby(pending, key=lambda piece: piece[0]):
            if kind is None:
                self._document.finish()
            elif kind is Kind.NOTE:
                for _, text in pieces:
                    self._document.feed(kind, text)
            else:
                self._document.feed(kind, "".join(text for _, text in pieces))

    def _lay_out(self) -> None:
        layout = Layout(self._width, self._palette)
        self._blank = layout.blank.strip.crop(0, self._width)
        if self._document is not None:
            self._document.lay_out(self._width, self._palette)

    def _read_lines(self) -> list[Line]:
        if self._document is not None:
            self._document.collect()
            if self._document.lines:
                return self._document.lines
        if not self.placeholder:
            return []
        layout = Layout(self._width, self._palette)
        spans = (Span(" ".join(clean(self.placeholder).split()), ("placeholder",)),)
        return layout.rows(wrap(spans, layout.inner), (), ())

    def _show(self, everything: bool = False) -> None:
        """Bring the lines to the screen; repaint only those that changed."""
        following = self._following
        before, self._shown = self._shown, self._read_lines()
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

    def _refold(self) -> None:
        if self._document is not None and self._prepare():
            self._document.fold(self._reasoning_open, self.reasoning_tokens)
            self._show()

    # -- colours and size

    def notify_style_update(self) -> None:
        """Read the colours again when the theme may have changed."""
        super().notify_style_update()
        if self.is_mounted:
            self.call_later(self._recolour)

    def _recolour(self) -> None:
        if not self._width or (palette := read_palette(self)) == self._palette:
            return
        self._palette = palette
        self._lay_out()
        self._show(everything=True)

    def on_resize(self) -> None:
        """Wrap again and keep the reader about where they were."""
        following = self._following
        place = self.scroll_y / max(1, len(self._shown))
        if not self._prepare():
            return
        self._drain()
        self._show(everything=True)
        top = self.max_scroll_y if following else int(place * len(self._shown))
        self.scroll_to(y=top, animate=False, force=True)

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
        base = self._palette.base
        return [strip.crop_extend(*crop.column_span, base) for strip in strips]

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

    def action_toggle_reasoning(self) -> None:
        """Open or close all reasoning."""
        self.toggle_reasoning()

    def on_click(self, event: events.Click) -> None:
        """Open or close the reasoning when its line is clicked."""
        line = event.y + self.scroll_offset.y
        if self._document is not None and line in self._document.folds:
            event.stop()
            self.toggle_reasoning()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Repaint, and tell where the reader is."""
        super().watch_scroll_y(old_value, new_value)
        self._following = self.at_end
        self._tell()

    def watch_placeholder(self) -> None:
        """Show the new placeholder if there is nothing else."""
        if self._prepare():
            self._show()

    def watch_reasoning_tokens(self) -> None:
        """Replace the estimate."""
        self._refold()

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
