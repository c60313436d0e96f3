"""What a lane shows: turns of sections in the order they came, and their lines."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

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

TURNS = 10
"""Earlier turns that are shown above the present one."""
LONGEST_PROMPT = 3
"""Lines of an earlier prompt that are shown."""


class ReplyDocument:
    """Takes raw pieces of replies, cleans them and keeps their lines."""

    def __init__(self, width: int, palette: Palette) -> None:
        self.prompt = ""
        """What the present turn answers, if that is to be shown once it is past."""
        self.lines: list[Line] = []
        self.folds: set[int] = set()
        """The lines that open and close reasoning."""
        self._width = width
        self._palette = palette
        self._blank = Layout(width, palette).blank
        self._sections: list[Section] = []
        self._past: list[list[Section]] = []
        self._left_out = 0  # turns before those
        self._above: tuple[list[Line], set[int]] | None = None  # lines of the past
        self._kind: Kind | None = None
        self._cleaner = Cleaner()
        self._is_open = False
        self._tokens: int | None = None

    @property
    def text(self) -> str:
        """The present answer without reasoning, notes and tools, clean."""
        texts = [s.source for s in self._sections if isinstance(s, TextSection)]
        return "\n\n".join(text for text in texts if text)

    def next_turn(self, prompt: str) -> None:
        """Begin another turn below what is there."""
        self.finish()
        if not self._past:
            self._sections.insert(0, self._asked(self.prompt))
        self._past.append(self._sections)
        self._left_out += len(self._past) > TURNS
        self._past = self._past[-TURNS:]
        self._above = None
        self._begin(prompt)

    def restart(self, prompt: str) -> None:
        """Forget the present turn, not those before; another one takes its place."""
        self._kind, self._cleaner = None, Cleaner()
        self._begin(prompt)

    def _begin(self, prompt: str) -> None:
        self.prompt = prompt
        self._sections = [self._asked(prompt)] if self._past else []
        self._tokens = None

    def _asked(self, prompt: str) -> Section:
        lines = clean(prompt).strip().split("\n")
        if len(lines) > LONGEST_PROMPT:
            lines = [*lines[: LONGEST_PROMPT - 1], "…"]
        section = new_section(Kind.PROMPT, self._width, self._palette, False)
        section.feed("❯ " + "\n  ".join(lines))
        return section

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
        if is_open != self._is_open:
            for section in _reasoning(self._past):
                section.show(is_open)
            self._above = None
        self._is_open, self._tokens = is_open, tokens
        for index, section in enumerate(_reasoning([self._sections])):
            section.show(is_open)
            section.tokens = tokens
            section.counted = tokens is None or not index

    def lay_out(self, width: int, palette: Palette) -> None:
        """Make all lines for this width and these colours."""
        self._width, self._palette = width, palette
        self._blank = Layout(width, palette).blank
        for section in (*chain(*self._past), *self._sections):
            section.lay_out(width, palette)
        self._above = None

    def collect(self) -> None:
        """Put the lines of all sections together, an empty one between them."""
        if self._above is None:
            self._above = self._join(chain(*self._past), self._head(), set())
        above, folds = self._above
        self.lines, self.folds = self._join(self._sections, above, folds)

    def _head(self) -> list[Line]:
        """Say how much was said before what is shown."""
        if not self._left_out:
            return []
        turns = f"{self._left_out} earlier turn{'s' if self._left_out > 1 else ''}"
        section = new_section(Kind.NOTE, self._width, self._palette, False)
        section.feed(f"{turns} not shown; all are sent")
        return section.lines()

    def _join(
        self, sections: Iterable[Section], above: list[Line], folds: set[int]
    ) -> tuple[list[Line], set[int]]:
        lines, folds = list(above), set(folds)
        for section in sections:
            own = section.lines()
            if own and lines:
                lines.append(self._blank)
            if isinstance(section, ReasoningSection):
                folds.add(len(lines))
            lines += own
        return lines, folds

    def _new_section(self, kind: Kind) -> Section:
        section = new_section(kind, self._width, self._palette, self._is_open)
        self._sections.append(section)
        if kind is Kind.REASONING:
            self.fold(self._is_open, self._tokens)
        return section


def _reasoning(turns: Iterable[list[Section]]) -> list[ReasoningSection]:
    return [s for s in chain(*turns) if isinstance(s, ReasoningSection)]
