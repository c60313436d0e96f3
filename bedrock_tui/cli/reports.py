"""Replies as text: while they come, or as one page at the end."""

from __future__ import annotations

from collections import defaultdict

import click

from bedrock_tui.cli.session import one_line, say
from bedrock_tui.core.call import Call
from bedrock_tui.core.comparison import Lane
from bedrock_tui.core.export import markdown, shapes
from bedrock_tui.core.export.transcript import Transcript
from bedrock_tui.core.numbers import outcome, stopped, summary
from bedrock_tui.core.plain import Cleaner, clean
from bedrock_tui.core.reply import Ended, Event, Held, Noted, TextDelta, Waiting
from bedrock_tui.services.compare import Run


class Report:
    """Told every event of a run, and asked to finish at its end."""

    def __init__(self, run: Run, *, simulated: bool = False) -> None:
        self.run = run
        self._simulated = simulated
        for lane in run.comparison.lanes:
            for note in run.call(lane).notes:
                say(f"{one_line(str(lane.target))}: {one_line(note)}")

    def transcript(self) -> Transcript:
        """Return the comparison as it stands."""
        comparison = self.run.comparison
        calls = tuple(self.run.call(lane) for lane in comparison.lanes)
        return Transcript(comparison.id, calls, self._simulated)

    def tell(self, lane: Lane, event: Event) -> None:
        """Take note of one event."""
        match event:
            case Held(delay=delay, per_minute=per_minute):
                say(
                    f"{one_line(str(lane.target))}: your rate limit of {per_minute} a"
                    f" minute; goes in {delay:.1f} s"
                )
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

    def __init__(self, run: Run, *, simulated: bool = False) -> None:
        super().__init__(run, simulated=simulated)
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
    if why := stopped(call):
        head.append(why)
    lines = []
    if call.failure is not None:
        for text in (call.failure.said, call.failure.remedy):
            lines += clean(text).splitlines()
        lines += [f"request id {one_line(call.request_id)}"] if call.request_id else []
    return "\n  ".join([" · ".join(head), *lines, *markdown.judged(call)])


class MarkdownReport(Report):
    """Prints one Markdown page when all lanes have ended."""

    def finish(self) -> None:
        """Print the page."""
        click.echo(markdown.page(self.transcript()), nl=False)


class JsonReport(Report):
    """Prints one object when all lanes have ended."""

    def finish(self) -> None:
        """Print the object."""
        click.echo(shapes.dumps(shapes.comparison(self.transcript())))
