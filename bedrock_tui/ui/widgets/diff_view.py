"""Two texts and what differs between them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual.message import Message

from bedrock_tui.core.textdiff import Diff
from bedrock_tui.ui.diff_lines import DiffLayout, Set
from bedrock_tui.ui.theme import own_style
from bedrock_tui.ui.widgets.line_view import LineView

ROLES = ("removed", "added", "removed-word", "added-word", "rule", "current")
AHEAD = 2
"""Lines that are shown before the difference that was gone to."""


class DiffView(LineView):
    """Shows a diff, and goes from one difference to the next."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"diff-view--{role}" for role in ROLES}

    DEFAULT_CSS = """
    DiffView {
        height: 1fr;
        background: $surface;
        color: $foreground;
        & > .diff-view--removed { color: $text-error; }
        & > .diff-view--added { color: $text-success; }
        & > .diff-view--removed-word { color: $text-error; text-style: bold underline; }
        & > .diff-view--added-word { color: $text-success; text-style: bold underline; }
        & > .diff-view--rule { color: $foreground 30%; }
        & > .diff-view--current { text-style: bold reverse; }
    }
    DiffView:ansi > .diff-view--rule { color: ansi_default; text-style: dim; }
    """

    @dataclass
    class Stepped(Message):
        """The reader went to a difference."""

        number: int
        """Which one, from 1."""

    def __init__(self) -> None:
        super().__init__()
        self._diff: Diff | None = None
        self._set = Set()
        self._current = -1
        self._finished = True  # nothing grows

    def show(self, diff: Diff) -> None:
        """Show this diff, about where the reader was in the one before."""
        self._diff = diff
        self._current = -1
        self._lay_out()

    def step(self, by: int) -> None:
        """Go to the next difference (1) or the one before (-1), round the ends."""
        if self._diff is None or not self._diff.differences:
            return
        places = [self._set.starts[row] for row in self._diff.differences]
        at = places[self._current] if self._current >= 0 else -1
        top = self.scroll_offset.y
        if top <= at < top + self.size.height:
            self._current = (self._current + by) % len(places)
        elif by > 0:
            self._current = bisect_left(places, top) % len(places)
        else:
            below = top + self.size.height
            self._current = (bisect_left(places, below) - 1) % len(places)
        self._lay_out()
        self._bring_into_view(places[self._current])
        self.post_message(self.Stepped(self._current + 1))

    def _bring_into_view(self, start: int) -> None:
        """Scroll so that the difference is seen, as much of it as can be."""
        end = self._set.starts.get(self._rows().stop, len(self._shown))
        top = self.scroll_offset.y
        if start < top or end > top + self.size.height:
            self._go_to(max(0, start - AHEAD))

    def _go_to(self, line: int) -> None:
        self.scroll_to(y=min(line, self.max_scroll_y), animate=False, force=True)

    def _lay_out(self) -> None:
        width = self.size.width
        if self._diff is None or not width:
            return
        place = self.scroll_offset.y / max(1, len(self._shown))
        same = width == self._width
        layout = DiffLayout(width, self._styles())
        self._width, self._blank = width, layout.blank
        self._set = layout.set(self._diff, self._rows())
        self._following = False
        self._show(self._set.lines, everything=True)
        if not same:
            self._go_to(int(place * len(self._shown)))

    def _rows(self) -> range:
        """Return the rows of the difference that the reader is at."""
        if self._diff is None or self._current < 0:
            return range(0)
        start = self._diff.differences[self._current]
        end = start
        while end < len(self._diff.rows) and self._diff.rows[end].differs:
            end += 1
        return range(start, end)

    def _styles(self) -> dict[str, Style]:
        base = self.rich_style
        found = {role: own_style(self, f"diff-view--{role}") for role in ROLES}
        found["base"] = Style(color=base.color, bgcolor=base.bgcolor)
        found["rule"] = found["base"] + found["rule"]
        return found

    def on_resize(self) -> None:
        """Set the lines anew."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Read the colours again when the theme may have changed."""
        super().notify_style_update()
        if self.is_mounted:
            self.call_later(self._lay_out)
