"""Columns of a table: what each shows, how wide it is, and which fit beside others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size

from bedrock_tui.core.plain import clean

Row = TypeVar("Row")

GAP = 2
"""Cells between two columns; the left one of a sorted column's head holds its sign."""


class Cell(NamedTuple):
    """What stands in a column of a row."""

    text: str
    """Text from outside is welcome: it is cleaned on its way to the screen."""
    role: str = ""
    """Names the style: `dim`, `good`, `warn`, `bad`, `accent`, `strong` or none."""


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One thing that is told of every row."""

    key: str
    title: str
    width: int
    cell: Callable[[Row], Cell]
    right: bool = False
    """True for numbers: they end in one column and are never shown in part."""
    priority: int = 0
    """Where not all columns fit, those with the smallest numbers are in view first."""
    most: int = 0
    """For the first column: the width it may grow to."""


@dataclass(frozen=True, slots=True)
class Arrangement(Generic[Row]):
    """Which columns are in view at a width, before and after scrolling."""

    first: int
    """The width of the first column, which is always in view."""
    columns: tuple[Column[Row], ...]
    """All others: those in view first, then those reached by scrolling."""
    room: int
    """Cells right of the first column."""

    def window(self, left: int) -> list[Column[Row]]:
        """Return the columns in view when `left` of them were scrolled away."""
        shown: list[Column[Row]] = []
        used = 0
        for column in self.columns[left:]:
            used += GAP + column.width
            if used > self.room:
                break
            shown.append(column)
        return shown

    @property
    def furthest(self) -> int:
        """How many columns must be scrolled away for the last one to be in view."""
        left = 0
        while left < len(self.columns) and self.columns[-1] not in self.window(left):
            left += 1
        return min(left, max(0, len(self.columns) - 1))


def arrange(columns: Sequence[Column[Row]], width: int) -> Arrangement[Row]:
    """Choose what is in view at a width: by priority, in the order of `columns`."""
    first, others = columns[0], list(columns[1:])
    room = max(0, width - first.width)
    chosen: list[Column[Row]] = []
    left = room
    for column in sorted(others, key=lambda each: each.priority):
        if GAP + column.width > left:
            break
        chosen.append(column)
        left -= GAP + column.width
    order = [each for each in others if each in chosen]
    order += [each for each in others if each not in chosen]
    grown = first.width + min(left, max(0, first.most - first.width))
    grown = min(grown, width)
    return Arrangement(grown, tuple(order), max(0, width - grown))


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return a text in exactly `width` cells, in one line and harmless.

    Words are cut with an ellipsis; what stands on the right, numbers, is left out
    rather than shown in part.
    """
    text = " ".join(clean(text).split()) if not text.isprintable() else text
    length = cell_len(text)
    if length > width:
        if right:
            text, length = "…"[:width], min(1, width)
        else:
            text, length = set_cell_size(text, max(0, width - 1)) + "…", width
    space = " " * (width - length)
    return space + text if right else text + space
