"""One lane: its target, the reply as it streams, and its state."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.reactive import var
from textual.widgets import Static

from bedrock_tui.core.comparison import Lane
from bedrock_tui.core.criteria import SIGNS, Judgement
from bedrock_tui.core.failure import Failure
from bedrock_tui.core.phase import Phase, hint, phase_of
from bedrock_tui.core.reply import (
    Attempted,
    Ended,
    Event,
    Noted,
    ReasoningDelta,
    Reply,
    TextDelta,
    ToolUseDelta,
)
from bedrock_tui.ui.commands import LANE, bindings
from bedrock_tui.ui.text import plain, shorten_id
from bedrock_tui.ui.widgets.reply_view import ReplyView
from bedrock_tui.ui.widgets.status_line import RESULT_STYLES, StatusLine

ROOMY = 16
"""Rows beside its criteria from which on a lane lists them; one alone always does."""


class LaneView(Vertical):
    """A column of the comparison."""

    HELP = "One model's reply. Scroll with j and k or the arrows; G follows the end."

    BINDINGS = bindings(LANE)

    @dataclass
    class Wanted(Message):
        """The person wants something done with this lane."""

        lane: LaneView
        what: str
        """`stop`, `retry`, `zoom`, `remove`, `copy`, `code` or `diff`."""

    running = var(False)

    foreign = var(False)
    """True when the lane's aws profile is not the one in force."""

    title = query_one("#title", Static)
    view = query_one(ReplyView)
    trouble = query_one("#trouble", Static)
    status = query_one(StatusLine)
    criteria = query_one("#criteria", Static)

    def __init__(
        self,
        lane: Lane,
        *,
        make_view: Callable[[], ReplyView] = ReplyView,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.lane = lane
        self.reply: Reply | None = None
        self._make_view = make_view
        self._clock = clock

    def compose(self) -> ComposeResult:
        """Yield the title, the reply, what went wrong, the state, and the criteria."""
        yield Static(id="title")
        yield self._make_view()
        yield Static(id="trouble")
        yield StatusLine()
        yield Static(id="criteria")

    def on_mount(self) -> None:
        """Show the target."""
        self._show_title()

    def on_resize(self) -> None:
        """Fit the title into the new width, and the criteria into the height."""
        self._show_title()
        self._show_criteria()

    @property
    def needs_retry(self) -> bool:
        """True for a reply that did not come whole."""
        return phase_of(self.reply) in (Phase.FAILED, Phase.CANCELLED, Phase.TRUNCATED)

    def begin(self, reply: Reply, prompt: str, *, follows: bool = False) -> None:
        """Wait for a reply: below the one before if it follows that, else instead."""
        self.reply = reply
        self.running = True
        self.trouble.display = False
        self._show_criteria()
        self.view.remove_class("-bare")
        self.view.begin(prompt, follows=follows)
        self.refresh_state()

    def note(self, notes: Iterable[str]) -> None:
        """Show what was said of the request when it was made."""
        for note in notes:
            self.view.append_note(note)
        self.view.flush()

    def forget(self) -> None:
        """Begin a new conversation: what was said is gone from here."""
        self.reply = None
        self.lane = replace(self.lane, past=())
        self.trouble.display = False
        self.view.remove_class("-bare")
        self.view.clear()
        self.refresh_state()

    def take(self, event: Event) -> None:
        """Show one event of the reply."""
        match event:
            case TextDelta(text=text):
                self.view.append_text(text)
            case ReasoningDelta(text=text):
                self.view.append_reasoning(text)
            case ToolUseDelta(tool=tool, input=text):
                if tool:
                    self.view.append_note(f"tool use: {tool}")
                if text:
                    self.view.append_tool_input(text)
            case Noted(note=note):
                self.view.append_note(note)
            case Attempted():
                self.refresh_state()
            case Ended():
                self._end(event)

    def refresh_state(self) -> None:
        """Read the numbers of the moment."""
        self.status.show(self.reply, self._clock())
        self.view.placeholder = hint(self.reply)

    def _end(self, event: Ended) -> None:
        self.running = False
        self.view.finish()
        if event.failure is not None:
            self._show_trouble(event.failure)
        self.refresh_state()
        self._show_criteria()

    def _show_criteria(self) -> None:
        """List how the reply came out by each criterion, where there is room."""
        found = self.reply.criteria if self.reply is not None else ()
        tall = self.size.height - len(found) >= ROOMY
        self.criteria.display = bool(found) and (tall or self.has_class("-alone"))
        self.status.listed = self.criteria.display
        if self.criteria.display:
            self.criteria.update(Content("\n").join(map(_line, found)))

    def _show_trouble(self, failure: Failure) -> None:
        lines = [plain(failure.title, "bold"), plain(failure.remedy)]
        if failure.said:
            lines += [plain(failure.said, "dim")]
        if self.reply is not None and self.reply.request_id:
            lines += [plain(f"request id {self.reply.request_id}", "dim")]
        self.trouble.update(Content("\n").join(lines))
        self.trouble.display = True
        bare = self.reply is not None and not self.reply.began
        self.trouble.set_class(phase_of(self.reply) is Phase.TRUNCATED, "-truncated")
        self.trouble.set_class(bare, "-bare")
        self.view.set_class(bare, "-bare")

    def _show_title(self) -> None:
        target = self.lane.target
        profile = (
            f"{target.aws_profile or 'default credentials'} · " if self.foreign else ""
        )
        place = plain(f"{profile}{target.region}", "dim")
        room = self.content_size.width - place.cell_length - 3
        name = plain(shorten_id(target.name, max(8, room)), "bold")
        used = 2 + name.cell_length + place.cell_length
        gap = " " * max(1, self.content_size.width - used)
        self.title.update(Content.assemble(name, gap, place))

    def watch_foreign(self) -> None:
        """Show the aws profile, or leave it out again."""
        if self.is_mounted:
            self._show_title()

    def action_stop(self) -> None:
        """Stop this lane."""
        self.post_message(self.Wanted(self, "stop"))

    def action_retry(self) -> None:
        """Send the prompt to this lane again."""
        self.post_message(self.Wanted(self, "retry"))

    def action_zoom(self) -> None:
        """Show this lane alone, or all of them again."""
        self.post_message(self.Wanted(self, "zoom"))

    def action_remove(self) -> None:
        """Take this lane out."""
        self.post_message(self.Wanted(self, "remove"))

    def action_copy(self) -> None:
        """Copy the reply."""
        self.post_message(self.Wanted(self, "copy"))

    def action_code(self) -> None:
        """Show what was sent as code."""
        self.post_message(self.Wanted(self, "code"))

    def action_diff(self) -> None:
        """Show where the reply differs from another lane's."""
        self.post_message(self.Wanted(self, "diff"))

    def action_reasoning(self) -> None:
        """Show or fold the reasoning."""
        self.view.toggle_reasoning()


def _line(judgement: Judgement) -> Content:
    """Return how a reply came out by one criterion."""
    sign = Content.styled(
        f"{SIGNS[judgement.result]} ", RESULT_STYLES[judgement.result]
    )
    measured = plain(judgement.measured, "dim")
    return Content.assemble(sign, plain(judgement.criterion), " · ", measured)
