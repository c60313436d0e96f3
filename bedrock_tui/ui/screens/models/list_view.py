"""The list of one region's models."""

from __future__ import annotations

from collections.abc import Sequence

from bedrock_tui.core.offer import Offer
from bedrock_tui.core.sorting import sort_offers
from bedrock_tui.ui.screens.models.board import Board, why_not
from bedrock_tui.ui.screens.models.columns import COLUMNS, ORDERS, named
from bedrock_tui.ui.screens.models.signs import before
from bedrock_tui.ui.screens.models.titles import distinct
from bedrock_tui.ui.widgets.columns import Cell, fit_apart
from bedrock_tui.ui.widgets.table import Rows, VirtualTable


class ModelList(VirtualTable[Offer]):
    """Offers in the order of a column; marks and favourites stand before the names."""

    HELP = "One row a model of this region. s sorts, / filters, space marks."

    def __init__(self, board: Board) -> None:
        super().__init__(
            (named(self._title), *COLUMNS[1:]), signs=self._sign, id="list"
        )
        self._titles: dict[str, str] = {}
        self._fitted: tuple[int, dict[str, str]] = (0, {})  # for a width
        self._board = board
        self._column, self._falling = "name", False
        self._best_first = False
        self._offers: Sequence[Offer] = ()

    def show_offers(self, offers: Sequence[Offer], *, best_first: bool) -> None:
        """Show these offers; `best_first` if they come with the best fit first."""
        self._offers, self._best_first = offers, best_first
        self._titles = distinct((each.model.id, each.model.title) for each in offers)
        self._fitted = (0, {})
        rows = offers if best_first else self._sorted_offers(offers)
        shown = None if best_first else (self._column, self._falling)
        self.show(Rows[Offer](rows, lambda offer: offer.model.id), shown)

    def _sorted_offers(self, offers: Sequence[Offer]) -> list[Offer]:
        """Sort by the column, what cannot be sent a prompt after all others."""
        order = ORDERS[self._column]
        useful = [each for each in offers if not why_not(each)]
        others = [each for each in offers if why_not(each)]
        return [
            *sort_offers(useful, order, descending=self._falling),
            *sort_offers(others, order, descending=self._falling),
        ]

    def sort_by(self, column: str) -> None:
        """Sort by a column, or by the same one the other way round."""
        if column not in ORDERS:
            return
        again = column == self._column and not self._best_first
        self._falling = again and not self._falling
        self._column = column
        self._sort()

    def sort_next(self) -> None:
        """Sort by the next of the columns in view."""
        keys = list(ORDERS)
        after = keys.index(self._column) + 1
        wanted = (key for key in keys[after:] + keys[:after] if self.in_view(key))
        self.sort_by(next(wanted, self._column))

    @property
    def order(self) -> str:
        """What the rows are sorted by, if no head in view says so."""
        if self._best_first or self.in_view(self._column):
            return ""
        title = next(each.title for each in COLUMNS if each.key == self._column)
        return f"by {title}{' falling' if self._falling else ''}"

    def reverse(self) -> None:
        """Sort the other way round."""
        self._falling = not self._falling
        self._sort()

    def _sort(self) -> None:
        self.show_offers(self._offers, best_first=False)

    def _title(self, offer: Offer) -> str:
        width, fitted = self._fitted
        if width != self.first_width:
            width = self.first_width
            texts = fit_apart(list(self._titles.values()), width)
            fitted = dict(zip(self._titles, texts, strict=True))
            self._fitted = width, fitted
        return fitted.get(offer.model.id, offer.model.title)

    def _sign(self, offer: Offer) -> Cell:
        model = offer.model
        return before(
            marked=self._board.is_marked(model.id, model.region),
            favourite=model.id in self._board.favourites,
        )
