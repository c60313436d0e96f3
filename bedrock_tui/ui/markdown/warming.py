"""Loading what the first reply will need, before it comes."""

from __future__ import annotations

from bedrock_tui.ui.markdown.palette import Palette
from bedrock_tui.ui.markdown.stream import render_document

_USUAL = ("python", "bash", "json", "sql", "yaml", "javascript", "typescript", "java")
"""Languages that replies use most; a lexer's first use takes tens of milliseconds."""


def warm() -> None:
    """Render a small document in every usual language; for a background thread."""
    for language in _USUAL:
        render_document(f"# `a`\n\n- *b*\n\n```{language}\n1\n```\n", 60, Palette())
