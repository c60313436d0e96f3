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
from bedrock_tui.ui.widgets.columns import GAP, Cell, Column
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

MARGINS = 6
"""Cells of the page beside the log: its border and padding, a margin, its bar."""
WIDEST = 104
"""Cells of the log, where the terminal is wide enough."""
LEAST = 21
"""Cells of what is so now; where there is room it gets half of the rest."""


def columns(width: int) -> Sequence[Column[_Entry]]:
    """Return the columns for a terminal of so many cells."""
    others: tuple[Column[_Entry], ...] = (
        Column("model", "model", 21, lambda each: Cell(_name(each[1])), most=34),
        Column("kind", "change", 11, lambda each: _KINDS[each[1].kind], priority=1),
        Column("region", "region", 14, lambda each: Cell(each[1].region), priority=2),
        Column("at", "noticed", 10, _noticed, priority=4),
    )
    room = min(WIDEST, width - MARGINS) - sum(GAP + each.width for each in others)
    now = max(LEAST, room - GAP)
    detail: Column[_Entry] = Column("detail", "now", now, _detail, priority=3)
    return (*others, detail)


def _noticed(entry: _Entry) -> Cell:
    return Cell(f"{entry[1].at:%Y-%m-%d}", "dim")


def _detail(entry: _Entry) -> Cell:
    return Cell(entry[1].detail, "dim")


EMPTY = """\
Nothing has changed since the first scan.

Every scan (r) is compared with the one before it: new models and gone ones, those
that became legacy, ends of life that moved, prices and ids."""


class NewsPage(ModalScreen[Change | None]):
    """The log of changes; ends with the one whose model is to be shown, if any."""

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
            yield VirtualTable(columns(self.app.size.width), id="changes")
            yield Static(id="change")
            yield Static(
                "enter goes to the model · y copies the id · escape goes back",
                id="keys",
            )

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
        head += f", noticed {change.at:%Y-%m-%d %H:%M}"
        text = Content("\n").join([plain(head, "bold"), plain(change.detail)])
        self.query_one("#change", Static).update(text, layout=False)

    @on(RowView.Opened)
    def _open(self, event: RowView.Opened) -> None:
        event.stop()
        current = self.table.current
        if current is not None:
            self.dismiss(current[1])

    def action_copy(self) -> None:
        """Copy the model's id."""
        current = self.table.current
        if current is not None:
            self.app.copy_to_clipboard(current[1].model_id)
            self.notify(f"Copied {current[1].model_id}", timeout=2, markup=False)


def _name(change: Change) -> str:
    return change.title or change.model_id
