"""The program on the screen; it opens services and screens and owns nothing else."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.app import App, SystemCommand
from textual.screen import Screen

from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.services import bridge
from bedrock_tui.ui.commands import APP, COMPARE, bindings
from bedrock_tui.ui.screens.compare import CompareScreen
from bedrock_tui.ui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from bedrock_tui.core.comparison import Lane
    from bedrock_tui.core.target import Target
    from bedrock_tui.services.workbench import Workbench
    from bedrock_tui.ui.widgets.lane import LaneView

_log = logging.getLogger(__name__)


class BedrockTui(App[None]):
    """Compare Amazon Bedrock models side by side."""

    TITLE = "bedrock-tui"

    # A default screen's own CSS_PATH is not read by Textual 8.2.
    CSS_PATH = "screens/compare.tcss"

    BINDINGS = bindings(APP)

    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012  as declared

    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        bench: Workbench,
        targets: Sequence[str] = (),
        make_lane: Callable[[Lane], LaneView] | None = None,
    ) -> None:
        super().__init__()
        self._bench = bench
        self._targets = targets
        self._compare = CompareScreen(bench, make_lane)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    def get_default_screen(self) -> Screen[None]:
        """Return the Compare screen."""
        return self._compare

    def on_ready(self) -> None:
        """Open what takes time, now that the first frame is there."""
        self._open()

    def _handle_exception(self, error: Exception) -> None:
        # Textual offers no public place that sees every error before the screen ends.
        self._bench.open_log()
        _log.critical("the screen ended", exc_info=error)
        super()._handle_exception(error)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Add our commands to the palette."""
        yield from super().get_system_commands(screen)
        if screen is self._compare:
            for command in COMPARE:
                yield SystemCommand(
                    command.help,
                    f"Key: {command.keys.partition(',')[0]}",
                    lambda action=command.action: self._run_on_screen(action),
                )

    def action_help(self) -> None:
        """Show the keys."""
        from bedrock_tui.ui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    async def action_quit(self) -> None:
        """Stop what runs, keep what came, and leave."""
        self._compare.stop_all()
        self.exit()

    @work(group="start")
    async def _open(self) -> None:
        try:
            await self._compare.complete(await self._first_targets())
            await self._painted()
            await bridge.call("open", self._bench.open)
            self._compare.begin()
            if self._bench.store_error is not None:
                self._compare.tell(self._bench.store_error, "Nothing is written down.")
            await self._warm()
        except BedrockTuiError as error:
            self._compare.tell(error)
            self._compare.begin()
        finally:
            # What start-up made stays: it need not be looked through again and again.
            gc.freeze()
            gc.enable()

    async def _painted(self) -> None:
        """Wait for the lanes to be laid out and painted: what follows takes time."""
        for _ in range(2):
            painted = asyncio.Event()
            self._compare.call_after_refresh(painted.set)
            await painted.wait()

    async def _first_targets(self) -> list[Target]:
        from bedrock_tui.services.targets import first_targets

        try:
            return await bridge.call(
                "targets", lambda: first_targets(self._targets, self._bench)
            )
        except BedrockTuiError as error:
            self._compare.tell(error)
            return []

    async def _warm(self) -> None:
        from bedrock_tui.ui.markdown.warming import warm

        bench = self._bench
        await bridge.call("region", bench.find_region)
        self._compare.show_head()
        targets = [view.lane.target for view in self._compare.comparing.deck.lanes]
        await bridge.call("clients", lambda: bench.warm(targets))
        await bridge.call("markdown", warm)

    def _run_on_screen(self, action: str) -> None:
        self.call_later(self._compare.run_action, action)
