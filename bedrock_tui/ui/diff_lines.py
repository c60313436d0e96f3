"""Sets a diff into lines: two columns side by side, or one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from bedrock_tui.core.textdiff import Diff, Kind, Piece, Pieces, Row
from bedrock_tui.ui.markdown.spans import Line, Span, Spans
from bedrock_tui.ui.markdown.wrap import cells, wrap

TWO_COLUMNS = 100
"""Cells from which on both texts stand side by side."""
SIGN = 2
"""Cells before each line: its sign and a space."""
TAB = 4
_NARROWEST = 8
_SIGNS = {"left": "-", "right": "+"}
_ALONE = {"left": "removed", "right": "added"}
_SPACES = str.maketrans({" ": "·", "\xa0": "·", "\u3000": "··"})


@dataclass(frozen=True, slots=True)
class Set:
    """A diff set into lines."""

    lines: list[Line] = field(default_factory=list)
    starts: Mapping[int, int] = field(default_factory=dict)
    """The first line of each row of the diff."""


class DiffLayout:
    """Makes lines for one width and one set of styles."""

    def __init__(self, width: int, styles: Mapping[str, Style]) -> None:
        self.width = max(width, SIGN + _NARROWEST)
        self._styles = styles
        self._base = styles["base"]
        self._two = width >= TWO_COLUMNS
        room = (self.width - 1) // 2 if self._two else self.width
        self._room = room - SIGN - 1
        self.blank = Strip.blank(self.width, self._base)

    def set(self, diff: Diff, current: range) -> Set:
        """Set a diff; the signs of the rows in `current` stand out."""
        lines: list[Line] = []
        starts: dict[int, int] = {}
        groups = (
            _beside(diff.rows) if self._two else ((n,) for n in range(len(diff.rows)))
        )
        for group in groups:
            for index in group:
                starts[index] = len(lines)
            rows = [diff.rows[index] for index in group]
            left = next((row for row in rows if row.left is not None), None)
            right = next((row for row in rows if row.right is not None), None)
            marked = any(index in current for index in group)
            lines += self._lines(left, right, marked)
        return Set(lines, starts)

    def _lines(self, left: Row | None, right: Row | None, marked: bool) -> list[Line]:
        a = self._column(left, "left", marked) if left else []
        b = self._column(right, "right", marked) if right else []
        if self._two:
            nothing = self._cell((), " ", "", False)
            rule = Segment("│", self._styles["rule"])
            return [
                self._line([*(x or nothing), rule, *(y or nothing)])
                for x, y in zip_longest(a, b)
            ]
        if left is right and left is not None and not left.differs:
            b = []  # the same line once is enough
        return [self._line(cell) for cell in (*a, *b)]

    def _column(self, row: Row, side: str, marked: bool) -> list[list[Segment]]:
        """Return the lines of one side of a row, each as wide as its column."""
        pieces = row.left if side == "left" else row.right
        alone = row.differs and (row.left is None or row.right is None)
        spans = tuple(_span(piece, alone) for piece in pieces or ())
        cut = [row for row, _ in wrap(spans, self._room)]
        sign = _SIGNS[side] if row.differs else " "
        role = _ALONE[side] if row.differs else ""
        first = self._cell(cut[0], sign, role, marked)
        return [first, *(self._cell(spans, " ", role, False) for spans in cut[1:])]

    def _cell(self, spans: Spans, sign: str, role: str, marked: bool) -> list[Segment]:
        style = self._base + self._styles.get(role, Style.null())
        if marked and sign != " ":
            style += self._styles["current"]
        parts = [Segment(sign, style), Segment(" ", self._base)]
        for text, roles in spans:
            look = self._styles[roles[0]] if roles else Style.null()
            parts.append(Segment(text, self._base + look))
        room = self._room - cells(spans) + 1
        if room >= 0:
            return [*parts, Segment(" " * room, self._base)]
        strip = Strip(parts).adjust_cell_length(SIGN + self._room + 1, self._base)
        return list(strip)

    def _line(self, segments: list[Segment]) -> Line:
        strip = Strip(segments).adjust_cell_length(self.width, self._base)
        return Line(strip, SIGN, None, SIGN)


def _span(piece: Piece, alone: bool) -> Span:
    """Return a piece as it is painted; white space that differs is made visible."""
    text, kind = piece
    if kind is Kind.SAME:
        return Span(text.expandtabs(TAB))
    role = str(kind.value) if alone else f"{kind.value}-word"
    if text.isspace() and not alone:
        text = text.replace("\t", "→".ljust(TAB, "·")).translate(_SPACES)
    return Span(text.expandtabs(TAB), (role,))


def _beside(rows: Sequence[Row]) -> Iterator[tuple[int, ...]]:
    """Yield the rows that share a place: lines that stand alone, one of each text."""
    left: list[int] = []
    right: list[int] = []
    for index, row in enumerate(rows):
        if row.left is not None and row.right is not None:
            yield from _zipped(rows, left, right)
            left, right = [], []
            yield (index,)
        else:
            (right if row.left is None else left).append(index)
    yield from _zipped(rows, left, right)


def _zipped(
    rows: Sequence[Row], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """Yield pairs from the start of both; no empty line stands beside one with text."""
    i = j = 0
    while i < len(left) and j < len(right):
        empty = (not _has_text(rows[left[i]].left), not _has_text(rows[right[j]].right))
        if empty == (True, False):
            yield (left[i],)
            i += 1
        elif empty == (False, True):
            yield (right[j],)
            j += 1
        else:
            yield left[i], right[j]
            i, j = i + 1, j + 1
    yield from ((index,) for index in (*left[i:], *right[j:]))


def _has_text(pieces: Pieces | None) -> bool:
    return any(not piece.text.isspace() for piece in pieces or ())
