"""Replies as text: while they come, or as one page at the end."""

from __future__ import annotations

from collections import defaultdict

import click

from bedrock_tui.cli.session import say
from bedrock_tui.core.call import Call
from bedrock_tui.core.comparison import Lane
from bedrock_tui.core.numbers import outcome, summary
from bedrock_tui.core.plain import Cleaner, clean
from bedrock_tui.core.reply import Ended, Event, Noted, TextDelta, Waiting
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
                    f"{clean(str(lane.target))}: {failure.title};"
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
        click.echo(f"── {clean(str(self._left[0].target))} ──")

    def _write(self, text: str) -> None:
        if text:
            click.echo(text, nl=False)
            self._column = 0 if text.endswith("\n") else 1

    def _write_line(self, line: str) -> None:
        self._write(("\n" if self._column else "") + (f"{line}\n" if line else ""))


def _closing(call: Call) -> str:
    lines = [f"  {outcome(call)}"]
    if call.metrics.ttft_ms is not None:
        lines[0] += f" · {summary(call.metrics, call.usage)}"
    if call.stop_reason and call.stop_reason != "end_turn":
        lines[0] += f" · stopped: {clean(call.stop_reason)}"
    if call.failure is not None:
        failure = call.failure
        lines += [f"  {clean(text)}" for text in (failure.message, failure.remedy)]
    if call.request_id and call.failure is not None:
        lines.append(f"  request id {clean(call.request_id)}")
    return "\n".join(line for line in lines if line.strip())


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
        click.echo("| target | result | numbers |\n| --- | --- | --- |")
        for call in calls:
            cells = (str(call.target), outcome(call))
            numbers = summary(call.metrics, call.usage)
            click.echo(f"| {' | '.join(map(_cell, cells))} | {numbers} |")
        for call in calls:
            click.echo(f"\n## {clean(str(call.target))}\n")
            click.echo(clean(call.text).strip() or f"*{outcome(call)}*")


def _quote(text: str) -> str:
    return "\n".join(f"> {line}" for line in clean(text).splitlines())


def _cell(text: str) -> str:
    return clean(text).replace("|", "\\|").replace("\n", " ")
