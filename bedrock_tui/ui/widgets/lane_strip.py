"""All lanes in one row, for when not all of them fit on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from bedrock_tui.core.phase import Phase, sign
from bedrock_tui.core.plain import clean
from bedrock_tui.ui.text import shorten_id

NAMED = 16
"""Cells from which a chip has room for a name that says anything."""
BARE = 5
"""Cells of a chip with its number and state alone."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One lane in the strip."""

    name: str
    phase: Phase
    shown: bool
    """Whether the lane is on the screen now."""


class LaneStrip(Widget):
    """Numbered chips with each lane's state; a click shows the lane."""

    DEFAULT_CSS = "LaneStrip { height: 1; background: $surface; }"

    ALLOW_SELECT = False

    chips: reactive[tuple[Chip, ...]] = reactive(())

    @dataclass
    class Chosen(Message):
        """The person wants to see this lane."""

        index: int

    def render(self) -> Content:
        """Return the chips in a row."""
        widths = self._widths()
        return Content("").join(
            _chip(number, chip, width)
            for number, (chip, width) in enumerate(
                zip(self.chips, widths, strict=True), 1
            )
        )

    def on_click(self, event: events.Click) -> None:
        """Choose the chip under the mouse."""
        end = 0
        for index, width in enumerate(self._widths()):
            end += width
            if event.x < end:
                self.post_message(self.Chosen(index))
                return

    def _widths(self) -> list[int]:
        """Share the row evenly, or give names to the shown lanes alone."""
        count = len(self.chips)
        if not count:
            return []
        even = self.size.width // count
        if even >= NAMED:
            return [even] * count
        shown = sum(chip.shown for chip in self.chips) or 1
        rest = (self.size.width - (count - shown) * BARE) // shown
        return [rest if chip.shown else BARE for chip in self.chips]


def _chip(number: int, chip: Chip, width: int) -> Content:
    head = f" {number} {sign(chip.phase)} "
    room = width - len(head) - 1
    name = shorten_id(clean(chip.name), room) if room > 0 else ""
    style = "reverse bold" if chip.shown else "dim"
    return Content.styled(f"{head}{name}".ljust(width)[:width], style)
