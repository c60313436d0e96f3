"""Reads Markdown blocks: text in, blocks and their places in the text out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

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
    separated,
)
from bedrock_tui.ui.markdown.highlight import CodeRows
from bedrock_tui.ui.markdown.inline import References, parser, read_inline, safe
from bedrock_tui.ui.markdown.spans import Span, Spans

ReadInline = Callable[[str], Spans]
ReadCode = Callable[[str, Sequence[str]], tuple[Spans, ...]]

BULLETS = "•◦▪"
_CHECKS = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}


@dataclass(frozen=True, slots=True)
class Unit:
    """A block of the top level, or one item of a list there: what is shown at once."""

    block: Block
    start: int
    """The line where it begins."""
    end: int
    """The line after the last one that has content."""
    number: int | None
    """The number of an item in an ordered list."""
    same_list: bool
    """True for all items of a list but its first."""
    token: Token
    """The token that opens it."""


@lru_cache(maxsize=1)
def _block_parser() -> MarkdownIt:
    reader = MarkdownIt("commonmark", parser().options).enable(["table"])
    reader.core.ruler.enableOnly(["normalize", "block"])
    return reader


def read_tokens(text: str, references: References) -> list[Token]:
    """Read the block structure only, which is many times cheaper than all of it."""
    return _block_parser().parse(text, references)


def read_document(text: str) -> list[Child]:
    """Read a complete text, whose last line counts as one even without a newline.

    This is the measure for every streamed text.
    """
    references: References = {}
    tokens = read_tokens(text if text.endswith("\n") else text + "\n", references)
    reader = BlockReader(
        lambda content: read_inline(content, references), CodeRows().rows
    )
    return join_units(reader.units(tokens))


def skeleton(tokens: Sequence[Token], number: int | None) -> list[Unit]:
    """Find the units and their places without reading what is in them."""
    return BlockReader(lambda _: (), lambda *_: ()).units(tokens, number)


def join_units(units: Sequence[Unit]) -> list[Child]:
    """Decide where the empty lines are."""
    children: list[Child] = []
    before: Unit | None = None
    for unit in units:
        blank = before is not None and unit.start > before.end
        last = before.block if before else None
        gap = separated(last, unit.block, blank, unit.same_list)
        children.append(Child(gap, unit.block))
        before = unit
    return children


class BlockReader:
    """Turns tokens into blocks."""

    def __init__(self, inline: ReadInline, code: ReadCode) -> None:
        self._inline = inline
        self._code = code
        self._tokens: Sequence[Token] = ()
        self._at = 0
        self._end = 0
        self._depth = 0

    def units(self, tokens: Sequence[Token], number: int | None = None) -> list[Unit]:
        """Return the units of the top level.

        `number` continues a list that began in an earlier text.
        """
        self._tokens, self._at, self._depth = tokens, 0, 0
        units: list[Unit] = []
        while self._at < len(tokens):
            token = tokens[self._at]
            if not token.type.endswith("_list_open"):
                start = token.map[0] if token.map else 0
                block = self._block()
                units.append(Unit(block, start, self._end, None, False, token))
                continue
            first = len(units)
            self._at += 1
            count = number if number is not None and not first else _start(token)
            while (item := self._tokens[self._at]).nesting == 1:
                start = item.map[0] if item.map else 0
                block = self._item(count)
                units.append(
                    Unit(block, start, self._end, count, len(units) > first, token)
                )
                count = None if count is None else count + 1
            self._at += 1
        return units

    def _block(self) -> Block:
        token = self._next()
        if token.map and token.nesting == 0:
            self._end = token.map[1]
        match token.type:
            case "paragraph_open":
                return Paragraph(self._text(token))
            case "heading_open":
                return Heading(int(token.tag[1:]), self._text(token))
            case "fence" | "code_block":
                language = code_language(token.info)
                return Code(language, self._code(language, code_lines(token.content)))
            case "hr":
                return Rule()
            case "blockquote_open":
                self._end = token.map[0] + 1 if token.map else 0
                return Quote(self._children())
            case "bullet_list_open" | "ordered_list_open":
                return self._listing(_start(token))
            case "table_open":
                return self._table(token)
        return Paragraph((Span(safe(token.content)),))

    def _next(self) -> Token:
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _text(self, opening: Token) -> Spans:
        spans = self._inline(self._next().content)
        self._at += 1
        if opening.map:
            self._end = opening.map[1]
        return spans

    def _children(self) -> tuple[Child, ...]:
        children: list[Child] = []
        while self._tokens[self._at].nesting != -1:
            token = self._tokens[self._at]
            start, end = (token.map[0] if token.map else 0), self._end
            children.append(Child(bool(children) and start > end, self._block()))
        self._at += 1
        return tuple(children)

    def _item(self, number: int | None) -> Item:
        token = self._next()
        self._end = token.map[0] + 1 if token.map else 0
        marker = BULLETS[min(self._depth, len(BULLETS) - 1)]
        if number is not None:
            marker = f"{number}{token.markup}"
        self._depth += 1
        children = self._children()
        self._depth -= 1
        return Item(marker, _checked(children))

    def _listing(self, number: int | None) -> Listing:
        items: list[Child] = []
        while (token := self._tokens[self._at]).nesting == 1:
            start, end = (token.map[0] if token.map else 0), self._end
            items.append(Child(bool(items) and start > end, self._item(number)))
            number = None if number is None else number + 1
        self._at += 1
        return Listing(tuple(items))

    def _table(self, opening: Token) -> Table:
        rows: list[tuple[Spans, ...]] = []
        cells: list[Spans] = []
        aligns: list[str] = []
        while (token := self._next()).type != "table_close":
            if token.type == "inline":
                cells.append(self._inline(token.content))
            elif token.type == "th_open":
                style = str(token.attrGet("style") or "left")
                aligns.append(style.removeprefix("text-align:"))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
                cells = []
        if opening.map:
            self._end = opening.map[1]
        return Table(tuple(aligns), rows[0], tuple(rows[1:]))


def code_lines(content: str) -> list[str]:
    """Split the text of a code block into its lines."""
    lines = content.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def code_language(info: str) -> str:
    """Return the language that a fence names, cut to a sane length."""
    words = safe(info).split()
    return words[0][:24] if words else ""


def _start(token: Token) -> int | None:
    if token.type == "bullet_list_open":
        return None
    start = token.attrGet("start")
    return 1 if start is None else int(start)


def _checked(children: tuple[Child, ...]) -> tuple[Child, ...]:
    """Show `[ ]` and `[x]` at the start of an item as boxes."""
    if not children or not isinstance(children[0].block, Paragraph):
        return children
    spans = children[0].block.spans
    if not spans or (box := _CHECKS.get(spans[0].text[:4])) is None:
        return children
    first = Span(spans[0].text[4:], spans[0].roles)
    ticked = (Span(box, ("marker",)), first, *spans[1:])
    return (Child(children[0].gap, Paragraph(ticked)), *children[1:])
