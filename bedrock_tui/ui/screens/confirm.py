"""Asking before something is done that costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from bedrock_tui.ui.text import plain


class ConfirmScreen(ModalScreen[bool]):
    """Answers whether the person agrees."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("enter,y", "dismiss(True)", "Yes"),
        ("escape,n", "dismiss(False)", "No"),
    ]

    def __init__(self, question: str, explanation: Sequence[str]) -> None:
        super().__init__()
        self._question = question
        self._explanation = explanation  # its lines

    def compose(self) -> ComposeResult:
        """Yield the question, what follows from it, and the keys."""
        with Vertical(id="box", classes="-small"):
            yield Static(plain(self._question), id="heading")
            lines = Content("\n").join(map(plain, self._explanation))
            yield Static(lines, id="explanation")
            yield Static("enter agrees · escape leaves it", id="note")
