"""Asking for the code of an MFA device."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from bedrock_tui.ui.text import plain

DIGITS = 6
"""Of a code (AWS STS API Reference, AssumeRole, TokenCode)."""
_WRONG = f"The code has {DIGITS} digits · escape cancels"


class MfaScreen(ModalScreen[str]):
    """Answers with the code, empty if the person changed their mind."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss('')", "Cancel")]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Yield the question and a place for the code."""
        with Vertical(id="box", classes="-small"):
            yield Static(plain(self._question), id="heading")
            yield Input(id="text", placeholder="the code of your device", password=True)
            yield Static("enter answers · escape cancels", id="note")

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        event.stop()
        code = "".join(event.value.split())
        if code.isdecimal() and len(code) == DIGITS:
            self.dismiss(code)
        else:
            self.query_one("#note", Static).update(_WRONG)
