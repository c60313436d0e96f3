"""Our two themes, and how widgets read their colours; every built-in one works too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.theme import Theme

if TYPE_CHECKING:
    from textual.dom import DOMNode

DARK = Theme(
    name="bedrock-dark",
    primary="#5fb3b3",
    secondary="#8aa9d6",
    accent="#e8a854",
    warning="#e0b45c",
    error="#e26d6d",
    success="#7fbf7f",
    foreground="#d8dee6",
    background="#14181d",
    surface="#1a2027",
    panel="#232b34",
    dark=True,
)

LIGHT = Theme(
    name="bedrock-light",
    primary="#1f7a7a",
    secondary="#3f6299",
    accent="#a86200",
    warning="#8f6400",
    error="#b3342f",
    success="#2f7d32",
    foreground="#20262c",
    background="#f6f7f5",
    surface="#eceeea",
    panel="#dfe3dd",
    dark=False,
)


def own_style(node: DOMNode, name: str) -> Style:
    """Return what a component class itself sets, its translucent colours blended."""
    styles = node.get_component_styles(name)
    whole = styles.rich_style
    own = Style(
        color=whole.color if styles.has_rule("color") else None,
        bgcolor=whole.bgcolor if styles.has_rule("background") else None,
    )
    return own + styles.text_style
