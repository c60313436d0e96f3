"""The part of the Compare screen where prompts go out and replies come in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message

from bedrock_tui.core import numbers
from bedrock_tui.core.comparison import MOST_LANES, Comparison, Lane, Turn
from bedrock_tui.core.export.transcript import Transcript
from bedrock_tui.core.forecast import ceiling, in_words
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.target import Target
from bedrock_tui.errors import StoreError
from bedrock_tui.services import bridge
from bedrock_tui.services.compare import Run
from bedrock_tui.services.targets import how_to_write_sets, read_targets, resolve
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.ui.chosen import Chosen
from bedrock_tui.ui.conversation import Conversation
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.deck import LaneDeck
from bedrock_tui.ui.widgets.lane import LaneView
from bedrock_tui.ui.widgets.outlook import Outlook

_NO_LANES = """\
No lanes yet.

ctrl+t adds one: choose a model of your region, or type any id."""

_TO_SANDBOX = "It asks the demo's sandbox, which ends with this program."

_ANSWERING = "Lanes are still answering. Press escape to stop them, or wait."


class Comparing(Vertical):
    """The lanes, and the runs that fill them."""

    DEFAULT_CSS = "Comparing { height: 1fr; }"

    @dataclass
    class PromptWanted(Message):
        """The keys should go to the prompt."""

    @dataclass
    class NotRecorded(Message):
        """A comparison could not be written down."""

        error: StoreError

    deck = query_one(LaneDeck)
    outlook = query_one(Outlook)

    def __init__(
        self, bench: Workbench, make_lane: Callable[[Lane], LaneView] | None = None
    ) -> None:
        super().__init__()
        self.chosen = Chosen("", Parameters())
        """What goes with the next prompt."""
        self._bench = bench
        self._make_lane = make_lane or LaneView
        self._conversation = Conversation()

    def compose(self) -> ComposeResult:
        """Yield the lanes and, below them, what they were asked."""
        yield LaneDeck(self._make_lane)
        yield Outlook(self._bench, self._preview)

    async def show_lanes(self, targets: Sequence[Target]) -> None:
        """Start with these lanes."""
        self.deck.show_empty(Content(_NO_LANES))
        if targets:
            await self.deck.add_all([Lane(target) for target in targets])

    def ask(self, prompt: str) -> str:
        """Send a prompt to every lane, or return why it was not sent."""
        refusal = self.refusal()
        if refusal:
            return refusal
        comparison = self._next(prompt)
        follow = self._conversation.begin(comparison)
        for view, lane in zip(self.deck.lanes, comparison.lanes, strict=True):
            view.lane = lane
        self.outlook.ask(prompt)
        self._start(comparison, comparison.lanes, follow=follow)
        return ""

    def doubts(self, prompt: str) -> list[str]:
        """Return why to ask before a prompt is sent, and what it will take."""
        settings, forecasts = self._bench.settings, self.outlook.forecasts(prompt)
        most, lanes = ceiling(forecasts) or 0, len(self.deck.lanes)
        why = []
        if lanes > settings.confirm_lanes:
            why.append(f"It goes to {lanes} lanes.")
        if most > settings.confirm_dollars * 10**9:
            why.append(f"It may cost {numbers.money(most)}.")
        return [*why, "", " · ".join(in_words(forecasts))] if why else []

    def _preview(self, prompt: str) -> Comparison | None:
        return self._next(prompt) if self.deck.lanes else None

    def _next(self, prompt: str) -> Comparison:
        parameters, system = self.chosen.parameters, self.chosen.system
        lanes = [replace(v.lane, parameters=parameters) for v in self.deck.lanes]
        return self._conversation.next(prompt, lanes, system)

    @property
    def turn(self) -> int:
        """The number of the turn that comes next, from 1."""
        return self._conversation.turn

    def start_anew(self) -> bool:
        """Begin another conversation in the same lanes; False while they answer."""
        if self._busy():
            return False
        for view in self.deck.lanes:
            view.forget()
        self._forget()
        return True

    def _forget(self) -> None:
        self._conversation.forget()
        self.outlook.ask("")

    def rewind(self) -> str:
        """Have the next prompt take the place of the last one, which is returned.

        Empty where nothing was asked yet, or lanes are answering.
        """
        asked = self._conversation.asked
        if asked is None:
            self.notify("Nothing has been asked yet.")
        if asked is None or self._busy():
            return ""
        self._conversation.rewound = True
        return asked.turn.prompt

    def stop_all(self) -> None:
        """Stop every lane."""
        for run in self._conversation.runs.values():
            run.cancel_all()

    def retry_failed(self) -> None:
        """Ask every lane again that did not finish."""
        views = [v for v in self.deck.lanes if not v.running and v.needs_retry]
        if not views:
            self.notify("No lane needs to be asked again.", timeout=3)
        for view in views:
            self._retry(view)

    def transcript(self) -> Transcript | None:
        """Return the comparison as it stands; None before anything was asked."""
        lanes = [view.lane for view in self.deck.lanes]
        simulated = self._bench.settings.demo
        return self._conversation.transcript(lanes, simulated=simulated)

    def mark_foreign(self) -> None:
        """Show on each lane whether its aws profile is not the one in force."""
        profile = self._bench.settings.aws_profile
        for view in self.deck.lanes:
            view.foreign = view.lane.target.aws_profile != profile

    def keep(self) -> None:
        """Have the lanes remembered for the next start."""
        self._bench.keep_lanes([view.lane.target for view in self.deck.lanes])
        self.outlook.paint()

    async def add(self) -> None:
        """Ask for a target and add a lane for it; wants a worker."""
        from bedrock_tui.ui.screens.targets import TargetPicker

        if len(self.deck.lanes) >= MOST_LANES:
            self.notify(f"{MOST_LANES} lanes at most. Remove one with x first.")
            return
        bench = self._bench
        settings = bench.settings
        picker = TargetPicker(
            bench.catalogue, bench.region, settings.aws_profile, settings.aliases
        )
        chosen = await self.app.push_screen_wait(picker)
        if chosen is not None:
            target, note = await bridge.call("name", lambda: resolve(chosen, bench))
            self._tell([note] if note else [])
            await self.deck.add(Lane(target))
            self.keep()
            self.post_message(self.PromptWanted())

    async def choose_set(self) -> None:
        """Ask for a set of lanes and replace the lanes by it; wants a worker.

        Raises UsageError for a set that makes no sense, CallFailed where its region
        cannot be found out.
        """
        from bedrock_tui.ui.screens.chooser import Choice, Chooser

        sets = self._bench.settings.lane_sets
        if not sets:
            said = f"There is no set of lanes. {how_to_write_sets()}"
            self.notify(plain(said).plain, timeout=12, markup=False)
            return
        if self._busy():
            return
        choices = [Choice(name, name, " · ".join(sets[name])) for name in sets]
        chooser = Chooser("Replace the lanes by", choices, what="set of lanes")
        name = await self.app.push_screen_wait(chooser)
        if name is None:
            return
        found = await bridge.call(
            "targets", lambda: read_targets(sets[name], self._bench)
        )
        if self._busy():
            return
        await self.deck.replace([Lane(target) for target in found.targets])
        self._forget()
        self._tell(found.notes)
        self.keep()
        self.post_message(self.PromptWanted())

    async def add_all(self, targets: Sequence[Target]) -> str:
        """Add lanes for targets that have none yet, and say what came of it."""
        wanted, left_out = self._new(targets), self.without_room(targets)
        added = [each for each in wanted if each not in left_out]
        for target in added:
            await self.deck.add(Lane(target))
        self.keep()
        self.post_message(self.PromptWanted())
        said = [f"{len(added)} lane{'s' if len(added) != 1 else ''} added."]
        if known := len(targets) - len(wanted):
            said.append(f"{known} there already.")
        if left_out:
            names = ", ".join(map(str, left_out))
            said.append(f"{MOST_LANES} lanes at most; left out: {names}.")
        return " ".join(said)

    def _busy(self) -> bool:
        """Tell whether lanes are answering, and say so if they are."""
        busy = any(view.running for view in self.deck.lanes)
        if busy:
            self.notify(_ANSWERING, severity="warning")
        return busy

    def _tell(self, notes: Sequence[str]) -> None:
        for note in notes:
            self.notify(plain(note).plain, markup=False)

    def without_room(self, targets: Sequence[Target]) -> list[Target]:
        """Return those of the targets for which there is no lane left."""
        return self._new(targets)[MOST_LANES - len(self.deck.lanes) :]

    def _new(self, targets: Sequence[Target]) -> list[Target]:
        there = [view.lane.target for view in self.deck.lanes]
        return [each for each in dict.fromkeys(targets) if each not in there]

    def refusal(self) -> str:
        """Return why no prompt can be sent now, or nothing."""
        if self._bench.settings.read_only:
            return "Read-only: nothing that costs is sent. f9 allows it again."
        if not self._bench.ready:
            return "The services did not open; see the message above, and start again."
        if not self.deck.lanes:
            return "There is no lane to ask. Press ctrl+t to add one."
        if any(view.running for view in self.deck.lanes):
            return _ANSWERING
        return ""

    def _start(
        self, comparison: Comparison, lanes: Sequence[Lane], *, follow: bool = False
    ) -> None:
        run = self._bench.compare.run(comparison, lanes)
        self._conversation.answered_by(run, lanes)
        for lane in lanes:
            view = self.deck.lane(lane)
            if view is not None:
                follows = follow and bool(lane.past)
                view.begin(run.reply(lane), comparison.turn.prompt, follows=follows)
                view.note(run.call(lane).notes)
        self.deck.wake()
        self._follow(run)

    @work(group="runs")
    async def _follow(self, run: Run) -> None:
        views = {view.lane.id: view for view in self.deck.lanes}
        async for lane, event in run:
            if self._conversation.runs.get(lane.id) is run:
                views[lane.id].take(event)
        if run.store_error is not None:
            self.post_message(self.NotRecorded(run.store_error))

    @on(LaneView.Wanted)
    async def _do_with_lane(self, event: LaneView.Wanted) -> None:
        event.stop()
        view = event.lane
        if view not in self.deck.lanes:
            return  # it has been removed since the key was pressed
        match event.what:
            case "stop" if view.running:
                self._conversation.runs[view.lane.id].cancel(view.lane)
            case "stop":
                self.post_message(self.PromptWanted())
            case "retry":
                self._retry(view)
            case "zoom":
                self.deck.zoomed = not self.deck.zoomed
            case "copy":
                self._copy(view)
            case "code":
                self._show_code(view)
            case "diff":
                self._diff(view)
            case "remove":
                await self._remove(view)

    def _retry(self, view: LaneView) -> None:
        asked = self._conversation.asked
        if view.running:
            self.notify("This lane is still answering. Press s to stop it.")
        elif asked is None:
            self.notify("Nothing has been asked yet.")
        elif self._bench.settings.read_only:
            self.notify(self.refusal(), severity="warning")
        elif view.lane in asked.lanes:
            self._start(asked, [view.lane])
        else:
            # The lane came after the prompt: the same prompt, a comparison of its own.
            alone = Comparison((view.lane,), Turn(asked.turn.prompt), asked.system)
            self._start(alone, [view.lane])

    def _copy(self, view: LaneView) -> None:
        text = view.view.reply_text
        if text:
            self.app.copy_to_clipboard(text)
            self.notify(f"Copied {len(text):,} characters.", timeout=2)
        else:
            self.notify("There is no reply to copy yet.", timeout=3)

    @work(group="code", exclusive=True)
    async def _show_code(self, view: LaneView) -> None:
        from bedrock_tui.services.snippets import endpoint_in_force, sent_to
        from bedrock_tui.ui.screens.snippet import SnippetScreen

        run = self._conversation.runs.get(view.lane.id)
        if run is None:
            self.notify("This lane has not been asked yet: send a prompt first.")
            return
        lane, bench = view.lane, self._bench
        url = await bridge.call("endpoint", lambda: endpoint_in_force(bench))
        sent = sent_to(lane.target, run.request(lane), url)
        note = _TO_SANDBOX if bench.settings.demo else ""
        self.app.push_screen(SnippetScreen(sent, note))

    @work(group="diff", exclusive=True)
    async def _diff(self, view: LaneView) -> None:
        from bedrock_tui.ui.screens.diffing import show_diff

        await show_diff(self.app, self.deck.lanes, view)

    async def _remove(self, view: LaneView) -> None:
        if view.running:
            self._conversation.runs.pop(view.lane.id).cancel(view.lane)
        await self.deck.drop(view)
        self.keep()
        if self.deck.lanes:
            self.deck.focus_current()
        else:
            self.post_message(self.PromptWanted())
