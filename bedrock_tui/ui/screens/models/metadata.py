"""Models side by side: every fact a row, every model a column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import Static

from bedrock_tui.core.metadata import Row, side_by_side
from bedrock_tui.core.offer import Offer
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.columns import GAP, Cell, Column
from bedrock_tui.ui.widgets.row_view import RowView
from bedrock_tui.ui.widgets.table import Rows, VirtualTable

LEAST, MOST = 24, 48
"""Cells of a model's column, by how many there are."""
LABEL = 19
"""Cells of a fact's name."""
ROOM = 104
"""Cells of the page for the facts, where the terminal is wide enough."""


class MetadataPage(ModalScreen[None]):
    """The facts that differ stand out; the one under the cursor is told in full."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "dismiss", "Back"),
        ("d", "differing", "Only differences"),
    ]

    table = query_one(VirtualTable)

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._offers = offers
        self._rows = side_by_side(offers)
        self._differing = False

    def compose(self) -> ComposeResult:
        """Yield the facts and the one under the cursor."""
        room = min(ROOM, self.app.size.width - 6) - LABEL
        width = max(LEAST, min(MOST, room // len(self._offers) - GAP))
        several = len({offer.model.region for offer in self._offers}) > 1
        columns: list[Column[Row]] = [Column("fact", "", LABEL, _label)]
        for at, offer in enumerate(self._offers):
            title = f"{offer.model.title} {offer.model.region if several else ''}"
            columns.append(Column(str(at), title, width, _value(at), priority=at))
        with Vertical(id="page"):
            yield Static(f"{len(self._offers)} models side by side", id="heading")
            yield VirtualTable(columns, id="facts")
            yield Static(id="change")
            keys = "d shows differences alone, or all · ← → other models · escape back"
            yield Static(keys, id="keys")

    def on_mount(self) -> None:
        """Fill in the facts."""
        self._show()
        self.table.focus()

    def _show(self) -> None:
        rows = [row for row in self._rows if row.differs or not self._differing]
        self.table.say("They do not differ in anything that is known.")
        self.table.show(Rows[Row](rows, lambda row: row.label))
        self._tell()

    @on(RowView.Moved)
    def _tell(self) -> None:
        row = self.table.current
        if row is None:
            return
        values = dict.fromkeys(" · ".join(each.split("\n")) for each in row.values)
        lines = [plain(row.label, "bold"), *map(plain, values)]
        self.query_one("#change", Static).update(Content("\n").join(lines))

    def action_differing(self) -> None:
        """Show the facts that differ alone, or all."""
        self._differing = not self._differing
        self._show()


def _label(row: Row) -> Cell:
    return Cell(row.label, "accent" if row.differs else "dim")


def _value(at: int) -> Callable[[Row], Cell]:
    def cell(row: Row) -> Cell:
        lines = row.values[at].split("\n")
        more = f" +{len(lines) - 1}" if len(lines) > 1 else ""
        return Cell(f"{lines[0]}{more}", "" if row.differs else "dim")

    return cell
