"""`bedrock-tui doctor`: who am I, what may I do, and is all ready."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

import click

from bedrock_tui.cli import findings
from bedrock_tui.cli.findings import Report
from bedrock_tui.cli.listing import terminal_width
from bedrock_tui.cli.naming import named, targets_of
from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.output import dumps
from bedrock_tui.cli.session import (
    EXIT_FAILED,
    EXIT_NO_CREDENTIALS,
    EXIT_OK,
    complain,
    one_line,
    say,
    wait_aloud,
    workbench,
)
from bedrock_tui.core.checks import Check, CheckStatus
from bedrock_tui.core.target import Target, check_id
from bedrock_tui.errors import BedrockTuiError, CallFailed, UsageError
from bedrock_tui.services import bridge
from bedrock_tui.services.workbench import Workbench


@click.command("doctor")
@click.option(
    "-t",
    "--target",
    "targets",
    metavar="ID[@REGION]",
    multiple=True,
    help="Check that this can be called; repeat for up to 8.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--probe", is_flag=True, help="Call each target for one token too; it costs."
)
@global_options
@click.pass_context
def command(
    ctx: click.Context, targets: tuple[str, ...], as_json: bool, probe: bool
) -> None:
    """Check credentials, permissions and settings, and say how to mend them.

    Nothing that costs is sent without --probe. A service that does not answer leaves
    its own check unknown after ten seconds; a credential process, and whoever types an
    MFA code, gets 120 seconds.

    Exit codes: 0 nothing failed, 1 a check failed, 2 wrong usage, 3 no usable
    credentials, 130 interrupted.
    """
    settings = settings_of(ctx)
    if probe and settings.read_only:
        say("--read-only: nothing is probed.")
    texts = named(ctx, settings, targets)
    with workbench(settings) as bench:
        bench.ask_mfa = ask_mfa
        try:
            report = asyncio.run(_examine(bench, texts, probe))
        except UsageError as error:
            raise click.UsageError(one_line(str(error))) from error
        except BedrockTuiError as error:
            complain(error)
            ctx.exit(EXIT_FAILED)
        click.echo(
            dumps(findings.as_json(report))
            if as_json
            else "\n".join(findings.as_text(report, terminal_width()))
        )
    ctx.exit(_exit_code(report))


def ask_mfa(question: str) -> str:
    """Ask in the terminal; the code is good once, so it may be seen.

    Not by getpass: if interrupted it would leave the terminal without an echo.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise EOFError
    click.echo(one_line(question) + " ", err=True, nl=False)
    return sys.stdin.readline()


async def _examine(bench: Workbench, texts: Sequence[str], probe: bool) -> Report:
    wait_aloud("Checking…")
    await bridge.call("open", bench.open)
    region = await bridge.call("region", lambda: _region(bench))
    targets = await _targets(bench, texts)
    if probe and not targets:
        say("--probe: no target is named, so nothing is probed. Name one: -t ID")
    settings = bench.settings
    identity = await bench.access.identity(
        settings.aws_profile, region, bench.region_source
    )
    report = Report(identity, aws_profile=bench.aws_profile)
    async for found in bench.access.examine(identity, targets, probe=probe):
        if isinstance(found, Check):
            report.checks.append(found)
        else:
            report.permissions.append(found)
    report.sort()
    return report


def _region(bench: Workbench) -> str:
    try:
        return bench.find_region()
    except CallFailed:
        return ""  # the identity says why


async def _targets(bench: Workbench, texts: Sequence[str]) -> list[Target]:
    """Return what was named or is the default; an unusable profile names nothing."""
    if not texts and not bench.default_targets():
        return []
    try:
        targets = await targets_of(bench, texts)
    except CallFailed:
        return []  # the identity says why
    for each in targets:
        check_id(each)
    return targets


def _exit_code(report: Report) -> int:
    failed = {each.id for each in report.checks if each.status is CheckStatus.FAIL}
    if "credentials" in failed:
        return EXIT_NO_CREDENTIALS
    return EXIT_FAILED if failed else EXIT_OK
