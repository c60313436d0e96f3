"""The program on the screen; it opens services and screens and owns nothing else."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import SystemCommand
from textual.screen import Screen
from textual.worker import WorkerFailed

from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.services import bridge
from bedrock_tui.ui.clipboard import Clipboard
from bedrock_tui.ui.commands import (
    ACCESS,
    APP,
    COMPARE,
    DIFF,
    MODELS,
    Command,
    bindings,
)
from bedrock_tui.ui.modes import Modes, keep_styles
from bedrock_tui.ui.screens.compare import CompareScreen
from bedrock_tui.ui.session import POLL, Session
from bedrock_tui.ui.terminal import hung_up
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.theme import DARK, LIGHT
from bedrock_tui.ui.toasts import ToastingApp

if TYPE_CHECKING:
    from bedrock_tui.core.comparison import Lane
    from bedrock_tui.core.target import Target
    from bedrock_tui.services.targets import Read
    from bedrock_tui.services.workbench import Workbench
    from bedrock_tui.ui.widgets.lane import LaneView

_log = logging.getLogger(__name__)

MOST_PROBLEMS = 3
"""Of the settings' problems those that are shown; there can be any number."""

UI = Path(__file__).parent
STYLES = (
    "screens/access.tcss",
    "screens/models/models.tcss",
    "screens/targets.tcss",
    "screens/parameters.tcss",
    "screens/page.tcss",
    "screens/snippet.tcss",
    "screens/diff.tcss",
)
"""The styles that the first frame does without."""
SCREENS = ("access", "models", "compare")
"""The modes, and the actions that lead to them."""


