"""The Compare screen: where we are, the lanes, the prompt, the keys.

Its first frame shows all but the lanes; what those need is imported after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Static

from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.ui.commands import COMPARE, bindings
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.head import Head, Where
from bedrock_tui.ui.widgets.keys import Keys
from bedrock_tui.ui.widgets.prompt import PromptEditor

if TYPE_CHECKING:
    from bedrock_tui.core.comparison import Lane
    from bedrock_tui.core.target import Target
    from bedrock_tui.services.workbench import Workbench
    from bedrock_tui.ui.screens.comparing import Comparing
    from bedrock_tui.ui.widgets.lane import LaneView


CALM = 0.5
"""Seconds after another screen was left in which escape stops nothing."""

_WAITING = (
    *("add_lane", "choose_lanes", "parameters", "retry_failed", "focus_lane"),
    *("new", "edit_last", "save"),
)
"""Actions that need lanes."""


class CompareScreen(Screen[None]):
    """One prompt to several targets, streaming side by side."""

    BINDINGS = bindings(COMPARE)

    HELP = "Type a prompt and press Enter: every lane answers at once."

    prompt = query_one(PromptEditor)

    comparing: Comparing
    """The lanes; there from `complete` on."""

    def __init__(
        self, bench: Workbench, make_lane: Callable[[Lane], LaneView] | None = None
    ) -> None:
        super().__init__()
        self._bench = bench
        self._where = Where()
        self._make_lane = make_lane
        self.opened = False
        """True once prompts can be sent."""
        self._sent_early = False
        self._came_at = 0.0

    def compose(self) -> ComposeResult:
        """Yield what the first frame needs."""
        yield Head("Compare")
        yield Static("opening…", id="opening")
        yield PromptEditor(id="prompt")

    def on_mount(self) -> None:
        """Show where we are and take the keys."""
        self.show(self._where)
        self.prompt.focus()

    async def complete(self, targets: Sequence[Target]) -> None:
        """Add what the first frame did without: the lanes and the keys."""

        from bedrock_tui.ui.screens.comparing import Comparing

        self.comparing = Comparing(self._bench, self._make_lane)
        with self.app.batch_update():
            await self.query_one("#opening").remove()
            await self.mount(self.comparing, before=self.prompt)
            await self.comparing.show_lanes(targets)
            await self.mount(Keys())
        self.refresh_bindings()

    def begin(self) -> None:
        """Take prompts from now on, the one that came early first."""
        self.opened = True
        self.comparing.keep()
        self._preview()
        self.refresh_bindings()
        self.show(self._where)
        if self._sent_early:
            self.prompt.action_send()

    def return_to(self) -> None:
        """Hear that this screen takes the place of another."""
        self._came_at = monotonic()

    def show(self, where: Where) -> None:
        """Show which AWS the lanes speak to, and what goes with the prompt."""
        self._where = where
        head = self.query_one_optional(Head)
        if head is None:
            return  # not there yet, or gone already: answers come when they come
        words: list[str] = []
        if self.opened:
            words = self.comparing.chosen.in_words()
            self.comparing.mark_foreign()
        head.where = replace(where, extras=(*where.extras, *words))

    def tell(self, error: BedrockTuiError, consequence: str = "") -> None:
        """Say what went wrong and what to do."""
        lines = [line for line in (error.message, error.hint, consequence) if line]
        self.notify(
            plain(" ".join(lines)).plain,
            title=plain(error.title).plain,
            severity="warning",
            timeout=8,
            markup=False,
        )

    def stop_all(self) -> None:
        """Stop every lane."""
        if self.opened:
            self.comparing.stop_all()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what needs lanes while there cannot be any yet."""
        del parameters
        return None if action in _WAITING and not self.opened else True

    @on(PromptEditor.Submitted)
    def _send(self, event: PromptEditor.Submitted) -> None:
        event.stop()
        if not self.opened:
            self._sent_early = True  # it stays in the editor until lanes are there
            return
        doubts = self.comparing.doubts(event.text)
        if doubts and not self.comparing.refusal():
            self._send_if_agreed(event.text, doubts)
        else:
            self._ask(event.text)

    @work(group="send", exclusive=True)
    async def _send_if_agreed(self, prompt: str, doubts: Sequence[str]) -> None:
        from bedrock_tui.ui.screens.confirm import ConfirmScreen

        if await self.app.push_screen_wait(ConfirmScreen("Send this prompt?", doubts)):
            self._ask(prompt)

    def _ask(self, prompt: str) -> None:
        refusal = self.comparing.ask(prompt)
        if refusal:
            self.notify(refusal, severity="warning", markup=False)
        else:
            self.prompt.remember(prompt)
            self._show_turn()

    @on(PromptEditor.Changed)
    def _preview(self) -> None:
        if self.opened:
            self.comparing.outlook.preview(self.prompt.text)

    def _show_turn(self) -> None:
        """Say in the empty prompt what the next one will be."""
        turn = self.comparing.turn
        self.prompt.placeholder = (
            "Ask every lane the same…"
            if turn == 1
            else f"Follow up (turn {turn}), or start anew with ctrl+n…"
        )

    def action_new(self) -> None:
        """Begin another conversation in the same lanes."""
        if self.comparing.start_anew():
            self._show_turn()
            self.set_focus(self.prompt)

    def action_edit_last(self) -> None:
        """Bring the last prompt back: what is sent then takes its place."""
        prompt = self.comparing.rewind()
        if prompt:
            self.prompt.bring_back(prompt)
            self.set_focus(self.prompt)

    def on_comparing_not_recorded(self, event: Comparing.NotRecorded) -> None:
        """Say that a comparison is missing from the history."""
        self.tell(event.error, "This comparison is not in the history.")

    def on_comparing_prompt_wanted(self) -> None:
        """Give the keys to the prompt."""
        self.set_focus(self.prompt)

    @work(group="add")
    async def action_add_lane(self) -> None:
        """Ask for a target and add a lane for it."""
        await self.comparing.add()

    @work(group="add")
    async def action_choose_lanes(self) -> None:
        """Ask for a set of lanes and put it in the place of the lanes."""
        try:
            await self.comparing.choose_set()
            self._show_turn()
        except BedrockTuiError as error:
            self.tell(error)

    @work(group="add")
    async def add_lanes(self, targets: Sequence[Target]) -> None:
        """Make lanes of targets that were chosen elsewhere, and say what came of it."""
        self.notify(await self.comparing.add_all(targets), markup=False)

    @work(group="parameters")
    async def action_parameters(self) -> None:
        """Ask for what goes with every prompt."""
        from bedrock_tui.ui.screens.parameters import ParametersScreen

        screen = ParametersScreen(self.comparing.chosen)
        chosen = await self.app.push_screen_wait(screen)
        if chosen is not None:
            self.comparing.chosen = chosen
            self.comparing.outlook.paint()
            self.show(self._where)

    @work(group="save")
    async def action_save(self) -> None:
        """Ask where the comparison goes, and save it as it stands."""
        from bedrock_tui.ui.screens.save import save

        await save(self.app, self.comparing.transcript)

    def action_stop(self) -> None:
        """Stop every lane that runs."""
        # A second escape, meant for the screen that was left, must not stop the lanes.
        if monotonic() - self._came_at > CALM:
            self.stop_all()

    def action_retry_failed(self) -> None:
        """Ask every lane again that did not finish."""
        self.comparing.retry_failed()

    def action_focus_lane(self, by: int) -> None:
        """Go to the next or the previous lane."""
        self.comparing.deck.step(by)

    def action_focus_prompt(self) -> None:
        """Go to the prompt; at once, so that keys already pressed arrive there."""
        self.set_focus(self.prompt)
