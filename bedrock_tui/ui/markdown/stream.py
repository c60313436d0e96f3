"""Renders Markdown while it arrives, and at the end exactly as if it had come whole.

A *finished* block, list item or line of code is laid out once and never again. An open
code block or table takes one line at a time. What else is open, normally the last
paragraph or list item, is the *tail*; it is read again on each feed.

What is shown depends on the text so far and not on how it was cut:

- only complete lines finish something, each is looked at alone, and what a complete
  line has closed stays closed in CommonMark. A line that surely belongs to the open
  block is not looked at: it is the next one that finishes what there is to finish;
- empty lines, numbers and bullets depend on neighbours only (`blocks.separated`);
- a link that is used before its definition cannot be known in time, so a text with
  definitions is read once more as a whole when it ends;
- while they are open, a very long paragraph is read in pieces (`InlineMemo.growing`)
  and the unfinished last row of a table does not widen its columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bedrock_tui.ui.markdown.blocks import (
    Block,
    Child,
    Code,
    Item,
    Paragraph,
    Quote,
    separated,
)
from bedrock_tui.ui.markdown.fence import OpenFence
from bedrock_tui.ui.markdown.highlight import CodeRows
from bedrock_tui.ui.markdown.inline import InlineMemo, References
from bedrock_tui.ui.markdown.layout import Layout
from bedrock_tui.ui.markdown.open_table import OpenTable
from bedrock_tui.ui.markdown.palette import Palette
from bedrock_tui.ui.markdown.reading import (
    BlockReader,
    Unit,
    read_document,
    read_tokens,
    skeleton,
)
from bedrock_tui.ui.markdown.spans import Line, Spans

LONGEST_NOTHING = 1000
"""Characters of empty lines and link definitions that wait for what follows them."""

_EMPTY = re.compile(r"[ \t]*$")
_MARKER = re.compile(r"( {0,3}(?:[-+*]|\d{1,9}[.)]))( {1,4})(?=[^ \t\n])")


class MarkdownStream:
    """One Markdown text that grows; its lines are `committed` and then `tail`."""

    def __init__(self, width: int, palette: Palette) -> None:
        self.committed: list[Line] = []
        self.tail: list[Line] = []
        self._layout = Layout(width, palette)
        self._source: list[str] = []
        self._children: list[Child] = []
        self._last: Block | None = None
        self._open: OpenFence | OpenTable | None = None
        self._open_gap = False
        # The text that is not finished, and how much of it has been looked at.
        self._buffer = ""
        self._seen = 0
        # How the first unit of the buffer follows what is committed.
        self._blank = False
        self._same_list = False
        self._number: int | None = None
        # Lines that need no look, because they cannot begin another unit.
        self._goes_on = _EMPTY
        self._references: References = {}
        self._memo = InlineMemo()
        self._code = CodeRows()

    @property
    def source(self) -> str:
        """The whole text so far."""
        self._source = ["".join(self._source)]
        return self._source[0]

    def feed(self, text: str) -> None:
        """Take more text."""
        self._source.append(text)
        self._buffer += text
        if "\n" in text:
            self._advance()
        self._show_tail()

    def finish(self) -> None:
        """Take what is there as complete."""
        if self._buffer and not self._buffer.endswith("\n"):
            self._buffer += "\n"
            self._advance()
        self._close()
        self._commit(self._buffer, self._number)
        self._buffer, self._seen = "", 0
        if self._references.get("references"):
            self._children = read_document(self.source)
            self.committed = self._layout.children(self._children)
        self._show_tail()

    def lay_out(self, width: int, palette: Palette) -> None:
        """Make all lines again for another width or other colours."""
        self._layout = Layout(width, palette)
        self.committed = self._layout.children(self._children)
        if self._open is not None and self._open_gap:
            self.committed.append(self._layout.blank)
        if isinstance(self._open, OpenFence):
            self.committed += self._layout.block(self._open.block())
        elif self._open is not None:
            self._open.forget_lines()
        self._show_tail()

    def _advance(self) -> None:
        """Look at each new complete line, alone, so that cuts make no difference."""
        while end := self._buffer.find("\n", self._seen) + 1:
            if self._open is None:
                line, self._seen = self._buffer[self._seen : end - 1], end
                if self._goes_on.match(line) is None:
                    self._settle(self._buffer[:end])
                continue
            if self._take(self._open, self._buffer[:end]):
                self._buffer = self._buffer[end:]

    def _take(self, block: OpenFence | OpenTable, line: str) -> bool:
        """Give a line to the open block; False if it belongs to what comes next."""
        if isinstance(block, OpenTable):
            if (row := block.row(line)) is not None:
                block.add(row)
                return True
            self._close()
            return False
        if block.closes(line):
            self._close()
        else:
            self.committed += self._layout.code_row(block.add(line))
        return True

    def _close(self) -> None:
        """Finish the open block, if there is one."""
        if self._open is None:
            return
        if isinstance(self._open, OpenTable):
            self.committed += self._open.lines(self._layout)
        self._last = self._open.block()
        self._children.append(Child(self._open_gap, self._last))
        self._open = None
        self._seen = 0

    def _settle(self, complete: str) -> None:
        """Commit the units that the last complete line has finished."""
        units = skeleton(read_tokens(complete, self._known()), self._number)
        self._goes_on = _EMPTY
        if not units:
            self._skip(complete)
            return
        last = units[-1]
        lines = [line + "\n" for line in complete.split("\n")[:-1]]
        starts = [0, *(unit.start for unit in units[1:])]
        for index, unit in enumerate(units[:-1]):
            text = "".join(lines[starts[index] : starts[index + 1]])
            self._commit(text, unit.number)
            self._follow(unit, units[index + 1])
        if len(units) == 1 and last.start:
            read_tokens("".join(lines[: last.start]), self._references)
        done = sum(map(len, lines[: last.start]))
        self._buffer = self._buffer[done:]
        self._seen -= done
        if last.token.type in ("fence", "table_open"):
            self._start(last, lines[last.start :])
        else:
            self._goes_on = _continuation(last.block, lines[last.start])

    def _skip(self, complete: str) -> None:
        """Put very many empty lines or definitions, which show nothing, aside."""
        if len(complete) > LONGEST_NOTHING:
            read_tokens(complete, self._references)
            self._buffer, self._seen = self._buffer[len(complete) :], 0

    def _commit(self, text: str, number: int | None) -> None:
        """Read a finished text, normally one unit, and lay it out."""
        if not text.strip(" \t\r\n"):
            return
        tokens = read_tokens(text, self._references)
        reader = BlockReader(self._read_exactly, self._code.rows)
        for child in self._joined(reader.units(tokens, number)):
            self._children.append(child)
            self.committed += self._layout.children((child,))
            self._last = child.block
        self._memo.clear()
        self._code.clear()

    def _follow(self, before: Unit, after: Unit) -> None:
        """Remember how the unit that is first in the buffer follows the one before."""
        self._blank = after.start > before.end
        self._same_list = after.same_list
        self._number = after.number if after.same_list else None

    def _start(self, unit: Unit, lines: list[str]) -> None:
        """Open a code block or a table; its opening lines leave the buffer."""
        self._open_gap = separated(self._last, unit.block, self._blank, False)
        if self._open_gap:
            self.committed.append(self._layout.blank)
        if isinstance(unit.block, Code):
            self._open, taken = OpenFence(unit.token, lines[0]), len(lines[0])
            self.committed.append(self._layout.code_label(self._open.language))
        else:
            head = lines[0] + lines[1]
            self._open, taken = OpenTable(head, self._read_blocks), len(head)
        self._buffer = self._buffer[taken:]
        self._blank = self._same_list = False
        self._number, self._seen = None, 0

    def _read_exactly(self, content: str) -> Spans:
        return self._memo.whole(content, self._references)

    def _read_blocks(self, text: str) -> list[Block]:
        reader = BlockReader(self._read_exactly, self._code.rows)
        return [unit.block for unit in reader.units(read_tokens(text, self._known()))]

    def _known(self) -> References:
        """Return the references so far, in a copy that may be added to."""
        return {"references": dict(self._references.get("references", ()))}

    def _joined(self, units: Sequence[Unit]) -> list[Child]:
        """Decide where the empty lines are, beginning after what is committed."""
        children: list[Child] = []
        last, end = self._last, 0
        for unit in units:
            blank, same = unit.start > end, unit.same_list
            if not children:
                blank, same = self._blank, self._same_list
            children.append(Child(separated(last, unit.block, blank, same), unit.block))
            last, end = unit.block, unit.end
        return children

    def _show_tail(self) -> None:
        """Lay out what is not finished."""
        self._layout.next_round()
        block, text = self._open, self._buffer
        if isinstance(block, OpenFence):
            hidden = not text or block.may_close(text)
            self.tail = [] if hidden else self._layout.code_row(block.preview(text))
            return
        self.tail = []
        if isinstance(block, OpenTable):
            self.tail = block.lines(self._layout)
            if not text:
                return
            if (row := block.row(text)) is not None:
                self.tail += block.preview(self._layout, row)
                return
        self.tail += self._layout.children(self._tail_children(block, text))

    def _tail_children(self, after: OpenTable | None, text: str) -> list[Child]:
        references = self._known()
        tokens = read_tokens(text, references)
        reader = BlockReader(
            lambda content: self._memo.growing(content, references), self._code.rows
        )
        units = reader.units(tokens, self._number)
        if after is None:
            return self._joined(units)
        return [Child(True, unit.block) for unit in units]


def _continuation(block: Block, first: str) -> re.Pattern[str]:
    """Return what surely continues this block: empty lines, and lines that begin so."""
    start = ""
    if isinstance(block, Paragraph):
        start = "[A-Za-z]"
    elif isinstance(block, Quote):
        start = ">"
    elif isinstance(block, Item) and (marker := _MARKER.match(first)):
        start = f" {{{marker.end()}}}"
    return re.compile(f"{start}|{_EMPTY.pattern}") if start else _EMPTY


def render_document(text: str, width: int, palette: Palette) -> list[Line]:
    """Render a complete text."""
    return Layout(width, palette).children(read_document(text))
