"""Having a screen ready before somebody opens it."""

from __future__ import annotations

from importlib import import_module

from textual.app import App


def read() -> None:
    """Import what the screens are made of; to be called in a thread."""
    import_module("bedrock_tui.ui.screens.access")


def prepare(app: App[None], mode: str) -> None:
    """Compose a mode's screen and its styles, which takes longer than painting it.

    Textual 8.2 composes a mode when it is first shown and has no public way to do it
    earlier; to be replaced when it has.
    """
    app._init_mode(mode)
