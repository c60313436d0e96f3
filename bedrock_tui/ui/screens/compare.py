"""The Compare screen: lanes above, prompt below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Footer, Static

from bedrock_tui.core.comparison import MOST_LANES, Comparison, Lane, Turn
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.target import Target
from bedrock_tui.errors import BedrockTuiError
from bedrock_tui.services.compare import Run
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.ui.chosen import Chosen, in_words
from bedrock_tui.ui.commands import COMPARE, bindings
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.deck import LaneDeck
from bedrock_tui.ui.widgets.lane import LaneView
from bedrock_tui.ui.widgets.prompt import PromptEditor


class CompareScreen(Screen[None]):
    """One prompt to several targets, streaming side by side."""

    BINDINGS = bindings(COMPARE)

    HELP = "Type a prompt and press Enter: every lane answers at once."

    head = query_one("#head", Static)
    deck = query_one(LaneDeck)
    prompt = query_one(PromptEditor)
    asked = query_one("#asked", Static)

    def __init__(
        self, bench: Workbench, make_lane: Callable[[Lane], LaneView] = LaneView
    ) -> None:
        super().__init__()
        self._bench = bench
        self._make_lane = make_lane
        self._comparison: Comparison | None = None
        self._chosen = Chosen("", Parameters())
        self._runs: dict[str, Run] = {}  # the newest run of each lane, by lane id
        self._opened = False
        self._sent_early = False

    def compose(self) -> ComposeResult:
        """Yield what the first frame needs; the rest comes after it."""
        yield Static(id="head")
        yield LaneDeck(self._make_lane)
        yield Static(id="asked")
        yield PromptEditor(id="prompt")

    def on_mount(self) -> None:
        """Show where we are and take the keys."""
        self.show_head()
        self.deck.show_empty(plain("opening…"))
        self.prompt.focus()

    async def complete(self) -> None:
        """Add what the first frame did without."""
        await self.mount(Footer(compact=True, show_command_palette=True))
        self.refresh_bindings()

    def show_head(self) -> None:
        """Show which AWS the lanes speak to."""
        settings = self._bench.settings
        who = settings.aws_profile or "default credentials"
        facts = [
            Content.styled(" DEMO: simulated replies ", "bold $text on $warning-muted")
            if settings.demo
            else plain(who),
            plain(self._bench.region or "no region"),
        ]
        if settings.endpoint_url:
            facts.append(plain(settings.endpoint_url))
        facts += map(plain, in_words(self._chosen))
        if settings.read_only:
            facts.append(Content.styled("read-only", "bold $text-warning"))
        line = Content(" · ").join(facts)
        self.head.update(Content.assemble(("bedrock-tui  ", "bold $primary"), line))

    async def show_lanes(self, targets: Sequence[Target]) -> None:
        """Start with these lanes."""
        hint = (
            "No lanes yet.\n\nctrl+t adds one: choose a model of your region, or type"
        )
        self.deck.show_empty(Content(f"{hint} any id."))
        if targets:
            await self.deck.add_all([Lane(target) for target in targets])

    def begin(self) -> None:
        """Take prompts from now on, the one that came early first."""
        self._opened = True
        self.show_head()
        if self._sent_early:
            self.prompt.action_send()

    def tell(self, error: BedrockTuiError, consequence: str = "") -> None:
        """Say what went wrong and what to do."""
        lines = [line for line in (error.message, error.hint, consequence) if line]
        self.notify(
            plain(" ".join(lines)).plain,
            title=plain(error.title).plain,
            severity="warning",
            timeout=12,
            markup=False,
        )

    def stop_all(self) -> None:
        """Stop every lane."""
        for run in self._runs.values():
            run.cancel_all()

    @on(PromptEditor.Submitted)
    def _send(self, event: PromptEditor.Submitted) -> None:
        event.stop()
        if not self._opened:
            self._sent_early = True  # it stays in the editor until lanes are there
            return
        refusal = self._refusal()
        if refusal:
            self.notify(refusal, severity="warning", markup=False)
            return
        for view in self.deck.lanes:
            view.lane = replace(view.lane, parameters=self._chosen.parameters)
        lanes = tuple(view.lane for view in self.deck.lanes)
        self._comparison = Comparison(lanes, Turn(event.text), self._chosen.system)
        self.prompt.remember(event.text)
        self.asked.update(plain(f"❯ {event.text}"))
        self.asked.display = True
        self._start(self._comparison, lanes)

    def _refusal(self) -> str:
        if self._bench.settings.read_only:
            return "Read-only: nothing that costs is sent. Start without --read-only."
        if not self._bench.ready:
            return (
                "Still opening. The prompt stays here; press enter again in a moment."
            )
        if not self._bench.ready:
            return "The services did not open; see the message above, and start again."
        if not self.deck.lanes:
            return "There is no lane to ask. Press ctrl+t to add one."
        if any(view.running for view in self.deck.lanes):
            return "Lanes are still answering. Press escape to stop them, or wait."
        return ""

    def _start(self, comparison: Comparison, lanes: Sequence[Lane]) -> None:
        run = self._bench.compare.run(comparison, lanes)
        for lane in lanes:
            self._runs[lane.id] = run
            view = self.deck.lane(lane)
            if view is not None:
                view.begin(run.reply(lane))
        self.deck.wake()
        self._follow(run)

    @work(group="runs")
    async def _follow(self, run: Run) -> None:
        views = {view.lane.id: view for view in self.deck.lanes}
        async for lane, event in run:
            if self._runs.get(lane.id) is run:
                views[lane.id].take(event)
        if run.store_error is not None:
            self.tell(run.store_error, "This comparison is not in the history.")

    @on(LaneView.Wanted)
    async def _do_with_lane(self, event: LaneView.Wanted) -> None:
        event.stop()
        view = event.lane
        match event.what:
            case "stop" if view.running:
                self._runs[view.lane.id].cancel(view.lane)
            case "stop" | "prompt":
                self.prompt.focus()
            case "retry":
                self._retry(view)
            case "zoom":
                self.deck.zoomed = not self.deck.zoomed
            case "copy":
                self._copy(view)
            case "remove":
                await self._remove(view)

    def _retry(self, view: LaneView) -> None:
        if view.running:
            self.notify("This lane is still answering. Press s to stop it.")
        elif self._comparison is None:
            self.notify("Nothing has been asked yet.")
        elif self._bench.settings.read_only:
            self.notify(self._refusal(), severity="warning")
        elif view.lane in self._comparison.lanes:
            self._start(self._comparison, [view.lane])
        else:
            # The lane came after the prompt: the same prompt, a comparison of its own.
            asked = self._comparison
            alone = Comparison((view.lane,), Turn(asked.turn.prompt), asked.system)
            self._start(alone, [view.lane])

    def _copy(self, view: LaneView) -> None:
        text = view.view.reply_text
        if text:
            self.app.copy_to_clipboard(text)
            self.notify(f"Copied {len(text):,} characters.", timeout=2)
        else:
            self.notify("There is no reply to copy yet.", timeout=3)

    async def _remove(self, view: LaneView) -> None:
        if view.running:
            self._runs.pop(view.lane.id).cancel(view.lane)
        await self.deck.drop(view)
        if self.deck.lanes:
            self.deck.focus_current()
        else:
            self.prompt.focus()

    @work(group="add")
    async def action_add_lane(self) -> None:
        """Ask for a target and add a lane for it."""
        from bedrock_tui.ui.screens.targets import TargetPicker

        if len(self.deck.lanes) >= MOST_LANES:
            self.notify(f"{MOST_LANES} lanes at most. Remove one with x first.")
            return
        bench = self._bench
        if not self._opened:
            self.notify("Still opening; try again in a moment.", timeout=3)
            return
        picker = TargetPicker(bench.catalogue, bench.region, bench.settings.aws_profile)
        target = await self.app.push_screen_wait(picker)
        if target is not None:
            await self.deck.add(Lane(target))
            self.prompt.focus()

    @work(group="parameters")
    async def action_parameters(self) -> None:
        """Ask for what goes with every prompt."""
        from bedrock_tui.ui.screens.parameters import ParametersScreen

        chosen = await self.app.push_screen_wait(ParametersScreen(self._chosen))
        if chosen is not None:
            self._chosen = chosen
            self.show_head()

    def action_stop(self) -> None:
        """Stop every lane that runs."""
        self.stop_all()

    def action_retry_failed(self) -> None:
        """Ask every lane again that did not finish."""
        for view in self.deck.lanes:
            if not view.running and view.needs_retry:
                self._retry(view)

    def action_focus_lane(self, by: int) -> None:
        """Go to the next or the previous lane."""
        self.deck.step(by)

    def action_focus_prompt(self) -> None:
        """Go to the prompt."""
        self.prompt.focus()
