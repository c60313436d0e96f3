"""What changed from one scan to the next, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Static

from bedrock_tui.core.changes import Change, ChangeKind
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.columns import Cell, Column
from bedrock_tui.ui.widgets.row_view import RowView
from bedrock_tui.ui.widgets.table import Rows, VirtualTable

_KINDS = {
    ChangeKind.NEW: Cell("+ new", "good"),
    ChangeKind.GONE: Cell("− gone", "bad"),
    ChangeKind.LEGACY: Cell("▼ legacy", "warn"),
    ChangeKind.EOL: Cell("▼ end moved", "warn"),
    ChangeKind.PRICE: Cell("$ price", "accent"),
    ChangeKind.IDS: Cell("~ ids", ""),
}

_Entry = tuple[int, Change]
"""A change and its place in the log, which tells it from others like it."""

COLUMNS: Sequence[Column[_Entry]] = (
    Column("model", "model", 22, lambda each: Cell(_name(each[1])), most=34),
    Column("kind", "change", 11, lambda each: _KINDS[each[1].kind], priority=1),
    Column("region", "region", 14, lambda each: Cell(each[1].region), priority=2),
    Column(
        "at",
        "noticed",
        16,
        lambda each: Cell(f"{each[1].at:%Y-%m-%d %H:%M}", "dim"),
        priority=3,
    ),
    Column("detail", "now", 32, lambda each: Cell(each[1].detail, "dim"), priority=4),
)

EMPTY = """\
Nothing has changed since the first scan.

Every scan (r) is compared with the one before it: new models and gone ones, those
that became legacy, ends of life that moved, prices and ids."""


class NewsPage(ModalScreen[None]):
    """The log of changes; the one under the cursor is told in full below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,n", "dismiss", "Back"),
        ("y", "copy", "Copy the model's id"),
    ]

    table = query_one(VirtualTable)

    def __init__(self, changes: Sequence[Change]) -> None:
        super().__init__()
        self._changes = list(enumerate(changes))

    def compose(self) -> ComposeResult:
        """Yield the log and the change under the cursor."""
        with Vertical(id="page"):
            count = len(self._changes)
            yield Static(f"What changed · {count} since the first scan", id="heading")
            yield VirtualTable(COLUMNS, id="changes")
            yield Static(id="change")
            yield Static("y copies the id · escape goes back", id="keys")

    def on_mount(self) -> None:
        """Fill the log."""
        self.table.say(EMPTY)
        self.table.show(Rows[_Entry](self._changes, lambda each: each[0]))
        self.table.focus()
        self._tell()

    @on(RowView.Moved)
    def _tell(self) -> None:
        current = self.table.current
        if current is None:
            return
        change: Change = current[1]
        head = f"{change.model_id} in {change.region}: {change.kind}"
        text = Content("\n").join([plain(head, "bold"), plain(change.detail)])
        self.query_one("#change", Static).update(text, layout=False)

    def action_copy(self) -> None:
        """Copy the model's id."""
        current = self.table.current
        if current is not None:
            self.app.copy_to_clipboard(current[1].model_id)
            self.notify(f"Copied {current[1].model_id}", timeout=2, markup=False)


def _name(change: Change) -> str:
    return change.title or change.model_id
