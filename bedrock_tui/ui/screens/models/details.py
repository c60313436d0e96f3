"""The details of one model: beside the list where there is room, else a page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from bedrock_tui.core.offer import Offer
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed
from bedrock_tui.ui.commands import DETAILS, bindings
from bedrock_tui.ui.screens.models import facts
from bedrock_tui.ui.screens.models.board import Board
from bedrock_tui.ui.screens.models.facts import Line, Section
from bedrock_tui.ui.widgets.keys import Keys

if TYPE_CHECKING:
    from bedrock_tui.services.models import Models

CALM = 0.05
"""Seconds without another model after which the pane shows the one chosen last."""
ASKS = 0.4
"""Seconds after which AWS is asked about it, too."""


Deed = Literal["compare", "probe"]
"""What can be done with the id of a line."""


class Details(OptionList):
    """Lines that can be copied; ids among them can be marked."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(DETAILS)

    HELP = "Every line can be copied with y; ids can be marked with space."

    @dataclass
    class Marked(Message):
        """An id was marked, or its mark taken away."""

        model_id: str

    @dataclass
    class Wanted(Message):
        """The person wants lanes made, or a probe; of this target without marks."""

        deed: Deed
        target: Target | None

    @dataclass
    class Told(Message):
        """AWS was asked about a model, and more is known of it now."""

        offer: Offer

    def __init__(self, models: Models, board: Board) -> None:
        super().__init__(id="details", markup=False, compact=True)
        self._models = models
        self._board = board
        self._offer: Offer | None = None
        self._told: list[Line] = []
        self._account: Line | None = None  # what AWS says of it for this account
        self._quotas: Section = []

    def show(self, offer: Offer | None) -> None:
        """Show a model, once no other one follows at once."""
        if _place(offer) != _place(self._offer):
            self._account, self._quotas = None, []
            if self._is_askable(offer):
                self._account = facts.asking()
        self._offer = offer
        self._paint_soon()

    @work(exclusive=True, group="paint")
    async def _paint_soon(self) -> None:
        await asyncio.sleep(CALM)
        self.paint()
        await asyncio.sleep(ASKS)
        self._ask()

    def paint(self) -> None:
        """Paint what is known now; the highlight stays on its line."""
        highlighted = self.highlighted
        self._told = []
        self.clear_options()
        if self._offer is None:
            self.add_option(Option(Content.styled("no model chosen", "dim")))
            return
        options: list[Option | None] = []
        sections = facts.describe(
            self._offer, self._board, datetime.now(UTC), self._account
        )
        for section in (*sections, self._quotas):
            if section:
                options += [None, *(Option(line.text) for line in section)]
                self._told += section
        self.add_options(options[1:])
        if highlighted is not None:
            self.highlighted = min(highlighted, len(self._told) - 1)

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        at = self.highlighted
        return self._told[at] if at is not None and at < len(self._told) else None

    def focus_ids(self) -> None:
        """Put the cursor on the first id."""
        calls = (at for at, line in enumerate(self._told) if line.call is not None)
        self.highlighted = next(calls, 0)

    # -- what AWS is asked about one model

    def _is_askable(self, offer: Offer | None) -> bool:
        if offer is None or offer.model.id.startswith("arn:"):
            return False
        scan = self._board.scans.get(offer.model.region)
        return scan is not None and not scan.public

    @work(exclusive=True, group="availability")
    async def _ask(self) -> None:
        offer = self._offer
        if offer is None or not self._is_askable(offer):
            return
        line, _ = await asyncio.gather(
            self._availability(offer),
            self._models.ask_iam(offer.model, aws_profile=self._board.aws_profile),
        )
        scan = self._board.scans[offer.model.region]
        told = await self._models.offer(scan, offer.model)
        if self._still(offer):
            self._account, self._offer = line, told
            self.paint()
            if told != offer:
                self._board.take_offer(told)
                self.post_message(self.Told(told))

    async def _availability(self, offer: Offer) -> Line:
        try:
            found = await self._models.availability(
                offer.model, aws_profile=self._board.aws_profile
            )
        except CallFailed as error:
            return facts.not_told(str(error))
        return facts.availability(found)

    @work(exclusive=True, group="quotas")
    async def action_quotas(self) -> None:
        """Ask which quotas the account has for this model."""
        offer = self._offer
        if offer is None:
            return
        self._show_quotas(facts.note("quotas", "asking Service Quotas…"))
        try:
            found = await self._models.quotas(
                offer.model, aws_profile=self._board.aws_profile
            )
            section = facts.quotas(found)
        except CallFailed as error:
            section = facts.note("quotas", f"{error} {error.hint}")
        if self._still(offer):
            self._show_quotas(section)

    def _show_quotas(self, section: Section) -> None:
        self._quotas = section
        self.paint()
        self.highlighted = len(self._told) - 1

    def _still(self, offer: Offer) -> bool:
        return _place(offer) == _place(self._offer) and self.is_attached

    # -- keys

    def action_copy(self) -> None:
        """Copy the line under the cursor."""
        line = self.line
        self._copy(line.value if line is not None else "")

    def action_copy_arn(self) -> None:
        """Copy the ARN of the id under the cursor."""
        line = self.line
        self._copy(line.arn if line is not None else "")

    def _copy(self, text: str) -> None:
        if text:
            self.app.copy_to_clipboard(text)
            self.notify(f"Copied {text}", timeout=2, markup=False)
        else:
            self.notify("There is nothing to copy in this line.", timeout=2)

    def action_want(self, deed: Deed) -> None:
        """Tell what is to be done with the id under the cursor."""
        line, offer = self.line, self._offer
        target = None
        if line is not None and line.call is not None and offer is not None:
            profile = self._board.aws_profile
            target = Target(line.call.id, offer.model.region, profile)
        self.post_message(self.Wanted(deed, target))

    def action_mark(self) -> None:
        """Mark the id under the cursor, or take its mark away."""
        line, offer = self.line, self._offer
        if line is None or line.call is None or offer is None:
            self.notify("Ids can be marked: go to one of them.", timeout=2)
            return
        self._board.toggle(offer.model, line.call, offer.model.region)
        self.paint()
        self.post_message(self.Marked(offer.model.id))


class DetailsPage(ModalScreen["Details.Wanted | None"]):
    """The details over everything else; ends with what is to be done, if anything."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,q,o,left", "dismiss", "Back"),
        ("f1,question_mark", "app.help", "Help"),
    ]

    details = query_one(Details)

    def __init__(
        self, make: Callable[[], Details], offer: Offer, *, quotas: bool = False
    ) -> None:
        super().__init__()
        self._make = make
        self._offer = offer
        self._quotas = quotas

    def compose(self) -> ComposeResult:
        """Yield the details and their keys."""
        with Vertical(id="page"):
            yield self._make()
        yield Keys()

    @on(Details.Wanted)
    def _end(self, event: Details.Wanted) -> None:
        event.stop()
        self.dismiss(event)

    def on_mount(self) -> None:
        """Show the model and go to its first id."""
        self.details.show(self._offer)
        self.details.paint()
        self.details.focus()
        self.details.focus_ids()
        if self._quotas:
            self.details.action_quotas()


def _place(offer: Offer | None) -> tuple[str, str] | None:
    return (offer.model.id, offer.model.region) if offer is not None else None
