"""The formats in which a comparison can be saved."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from bedrock_tui.core.export import markdown, shapes, webpage
from bedrock_tui.core.export.transcript import Transcript


class Format(StrEnum):
    """A format, by the end of its files' names."""

    MARKDOWN = ".md"
    HTML = ".html"
    JSON = ".json"

    @property
    def label(self) -> str:
        """Its name as people write it."""
        return {".md": "Markdown", ".html": "HTML", ".json": "JSON"}[self]


_WRITERS: dict[Format, Callable[[Transcript], str]] = {
    Format.MARKDOWN: markdown.page,
    Format.HTML: webpage.page,
    Format.JSON: shapes.page,
}
_SUFFIXES = {".markdown": Format.MARKDOWN, ".htm": Format.HTML}


def render(transcript: Transcript, form: Format) -> str:
    """Return the comparison in a format."""
    return _WRITERS[form](transcript)


def format_of(suffix: str) -> Format | None:
    """Return the format that a file's name ends in; None for any other end."""
    suffix = suffix.lower()
    try:
        return Format(suffix)
    except ValueError:
        return _SUFFIXES.get(suffix)
