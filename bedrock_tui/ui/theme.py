"""Our two themes; every built-in one works as well."""

from __future__ import annotations

from textual.theme import Theme

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
