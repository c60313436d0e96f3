"""A lane's state and live numbers in one row."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from bedrock_tui.core.criteria import SIGNS, Judgement, Result, score
from bedrock_tui.core.phase import Phase, describe, phase_of, sign
from bedrock_tui.core.reply import Reply
from bedrock_tui.ui.text import fit, plain

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

RESULT_STYLES = {
    Result.PASS: "$text-success",
    Result.FAIL: "$text-error",
    Result.UNKNOWN: "$text-warning",
}
_GAP = 2
"""Cells between the numbers and how the reply came out."""


class StatusLine(Widget):
    """Shows where a reply stands; told to look again by its owner."""

    DEFAULT_CSS = "StatusLine { height: 1; padding: 0 1; }"

    line: reactive[tuple[Phase, tuple[str, ...]]] = reactive((Phase.READY, ("ready",)))

    criteria: reactive[tuple[Judgement, ...]] = reactive(())
    """How the reply came out; told in few words at the end of the row."""

    listed: reactive[bool] = reactive(False)
    """True if the criteria are listed elsewhere, so that a sign is enough."""

    def show(self, reply: Reply | None, now: float) -> None:
        """Take the numbers of the moment; repaints only if they read differently.

        `now` is the monotonic clock in seconds.
        """
        self.line = (phase_of(reply), tuple(describe(reply, now)))
        self.criteria = reply.criteria if reply is not None else ()

    def render(self) -> Content:
        """Return the row: sign, state, and as many numbers as fit."""
        phase, parts = self.line
        width = max(1, self.content_size.width)
        judged = self._judged(width - 2 - _GAP, parts)
        room = width - 2 - (judged.cell_length + _GAP if judged else 0)
        text = f"{sign(phase)} {fit(list(parts), room)}"
        line = Content.styled(text, _STYLES[phase])
        if not judged:
            return line
        gap = " " * max(_GAP, width - line.cell_length - judged.cell_length)
        return Content.assemble(line, gap, judged)

    def _judged(self, room: int, parts: tuple[str, ...]) -> Content:
        """Return how the reply came out, in words if two numbers fit beside them."""
        if not self.criteria:
            return Content()
        result, met = score(self.criteria)
        short = plain(f"{SIGNS[result]} {met}", RESULT_STYLES[result])
        first = next((c.brief for c in self.criteria if c.result is result), "")
        words = Content.assemble(short, " ", plain(first, RESULT_STYLES[result]))
        wordy = not self.listed and result is not Result.PASS
        if wordy and words.cell_length + len(" · ".join(parts[:2])) <= room:
            return words
        return short if short.cell_length + len(parts[0]) <= room else Content()
