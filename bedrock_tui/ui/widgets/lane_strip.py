"""All lanes in one row, for when not all of them fit on the screen."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from bedrock_tui.core.phase import Phase, sign
from bedrock_tui.ui.text import plain, shorten_id


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
        """Return the chips, each as wide as the others."""
        width = self._chip_width()
        return Content("").join(
            plain_chip(number, chip, width) for number, chip in enumerate(self.chips, 1)
        )

    def on_click(self, event: events.Click) -> None:
        """Choose the chip under the mouse."""
        index = event.x // max(1, self._chip_width())
        if index < len(self.chips):
            self.post_message(self.Chosen(index))

    def _chip_width(self) -> int:
        return self.size.width // max(1, len(self.chips))


def plain_chip(number: int, chip: Chip, width: int) -> Content:
    """Return one chip of `width` cells."""
    head = f" {number} {sign(chip.phase)} "
    name = shorten_id(chip.name, max(1, width - len(head) - 1))
    text = plain(f"{head}{name}").plain
    style = "reverse bold" if chip.shown else "dim"
    return Content.styled(f" {text}".ljust(width)[:width], style)
