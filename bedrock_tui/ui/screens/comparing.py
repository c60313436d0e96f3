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
from textual.widgets import Static

from bedrock_tui.core.comparison import MOST_LANES, Comparison, Lane, Said, Turn
from bedrock_tui.core.request import Parameters
from bedrock_tui.core.target import Target
from bedrock_tui.errors import StoreError
from bedrock_tui.services import bridge
from bedrock_tui.services.compare import Run
from bedrock_tui.services.targets import how_to_write_sets, read_targets, resolve
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.ui.chosen import Chosen
from bedrock_tui.ui.text import plain
from bedrock_tui.ui.widgets.deck import LaneDeck
from bedrock_tui.ui.widgets.lane import LaneView

_NO_LANES = """\
No lanes yet.

ctrl+t adds one: choose a model of your region, or type any id."""

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
    asked = query_one("#asked", Static)

    def __init__(
        self, bench: Workbench, make_lane: Callable[[Lane], LaneView] | None = None
    ) -> None:
        super().__init__()
        self.chosen = Chosen("", Parameters())
        """What goes with the next prompt."""
        self._bench = bench
        self._make_lane = make_lane or LaneView
        self._comparison: Comparison | None = None
        self._rewound = False  # the next prompt is asked instead of the last one
        self._runs: dict[str, Run] = {}  # the newest run of each lane, by lane id

    def compose(self) -> ComposeResult:
        """Yield the lanes and, below them, what they were asked."""
        yield LaneDeck(self._make_lane)
        yield Static(id="asked")

    async def show_lanes(self, targets: Sequence[Target]) -> None:
        """Start with these lanes."""
        self.deck.show_empty(Content(_NO_LANES))
        if targets:
            await self.deck.add_all([Lane(target) for target in targets])

    def ask(self, prompt: str) -> str:
        """Send a prompt to every lane, or return why it was not sent."""
        refusal = self._refusal()
        if refusal:
            return refusal
        follow = not self._rewound
        for view in self.deck.lanes:
            past = self._past(view) if follow else view.lane.past
            parameters = self.chosen.parameters
            view.lane = replace(view.lane, parameters=parameters, past=past)
        lanes = tuple(view.lane for view in self.deck.lanes)
        self._comparison = self._next(prompt, lanes)
        self._rewound = False
        self.asked.update(plain(f"❯ {prompt}"))
        self.asked.display = True
        self._start(self._comparison, lanes, follow=follow)
        return ""

    def _next(self, prompt: str, lanes: tuple[Lane, ...]) -> Comparison:
        """Return the turn after the present one, or instead of it."""
        asked, system = self._comparison, self.chosen.system
        if asked is None or self._rewound:
            return Comparison(lanes, Turn(prompt), system)
        return asked.next(prompt, lanes, system)

    def _past(self, view: LaneView) -> tuple[Said, ...]:
        """Return what was said in a lane, the newest reply included."""
        lane, run = view.lane, self._runs.get(view.lane.id)
        if run is None:
            return lane.past
        call = run.call(lane)
        return (*lane.past, Said(call.prompt, call.text, call.id))

    def start_anew(self) -> bool:
        """Begin another conversation in the same lanes; False while they answer."""
        if self._busy():
            return False
        for view in self.deck.lanes:
            view.forget()
        self._forget()
        return True

    def _forget(self) -> None:
        self._runs.clear()
        self._comparison, self._rewound = None, False
        self.asked.display = False

    def rewind(self) -> str:
        """Have the next prompt take the place of the last one, which is returned.

        Empty where nothing was asked yet, or lanes are answering.
        """
        if self._comparison is None:
            self.notify("Nothing has been asked yet.")
            return ""
        if self._busy():
            return ""
        self._rewound = True
        return self._comparison.turn.prompt

    def stop_all(self) -> None:
        """Stop every lane."""
        for run in self._runs.values():
            run.cancel_all()

    def retry_failed(self) -> None:
        """Ask every lane again that did not finish."""
        views = [v for v in self.deck.lanes if not v.running and v.needs_retry]
        if not views:
            self.notify("No lane needs to be asked again.", timeout=3)
        for view in views:
            self._retry(view)

    def mark_foreign(self) -> None:
        """Show on each lane whether its aws profile is not the one in force."""
        profile = self._bench.settings.aws_profile
        for view in self.deck.lanes:
            view.foreign = view.lane.target.aws_profile != profile

    def keep(self) -> None:
        """Have the lanes remembered for the next start."""
        self._bench.keep_lanes([view.lane.target for view in self.deck.lanes])

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

    def _refusal(self) -> str:
        if self._bench.settings.read_only:
            return "Read-only: nothing that costs is sent. f9 allows it again."
        if not self._bench.ready:
            return "The services did not open; see the message above, and start again."
        if not self.deck.lanes:
            return "There is no lane to ask. Press ctrl+t to add one."
        if any(view.running for view in self.deck.lanes):
            return _ANSWERING
        return ""

    @property
    def turn(self) -> int:
        """The number of the turn that comes next, from 1."""
        if self._comparison is None:
            return 1
        past = max((len(lane.past) for lane in self._comparison.lanes), default=0)
        return past + (1 if self._rewound else 2)

    def _start(
        self, comparison: Comparison, lanes: Sequence[Lane], *, follow: bool = False
    ) -> None:
        run = self._bench.compare.run(comparison, lanes)
        for lane in lanes:
            self._runs[lane.id] = run
            view = self.deck.lane(lane)
            if view is not None:
                follows = follow and bool(lane.past)
                view.begin(run.reply(lane), comparison.turn.prompt, follows=follows)
        self.deck.wake()
        self._follow(run)

    @work(group="runs")
    async def _follow(self, run: Run) -> None:
        views = {view.lane.id: view for view in self.deck.lanes}
        async for lane, event in run:
            if self._runs.get(lane.id) is run:
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
                self._runs[view.lane.id].cancel(view.lane)
            case "stop":
                self.post_message(self.PromptWanted())
            case "retry":
                self._retry(view)
            case "zoom":
                self.deck.zoomed = not self.deck.zoomed
            case "copy":
                self._copy(view)
            case "remove":
                await self._remove(view)

    def _retry(self, view: LaneView) -> None:
        asked = self._comparison
        if view.running:
            self.notify("This lane is still answering. Press s to stop it.")
        elif asked is None:
            self.notify("Nothing has been asked yet.")
        elif self._bench.settings.read_only:
            self.notify(self._refusal(), severity="warning")
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

    async def _remove(self, view: LaneView) -> None:
        if view.running:
            self._runs.pop(view.lane.id).cancel(view.lane)
        await self.deck.drop(view)
        self.keep()
        if self.deck.lanes:
            self.deck.focus_current()
        else:
            self.post_message(self.PromptWanted())
