"""A code block that is still open: its lines are finished one by one."""

from __future__ import annotations

from markdown_it.token import Token

from bedrock_tui.ui.markdown.blocks import Code
from bedrock_tui.ui.markdown.highlight import START, colour
from bedrock_tui.ui.markdown.reading import code_language
from bedrock_tui.ui.markdown.spans import Spans


class OpenFence:
    """Reads a fenced block as CommonMark does, one line at a time."""

    def __init__(self, token: Token, opening: str) -> None:
        self.language = code_language(token.info)
        self.rows: list[Spans] = []
        self._mark = token.markup
        self._indent = len(opening) - len(opening.lstrip(" "))
        self._state = START

    def closes(self, line: str) -> bool:
        """Tell whether this line ends the block."""
        body = line.lstrip(" \t")
        if _columns(line[: len(line) - len(body)]) > 3:
            return False
        body = body.rstrip(" \t\n")
        return len(body) >= len(self._mark) and not body.strip(self._mark[0])

    def may_close(self, line: str) -> bool:
        """Tell whether this unfinished line could become the end of the block."""
        body = line.strip()
        return bool(body) and not body.strip(self._mark[0])

    def add(self, line: str) -> Spans:
        """Take a complete line of code and return its row."""
        row, self._state = colour(self.language, self._code(line), self._state)
        self.rows.append(row)
        return row

    def preview(self, line: str) -> Spans:
        """Return the row of an unfinished line without keeping it."""
        return colour(self.language, self._code(line), self._state)[0]

    def block(self) -> Code:
        """Return the block as it stands."""
        return Code(self.language, tuple(self.rows))

    def _code(self, line: str) -> str:
        """Take away as much indentation as the opening line had."""
        line = line.rstrip("\n")
        at = column = 0
        while at < len(line) and column < self._indent and line[at] in " \t":
            column = _columns(line[at], column)
            at += 1
        return " " * (column - self._indent) + line[at:]


def _columns(white: str, column: int = 0) -> int:
    for char in white:
        column += 4 - column % 4 if char == "\t" else 1
    return column