class BedrockTui(ToastingApp):
    """Compare Amazon Bedrock models side by side."""

    TITLE = "bedrock-tui"

    # What the first frame needs; a default screen's own CSS_PATH is not read.
    CSS_PATH = "screens/compare.tcss"

    BINDINGS = bindings(APP)

    DEFAULT_MODE = "compare"

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  the same
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
        bench.ask_mfa = self.ask_mfa
        self._compare = CompareScreen(bench, make_lane)
        self.add_mode("compare", self.get_default_screen)
        self._session = Session(self, bench)
        self._desktop = Clipboard()
        self._beside = Modes(self, bench, self._compare, self._session)
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    def get_default_screen(self) -> Screen[None]:
        """Return the Compare screen."""
        return self._compare

    def on_mount(self) -> None:
        """Show where we are."""
        keep_styles(self, self._compare)
        self.show_where()

    def on_ready(self) -> None:
        """Open what takes time, now that the first frame is there."""
        self._open()

    def _handle_exception(self, error: Exception) -> None:
        # Textual offers no public place that sees every error before the screen ends.
        self._bench.open_log()
        cause = error.error if isinstance(error, WorkerFailed) else error
        _log.critical("the screen ended", exc_info=cause)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual's own report shows the variables of every frame: prompts, keys.
        from traceback import format_exc

        from rich.text import Text

        from bedrock_tui.logs import crash_report

        self.bell()
        self.panic(Text(crash_report(format_exc())))

    def delay_update(self, delay: float = 0.0) -> None:
        """Paint a screen as soon as it is there; Textual would wait a while."""

    async def _shutdown(self) -> None:
        # Textual takes the screens apart before it ends their workers; one that wakes
        # in between would find nothing to paint on.
        self.workers.cancel_all()
        await super()._shutdown()

    def show_where(self) -> None:
        """Show profile, account, region and time left on every screen."""
        where = self._session.where()
        self._compare.show(where)
        self._beside.show(where)

    @property
    def beside(self) -> Modes:
        """The screens beside the lanes."""
        return self._beside

    def tell(self, error: BedrockTuiError) -> None:
        """Say what went wrong and what to do."""
        self._compare.tell(error)

    def targets(self) -> list[Target]:
        """Return the targets of the lanes."""
        return [view.lane.target for view in self._compare.comparing.deck.lanes]

    def ask_mfa(self, question: str) -> str:
        """Ask for an MFA code in a dialog; called in a thread, which waits for it."""
        from bedrock_tui.ui.screens.mfa import MfaScreen

        answer: Future[str | None] = Future()
        self.call_from_thread(self.push_screen, MfaScreen(question), answer.set_result)
        return answer.result() or ""

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text, through the terminal and through the desktop's own tool."""
        # Half a surrogate pair would be a crash on its way out.
        text = text.encode("utf-8", "replace").decode()
        super().copy_to_clipboard(text)
        self._desktop.fill(text)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Add our commands to the palette."""
        yield from super().get_system_commands(screen)
        ours: Sequence[Command] = COMPARE if screen is self._compare else ACCESS
        if screen is self._beside.models:
            ours = MODELS
        elif screen.name == "diff":
            ours = DIFF
        for command in (*ours, *APP):
            yield SystemCommand(
                command.help,
                f"Key: {command.keys.partition(',')[0]}",
                lambda action=command.action: self._run_on_screen(action),
            )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave out the key of the screen that is there already."""
        del parameters
        return action not in SCREENS or action != self.current_mode

    def action_read_only(self) -> None:
        """Send nothing that costs from now on, or allow it again."""
        if self._bench.ready:
            self._bench.set_read_only(not self._bench.settings.read_only)
            self.show_where()

    def action_help(self) -> None:
        """Show the keys."""
        from bedrock_tui.ui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.current_mode))

    def action_access(self) -> None:
        """Show who I am and what I may call."""
        if self._compare.opened:
            self._beside.open_access()

    def action_models(self) -> None:
        """Show which models there are, where and at what price."""
        if self._compare.opened:
            self._beside.open_models()

    async def action_look(self) -> None:
        """Find out anew who I am and what I may call."""
        self._session.forget()
        await self._beside.look_again()

    async def action_compare(self) -> None:
        """Show the lanes."""
        self._compare.return_to()
        await self.switch_mode("compare")

    @work(group="session", exclusive=True)
    async def action_choose_profile(self) -> None:
        """Ask for an AWS profile and use it from now on; running lanes stay."""
        await self._session.choose_profile()

    @work(group="session", exclusive=True)
    async def action_choose_region(self) -> None:
        """Ask for a region and use it from now on; running lanes stay."""
        await self._session.choose_region()

    @work(group="session", exclusive=True)
    async def action_probe(self) -> None:
        """Call every lane's target for one token, once the person agrees."""
        if self._beside.access is not None:
            await self._session.probe(self._beside.access)

    @work(group="session", exclusive=True)
    async def action_policy(self) -> None:
        """Show the least-privilege policy for the lanes' targets."""
        await self._session.write_policy()

    @work(group="session", exclusive=True)
    async def action_sign_in(self) -> None:
        """Sign in again with the AWS CLI, in this terminal."""
        await self._session.sign_in()

    async def action_quit(self) -> None:
        """Stop what runs, keep what came, and leave."""
        self._compare.stop_all()
        self.exit()

    @work(group="start")
    async def _open(self) -> None:
        try:
            self._read_styles()
            first = await self._first_targets()
            await self._compare.complete(first.targets)
            self._tell_of_settings(first.notes)
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

    def _read_styles(self) -> None:
        """Read the styles of all other screens: later, all would be parsed anew."""
        self.stylesheet.read_all([UI / each for each in STYLES])
        self.stylesheet.parse()

    async def _painted(self) -> None:
        """Wait for the lanes to be laid out and painted: what follows takes time."""
        for _ in range(2):
            painted = asyncio.Event()
            self._compare.call_after_refresh(painted.set)
            await painted.wait()

    def _tell_of_settings(self, notes: Sequence[str]) -> None:
        """Say what is wrong with the settings, and what short names stand for."""
        problems = self._bench.settings.problems
        lines = [plain(each).plain for each in problems[:MOST_PROBLEMS]]
        if more := problems[MOST_PROBLEMS:]:
            lines.append(f"and {len(more)} more, told on standard error.")
        if lines:
            said = "\n".join(lines)
            self._compare.notify(said, severity="warning", timeout=12, markup=False)
        for note in notes:
            self._compare.notify(plain(note).plain, markup=False)

    async def _first_targets(self) -> Read:
        from bedrock_tui.services.targets import Read, first_targets

        try:
            return await bridge.call(
                "targets", lambda: first_targets(self._targets, self._bench)
            )
        except BedrockTuiError as error:
            self._compare.tell(error)
            return Read([], [])

    async def _warm(self) -> None:
        from bedrock_tui.ui.markdown.warming import warm

        bench = self._bench
        await bridge.call("region", bench.find_region)
        self._beside.locate()
        await bridge.call("clients", lambda: bench.warm(self.targets()))
        await bridge.call("markdown", warm)
        await self._session.identify()
        self.set_interval(POLL, self._poll)

    @work(group="poll")
    async def _poll(self) -> None:
        if not self.is_headless and hung_up():
            await self.action_quit()
        elif self.is_running:
            await self._session.poll()

    def _run_on_screen(self, action: str) -> None:
        self.call_later(self.screen.run_action, action)
