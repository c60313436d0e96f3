"""A page of Markdown over everything else."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.screen import ModalScreen

from bedrock_tui.ui.widgets.reply_view import ReplyView


class Page(ModalScreen[None]):
    """Shows a text; any of its closing keys takes it away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,f1,question_mark", "dismiss", "Close"),
        ("y", "copy", "Copy"),
    ]

    view = query_one(ReplyView)

    def __init__(self, text: str, copied: str = "") -> None:
        super().__init__()
        self._text = text
        self._copied = copied or text

    def compose(self) -> ComposeResult:
        """Yield the page."""
        with Vertical(id="page"):
            yield ReplyView()

    def on_mount(self) -> None:
        """Fill the page."""
        self.view.append_text(self._text)
        self.view.finish()
        self.view.focus()
        self.call_after_refresh(self.view.action_scroll_home)

    def action_copy(self) -> None:
        """Copy what the page is about."""
        self.app.copy_to_clipboard(self._copied)
        self.notify(f"Copied {len(self._copied):,} characters.", timeout=2)
