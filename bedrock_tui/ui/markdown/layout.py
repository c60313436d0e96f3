"""Sets blocks into lines of an exact width."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from bedrock_tui.ui.markdown.blocks import (
    Block,
    Child,
    Code,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from bedrock_tui.ui.markdown.palette import Paint, Palette
from bedrock_tui.ui.markdown.spans import Line, Roles, Span, Spans
from bedrock_tui.ui.markdown.table import plan_table
from bedrock_tui.ui.markdown.wrap import Row, cells, fold, wrap

MARGIN = 1
NARROWEST = 8
"""Text never gets fewer cells than this; deep nesting loses its indentation first."""

_JOINER = "\u200d"
_Key = tuple[Spans, Spans, str | None, Roles]


class Layout:
    """Makes lines for one width and one palette.

    A line that is asked for again comes back as the same object as long as it was used
    in the last round, so that whoever paints it finds its caches warm.
    """

    def __init__(self, width: int, palette: Palette) -> None:
        self.width = max(width, NARROWEST + 2 * MARGIN)
        self.inner = self.width - 2 * MARGIN
        self._paint = Paint(palette)
        self._recent: dict[_Key, Line] = {}
        self._former: dict[_Key, Line] = {}
        self.blank = self._line((), (), None, ())

    def next_round(self) -> None:
        """Forget the lines that were not used since the last call."""
        self._former, self._recent = self._recent, {}

    def children(self, children: Iterable[Child]) -> list[Line]:
        """Lay out blocks of the top level, with their empty lines."""
        lines: list[Line] = []
        for child in children:
            if child.gap:
                lines.append(self.blank)
            lines += self.block(child.block)
        return lines

    def block(self, block: Block, first: Spans = (), rest: Spans = ()) -> list[Line]:
        """Lay out one block; `first` and `rest` stand before its lines."""
        match block:
            case Paragraph(spans):
                return self._text(spans, first, rest)
            case Heading(level, spans):
                return self._text(_within(spans, _heading(level)), first, rest)
            case Code():
                return self._code(block, first, rest)
            case Rule():
                width = self._room(rest)
                return [self._line(first, (Span("─" * width, ("rule",)),))]
            case Quote(children):
                bar = Span("▌ ", ("bar",))
                inside = tuple(_quoted(child) for child in children)
                return self._nested(inside, (*first, bar), (*rest, bar))
            case Item():
                return self._item(block, first, rest)
            case Listing(items):
                return self._nested(items, first, rest)
            case Table():
                return self.table(block, first, rest)
        assert_never(block)

    def code_label(self, language: str, first: Spans = ()) -> Line:
        """Make the line above a code block."""
        label = Span(f" {language}", ("block", "label"))
        return self._line(first, (label,), None, ("block",))

    def code_row(self, row: Spans, rest: Spans = ()) -> list[Line]:
        """Make the lines of one line of code."""
        edge = Span(" ", ("block",))
        rows = fold(row, max(1, self._room(rest) - 2))
        return [
            self._line((*rest, edge), spans, join, ("block",)) for spans, join in rows
        ]

    def table(self, table: Table, first: Spans = (), rest: Spans = ()) -> list[Line]:
        """Lay out a whole table."""
        plan = plan_table(table, self._room(rest))
        rows = [*plan.head(), *(line for row in table.rows for line in plan.row(row))]
        return self.rows(rows, first, rest)

    def rows(self, rows: Iterable[Row], first: Spans, rest: Spans) -> list[Line]:
        """Put finished rows behind their prefix."""
        lines: list[Line] = []
        for spans, join in rows:
            lines.append(self._line(rest if lines else first, spans, join))
        return lines

    def _text(self, spans: Spans, first: Spans, rest: Spans) -> list[Line]:
        return self.rows(wrap(spans, self._room(rest)), first, rest)

    def _code(self, code: Code, first: Spans, rest: Spans) -> list[Line]:
        lines = [self.code_label(code.language, first)]
        for row in code.rows:
            lines += self.code_row(row, rest)
        return lines

    def _item(self, item: Item, first: Spans, rest: Spans) -> list[Line]:
        marker = f"{item.marker:>2} "
        first = (*first, Span(marker, ("marker",)))
        if cells(rest) + cell_len(marker) + NARROWEST <= self.inner:
            rest = (*rest, Span(" " * len(marker)))
        if not item.children:
            return [self._line(first, ())]
        return self._nested(item.children, first, rest)

    def _nested(
        self, children: tuple[Child, ...], first: Spans, rest: Spans
    ) -> list[Line]:
        lines: list[Line] = []
        for child in children:
            if child.gap:
                lines.append(self._line(rest, ()))
            lines += self.block(child.block, rest if lines else first, rest)
        return lines

    def _room(self, prefix: Spans) -> int:
        return max(NARROWEST, self.inner - cells(prefix))

    def _line(
        self,
        prefix: Spans,
        spans: Spans,
        join: str | None = None,
        fill: Roles = (),
    ) -> Line:
        """Make a line, padded to the width; too long a one (hostile text) is cut."""
        key = (prefix, spans, join, fill)
        if (line := self._recent.get(key)) is not None:
            return line
        if (line := self._former.get(key)) is None:
            line = self._new_line(prefix, spans, join, fill)
        self._recent[key] = line
        return line

    def _new_line(
        self, prefix: Spans, spans: Spans, join: str | None, fill: Roles
    ) -> Line:
        style = self._paint.style
        base = style(())
        room = self.inner - cells(prefix) - cells(spans)
        parts = [(" " * MARGIN, base)]
        parts += [(text, style(roles)) for text, roles in (*prefix, *spans)]
        parts += [(" " * room, style(fill)), (" " * MARGIN, base)]
        segments = _segments(parts)
        strip = Strip(segments, self.width - min(room, 0))
        if room < 0:
            strip = strip.adjust_cell_length(self.width, base)
        lead = MARGIN + sum(len(span.text) for span in prefix)
        return Line(strip, lead, join, MARGIN + (1 if fill else 0))


def _segments(parts: list[tuple[str, Style]]) -> list[Segment]:
    """Join blanks to a neighbour of the same style: fewer pieces paint faster.

    Texts stay apart, because what they measure together may be less than their sum;
    a zero width joiner does that even to a blank.
    """
    segments: list[Segment] = []
    for text, style in parts:
        if not text:
            continue
        if segments and segments[-1].style is style:
            last = segments[-1].text
            if last.isspace() or (text.isspace() and last[-1] != _JOINER):
                segments[-1] = Segment(last + text, style)
                continue
        segments.append(Segment(text, style))
    return segments


def _heading(level: int) -> str:
    return f"heading_{min(level, 4)}"


def _within(spans: Spans, role: str) -> Spans:
    return tuple(
        span if span.text == "\n" else Span(span.text, (role, *span.roles))
        for span in spans
    )


def _quoted(child: Child) -> Child:
    """Give the paragraphs of a quote their voice."""
    if not isinstance(child.block, Paragraph):
        return child
    return Child(child.gap, Paragraph(_within(child.block.spans, "quote")))
