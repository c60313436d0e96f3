"""Replies as text: while they come, or as one page at the end."""

from __future__ import annotations

from collections import defaultdict

import click

from bedrock_tui.cli.session import one_line, say
from bedrock_tui.core.call import Call
from bedrock_tui.core.comparison import Lane
from bedrock_tui.core.criteria import SIGNS, score
from bedrock_tui.core.numbers import outcome, summary
from bedrock_tui.core.plain import Cleaner, clean
from bedrock_tui.core.reply import Ended, Event, Noted, Status, TextDelta, Waiting
from bedrock_tui.services.compare import Run


class Report:
    """Told every event of a run, and asked to finish at its end."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def tell(self, lane: Lane, event: Event) -> None:
        """Take note of one event."""
        match event:
            case Waiting(delay=delay, failure=failure, retry=retry, retries=retries):
                say(
                    f"{one_line(str(lane.target))}: {failure.title};"
                    f" retry {retry} of {retries} in {delay:.1f} s"
                )

    def finish(self) -> None:
        """Print what is left to print."""


class LabelledText(Report):
    """Prints lane after lane; the first unfinished one streams, others wait.

    Text goes to stdout under a label, numbers and failures to stderr.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._left = list(run.comparison.lanes)
        self._waiting: dict[str, list[Event]] = defaultdict(list)
        self._cleaner = Cleaner()
        self._column = 0
        self._label()

    def tell(self, lane: Lane, event: Event) -> None:
        """Print the event if it is this lane's turn, else keep it."""
        super().tell(lane, event)
        if self._left and lane.id == self._left[0].id:
            self._show(event)
        else:
            self._waiting[lane.id].append(event)

    def _show(self, event: Event) -> None:
        match event:
            case TextDelta(text=text):
                self._write(self._cleaner.feed(text))
            case Noted(note=note):
                self._write_line(f"[{clean(note)}]")
            case Ended():
                self._end_lane()

    def _end_lane(self) -> None:
        self._write(self._cleaner.finish())
        self._write_line("")
        say(_closing(self.run.call(self._left.pop(0))))
        if self._left:
            self._cleaner = Cleaner()
            self._label()
            for event in self._waiting.pop(self._left[0].id, []):
                self._show(event)

    def _label(self) -> None:
        click.echo(f"── {one_line(str(self._left[0].target))} ──")

    def _write(self, text: str) -> None:
        if text:
            click.echo(text, nl=False)
            self._column = 0 if text.endswith("\n") else 1

    def _write_line(self, line: str) -> None:
        self._write(("\n" if self._column else "") + (f"{line}\n" if line else ""))


def _closing(call: Call) -> str:
    head = [f"{one_line(str(call.target))}: {outcome(call)}"]
    if call.metrics.ttft_ms is not None:
        head.append(summary(call.metrics, call.usage, call.cost))
    if stopped := _stopped(call):
        head.append(stopped)
    lines = []
    if call.failure is not None:
        for text in (call.failure.said, call.failure.remedy):
            lines += clean(text).splitlines()
        lines += [f"request id {one_line(call.request_id)}"] if call.request_id else []
    return "\n  ".join([" · ".join(head), *lines, *_judged(call)])


def _judged(call: Call) -> list[str]:
    """Return a line for each criterion: how it came out, and what was measured."""
    return [
        f"{SIGNS[each.result]} {one_line(each.criterion)}: {one_line(each.measured)}"
        for each in call.criteria
    ]


def _stopped(call: Call) -> str:
    """Return why the reply stopped, unless the model was done."""
    reason = one_line(call.stop_reason)
    return f"stopped: {reason}" if reason not in ("", "end_turn") else ""


class MarkdownReport(Report):
    """Prints one Markdown page when all lanes have ended."""

    def finish(self) -> None:
        """Print the page."""
        comparison = self.run.comparison
        calls = [self.run.call(lane) for lane in comparison.lanes]
        click.echo(f"# Comparison {comparison.id}\n")
        if comparison.system:
            click.echo(f"**System prompt**\n\n{_quote(comparison.system)}\n")
        click.echo(f"{_quote(comparison.turn.prompt)}\n")
        judged = any(call.criteria for call in calls)
        heads = ("target", "result", "numbers", *(["criteria"] if judged else []))
        click.echo(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
        for call in calls:
            cells = [str(call.target), outcome(call)]
            cells.append(summary(call.metrics, call.usage, call.cost))
            if judged:
                result, met = score(call.criteria)
                cells.append(f"{SIGNS[result]} {met}")
            click.echo(f"| {' | '.join(map(_cell, cells))} |")
        for call in calls:
            click.echo(f"\n{_section(call)}")


def _section(call: Call) -> str:
    """Return one lane of the page: how it ended where that needs saying, its text."""
    text = clean(call.text).strip()
    parts = [f"## {one_line(str(call.target))}"]
    if call.status is not Status.OK or not text:
        parts.append(f"*{outcome(call)}*")
    if stopped := _stopped(call):
        parts.append(f"*{stopped}*")
    if call.failure is not None:
        parts += [_quote(call.failure.said), one_line(call.failure.remedy)]
        parts += [f"Request id `{one_line(call.request_id)}`"] * bool(call.request_id)
    parts.append("\n".join(f"- {line}" for line in _judged(call)))
    return "\n\n".join(part for part in (*parts, text) if part)


def _quote(text: str) -> str:
    return "\n".join(f"> {line}" for line in clean(text).splitlines())


def _cell(text: str) -> str:
    return clean(text).replace("|", "\\|").replace("\n", " ")
