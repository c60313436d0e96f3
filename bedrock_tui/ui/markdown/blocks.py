"""What a Markdown text consists of, after reading and before it has a width."""

from __future__ import annotations

from dataclasses import dataclass

from bedrock_tui.ui.markdown.spans import Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that wraps."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; levels 1 to 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Code:
    """A code block, one tuple of spans a line."""

    language: str
    rows: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Blocks behind a bar."""

    children: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list with its bullet or number."""

    marker: str
    children: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list inside another block (at the top level items stand alone)."""

    items: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as the header."""

    aligns: tuple[str, ...]
    """`left`, `center` or `right`, one a column."""
    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


Block = Paragraph | Heading | Code | Rule | Quote | Item | Listing | Table


@dataclass(frozen=True, slots=True)
class Child:
    """A block and whether an empty line stands before it."""

    gap: bool
    block: Block


def separated(before: Block | None, after: Block, blank: bool, same_list: bool) -> bool:
    """Tell whether an empty line stands between two blocks of the top level.

    Code, tables, quotes and rules always stand free, headings have air above;
    elsewhere the author's own empty lines decide (`blank`). This looks at neighbours
    only, so what comes later (a list that turns out loose) never moves what is shown.
    """
    if before is None:
        return False
    if same_list:
        return blank
    free = (Code, Table, Quote, Rule)
    return isinstance(before, free) or isinstance(after, (Heading, *free)) or blank
