"""Tables of text: columns under their heads, the least important left out first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bedrock_tui.cli.listing import cells, cut
from bedrock_tui.cli.session import one_line

T = TypeVar("T")

_GAP = 2
_LEAST = 16
"""Cells that a last column which may be cut has at least."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its head, and what a row has in it."""

    head: str
    cell: Callable[[T], str]
    right: bool = False
    spare: int = 0
    """The higher, the earlier it is left out where there is no room; 0 is never."""
    most: int = 60
    """A value longer than this, such as an ARN, does not widen the column."""


def table(
    rows: Sequence[T],
    columns: Sequence[Column[T]],
    width: int | None = None,
    *,
    cut_last: bool = False,
) -> list[str]:
    """Return a head and a line for each row, within a terminal's `width` if possible.

    Values are never cut, but for those of the last column where `cut_last` says so.
    """
    found = [_Filled(column, rows) for column in columns]
    while width is not None and _width(found, cut_last) > width:
        spare = max(found, key=lambda each: each.column.spare)
        if not spare.column.spare:
            break
        found.remove(spare)
    lines = []
    for number in range(len(rows) + 1):
        line = (" " * _GAP).join(each.padded(number) for each in found).rstrip()
        lines.append(cut(line, width) if width is not None and cut_last else line)
    return lines


class _Filled(Generic[T]):
    """A column with its values."""

    def __init__(self, column: Column[T], rows: Sequence[T]) -> None:
        self.column = column
        self.texts = [column.head, *(one_line(column.cell(row)) for row in rows)]
        self.width = min(column.most, max(map(cells, self.texts)))

    def padded(self, number: int) -> str:
        """Return the head or a value with blanks up to the width."""
        text = self.texts[number]
        gap = " " * (self.width - cells(text))
        return gap + text if self.column.right else text + gap


def _width(found: Sequence[_Filled[T]], cut_last: bool) -> int:
    widths = [each.width for each in found]
    if cut_last and widths:
        widths[-1] = min(widths[-1], _LEAST)
    return sum(widths) + _GAP * (len(widths) - 1)
