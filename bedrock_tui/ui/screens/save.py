"""Saving the comparison: in which format, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from bedrock_tui.core.export.formats import Format, format_of, render
from bedrock_tui.core.export.transcript import Transcript
from bedrock_tui.core.reply import Status
from bedrock_tui.errors import FileError
from bedrock_tui.services import bridge, saving
from bedrock_tui.ui.text import plain

if TYPE_CHECKING:
    from textual.app import App

_KEYS = "enter saves · up and down choose the format · escape leaves"
_FOR = {
    Format.MARKDOWN: "a page to read and to edit",
    Format.HTML: "a web page, lanes side by side; it needs no other file",
    Format.JSON: "everything, for scripts",
}
_FORMATS = tuple(Format)


async def save(app: App[None], read: Callable[[], Transcript | None]) -> None:
    """Ask where the comparison goes and write it there; wants a worker.

    `read` returns the comparison as it stands, None before anything was asked.
    """
    if read() is None:
        app.notify("Nothing has been asked yet, so there is nothing to save.")
        return
    folder, name = await bridge.call("place", saving.proposed)
    path = await app.push_screen_wait(SaveScreen(read, folder, name))
    if path is None:
        return
    said = plain(f"Saved as {path}.").plain
    saved = read()
    if saved and any(call.status is Status.RUNNING for call in saved.calls):
        said += "\nLanes are still answering: what came until now is in it."
    app.notify(said, markup=False, timeout=8)


class SaveScreen(ModalScreen[Path | None]):
    """Writes the file and answers with its path, None if the person left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "dismiss(None)", "Cancel"),
        ("ctrl+s", "save", "Save"),
        ("down", "move(1)", "Next"),
        ("up", "move(-1)", "Previous"),
    ]

    text = query_one("#text", Input)
    options = query_one("#options", OptionList)
    where = query_one("#where", Static)
    note = query_one("#note", Static)

    def __init__(
        self, read: Callable[[], Transcript | None], folder: Path, name: str
    ) -> None:
        super().__init__()
        self._read = read
        self._folder = folder
        self._name = name
        self._taken: Path | None = None
        """The file that is there already; saving again replaces it."""
        self._writing = False

    def compose(self) -> ComposeResult:
        """Yield the formats and a place for the name."""
        with Vertical(id="box", classes="-small"):
            yield Static("Save the comparison", id="heading")
            yield OptionList(*map(_option, _FORMATS), id="options", markup=False)
            yield Input(f"{self._name}{_FORMATS[0]}", id="text")
            yield Static(id="where")
            yield Static(_KEYS, id="note")

    def on_mount(self) -> None:
        """Give the keys to the name."""
        self.options.can_focus = False
        self.options.highlighted = 0
        self.text.focus()

    @property
    def _form(self) -> Format:
        """The format that is chosen; what the name ends in chooses one, too."""
        return _FORMATS[self.options.highlighted or 0]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._taken = None
        if form := format_of(Path(event.value.strip()).suffix):
            self.options.highlighted = _FORMATS.index(form)
        self.note.update(_KEYS)
        self._show_where()

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_index)

    def action_move(self, by: int) -> None:
        """Choose another format while the name keeps the keys."""
        self._choose((_FORMATS.index(self._form) + by) % len(_FORMATS))

    def _choose(self, index: int) -> None:
        self.options.highlighted = index
        suffix = Path(self.text.value.strip()).suffix
        if format_of(suffix) is not None:
            stem = self.text.value.strip().removesuffix(suffix)
            self.text.value = f"{stem}{self._form}"
            self.text.action_end()
        else:
            self._show_where()

    def _show_where(self) -> None:
        try:
            self.where.update(plain(str(self._path())))
        except FileError as error:
            self.where.update(plain(str(error)))

    def _path(self) -> Path:
        """Return the file that is named. Raises FileError if none is."""
        path = saving.place(self.text.value, self._folder)
        return path if path.suffix else path.with_name(f"{path.name}{self._form}")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Write the file."""
        if not self._writing:
            self._writing = True
            self._write()

    @work(group="write")
    async def _write(self) -> None:
        try:
            path = self._path()
            form = format_of(path.suffix) or self._form
            transcript = self._read()
            if transcript is None:  # its lanes are gone
                self.dismiss(None)
                return
            replace = path == self._taken
            await bridge.call(
                "save",
                lambda: saving.write(path, render(transcript, form), replace=replace),
            )
            self.dismiss(path)
        except saving.TakenError as error:
            self._taken = path
            self._complain(f"{error} enter again replaces it · escape leaves")
        except FileError as error:
            self._complain(str(error))
        finally:
            self._writing = False

    def _complain(self, text: str) -> None:
        self.note.update(plain(text, "$text-error"))


def _option(form: Format) -> Option:
    return Option(Content.assemble(f"{form.label:<10}", plain(_FOR[form], "dim")))
