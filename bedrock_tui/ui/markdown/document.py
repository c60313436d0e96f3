"""A whole reply: sections in the order they came, and the lines they are shown as."""

from __future__ import annotations

from bedrock_tui.core.plain import Cleaner, clean
from bedrock_tui.ui.markdown.kind import Kind
from bedrock_tui.ui.markdown.layout import Layout
from bedrock_tui.ui.markdown.palette import Palette
from bedrock_tui.ui.markdown.sections import (
    ReasoningSection,
    Section,
    TextSection,
    new_section,
)
from bedrock_tui.ui.markdown.spans import Line


class ReplyDocument:
    """Takes raw pieces of a reply, cleans them and keeps their lines."""

    def __init__(self, width: int, palette: Palette) -> None:
        self.lines: list[Line] = []
        self.folds: set[int] = set()
        """The lines that open and close reasoning."""
        self._width = width
        self._palette = palette
        self._blank = Layout(width, palette).blank
        self._sections: list[Section] = []
        self._kind: Kind | None = None
        self._cleaner = Cleaner()
        self._is_open = False
        self._tokens: int | None = None

    @property
    def text(self) -> str:
        """The answer without reasoning, notes and tools, clean."""
        texts = [s.source for s in self._sections if isinstance(s, TextSection)]
        return "\n\n".join(text for text in texts if text)

    def feed(self, kind: Kind, text: str) -> None:
        """Take a raw piece; another kind than before begins another section."""
        if kind is Kind.NOTE:
            self.finish()
            line = " ".join(clean(text).split())
            if line:
                self._new_section(kind).feed(line)
            return
        if kind is not self._kind:
            self.finish()
            self._kind = kind
            self._new_section(kind)
        if cleaned := self._cleaner.feed(text):
            self._sections[-1].feed(cleaned)

    def finish(self) -> None:
        """End the section that is open."""
        if self._kind is None:
            return
        if rest := self._cleaner.finish():
            self._sections[-1].feed(rest)
        self._sections[-1].finish()
        self._cleaner = Cleaner()
        self._kind = None

    def fold(self, is_open: bool, tokens: int | None) -> None:
        """Say how reasoning is shown, and how many tokens it had if that is known."""
        self._is_open, self._tokens = is_open, tokens
        for index, section in enumerate(self._reasoning()):
            section.show(is_open)
            section.tokens = tokens
            section.counted = tokens is None or not index

    def lay_out(self, width: int, palette: Palette) -> None:
        """Make all lines for this width and these colours."""
        self._width, self._palette = width, palette
        self._blank = Layout(width, palette).blank
        for section in self._sections:
            section.lay_out(width, palette)

    def collect(self) -> None:
        """Put the lines of all sections together, an empty one between them."""
        lines: list[Line] = []
        folds: set[int] = set()
        for section in self._sections:
            own = section.lines()
            if own and lines:
                lines.append(self._blank)
            if isinstance(section, ReasoningSection):
                folds.add(len(lines))
            lines += own
        self.lines, self.folds = lines, folds

    def _new_section(self, kind: Kind) -> Section:
        section = new_section(kind, self._width, self._palette, self._is_open)
        self._sections.append(section)
        if kind is Kind.REASONING:
            self.fold(self._is_open, self._tokens)
        return section

    def _reasoning(self) -> list[ReasoningSection]:
        return [s for s in self._sections if isinstance(s, ReasoningSection)]
