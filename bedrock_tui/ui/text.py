"""Text from outside on its way to the screen: data, never markup or escapes."""

from __future__ import annotations

import re

from textual.content import Content

from bedrock_tui.core.plain import clean

_VERSION = re.compile(r"(-\d{8})?(-v\d+)?(:\d+)?$")

LONGEST_PREFIX = len("us-gov.")
"""Longer first parts of an id are a provider's name, not a geography."""


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


def shorten_id(text: str, width: int) -> str:
    """Cut an id to a width: first its version, then its middle.

    The prefix (`us.`, `global.`) and the model's own name tell ids apart.
    """
    if len(text) > width:
        text = _VERSION.sub("", text)
    if len(text) <= width:
        return text
    prefix = text[: text.find(".") + 1]
    head = prefix if len(prefix) <= LONGEST_PREFIX and len(prefix) * 2 < width else ""
    return f"{head}…{text[len(text) - width + len(head) + 1 :]}"
