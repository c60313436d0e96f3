"""What goes with the prompt: system prompt and inference parameters of every lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static, TextArea

from bedrock_tui.core.request import Parameters
from bedrock_tui.ui.chosen import Chosen
from bedrock_tui.ui.text import plain

T = TypeVar("T")


class ParametersScreen(ModalScreen[Chosen | None]):
    """Answers with what was chosen, or None if the person changed their mind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss(None)", "Cancel"),
        ("ctrl+s", "keep", "Keep"),
    ]

    HELP = "Empty fields are not sent; the model's own defaults apply."

    system = query_one("#system", TextArea)
    trouble = query_one("#trouble", Static)

    def __init__(self, chosen: Chosen) -> None:
        super().__init__()
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """Yield one field per parameter."""
        parameters = self._chosen.parameters
        with Vertical(id="box"):
            yield Static("Parameters of every lane", id="heading")
            yield Label("System prompt")
            yield TextArea(self._chosen.system, id="system", compact=True)
            yield Label("Longest reply in tokens (always sent)")
            yield Input(str(parameters.max_tokens), id="max_tokens", compact=True)
            yield Label("Temperature, 0 to 1 (recent models refuse it)")
            yield Input(_shown(parameters.temperature), id="temperature", compact=True)
            yield Label("Top p, 0 to 1")
            yield Input(_shown(parameters.top_p), id="top_p", compact=True)
            yield Label("Stop sequences, separated by |")
            stops = "|".join(parameters.stop_sequences)
            yield Input(stops, id="stop_sequences", compact=True)
            yield Static(id="trouble", markup=False)
            yield Static("tab moves · ctrl+s keeps · escape leaves", id="keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Check every field and answer."""
        try:
            parameters = Parameters(
                max_tokens=self._read("max_tokens", _whole) or 1,
                temperature=self._read("temperature", _share),
                top_p=self._read("top_p", _share),
                stop_sequences=tuple(
                    part for part in self._field("stop_sequences").split("|") if part
                ),
            )
        except _NotReadableError as error:
            self.trouble.update(plain(str(error)))
            self.query_one(f"#{error.field}", Input).focus()
            return
        self.dismiss(Chosen(self.system.text.strip(), parameters))

    def _field(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _read(self, name: str, convert: Callable[[str], T]) -> T | None:
        text = self._field(name)
        try:
            return convert(text) if text or name == "max_tokens" else None
        except ValueError as error:
            raise _NotReadableError(name, f"'{text}': {error}") from error


class _NotReadableError(Exception):
    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("write a whole number from 1.")
    return int(text)


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ValueError("write a number from 0 to 1, or nothing.")
    return value
