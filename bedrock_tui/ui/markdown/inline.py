"""Reads the text inside a block: emphasis, code, links."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bedrock_tui.core.plain import clean
from bedrock_tui.ui.markdown.spans import Span, Spans, merged

References = MutableMapping[str, Any]
"""The environment of the parser; it holds the link references it has met."""

LONG = 2000
"""Growing text of more characters than this is read in pieces until it is complete."""

HUGE = 10_000
"""Text of more characters is read in pieces always: what the parser needs for text
made to be slow (`[[[[…`) grows with the square of its length."""

_WHITE = str.maketrans("\n\t", "  ")
_ROLES = {"em": "emphasis", "strong": "strong", "s": "strike", "link": "link"}


@lru_cache(maxsize=1)
def parser() -> MarkdownIt:
    """Return the parser: CommonMark, tables and strike-through; HTML is plain text."""
    options = {"html": False, "maxNesting": 60}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


def read_inline(content: str, references: References) -> Spans:
    """Return the spans of a block's text."""
    if len(content) > HUGE:
        pieces = (read_inline(piece, references) for piece in _pieces(content))
        return merged(span for piece in pieces for span in piece)
    tokens: list[Token] = []
    parser().inline.parse(content, parser(), references, tokens)
    return merged(_spans(tokens))


def safe(text: str) -> str:
    """Make decoded text fit for one line: entities can spell any character."""
    return clean(text).translate(_WHITE)


class InlineMemo:
    """Reads the same texts again and again, as the tail of a stream needs it."""

    def __init__(self) -> None:
        self._known: dict[str, Spans] = {}

    def whole(self, content: str, references: References) -> Spans:
        """Read the text exactly."""
        if references.get("references"):
            return read_inline(content, references)
        if (known := self._known.get(content)) is None:
            known = self._known[content] = read_inline(content, references)
        return known

    def growing(self, content: str, references: References) -> Spans:
        """Read text that may still grow, a very long one piece by piece.

        Emphasis that spans two pieces shows its asterisks until the block is complete.
        """
        if len(content) <= LONG:
            return self.whole(content, references)
        pieces = (self.whole(piece, references) for piece in _pieces(content))
        return merged(span for piece in pieces for span in piece)

    def clear(self) -> None:
        """Forget everything."""
        self._known.clear()


def _pieces(content: str) -> list[str]:
    """Cut at spaces, at places that do not depend on what follows."""
    pieces: list[str] = []
    at = 0
    while len(content) - at > LONG:
        space = content.find(" ", at + LONG // 2, at + LONG)
        end = space + 1 if space >= 0 else at + LONG
        pieces.append(content[at:end])
        at = end
    return [*pieces, content[at:]]


def _spans(tokens: Sequence[Token]) -> list[Span]:
    spans: list[Span] = []
    roles: list[str] = []
    links: list[tuple[str, int]] = []
    for token in tokens:
        match token.type:
            case "softbreak":
                spans.append(Span(" ", tuple(roles)))
            case "hardbreak":
                spans.append(Span("\n"))
            case "code_inline":
                spans.append(Span(safe(token.content), (*roles, "code")))
            case "image":
                alt = "".join(span.text for span in _spans(token.children or []))
                spans.append(Span(safe(f"▣ {alt}"), (*roles, "link")))
                spans += _address(str(token.attrGet("src")), alt, tuple(roles))
            case _ if token.nesting == 1:
                roles.append(_ROLES.get(token.tag, _ROLES.get(token.type[:-5], "link")))
                links.append((str(token.attrGet("href") or ""), len(spans)))
            case _ if token.nesting == -1:
                roles.pop()
                address, start = links.pop()
                shown = "".join(span.text for span in spans[start:])
                spans += _address(address, shown, tuple(roles))
            case _:
                spans.append(Span(safe(token.content), tuple(roles)))
    return spans


def _address(address: str, shown: str, roles: tuple[str, ...]) -> list[Span]:
    """Show where a link leads, unless its text says so already."""
    address = safe(address)
    if not address or address.removeprefix("mailto:") in shown:
        return []
    return [Span(f" ({address})", (*roles, "address"))]
