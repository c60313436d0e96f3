"""A lane's state and live numbers in one row."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from bedrock_tui.core.phase import Phase, describe, phase_of, sign
from bedrock_tui.core.reply import Reply
from bedrock_tui.ui.text import fit

_STYLES = {
    Phase.READY: "dim",
    Phase.QUEUED: "dim",
    Phase.WAITING: "$text-warning",
    Phase.STREAMING: "$text-primary",
    Phase.RETRYING: "$text-warning",
    Phase.DONE: "$text-success",
    Phase.FAILED: "$text-error",
    Phase.CANCELLED: "dim",
    Phase.TRUNCATED: "$text-warning",
}


class StatusLine(Widget):
    """Shows where a reply stands; told to look again by its owner."""

    DEFAULT_CSS = "StatusLine { height: 1; padding: 0 1; }"

    line: reactive[tuple[Phase, tuple[str, ...]]] = reactive((Phase.READY, ("ready",)))

    def show(self, reply: Reply | None, now: float) -> None:
        """Take the numbers of the moment; repaints only if they read differently.

        `now` is the monotonic clock in seconds.
        """
        self.line = (phase_of(reply), tuple(describe(reply, now)))

    def render(self) -> Content:
        """Return the row: sign, state, and as many numbers as fit."""
        phase, parts = self.line
        text = fit(list(parts), max(1, self.content_size.width - 2))
        return Content.styled(f"{sign(phase)} {text}", _STYLES[phase])
