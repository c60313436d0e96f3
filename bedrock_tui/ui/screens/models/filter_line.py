"""Where the filter is typed; the keys that move stay with the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

HINT = "words · !not · callable · active · fav · in:image · price<3 · geo:eu · !global"


class FilterLine(Input):
    """One line above the rows, there while there is a filter."""

    DEFAULT_CSS = """
    FilterLine {
        display: none;
        height: 1;
        border: none;
        border-left: outer $accent;
        padding: 0 1;
        background: $panel;
        &.-open { display: block; }
        &:focus { border: none; border-left: outer $accent; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Next", show=False),
        Binding("up", "move(-1)", "Previous", show=False),
        Binding("pagedown", "move(10)", "Further", show=False),
        Binding("pageup", "move(-10)", "Back", show=False),
    ]

    @dataclass
    class Moved(Message):
        """The cursor of the rows should move."""

        by: int

    def __init__(self) -> None:
        super().__init__(id="filter", placeholder=HINT)

    def action_move(self, by: int) -> None:
        """Move the cursor of the rows while this line keeps the keys."""
        self.post_message(self.Moved(by))
