"""`bedrock-tui compare`: one prompt to several targets, without the screen."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from bedrock_tui.cli.naming import named, targets_of
from bedrock_tui.cli.options import global_options, lanes_option, settings_of
from bedrock_tui.cli.reports import JsonReport, LabelledText, MarkdownReport, Report
from bedrock_tui.cli.session import (
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_NO_CREDENTIALS,
    EXIT_OK,
    complain,
    lacks_credentials,
    one_line,
    say,
    workbench,
)
from bedrock_tui.core.call import Call
from bedrock_tui.core.comparison import Comparison, Lane, Turn
from bedrock_tui.core.criteria import Result, parse_all, score
from bedrock_tui.core.export import webpage
from bedrock_tui.core.reply import Status
from bedrock_tui.core.request import DEFAULT_MAX_TOKENS, Parameters
from bedrock_tui.core.target import Target
from bedrock_tui.errors import CallFailed, FileError, UsageError
from bedrock_tui.services import bridge, saving
from bedrock_tui.services.compare import Run
from bedrock_tui.services.workbench import Workbench
from bedrock_tui.settings import Settings


@dataclass(frozen=True, slots=True)
class _Question:
    """What the command line asks for."""

    targets: Sequence[str]
    prompt: str
    system: str
    parameters: Parameters
    html: Path | None
    """Where the answers go as a web page, too."""


@click.command("compare")
@click.argument("prompt", required=False)
@click.option(
    "-t",
    "--target",
    "targets",
    metavar="ID[@REGION]",
    multiple=True,
    help="An id, ARN, alias or short name; repeat for up to 8.",
)
@lanes_option
@click.option("-s", "--system", default="", help="System prompt.")
@click.option(
    "--max-tokens",
    type=click.IntRange(min=1),
    default=DEFAULT_MAX_TOKENS,
    show_default=True,
    help="Longest reply in tokens; always sent.",
)
@click.option("--temperature", type=click.FloatRange(0, 1), help="Not sent if unset.")
@click.option("--top-p", type=click.FloatRange(0, 1), help="Not sent if unset.")
@click.option("--stop", multiple=True, help="Text that ends a reply; repeat for more.")
@click.option(
    "--criteria",
    metavar="CRITERION",
    multiple=True,
    help="What is expected of each reply, such as 'ttft < 1s', in place of those of"
    " settings.toml; repeat for more.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a Markdown page.")
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a web page to FILE, too; replaces it.",
)
@click.option("--no-history", is_flag=True, help="Write nothing down.")
@global_options
@click.pass_context
def command(  # noqa: PLR0913  one per option
    ctx: click.Context,
    prompt: str | None,
    targets: tuple[str, ...],
    sets: tuple[str, ...],
    system: str,
    max_tokens: int,
    temperature: float | None,
    top_p: float | None,
    stop: tuple[str, ...],
    criteria: tuple[str, ...],
    as_json: bool,
    as_markdown: bool,
    html: Path | None,
    no_history: bool,
) -> None:
    """Send PROMPT to every target at once and print the replies.

    PROMPT may be - to read standard input, which is also read when it is not a
    terminal and no PROMPT is given.

    Exit codes: 0 all lanes ok, 1 a lane failed, or failed a criterion, 2 wrong
    usage, 3 no usable credentials, 130 interrupted.
    """
    if as_json and as_markdown:
        raise click.UsageError("Choose one of --json and --markdown.")
    settings = _with_criteria(settings_of(ctx), criteria)
    if settings.read_only:
        raise click.UsageError("--read-only sends nothing that costs; drop it to send.")
    parameters = Parameters(max_tokens, temperature, top_p, stop)
    texts = named(ctx, settings, targets, sets)
    if html is not None:
        _check(html)
    question = _Question(texts, _read_prompt(prompt), system, parameters, html)
    report = partial(_report(as_json, as_markdown), simulated=settings.demo)
    with workbench(settings, keep_history=not no_history) as bench:
        ctx.exit(asyncio.run(_answer(bench, question, report)))


def _check(html: Path) -> None:
    """Say what is wrong with the place for the page before anything is sent."""
    try:
        saving.check(html)
    except FileError as error:
        raise click.UsageError(f"--html: {error}") from error


def _with_criteria(settings: Settings, lines: Sequence[str]) -> Settings:
    """Return the settings with these criteria in place of their own, if any."""
    if not lines:
        return settings
    found, wrong = parse_all(lines)
    if wrong:
        raise click.UsageError(one_line(f"--criteria {'; '.join(wrong)}"))
    return replace(settings, criteria=found)


def _read_prompt(prompt: str | None) -> str:
    # Without a standard input Python has None in its place.
    readable = sys.stdin is not None and (prompt == "-" or not sys.stdin.isatty())
    if readable and prompt in ("-", None):
        with click.open_file("-", encoding="utf-8", errors="replace") as stdin:
            prompt = str(stdin.read())
    if prompt is None or not prompt.strip():
        raise click.UsageError("No prompt: write one, or - to read standard input.")
    return prompt.rstrip("\n")


def _report(as_json: bool, as_markdown: bool) -> type[Report]:
    if as_json:
        return JsonReport
    return MarkdownReport if as_markdown else LabelledText


async def _answer(
    bench: Workbench, question: _Question, make_report: Callable[[Run], Report]
) -> int:
    stop = _Interrupt()
    with stop:
        try:
            await bridge.call("open", bench.open)
            targets = await targets_of(bench, question.targets)
        except asyncio.CancelledError:
            return EXIT_INTERRUPTED
        except UsageError as error:
            raise click.UsageError(one_line(str(error))) from error
        except CallFailed as error:
            complain(error)
            none = lacks_credentials(error.failure)
            return EXIT_NO_CREDENTIALS if none else EXIT_FAILED
        if bench.store_error is not None:
            complain(bench.store_error, "This comparison is not written down.")
        run = bench.compare.run(_comparison(question, targets))
        stop.run = run
        report = make_report(run)
        await _print(run, report)
        saved = question.html is None or _save(report, question.html)
    if stop.happened:
        return EXIT_INTERRUPTED
    return _exit_code(run) or (EXIT_OK if saved else EXIT_FAILED)


def _comparison(question: _Question, targets: list[Target]) -> Comparison:
    lanes = tuple(Lane(target, question.parameters) for target in targets)
    return Comparison(lanes, Turn(question.prompt), question.system)


async def _print(run: Run, report: Report) -> None:
    async for each, event in run:
        report.tell(each, event)
    report.finish()
    if run.store_error is not None:
        complain(run.store_error, "The history lacks this comparison.")


def _save(report: Report, path: Path) -> bool:
    """Write the web page; say where it is, or why there is none."""
    try:
        saving.write(path, webpage.page(report.transcript()), replace=True)
    except FileError as error:
        complain(error)
        return False
    say(f"Saved as {one_line(str(path))}.")
    return True


def _exit_code(run: Run) -> int:
    calls: list[Call] = [run.call(each) for each in run.comparison.lanes]
    failed = [call for call in calls if call.status is not Status.OK]
    if not failed:
        judged = [score(call.criteria)[0] for call in calls]
        return EXIT_FAILED if Result.FAIL in judged else EXIT_OK
    if len(failed) == len(calls) and all(
        call.failure is not None and lacks_credentials(call.failure) for call in failed
    ):
        return EXIT_NO_CREDENTIALS
    return EXIT_FAILED


class _Interrupt:
    """Ctrl-C and termination: cancel the lanes, or the task while none runs."""

    def __init__(self) -> None:
        self.run: Run | None = None
        self.happened = False
        self._task: asyncio.Task[int] | None = None

    def __enter__(self) -> None:
        self._task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: KeyboardInterrupt instead
                loop.add_signal_handler(number, self._stop)

    def __exit__(self, *_: object) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):
                loop.remove_signal_handler(number)

    def _stop(self) -> None:
        self.happened = True
        if self.run is not None:
            self.run.cancel_all()
        elif self._task is not None:
            self._task.cancel()
