"""The smallest Textual program: an app with one line of text."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

MARKER = "smallest"


class Smallest(App[None]):
    """Shows one word."""

    def compose(self) -> ComposeResult:
        """Yield the word."""
        yield Static(MARKER)


if __name__ == "__main__":
    Smallest().run()
