"""The small values that text is made of on its way from Markdown to the screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from textual.strip import Strip

Roles = tuple[str, ...]
"""What a piece of text is, from the outside in: `("quote", "strong")`. Colours come
later, from the palette, so that a theme can change without reading the text again."""


class Span(NamedTuple):
    """A piece of text of one role. `"\\n"` alone means: a new line begins here."""

    text: str
    roles: Roles = ()


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the screen."""

    strip: Strip
    """Exactly as many cells as the view is wide."""
    lead: int = 0
    """How many characters at the start are frame and indentation, not text: a copy
    that joins this line to the one before leaves them out."""
    join: str | None = None
    """What stood between the line before and this one when both are one wrapped line
    of the source: a space, or nothing inside a long word. None: a line of its own."""
    frame: int = 1
    """How many characters at the start are never text (the margin, the edge of a code
    block)."""

    @property
    def text(self) -> str:
        """The characters of the line without the padding at its end."""
        return self.strip.text.rstrip()


def merged(spans: Iterable[Span]) -> Spans:
    """Put neighbours of the same role together and leave out the empty ones."""
    out: list[Span] = []
    for span in spans:
        if not span.text:
            continue
        if (
            out
            and out[-1].roles == span.roles
            and "\n" not in (span.text, out[-1].text)
        ):
            out[-1] = Span(out[-1].text + span.text, span.roles)
        else:
            out.append(span)
    return tuple(out)
