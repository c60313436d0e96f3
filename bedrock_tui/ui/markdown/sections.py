"""The parts that a reply is shown as: Markdown, reasoning, notes, tool input."""

from __future__ import annotations

from typing import Protocol

from bedrock_tui.core.metrics import estimate_tokens
from bedrock_tui.ui.markdown.highlight import START, colour
from bedrock_tui.ui.markdown.kind import Kind
from bedrock_tui.ui.markdown.layout import Layout
from bedrock_tui.ui.markdown.palette import Palette
from bedrock_tui.ui.markdown.spans import Line, Span
from bedrock_tui.ui.markdown.stream import MarkdownStream
from bedrock_tui.ui.markdown.wrap import Row, wrap


class Section(Protocol):
    """A run of pieces of one kind."""

    @property
    def source(self) -> str:
        """The text so far."""
        ...

    def feed(self, text: str) -> None:
        """Take more clean text."""
        ...

    def finish(self) -> None:
        """No more text comes."""
        ...

    def lay_out(self, width: int, palette: Palette) -> None:
        """Make all lines for this width and these colours."""
        ...

    def lines(self) -> list[Line]:
        """Return the lines as they are now."""
        ...


class TextSection(MarkdownStream):
    """The answer itself."""

    def lines(self) -> list[Line]:
        """Return the finished lines and the tail."""
        return self.committed + self.tail


class PlainSection:
    """Text without markup, of one role, wrapped line by line."""

    def __init__(self, width: int, palette: Palette, role: str) -> None:
        self._role = role
        self._layout = Layout(width, palette)
        self._complete: list[str] = []
        self._open = ""
        self._done: list[Line] = []
        self._tail: list[Line] = []

    @property
    def source(self) -> str:
        """The text so far."""
        return "\n".join((*self._complete, self._open))

    def feed(self, text: str) -> None:
        """Take more text; complete lines are laid out once."""
        *complete, self._open = (self._open + text).split("\n")
        for line in complete:
            self._done += self._wrapped(line)
        self._complete += complete
        self._layout.next_round()
        self._tail = self._wrapped(self._open) if self._open else []

    def finish(self) -> None:
        """Nothing is held back here."""

    def lay_out(self, width: int, palette: Palette) -> None:
        """Wrap everything again."""
        self._layout = Layout(width, palette)
        self._done = [line for text in self._complete for line in self._wrapped(text)]
        self._tail = self._wrapped(self._open) if self._open else []

    def lines(self) -> list[Line]:
        """Return the lines without the empty ones at the end."""
        lines = self._done + self._tail
        while lines and not lines[-1].text:
            lines.pop()
        return lines

    def _wrapped(self, text: str) -> list[Line]:
        spans = (Span(text.expandtabs(4), (self._role,)),)
        return self._layout.rows(wrap(spans, self._layout.inner), (), ())


class ReasoningSection(PlainSection):
    """The model's reasoning behind one line that opens and closes it.

    While it is closed nothing is laid out.
    """

    def __init__(self, width: int, palette: Palette, is_open: bool) -> None:
        super().__init__(width, palette, "reasoning")
        self._characters = 0
        self._text: list[str] = []
        self._shown = is_open
        self.tokens: int | None = None
        self.counted = True
        """False when another section shows the number of tokens for all."""

    @property
    def source(self) -> str:
        """The text so far."""
        return "".join(self._text)

    def feed(self, text: str) -> None:
        """Take more text."""
        self._text.append(text)
        self._characters += len(text)
        if self._shown:
            super().feed(text)
        else:
            self._layout.next_round()

    def show(self, is_open: bool) -> None:
        """Open or close."""
        if is_open == self._shown:
            return
        self._shown = is_open
        self._complete, self._open, self._done, self._tail = [], "", [], []
        if is_open:
            super().feed(self.source)

    def lines(self) -> list[Line]:
        """Return the heading and, when open, the text."""
        arrow = "▾" if self._shown else "▸"
        title = f"{arrow} reasoning"
        if self.counted:
            title += f" · {self._count(' tokens')}"
        if len(title) > self._layout.inner:
            title = f"{arrow} reasoning {self._count('')}"
        row: Row = ((Span(title, ("fold",)),), None)
        header = self._layout.rows((row,), (), ())
        return header + (super().lines() if self._shown else [])

    def _count(self, unit: str) -> str:
        if self.tokens is not None:
            return f"{self.tokens:,}{unit}"
        estimate = estimate_tokens(self._characters)
        return f"~{estimate:,}{unit}"


class ToolSection:
    """What the model wants to call a tool with, as a block of JSON."""

    def __init__(self, width: int, palette: Palette) -> None:
        self._layout = Layout(width, palette)
        self.source = ""

    def feed(self, text: str) -> None:
        """Take more of the JSON."""
        self.source += text

    def finish(self) -> None:
        """Nothing is held back here."""

    def lay_out(self, width: int, palette: Palette) -> None:
        """Use another width or other colours."""
        self._layout = Layout(width, palette)

    def lines(self) -> list[Line]:
        """Return the lines of the block."""
        self._layout.next_round()
        lines = [self._layout.code_label("tool input")]
        state = START
        for text in self.source.rstrip("\n").split("\n"):
            row, state = colour("json", text, state)
            lines += self._layout.code_row(row)
        return lines


def new_section(kind: Kind, width: int, palette: Palette, is_open: bool) -> Section:
    """Begin a section; `is_open` tells how reasoning is shown."""
    match kind:
        case Kind.TEXT:
            return TextSection(width, palette)
        case Kind.REASONING:
            return ReasoningSection(width, palette, is_open)
        case Kind.NOTE:
            return PlainSection(width, palette, "note")
        case Kind.TOOL:
            return ToolSection(width, palette)
        case Kind.PROMPT:
            return PlainSection(width, palette, "prompt")
