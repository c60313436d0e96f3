"""The Models screen: what is chosen there, looked at closely, copied and left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from textual import on, work

from bedrock_tui.core.comparison import MOST_LANES
from bedrock_tui.core.offer import Offer
from bedrock_tui.core.probing import explanation
from bedrock_tui.core.target import Target
from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.ui.commands import MODELS, bindings
from bedrock_tui.ui.screens.models.board import why_not
from bedrock_tui.ui.screens.models.details import Details, DetailsPage
from bedrock_tui.ui.screens.models.region_page import RegionPage
from bedrock_tui.ui.screens.models.rows_screen import RowsScreen
from bedrock_tui.ui.screens.models.titles import distinct
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.row_view import RowView

if TYPE_CHECKING:
    from bedrock_tui.services.models import Models


class Lanes(Protocol):
    """Where targets go that were chosen."""

    def without_room(self, targets: Sequence[Target]) -> list[Target]:
        """Return those of the targets for which there is no lane left."""
        ...

    def take(self, targets: Sequence[Target]) -> None:
        """Make lanes of targets and show them."""
        ...


class ModelsScreen(RowsScreen):
    """Marks models in regions and hands them over as targets."""

    BINDINGS = bindings(MODELS)

    HELP = "Space marks models, c makes lanes of them, m shows all regions."

    def __init__(self, models: Models, lanes: Lanes) -> None:
        super().__init__(models)
        self._lanes = lanes

    # -- choosing

    def action_mark(self) -> None:
        """Mark the model in this region, or take its mark away."""
        offer = self._offer()
        refusal = self._refusal(offer)
        if offer is None or refusal:
            self.notify(refusal, timeout=4, markup=False)
            return
        self.board.toggle_model(offer.model, self._region)
        self._show_marks()

    @on(Details.Marked)
    def _show_marks(self) -> None:
        self._rows.repaint()
        self._show_status()
        if self.details.display:
            self.details.paint()

    def action_unmark(self) -> None:
        """Take all marks away."""
        self.board.marks.clear()
        self._show_marks()

    def _refusal(self, offer: Offer | None) -> str:
        if offer is None:
            return f"There is nothing to call in {self._region or 'no region'} here."
        reason = plain(why_not(offer)).plain.removesuffix(".")
        return f"{plain(self._named(offer)).plain}: {reason}." if reason else ""

    def _named(self, offer: Offer) -> str:
        """Return the name that tells a model from others of its region."""
        others = self.board.offers.get(offer.model.region, [])
        names = distinct((each.model.id, each.model.title) for each in others)
        return names.get(offer.model.id, offer.model.title)

    def _chosen(self, target: Target | None = None) -> list[Target]:
        """Return what is marked, else a target or what the cursor is on, or say why
        there is none.
        """
        targets = self.board.targets() or ([target] if target is not None else [])
        if targets:
            return targets
        offer = self._offer()
        refusal = self._refusal(offer)
        target = self.board.target(offer) if offer is not None else None
        if refusal or target is None:
            self.notify(refusal, timeout=4, markup=False)
            return []
        return [target]

    @on(Details.Wanted)
    def _do_wanted(self, event: Details.Wanted) -> None:
        event.stop()
        self._do(event)

    def _do(self, wanted: Details.Wanted) -> None:
        targets = self._chosen(wanted.target)
        if wanted.deed == "compare":
            self._compare(targets)
        else:
            self._probe(targets)

    def action_compare(self) -> None:
        """Make lanes of what is marked; what finds no lane stays marked."""
        self._compare(self._chosen())

    @work(exclusive=True, group="compare")
    async def _compare(self, targets: list[Target]) -> None:
        left_out = self._lanes.without_room(targets)
        fitting = [each for each in targets if each not in left_out]
        if targets and not fitting:
            self.notify(
                f"{MOST_LANES} lanes at most, and all are taken: f4 goes to them, x "
                "removes one.",
                timeout=6,
            )
        elif targets and (not left_out or await self._agreed(fitting, left_out)):
            self._lanes.take(fitting)
            self.board.keep_marks(left_out)
            self._show_marks()

    async def _agreed(self, fitting: list[Target], left_out: list[Target]) -> bool:
        """Ask whether to make lanes of some although there is no room for all."""
        from bedrock_tui.ui.screens.confirm import ConfirmScreen

        lanes = f"{len(fitting)} lane{'s' if len(fitting) != 1 else ''}"
        names = ", ".join(map(str, left_out))
        question = ConfirmScreen(
            f"Make {lanes} of {_how_many([*fitting, *left_out])}?",
            [f"{MOST_LANES} lanes at most. Left out, and still marked:", names],
        )
        return await self.app.push_screen_wait(question)

    def action_favourite(self) -> None:
        """Make the model a favourite, or not."""
        offer, key = self._offer(), self.matrix.current_key
        model_id = key if self._in_matrix else offer.model.id if offer else ""
        if model_id:
            self._keep_favourite(model_id, on=self.board.toggle_favourite(model_id))
            self._show_marks()

    @work(group="favourites")
    async def _keep_favourite(self, model_id: str, *, on: bool) -> None:
        try:
            await self._models.set_favourite(model_id, on)
        except BedrockTuiError as error:
            self._tell(error)

    def action_probe(self) -> None:
        """Call what is marked for one token, once the person agrees."""
        self._probe(self._chosen())

    @work(exclusive=True, group="probe")
    async def _probe(self, targets: list[Target]) -> None:
        from bedrock_tui.ui.screens.confirm import ConfirmScreen

        if self._where.read_only:
            self.notify("Read-only: nothing that costs is sent. f9 allows it.")
            return
        if not targets:
            return
        for region in {target.region for target in targets}:
            await self._gathering.offer(region)  # for the prices
        lines = explanation([(each, self.board.price(each)) for each in targets])
        question = ConfirmScreen(f"Probe {_how_many(targets)}?", lines)
        if not await self.app.push_screen_wait(question):
            return
        try:
            told = await self._gathering.probe(targets, lambda _: self._show())
            self.notify(told)
        except BedrockTuiError as error:
            self._tell(error)
        finally:
            self._show()

    # -- looking closer

    @on(RowView.Opened)
    def _open(self, event: RowView.Opened) -> None:
        event.stop()
        self.action_details()

    def action_details(self) -> None:
        """Go to the details: beside the list, or a page where there is no room."""
        if self.details.display:
            self.set_focus(self.details)
            self.details.focus_ids()
        else:
            self._page()

    def action_quotas(self) -> None:
        """Ask which quotas hold for the model."""
        if self.details.display:
            self.details.action_quotas()
        else:
            self._page(quotas=True)

    @work(exclusive=True, group="page")
    async def _page(self, *, quotas: bool = False) -> None:
        await self._gathering.offer(self._region)
        offer = self._offer()
        scan = self.board.newest(self._region)
        if offer is None and scan is not None and scan.closed:
            self.app.push_screen(RegionPage(scan))
            return
        if offer is None:
            self.notify(self._refusal(None), timeout=4, markup=False)
            return
        page = DetailsPage(
            lambda: Details(self._models, self.board), offer, quotas=quotas
        )
        wanted = await self.app.push_screen_wait(page)
        self._show_marks()
        if wanted is not None:
            self._do(wanted)

    @work(exclusive=True, group="page")
    async def action_metadata(self) -> None:
        """Show what is known of the marked models side by side."""
        from bedrock_tui.ui.screens.models.metadata import MetadataPage

        for region in {mark.region for mark in self.board.marks.values()}:
            await self._gathering.offer(region)
        offers = self.board.marked_offers()
        if len(offers) < 2:
            self.notify(
                "Mark two models or more with space; d shows them side by side."
            )
            return
        self.app.push_screen(MetadataPage(offers))

    @work(exclusive=True, group="page")
    async def action_news(self) -> None:
        """Show what changed from one scan to the next."""
        from bedrock_tui.ui.screens.models.news import NewsPage

        change = await self.app.push_screen_wait(NewsPage(await self._models.changes()))
        if change is not None and not self.go_to(change.model_id, change.region):
            told = f"{change.region} does not list {change.model_id} any more."
            self.notify(plain(told).plain, timeout=4, markup=False)

    def action_pane(self) -> None:
        """Hide the details beside the list, or show them."""
        if self.focused is self.details:
            self.set_focus(self._rows)
        self.toggle_class("-alone")
        self.call_after_refresh(self._explain)

    def action_copy(self) -> None:
        """Copy the first id of the model under the cursor."""
        offer = self._offer()
        calls = offer.model.calls if offer is not None else ()
        self._copy(calls[0].id if calls else offer.model.id if offer else "")

    def action_copy_arn(self) -> None:
        """Copy the ARN of that id."""
        offer = self._offer()
        calls = offer.model.calls if offer is not None else ()
        arn = calls[0].arn if calls else ""
        self._copy(arn or (offer.model.arn if offer else ""))

    def _copy(self, text: str) -> None:
        if text:
            self.app.copy_to_clipboard(text)
            self.notify(f"Copied {text}", timeout=2, markup=False)
        else:
            self.notify("There is nothing to copy here.", timeout=2)

    # -- leaving

    async def action_leave(self) -> None:
        """Go back to the rows, else clear the filter, stop what runs, or leave."""
        if self.focused is self.details:
            self.set_focus(self._rows)
        elif self.focused is self.line or (
            self.line.value and self._gathering.progress is None
        ):
            self.line.value = ""
            self.line.remove_class("-open")
            self.set_focus(self._rows)
        elif self._gathering.progress is not None:
            for group in ("scan", "probe"):
                self.workers.cancel_group(self, group)
        else:
            await self.run_action("app.compare")


def _how_many(targets: Sequence[Target]) -> str:
    return f"{len(targets)} target{'s' if len(targets) != 1 else ''}"
