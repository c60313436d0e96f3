"""Models side by side: every fact a row, every model a column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from bedrock_tui.core.metadata import Row, side_by_side
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.plain import clean
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.columns import GAP, fit

LEAST, MOST = 24, 48
"""Cells of a model's column, by how many there are."""
LABELS = (14, 19)
"""Cells of a fact's name, in narrow and in wide terminals."""
WIDE = 100
"""Columns of a wide one."""
MARGINS = 8
"""Cells of the page beside the facts: borders, padding, the scroll bar."""
WIDEST = 104
"""Cells of the page for the facts, where the terminal is wide enough."""


class MetadataPage(ModalScreen[None]):
    """Facts that differ come first; all values are shown whole, over several lines.

    Models that do not fit beside the others come into view by going across.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q", "dismiss", "Back"),
        ("d", "differing", "Only differences"),
        ("y", "copy", "Copy"),
        ("left,h", "across(-1)", "Left"),
        ("right,l", "across(1)", "Right"),
        ("j", "move(1)", "Down"),
        ("k", "move(-1)", "Up"),
    ]

    facts = query_one("#facts", OptionList)

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._titles = _titles(offers)
        rows = side_by_side(offers)
        self._rows = sorted(rows, key=lambda row: not row.differs)
        self._differing = False
        self._left = 0

    def compose(self) -> ComposeResult:
        """Yield the names of the models and their facts."""
        with Vertical(id="page"):
            yield Static(f"{len(self._titles)} models side by side", id="heading")
            yield Static(id="names")
            yield OptionList(id="facts", markup=False, compact=True)
            keys = "d shows differences alone, or all · ← → other models · escape back"
            yield Static(keys, id="keys")

    def on_mount(self) -> None:
        """Fill in the facts."""
        self.facts.focus()

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self._show()

    # -- how wide things are

    @property
    def _label(self) -> int:
        return LABELS[self.app.size.width >= WIDE]

    @property
    def _room(self) -> int:
        return min(WIDEST, self.app.size.width - MARGINS) - self._label

    @property
    def _in_view(self) -> int:
        """The number of models that fit beside each other."""
        return max(1, min(len(self._titles), self._room // (LEAST + GAP)))

    @property
    def _width(self) -> int:
        return max(LEAST, min(MOST, self._room // self._in_view - GAP))

    # -- painting

    def _show(self) -> None:
        highlighted = self.facts.highlighted or 0
        self._left = max(0, min(self._left, len(self._titles) - self._in_view))
        shown = [row for row in self._rows if row.differs or not self._differing]
        self.query_one("#names", Static).update(self._names())
        self.facts.clear_options()
        self.facts.add_options(self._options(shown))
        if not shown:
            nothing = "They do not differ in anything that is known."
            self.facts.add_option(Option(plain(nothing, "dim"), disabled=True))
        else:
            self.facts.highlighted = min(highlighted, len(shown) - 1)

    def _names(self) -> Content:
        hidden = len(self._titles) - self._in_view
        across = f"{'‹' if self._left else ' '}{'›' if self._left < hidden else ' '}"
        return self._lines(across if hidden else "", self._titles, "bold $primary")

    def _options(self, rows: Sequence[Row]) -> list[Option | None]:
        """Return an option for each fact, and a line before those that are alike."""
        options: list[Option | None] = []
        for before, row in zip([None, *rows], rows, strict=False):
            if before is not None and before.differs and not row.differs:
                options.append(None)
            style = "" if row.differs else "dim"
            options.append(Option(self._lines(row.label, row.values, style)))
        return options

    def _lines(self, label: str, values: Sequence[str], style: str) -> Content:
        """Return a label and the values in view, each as many lines as it takes."""
        chosen = values[self._left : self._left + self._in_view]
        cells = [_wrapped(value, self._width) for value in chosen]
        lines = []
        for first, *rest in zip_longest(wrap(label, self._label), *cells, fillvalue=""):
            name = fit(first, self._label)
            text = "".join(" " * GAP + fit(each, self._width) for each in rest)
            lines.append(
                Content.styled(name, "$text-accent") + Content.styled(text, style)
            )
        return Content("\n").join(lines)

    # -- keys

    def action_differing(self) -> None:
        """Show the facts that differ alone, or all."""
        self._differing = not self._differing
        self._show()

    def action_across(self, by: int) -> None:
        """Bring the next model into view, or the one before."""
        self._left += by
        self._show()

    def action_move(self, by: int) -> None:
        """Go down or up a fact."""
        if by > 0:
            self.facts.action_cursor_down()
        else:
            self.facts.action_cursor_up()

    def action_copy(self) -> None:
        """Copy the fact under the cursor, a line for each model."""
        shown = [row for row in self._rows if row.differs or not self._differing]
        at = self.facts.highlighted
        if at is None or at >= len(shown):
            return
        pairs = zip(self._titles, shown[at].values, strict=True)
        lines = [
            f"{title}: {', '.join(value.split(chr(10)))}" for title, value in pairs
        ]
        self.app.copy_to_clipboard("\n".join(lines))
        self.notify(f"Copied {shown[at].label}.", timeout=2, markup=False)


def _titles(offers: Sequence[Offer]) -> list[str]:
    """Return a name for each column; the same model may be there from many regions."""
    names = {offer.model.id: offer.model.name for offer in offers if offer.model.name}
    several = len({offer.model.region for offer in offers}) > 1
    return [
        names.get(offer.model.id, offer.model.id)
        + (f" @{offer.model.region}" if several else "")
        for offer in offers
    ]


def _wrapped(value: str, width: int) -> list[str]:
    """Return a text in lines of at most so many cells."""
    lines: list[str] = []
    for paragraph in value.split("\n"):
        lines += wrap(" ".join(clean(paragraph).split()), width) or [""]
    return lines
