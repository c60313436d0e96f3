"""Choosing one of several things by typing a part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from bedrock_tui.ui.text import plain

_KEYS = "enter chooses · escape leaves"
_NOTHING = "delete a letter · escape leaves"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose."""

    value: str
    label: str
    note: str = ""


class Chooser(ModalScreen[str | None]):
    """Answers with a choice's value, or None if the person changed their mind."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss(None)", "Cancel"),
        ("down", "move(1)", "Next"),
        ("up", "move(-1)", "Previous"),
        ("pagedown", "move(10)", "Further"),
        ("pageup", "move(-10)", "Back"),
    ]

    text = query_one("#text", Input)
    options = query_one("#options", OptionList)

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        what: str,
        typed: Callable[[str], bool] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._what = what  # one of the choices, as a sentence names it
        self._shown = ""  # what was typed when the options were made
        self._typed = typed  # tells whether what is typed is an answer, too

    def compose(self) -> ComposeResult:
        """Yield the input and the choices that match it."""
        with Vertical(id="box"):
            yield Static(self._title, id="heading", markup=False)
            yield Input(id="text", placeholder="type to filter")
            yield OptionList(id="options", markup=False)
            yield Static(_KEYS, id="note")

    def on_mount(self) -> None:
        """Show every choice."""
        self.options.can_focus = False
        self._show("")

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._show(event.value)

    def _show(self, typed: str) -> None:
        self._shown = typed
        words = typed.lower().split()
        found = [each for each in self._choices if _matches(each, words)]
        found.sort(key=lambda each: each.label != typed)  # what is named comes first
        options = [Option(_label(each), id=f"={each.value}") for each in found]
        typed = typed.strip()
        listed = any(each.value == typed for each in found)
        if not listed and self._typed is not None and self._typed(typed):
            label = Content.assemble("use ", plain(typed, "bold"), " as typed")
            options.append(Option(label, id=f"={typed}"))
        self.options.set_options(options or [self._nothing(typed)])
        self.options.highlighted = 0 if options else None
        self.query_one("#note", Static).update(_KEYS if options else _NOTHING)

    def _nothing(self, typed: str) -> Option:
        text = f"no {self._what} matches “{typed}”" if typed else f"no {self._what}"
        return Option(plain(text, "$text-warning"), disabled=True)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        # Keys pressed after enter are in the input by now, but not in the answer.
        if event.value != self._shown:
            self._show(event.value)
        if (option := self.options.highlighted_option) is not None:
            self.dismiss((option.id or "=")[1:])

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss((event.option_id or "=")[1:])

    def action_move(self, by: int) -> None:
        """Move the highlight while the input keeps the keys."""
        at, last = self.options.highlighted, self.options.option_count - 1
        if at is not None:
            self.options.highlighted = max(0, min(last, at + by))


def _matches(each: Choice, words: list[str]) -> bool:
    text = f"{each.label} {each.note}".lower()
    return all(word in text for word in words)


def _label(each: Choice) -> Content:
    return Content.assemble(plain(each.label), "  ", plain(each.note, "dim"))
