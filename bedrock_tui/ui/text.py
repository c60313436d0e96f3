"""Text from outside on its way to the screen: data, never markup or escapes."""

from __future__ import annotations

from textual.content import Content

from bedrock_tui.core.plain import clean


def plain(text: str, style: str = "") -> Content:
    """Return outside text as content: no markup, no escapes, one line."""
    return Content.styled(" ".join(clean(text).split()), style)


def fit(parts: list[str], width: int) -> str:
    """Join as many leading parts as fit into `width` cells."""
    line = ""
    for part in parts:
        longer = f"{line} · {part}" if line else part
        if line and len(longer) > width:
            break
        line = longer
    return line


def shorten_left(text: str, width: int) -> str:
    """Keep the end of a text, where ids differ from each other."""
    return text if len(text) <= width else "…" + text[len(text) - width + 1 :]
