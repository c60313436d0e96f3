"""Columns of a table: what each shows, how wide it is, and which fit beside others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Generic, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size

from bedrock_tui.core.plain import clean

Row = TypeVar("Row")

_JOINTS = " -.:/"

GAP = 2
"""Cells between two columns; the right one takes the sign of a sorted column's head."""


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


def fit_apart(texts: Sequence[str], width: int) -> list[str]:
    """Return texts in exactly `width` cells; of those that a cut would make alike the
    parts are kept in which they differ.
    """
    alike: dict[str, set[str]] = {}
    for text in texts:
        alike.setdefault(fit(text, width), set()).add(text)
    fitted: dict[str, str] = {}
    for short, group in alike.items():
        several = sorted(group)
        apart = _fit_ends(several, width) if len(several) > 1 else [short]
        fitted |= zip(several, apart, strict=True)
    return [fitted[text] for text in texts]


def _fit_ends(texts: Sequence[str], width: int) -> list[str]:
    """Cut texts where they are the same; they come sorted and differ."""
    pairs = zip(texts[0], texts[-1], strict=False)  # all others lie between these
    same = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    names = " " in same  # those begin with what they are called, ids end with it
    start = max(map(same.rfind, " " if names else _JOINTS)) + 1
    ends = [clean(text[start:]) for text in texts]
    if start and any(cell_len(end) >= width for end in ends):
        return [f"…{end}" for end in fit_apart(ends, width - 1)]
    if not names:
        return [fit(f"…{clean(text)[1 - width :]}", width) for text in texts]
    rooms = [max(0, width - cell_len(end) - 1) for end in ends]
    heads = [
        set_cell_size(clean(each), room)
        for each, room in zip(texts, rooms, strict=True)
    ]
    return [
        fit(f"{head.rstrip()}…{end}", width)
        for head, end in zip(heads, ends, strict=True)
    ]
